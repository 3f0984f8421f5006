//! Calibration: the core's portrait of an accepted photo, made on threads of its own. What waits is in the database, so a
//! restart goes on with it.

use crate::app::StartError;
use crate::problem::Problem;
use crate::store::Store;
use crate::store::photos::{self, Material};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use xueying::camera::SessionMode;
use xueying::frame::{Format, Limits, decode};
use xueying::models::ModelSet;
use xueying::portrait::{self, Background, Fit, PortraitError};
use xueying::profile::Profile;
use xueying::report::CheckId;
use xueying::vision::{View, Vision};

/// The threads that calibrate.
pub struct Calibrators {
    queue: Mutex<Option<Sender<String>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    stopping: Arc<AtomicBool>,
}

/// What came of one photo.
struct Calibration {
    portrait: Option<Vec<u8>>,
    reasons: Vec<CheckId>,
}

impl Calibrators {
    /// Starts a thread for each processor, and what a stop left behind.
    pub(crate) fn start(store: &Arc<Store>, models: &Path) -> Result<Self, StartError> {
        let models = Arc::new(ModelSet::from_folder(models, &Vision::MODELS)?);
        let (queue, waiting) = channel();
        let left = store.read(photos::uncalibrated).map_err(StartError::Read)?;
        for photo in left {
            // The receiver lives in this function: nothing is lost.
            let _ = queue.send(photo);
        }
        let waiting = Arc::new(Mutex::new(waiting));
        let stopping = Arc::new(AtomicBool::new(false));
        let count = thread::available_parallelism().map_or(1, usize::from);
        let threads = (0..count)
            .map(|_| {
                let (store, models, waiting) = (store.clone(), models.clone(), waiting.clone());
                let stopping = stopping.clone();
                thread::Builder::new()
                    .name("calibration".into())
                    .spawn(move || work(&store, &models, &waiting, &stopping))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            queue: Mutex::new(Some(queue)),
            threads: Mutex::new(threads),
            stopping,
        })
    }

    /// A photo was accepted.
    pub(crate) fn push(&self, photo: String) {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queue.as_ref() {
            // Without a thread it waits for the next start, in the database.
            let _ = queue.send(photo);
        }
    }

    /// Returns when every thread has finished the photo it is at.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            let _ = thread.join();
        }
    }
}

/// One thread's life.
fn work(
    store: &Store,
    models: &ModelSet,
    waiting: &Mutex<Receiver<String>>,
    stopping: &AtomicBool,
) {
    let Ok(mut vision) = Vision::load(models) else {
        eprintln!("calibration: the models cannot be loaded");
        return;
    };
    while !stopping.load(Ordering::Relaxed) {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(photo) = next else { return };
        if let Err(problem) = calibrate(store, &mut vision, &photo) {
            eprintln!("calibration of {photo}: {problem}");
        }
    }
}

fn calibrate(store: &Store, vision: &mut Vision, photo: &str) -> Result<(), Problem> {
    let Some(material) = store.read(|all| photos::material(all, photo))? else {
        return Ok(());
    };
    // One photo must not stop all that come after it.
    let made = catch_unwind(AssertUnwindSafe(|| made(vision, &material)));
    let made = made.unwrap_or_else(|_| refused(&[]));
    store.write(|all| photos::calibrated(all, photo, made.portrait.as_deref(), &made.reasons))
}

fn refused(reasons: &[CheckId]) -> Calibration {
    Calibration {
        portrait: None,
        reasons: reasons.to_vec(),
    }
}

/// The portrait, with the official measures that it misses.
fn made(vision: &mut Vision, material: &Material) -> Calibration {
    let Ok(profile) = Profile::named(&material.profile) else {
        return refused(&[]);
    };
    let profile = match material.mode {
        SessionMode::Real => profile,
        SessionMode::Rehearsal => profile.rehearsal(),
    };
    let photo = match decode(&material.jpeg, &Limits::default()) {
        Ok(photo) if photo.source.format == Format::Jpeg => photo,
        _ => return refused(&[CheckId::OutputSpec]),
    };
    let seen = vision.observe(&View::of(&photo.pixels));
    match portrait::compose(&photo.pixels, &seen, &profile, Background::Official) {
        Err(PortraitError::NoHead(_)) => refused(&[CheckId::FaceCount]),
        Err(PortraitError::NotUpright) => refused(&[CheckId::HeadRoll]),
        Ok(portrait) => {
            let marks = portrait::marks(&portrait.proposal.shares, &profile);
            let missed = marks.iter().filter(|mark| !mark.met).map(|mark| mark.id);
            let unfit = (portrait.file.fit != Fit::Inside).then_some(CheckId::OutputSpec);
            Calibration {
                reasons: missed.chain(unfit).collect(),
                portrait: Some(portrait.file.bytes),
            }
        }
    }
}
