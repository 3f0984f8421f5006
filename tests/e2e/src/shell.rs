//! The thinnest of all shells: does the desk's errands over the network, one after the other.

use crate::phone::Seeded;
use fastrand::Rng;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use xueying::camera::{Permission, Platform};
use xueying::capture::{CaptureOrder, SealedPhoto, Signer, WallTime};
use xueying::collection::client::{Http, Setup};
use xueying::collection::desk::{self, Clock, Desk, Errand, Event, Ticket};
use xueying::collection::flow::{Action, Screen, Typed, View};
use xueying::profile::Profile;
use xueying::texts::Lang;
use xueying::vault::{Disk, PhotoKey, SoftwareVault, Vault, VaultError};

/// The machine's own clock.
struct Machine(Instant);

impl Clock for Machine {
    fn wall(&self) -> WallTime {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        WallTime(since.map_or(0, |since| since.as_millis() as u64))
    }

    fn steady(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Takes the photo of an order.
pub type Camera<'a> = dyn Fn(CaptureOrder) -> SealedPhoto + 'a;

/// A phone with a desk.
pub struct Shell<'a> {
    desk: Desk,
    http: Http,
    camera: &'a Camera<'a>,
    /// What waits, and until when.
    later: Vec<(Instant, Ticket)>,
    /// The portrait's file, once it was saved.
    pub saved: Option<Vec<u8>>,
}

impl<'a> Shell<'a> {
    /// Opens the desk on a disk; the device's key is the one of [`crate::sealed`].
    ///
    /// # Errors
    /// What the vault says.
    ///
    /// # Panics
    /// For an address that is none.
    pub fn open(
        disk: Box<dyn Disk>,
        address: &str,
        camera: &'a Camera<'a>,
    ) -> Result<Self, VaultError> {
        let chance = || Box::new(Seeded(Rng::new()));
        let keys = SoftwareVault::new(PhotoKey::new([1; 32]), chance());
        let (desk, errands) = Desk::open(desk::Setup {
            vault: Vault::open(disk, Box::new(keys), chance())?,
            chance: chance(),
            clock: Box::new(Machine(Instant::now())),
            device_key: crate::sealed::key().public_key(),
            patterns: Profile::chsi().codes,
        })?;
        let setup = Setup {
            address: address.to_owned(),
            provider: Arc::new(rustls::crypto::ring::default_provider()),
            pins: vec![],
        };
        let mut shell = Self {
            desk,
            http: Http::new(setup).expect("an address"),
            camera,
            later: vec![],
            saved: None,
        };
        shell.run(errands);
        Ok(shell)
    }

    /// What is on the screen.
    pub fn view(&self) -> View {
        self.desk.view(Lang::Zh)
    }

    /// The calibrated portrait.
    pub fn portrait(&self) -> Option<&[u8]> {
        self.desk.portrait()
    }

    /// Taps.
    pub fn act(&mut self, action: Action) {
        self.tell(Event::Act(action));
    }

    /// Types.
    pub fn typed(&mut self, text: &str) {
        self.tell(Event::Typed(Typed::new(text.to_owned())));
    }

    /// Ticks the whole list.
    pub fn tick_all(&mut self) {
        for point in 0..self.view().points.len() {
            self.tell(Event::Tick(point));
        }
    }

    /// Tells the desk, and does what it says.
    pub fn tell(&mut self, event: Event) {
        let errands = self.desk.on(event);
        self.run(errands);
    }

    /// Waits until a screen is shown; whether it was, within so many seconds.
    pub fn reaches(&mut self, screen: Screen, seconds: u64) -> bool {
        let begin = Instant::now();
        loop {
            if self.view().screen == screen {
                return true;
            }
            if begin.elapsed().as_secs() >= seconds {
                return false;
            }
            self.wait(Duration::from_millis(50));
        }
    }

    /// Lets time pass, and does what is due.
    pub fn wait(&mut self, time: Duration) {
        sleep(time);
        let now = Instant::now();
        let due = |(at, _): &(Instant, Ticket)| *at <= now;
        let (ready, later) = std::mem::take(&mut self.later).into_iter().partition(due);
        self.later = later;
        let ready: Vec<(Instant, Ticket)> = ready;
        for (_, ticket) in ready {
            self.tell(Event::Woken(ticket));
        }
    }

    fn run(&mut self, errands: Vec<Errand>) {
        for errand in errands {
            if let Some(event) = self.errand(errand) {
                self.tell(event);
            }
        }
    }

    fn errand(&mut self, errand: Errand) -> Option<Event> {
        Some(match errand {
            Errand::Send {
                ticket,
                request,
                after,
            } => {
                sleep(after);
                Event::Replied(ticket, self.http.send(&request))
            }
            Errand::Wake { ticket, after } => {
                self.later.push((Instant::now() + after, ticket));
                return None;
            }
            Errand::OpenCamera(order) => Event::Taken((self.camera)(order)),
            Errand::AskCamera | Errand::OpenSettings => {
                Event::Camera(Permission::Granted, Platform::Desktop)
            }
            Errand::AskNotifications => Event::Notifications(true),
            Errand::CloseCamera => return None,
            Errand::Save(file) => {
                self.saved = Some(file.to_vec());
                Event::Saved(true)
            }
        })
    }
}
