//! The procedure: tell the desk what happened, and it says what to do.

mod errand;
mod error;
mod names;
mod view;

pub use errand::{Errand, HttpHeader, ServiceReply, ServiceRequest};
pub use error::DeskError;
pub use view::{ActionButton, ChecklistPoint, ScreenView, StepProgress};

use crate::keys::{KeyVault, OsChance, Wrapping};
use crate::live::SealedPhoto;
use crate::ports::Ports;
use crate::profile::Profile;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};
use xueying::camera::{Permission, Platform};
use xueying::capture::Signer as _;
use xueying::collection::desk::{self, Event, Ticket};
use xueying::collection::flow::{Action, Typed};
use xueying::texts::Lang;
use xueying::vault::{RealDisk, Vault, VaultError};

/// What a desk is opened with.
#[derive(Clone, uniffi::Record)]
pub struct DeskSetup {
    /// The folder of the app where everything is kept, encrypted; made where it is missing. One desk at a time.
    pub folder: String,
    /// How codes look.
    pub profile: Arc<Profile>,
    /// The platform's key store.
    pub keys: Arc<dyn KeyVault>,
}

/// The procedure on one device: which screen is shown, and what is done next. It remembers everything over a restart, and
/// brings every photo away, whoever is before the screen.
///
/// Every method that takes something in gives the errands that follow from it, to be done in their order. Texts that a
/// person typed, requests and replies hold personal data: they belong in no log.
#[derive(uniffi::Object)]
pub struct Desk(Mutex<State>);

struct State {
    /// Gone once it was closed.
    desk: Option<desk::Desk>,
    /// From opening it.
    first: Vec<desk::Errand>,
}

#[uniffi::export]
impl Desk {
    /// Opens the desk, and goes on from where it was.
    #[uniffi::constructor]
    pub fn open(setup: DeskSetup, ports: Ports) -> Result<Arc<Self>, DeskError> {
        let disk = RealDisk::open(PathBuf::from(setup.folder)).map_err(VaultError::from)?;
        let keys = Box::new(Wrapping(setup.keys));
        let vault = Vault::open(Box::new(disk), keys, Box::new(OsChance))?;
        let (desk, first) = desk::Desk::open(desk::Setup {
            vault,
            chance: Box::new(OsChance),
            device_key: ports.public_key(),
            clock: Box::new(ports),
            patterns: setup.profile.0.codes.clone(),
        })?;
        let state = State {
            desk: Some(desk),
            first,
        };
        Ok(Arc::new(Self(Mutex::new(state))))
    }

    /// What opening it gave to be done; nothing at the second call.
    pub fn begin(&self) -> Result<Vec<Errand>, DeskError> {
        let first = std::mem::take(&mut self.state()?.first);
        Ok(first.into_iter().map(Into::into).collect())
    }

    /// What is on the screen, in words.
    pub fn view(&self, lang: Lang) -> Result<ScreenView, DeskError> {
        let mut state = self.state()?;
        let desk = state.desk.as_mut().ok_or(DeskError::Closed)?;
        Ok(desk.view(lang).into())
    }

    /// The calibrated portrait, a JPEG, once it is here.
    pub fn portrait(&self) -> Result<Option<Vec<u8>>, DeskError> {
        let mut state = self.state()?;
        let desk = state.desk.as_mut().ok_or(DeskError::Closed)?;
        Ok(desk.portrait().map(<[u8]>::to_vec))
    }

    /// A person tapped on an action.
    pub fn act(&self, action: Action) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Act(action))
    }

    /// A person ticked a point of the checklist, or took the tick away.
    pub fn tick(&self, point: u32) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Tick(point as usize))
    }

    /// A person typed something, or a code was read.
    pub fn typed(&self, text: String) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Typed(Typed::new(text)))
    }

    /// The platform says whether the camera may be used.
    pub fn camera(
        &self,
        permission: Permission,
        platform: Platform,
    ) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Camera(permission, platform))
    }

    /// The session took a photo.
    pub fn taken(&self, photo: &SealedPhoto) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Taken(photo.0.clone()))
    }

    /// The person says whether notifications may be shown.
    pub fn notifications(&self, may: bool) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Notifications(may))
    }

    /// The portrait's file was saved, or was not.
    pub fn saved(&self, done: bool) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Saved(done))
    }

    /// A request was sent; none where no answer came.
    pub fn replied(
        &self,
        ticket: u64,
        reply: Option<ServiceReply>,
    ) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Replied(Ticket(ticket), reply.map(Into::into)))
    }

    /// The time is over.
    pub fn woken(&self, ticket: u64) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Woken(Ticket(ticket)))
    }

    /// The app is in front again, the network is back, or a notification came.
    pub fn resumed(&self) -> Result<Vec<Errand>, DeskError> {
        self.on(Event::Resumed)
    }

    /// Forgets everything in memory; what is on the disk stays. Once is enough, more do no harm.
    pub fn end(&self) {
        if let Ok(mut state) = self.0.lock() {
            state.desk = None;
            state.first.clear();
        }
    }
}

impl Desk {
    fn state(&self) -> Result<MutexGuard<'_, State>, DeskError> {
        self.0.lock().map_err(|_| DeskError::Broken)
    }

    fn on(&self, event: Event) -> Result<Vec<Errand>, DeskError> {
        let mut state = self.state()?;
        let desk = state.desk.as_mut().ok_or(DeskError::Closed)?;
        Ok(desk.on(event).into_iter().map(Into::into).collect())
    }
}
