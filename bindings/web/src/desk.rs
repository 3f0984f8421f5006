//! The procedure, carried by the page: events in, errands out.

use crate::camera::{Camera, named};
use crate::json;
use crate::live::{LivePhoto, LiveSession};
use crate::models::Models;
use crate::ports::{Chance, Clock, Keys};
use crate::problem::Problem;
use crate::shelf::Shelf;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;
use wasm_bindgen::prelude::wasm_bindgen;
use xueying::camera::Platform;
use xueying::capture::CaptureOrder;
use xueying::collection::desk::{self, Event, Setup, Ticket};
use xueying::collection::flow::Typed;
use xueying::collection::wire::{Reply, Request};
use xueying::profile::Profile;
use xueying::texts::Lang;
use xueying::vault::{Vault, VaultError};
use zeroize::Zeroizing;

/// The procedure in this browser.
#[wasm_bindgen]
pub struct Desk {
    desk: desk::Desk,
    errands: Vec<desk::Errand>,
    /// What the camera was asked for.
    order: Option<CaptureOrder>,
}

/// Something to do.
#[wasm_bindgen]
pub struct Errand {
    told: String,
    body: Option<Vec<u8>>,
}

/// What there is to do, without its bytes.
#[derive(Serialize, Default)]
struct Told<'a> {
    kind: &'static str,
    /// Names it, where its end is to be told.
    ticket: Option<u64>,
    /// Not before so many milliseconds.
    after: Option<u64>,
    method: Option<&'static str>,
    path: Option<&'a str>,
    headers: BTreeMap<&'a str, &'a str>,
    /// The most bytes of the answer.
    largest: Option<u64>,
}

#[wasm_bindgen]
impl Desk {
    /// Opens the desk and goes on from where it was.
    ///
    /// # Errors
    /// What the vault says.
    pub fn open(shelf: &Shelf, keys: &Keys) -> Result<Self, Problem> {
        let vault = Vault::open(
            Box::new(shelf.clone()),
            Box::new(keys.store()),
            Box::new(Chance),
        )?;
        let (desk, errands) = desk::Desk::open(Setup {
            vault,
            chance: Box::new(Chance),
            clock: Box::new(Clock),
            device_key: keys.device().public_key(),
            patterns: Profile::chsi().codes,
        })?;
        Ok(Self {
            desk,
            errands,
            order: None,
        })
    }

    /// What is on the screen, as JSON.
    #[must_use]
    pub fn view(&self, chinese: bool) -> String {
        json(&self.desk.view(if chinese { Lang::Zh } else { Lang::En }))
    }

    /// What is to be done, in this order; each is given once. Commit the shelf's changes first.
    pub fn errands(&mut self) -> Vec<Errand> {
        let errands = std::mem::take(&mut self.errands);
        errands
            .into_iter()
            .map(|errand| self.hand_out(errand))
            .collect()
    }

    /// A person tapped on an action.
    ///
    /// # Errors
    /// `bad_word` for an action that there is not.
    pub fn act(&mut self, action: &str) -> Result<(), Problem> {
        let action = named(action)?;
        self.on(Event::Act(action));
        Ok(())
    }

    /// A person ticked a point.
    pub fn tick(&mut self, point: usize) {
        self.on(Event::Tick(point));
    }

    /// A person typed something, or a code was read.
    pub fn typed(&mut self, text: String) {
        self.on(Event::Typed(Typed::new(text)));
    }

    /// The browser says whether the camera may be used.
    ///
    /// # Errors
    /// `bad_word` for a permission that there is not.
    pub fn camera(&mut self, permission: &str) -> Result<(), Problem> {
        let permission = named(permission)?;
        self.on(Event::Camera(permission, Platform::Browser));
        Ok(())
    }

    /// The session took a photo.
    pub fn taken(&mut self, photo: LivePhoto) {
        self.on(Event::Taken(photo.0));
    }

    /// The person says whether notifications may be shown.
    pub fn notifications(&mut self, may: bool) {
        self.on(Event::Notifications(may));
    }

    /// The file was saved, or was not.
    pub fn saved(&mut self, saved: bool) {
        self.on(Event::Saved(saved));
    }

    /// A request was answered. `headers` is the JSON of a list of pairs.
    pub fn replied(&mut self, ticket: u32, status: u16, headers: &str, body: Vec<u8>) {
        let reply = Reply {
            status,
            // A browser gives its headers as they are: pairs of strings.
            headers: serde_json::from_str(headers).unwrap_or_default(),
            body: Zeroizing::new(body),
        };
        self.on(Event::Replied(Ticket(ticket.into()), Some(reply)));
    }

    /// A request was not answered.
    #[wasm_bindgen(js_name = notReplied)]
    pub fn not_replied(&mut self, ticket: u32) {
        self.on(Event::Replied(Ticket(ticket.into()), None));
    }

    /// A time is over.
    pub fn woken(&mut self, ticket: u32) {
        self.on(Event::Woken(Ticket(ticket.into())));
    }

    /// The page is in front again, or the network is back.
    pub fn resumed(&mut self) {
        self.on(Event::Resumed);
    }

    /// The calibrated portrait, a JPEG, once it is here.
    #[must_use]
    pub fn portrait(&self) -> Option<Vec<u8>> {
        self.desk.portrait().map(<[u8]>::to_vec)
    }

    /// The photo that was taken, a JPEG, on the screen of its preview.
    #[wasm_bindgen(js_name = takenPhoto)]
    #[must_use]
    pub fn taken_photo(&self) -> Option<Vec<u8>> {
        self.desk.taken().map(|photo| photo.jpeg().to_vec())
    }

    /// What the camera was asked for, `real` or `rehearsal`, until it is closed.
    #[must_use]
    pub fn ordered(&self) -> Option<String> {
        let mode = self.order.as_ref().map(CaptureOrder::mode)?;
        serde_json::to_value(mode).ok()?.as_str().map(str::to_owned)
    }

    /// Opens the live session that the camera was asked for.
    ///
    /// # Errors
    /// `no_order` where it was not; `model_missing`, `model_refused`.
    #[wasm_bindgen(js_name = openLive)]
    pub fn open_live(
        &self,
        models: &Models,
        camera: &Camera,
        record: bool,
    ) -> Result<LiveSession, Problem> {
        let order = self.order.clone();
        let order = order.ok_or_else(|| Problem::of("no_order", "the camera was not asked for"))?;
        LiveSession::of(models, camera, order, record)
    }
}

impl Desk {
    fn on(&mut self, event: Event) {
        let errands = self.desk.on(event);
        self.errands.extend(errands);
    }

    fn hand_out(&mut self, errand: desk::Errand) -> Errand {
        let plain = |kind| Told {
            kind,
            ..Told::default()
        };
        match errand {
            desk::Errand::Send {
                ticket,
                request,
                after,
            } => send(ticket, &request, after),
            desk::Errand::Wake { ticket, after } => Errand::of(
                &Told {
                    ticket: Some(ticket.0),
                    after: Some(millis(after)),
                    ..plain("wake")
                },
                None,
            ),
            desk::Errand::OpenCamera(order) => {
                self.order = Some(order);
                Errand::of(&plain("open_camera"), None)
            }
            desk::Errand::CloseCamera => {
                self.order = None;
                Errand::of(&plain("close_camera"), None)
            }
            desk::Errand::AskCamera => Errand::of(&plain("ask_camera"), None),
            desk::Errand::OpenSettings => Errand::of(&plain("open_settings"), None),
            desk::Errand::AskNotifications => Errand::of(&plain("ask_notifications"), None),
            desk::Errand::Save(file) => Errand::of(&plain("save"), Some(file.to_vec())),
        }
    }
}

#[wasm_bindgen]
impl Errand {
    /// What it is, as JSON.
    #[wasm_bindgen(getter)]
    pub fn told(&self) -> String {
        self.told.clone()
    }

    /// The bytes to send or to save, where there are any.
    #[wasm_bindgen(getter)]
    pub fn body(&self) -> Option<Vec<u8>> {
        self.body.clone()
    }
}

impl Errand {
    fn of(told: &Told<'_>, body: Option<Vec<u8>>) -> Self {
        Self {
            told: json(told),
            body,
        }
    }
}

fn send(ticket: Ticket, request: &Request, after: Duration) -> Errand {
    let headers = request.headers.iter();
    let told = Told {
        kind: "send",
        ticket: Some(ticket.0),
        after: Some(millis(after)),
        method: Some(request.method.name()),
        path: Some(&request.path),
        headers: headers
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
        largest: Some(request.largest),
    };
    let body = request.body.as_ref().map(|body| body.to_vec());
    Errand::of(&told, body)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        Self::of(error.code(), error)
    }
}
