//! The procedure as a shell carries it around: tell it what happened, and it says what to do.
//!
//! [`Desk`] owns the [flow], the [outbox](crate::outbox) with its vault, the token and the waits. What can be
//! done here is done at once and is on disk before anything is handed out; the rest are [`Errand`]s: requests to send, the
//! platform's camera and settings, a file to save. A shell decides nothing and remembers nothing. Dropped at any moment and
//! opened again, the desk goes on from where it was.

mod answer;
mod errand;
mod memory;
mod perform;
mod post;

pub use errand::{Clock, Errand, Event, Ticket};

use super::flow::{self, Action, Flow, Screen, View};
use super::wire::{Line, Picture};
use crate::capture::SealedPhoto;
use crate::outbox::{Moment, Outbox};
use crate::profile::CodePatterns;
use crate::texts::Lang;
use crate::vault::{Chance, JobId, Vault, VaultError};
use answer::{Pending, Purpose};
use post::Post;
use std::collections::BTreeMap;

/// What a desk is made of.
pub struct Setup {
    /// Where everything is kept.
    pub vault: Vault,
    /// For the waits.
    pub chance: Box<dyn Chance>,
    /// Time.
    pub clock: Box<dyn Clock>,
    /// The device's public key, SEC1 uncompressed.
    pub device_key: Vec<u8>,
    /// How codes look.
    pub patterns: CodePatterns,
}

/// The procedure on one device.
pub struct Desk {
    flow: Flow,
    outbox: Outbox,
    line: Line,
    chance: Box<dyn Chance>,
    clock: Box<dyn Clock>,
    device_key: Vec<u8>,
    /// What is awaited from the shell.
    pending: BTreeMap<Ticket, Pending>,
    tickets: u64,
    /// Every photo on its way.
    posts: BTreeMap<JobId, Post>,
    /// Taken, and not yet on its way. The vault has a draft of it, if its disk and keys took one.
    taken: Option<SealedPhoto>,
    /// The calibrated portrait, and the id of its photo.
    portrait: Option<(String, Picture)>,
    /// Names the last news.
    etag: Option<String>,
}

impl Desk {
    /// Opens the desk, and goes on from where it was. What comes back is to be done.
    ///
    /// # Errors
    /// What the vault says; nothing was touched.
    pub fn open(setup: Setup) -> Result<(Self, Vec<Errand>), VaultError> {
        let mut desk = Self {
            flow: Flow::new(setup.patterns.clone()),
            outbox: Outbox::open(setup.vault)?,
            line: Line::default(),
            chance: setup.chance,
            clock: setup.clock,
            device_key: setup.device_key,
            pending: BTreeMap::new(),
            tickets: 0,
            posts: BTreeMap::new(),
            taken: None,
            portrait: None,
            etag: None,
        };
        let effects = desk.remember(&setup.patterns)?;
        let mut errands = desk.perform(effects);
        errands.extend(desk.carry_all(false));
        errands.extend(desk.look());
        Ok((desk, errands))
    }

    /// What is on the screen.
    pub fn view(&self, lang: Lang) -> View {
        self.flow.view(lang)
    }

    /// The photo that was taken, on the screen of its preview.
    pub const fn taken(&self) -> Option<&SealedPhoto> {
        self.taken.as_ref()
    }

    /// The calibrated portrait, a JPEG, once it is here.
    pub fn portrait(&self) -> Option<&[u8]> {
        let portrait = self.portrait.as_ref();
        portrait.map(|(_, picture)| picture.as_slice())
    }

    /// Takes in what happened. What comes back is to be done, in this order.
    pub fn on(&mut self, event: Event) -> Vec<Errand> {
        match event {
            Event::Act(action) => {
                if action == Action::StopWaiting {
                    self.forget_awaited();
                }
                self.step(flow::Event::Act(action))
            }
            Event::Tick(point) => self.step(flow::Event::Tick(point)),
            Event::Typed(text) => self.step(flow::Event::Typed(text)),
            Event::Camera(permission, platform) => {
                self.step(flow::Event::Camera(permission, platform))
            }
            Event::Taken(photo) => {
                if self.flow.screen() != Screen::Capture {
                    return vec![];
                }
                self.keep_draft(&photo);
                self.taken = Some(photo);
                self.step(flow::Event::Taken)
            }
            Event::Notifications(may) => {
                self.step(flow::Event::Answer(flow::Answer::Notifications(may)))
            }
            Event::Saved(true) => self.step(flow::Event::Answer(flow::Answer::Downloaded)),
            Event::Saved(false) => self.step(flow::Event::Act(Action::StopWaiting)),
            Event::Replied(ticket, reply) => self.replied(ticket, reply.as_ref()),
            Event::Woken(ticket) => self.woken(ticket),
            Event::Resumed => {
                let mut errands = self.carry_all(true);
                errands.extend(self.step(flow::Event::Notified));
                errands
            }
        }
    }

    fn step(&mut self, event: flow::Event) -> Vec<Errand> {
        let effects = self.flow.step(event);
        self.perform(effects)
    }

    /// The person does not wait any more: what comes later means nothing.
    fn forget_awaited(&mut self) {
        self.pending.retain(|_, pending| match pending {
            Pending::Call { purpose, .. } => !matches!(purpose, Purpose::Flow(_)),
            _ => true,
        });
    }

    fn await_on(&mut self, pending: Pending) -> Ticket {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.pending.insert(ticket, pending);
        ticket
    }

    fn moment(&mut self) -> Moment {
        let mut chance = [0; 4];
        // Without chance the waits are as long as they can be.
        let filled = self.chance.fill(&mut chance);
        Moment {
            now: self.clock.wall(),
            chance: filled.map_or(u32::MAX, |()| u32::from_le_bytes(chance)),
        }
    }
}
