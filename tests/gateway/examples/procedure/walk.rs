//! The walk: what the desk wants done is done, what a screen asks for is answered, each screen is kept.

use crate::card::{Beside, Card, Picture, Within};
use crate::student::Student;
use crate::support::{Service, phone};
use crate::{Stop, device, go_on, review, shoot};
use anyhow::{Context, Result, anyhow, bail};
use std::collections::VecDeque;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Instant;
use tempfile::TempDir;
use xueying::camera::{Permission, Platform, SessionMode};
use xueying::capture::SoftwareKey;
use xueying::codes::make::{Correction, Symbol};
use xueying::collection::client::{Http, Setup};
use xueying::collection::desk::{Desk, Errand, Event, Ticket};
use xueying::collection::flow::Screen;
use xueying::texts::Lang;
use xueying_gateway::poster;

/// Screens that show the calibrated portrait.
const CALIBRATED: [Screen; 4] = [
    Screen::Calibration,
    Screen::Satisfied,
    Screen::Confirm,
    Screen::Download,
];

/// What came of it.
pub struct Walk {
    pub cards: Vec<Card>,
    /// The photo on file.
    pub file: Vec<u8>,
}

/// Walks all of it; `lang` is for what is told meanwhile.
pub fn walk(lang: Lang, stop: &Stop) -> Result<Walk> {
    let service = Service::rehearsal();
    let session = service.session(SessionMode::Rehearsal, 3);
    let folder = TempDir::new()?;
    let mut shell = Shell::open(&service, &folder, &session, lang, stop.clone())?;
    shell.run()?;
    shell.print_codes()?;
    let portrait = shell.desk.portrait().context("no portrait came")?;
    let portrait = Picture::jpeg(portrait);
    shell.put(
        Screen::Calibration,
        Beside::Picture("calibrated", portrait.clone()),
    );
    for screen in CALIBRATED {
        shell.show(screen, Within::Picture(portrait.clone()));
    }
    for (screen, within) in shell.within {
        let card = shell.cards.iter_mut().find(|card| card.screen() == screen);
        card.context("a screen is missing")?.within = Some(within);
    }
    for (screen, what) in shell.beside {
        let card = shell.cards.iter_mut().find(|card| card.screen() == screen);
        card.context("a screen is missing")?.beside.push(what);
    }
    Ok(Walk {
        cards: shell.cards,
        file: shell.file.context("no file came")?,
    })
}

/// A shell: it does errands, and knows nothing.
struct Shell<'a> {
    service: &'a Service,
    desk: Desk,
    http: Http,
    key: SoftwareKey,
    student: Student,
    errands: VecDeque<Errand>,
    wakes: Vec<(Instant, Ticket)>,
    lang: Lang,
    stop: Stop,
    cards: Vec<Card>,
    within: Vec<(Screen, Within)>,
    beside: Vec<(Screen, Beside)>,
    file: Option<Vec<u8>>,
}

impl<'a> Shell<'a> {
    fn open(
        service: &'a Service,
        folder: &TempDir,
        session: &str,
        lang: Lang,
        stop: Stop,
    ) -> Result<Self> {
        let key = device::key()?;
        let (desk, errands) = device::desk(folder.path().join("phone"), &key)?;
        let http = Http::new(Setup {
            address: format!("http://{}", service.gateway().address()),
            provider: Arc::new(rustls::crypto::ring::default_provider()),
            pins: vec![],
        })?;
        Ok(Self {
            service,
            desk,
            http,
            key,
            student: Student {
                phone: phone::number(0),
                session: session.to_owned(),
                code: service.code(0),
            },
            errands: errands.into(),
            wakes: vec![],
            lang,
            stop,
            cards: vec![],
            within: vec![],
            beside: vec![],
            file: None,
        })
    }

    fn run(&mut self) -> Result<()> {
        self.look();
        while self.desk.view(self.lang).screen != Screen::Done {
            go_on(&self.stop)?;
            if let Some(errand) = self.errands.pop_front() {
                self.errand(errand)?;
                continue;
            }
            let view = self.desk.view(self.lang);
            if let Some(deed) = self.student.does(&view)? {
                if let Some(card) = self.cards.last_mut() {
                    card.typed = deed.typed;
                }
                self.on(deed.event);
            } else if view.screen == Screen::Waiting {
                let pages = review::approve(self.service)?;
                self.put(Screen::Waiting, Beside::Review(pages));
                self.on(Event::Resumed);
            } else {
                self.wake()?;
            }
        }
        Ok(())
    }

    fn on(&mut self, event: Event) {
        let errands = self.desk.on(event);
        self.errands.extend(errands);
        self.look();
    }

    /// Keeps the screen: a new one, or as it has become.
    fn look(&mut self) {
        let views = Lang::ALL.map(|lang| self.desk.view(lang));
        let [view, _] = &views;
        match self.cards.last_mut() {
            Some(card) if card.screen() == view.screen => {
                if !view.waiting {
                    card.views = views;
                }
            }
            _ => {
                println!("  {}", self.desk.view(self.lang).title);
                self.cards.push(Card::new(views));
            }
        }
    }

    fn errand(&mut self, errand: Errand) -> Result<()> {
        match errand {
            Errand::Send {
                ticket,
                request,
                after,
            } => {
                sleep(after);
                let reply = self.http.send(&request);
                self.on(Event::Replied(ticket, reply));
            }
            Errand::Wake { ticket, after } => self.wakes.push((Instant::now() + after, ticket)),
            Errand::OpenCamera(order) => {
                let shot = shoot::shoot(order, &self.key, &self.stop)?;
                let small = Picture::small(&shot.pixels)?;
                let preview = Picture::jpeg(&shot.portrait);
                self.show(Screen::Preview, Within::Picture(preview));
                self.put(Screen::Preview, Beside::Picture("sealed", small.clone()));
                self.put(Screen::Calibration, Beside::Picture("sealed", small));
                if let Some(frame) = shot.frames.get(shot.frames.len() / 2) {
                    self.show(Screen::Capture, Within::Camera(frame.clone()));
                }
                self.put(Screen::Capture, Beside::Frames(shot.frames));
                self.on(Event::Taken(shot.photo));
            }
            Errand::CloseCamera => {}
            Errand::AskCamera | Errand::OpenSettings => {
                self.on(Event::Camera(Permission::Granted, Platform::Desktop));
            }
            Errand::AskNotifications => self.on(Event::Notifications(true)),
            Errand::Save(file) => {
                self.put(
                    Screen::Download,
                    Beside::Picture("file", Picture::jpeg(&file)),
                );
                self.file = Some(file.to_vec());
                self.on(Event::Saved(true));
            }
        }
        Ok(())
    }

    /// Waits until something is due.
    fn wake(&mut self) -> Result<()> {
        self.wakes.sort();
        if self.wakes.is_empty() {
            bail!("it does not go on: {}", self.desk.view(Lang::En).title);
        }
        let (at, ticket) = self.wakes.remove(0);
        sleep(at.saturating_duration_since(Instant::now()));
        self.on(Event::Woken(ticket));
        Ok(())
    }

    /// What the student scans.
    fn print_codes(&mut self) -> Result<()> {
        let known = self.service.gateway().sessions("office");
        let known = known.map_err(|problem| anyhow!(problem))?;
        let drawn = poster(known.last().context("no session")?);
        let drawn = Picture::svg(&drawn.map_err(|problem| anyhow!(problem))?);
        self.put(Screen::SessionCode, Beside::Picture("poster", drawn));
        let symbol = Symbol::new(&self.student.code, Correction::Medium)?;
        let drawn = Picture::square(symbol.luma(6))?;
        self.put(Screen::CollectionCode, Beside::Picture("code", drawn));
        Ok(())
    }

    fn show(&mut self, screen: Screen, what: Within) {
        self.within.push((screen, what));
    }

    fn put(&mut self, screen: Screen, what: Beside) {
        self.beside.push((screen, what));
    }
}
