//! The live session on the simulated phone, from its bad start to the sealed photo.

use crate::{Stop, go_on};
use anyhow::{Context, Result, anyhow};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use xueying::camera::{Facing, FrameFacts, SessionMode, Source, choose};
use xueying::capture::{
    CaptureOrder, CaptureSession, Guidance, SealedPhoto, Setup, Signer, Still, WallTime,
};
use xueying::frame::{FrameView, Limits, Upright, decode};
use xueying::guide::ShutterEvent;
use xueying::models::ModelSet;
use xueying::portrait::crop::Head;
use xueying::portrait::{Background, compose};
use xueying::profile::Profile;
use xueying::vision::{View, Vision};
use xueying_gateway::{Clock, SystemClock};
use xueying_simulated::{Even, Phone};

/// Work that may be done for a frame on average, in seconds.
const BUDGET: f64 = 0.033;
/// How the helper begins: far away, dark, aside.
const SEED: u64 = 3;
/// The longer side of a kept frame, in pixels.
const SIDE: usize = 480;
/// So many frames are shown of all that were kept.
const SHOWN: usize = 8;

/// A frame with what was shown over it.
#[derive(Clone)]
pub struct Frame {
    pub seconds: f64,
    pub jpeg: Vec<u8>,
    pub size: [u32; 2],
    pub guidance: Guidance,
}

/// What came of the session.
pub struct Shot {
    pub photo: SealedPhoto,
    pub pixels: RgbImage,
    /// The portrait that the phone makes of it, a JPEG.
    pub portrait: Vec<u8>,
    pub frames: Vec<Frame>,
}

/// Guides the simulated people to a photo of the sample.
pub fn shoot(order: CaptureOrder, key: &dyn Signer, stop: &Stop) -> Result<Shot> {
    let mut vision = vision()?;
    let photo = decode(&xueying_e2e::sample_photo(), &Limits::default())?.pixels;
    let head =
        Head::of(&vision.observe(&View::of(&photo))).map_err(|_| anyhow!("nobody is there"))?;
    let mut phone = Phone::new(photo, head, SEED);
    let lens = phone.lens();
    let choice = choose(
        std::slice::from_ref(&lens),
        Source::Simulated,
        SessionMode::Rehearsal,
    )?;
    let setup = Setup {
        plan: choice.plan,
        order,
        profile: Profile::chsi(),
        models: vision.stamps().to_vec(),
        budget: BUDGET,
    };
    let mut session = CaptureSession::new(setup, vision);
    let (clock, mut upright, mut frames) = (Even::default(), Upright::default(), vec![]);
    let mut first = None;
    loop {
        go_on(stop)?;
        session.held(phone.gravity());
        let (time, view) = phone.frame()?.context("helper and student gave up")?;
        let facts = FrameFacts {
            lens: &lens.id,
            facing: Facing::Rear,
            time,
        };
        let (_, guidance) = session.push_frame(&facts, &view, &clock)?;
        let seconds = time.since(*first.get_or_insert(time));
        keep(&mut frames, seconds, &view, &guidance, &mut upright)?;
        phone.listen(&guidance);
        let fires = guidance.event == Some(ShutterEvent::Fire)
            || (phone.pressed() && session.press(time).is_ok());
        if !fires {
            continue;
        }
        let shots = phone.burst()?;
        let stills: Vec<_> = shots
            .iter()
            .map(|(time, jpeg)| Still {
                jpeg,
                lens: &lens.id,
                facing: Facing::Rear,
                time: *time,
            })
            .collect();
        // What the strict check refuses is tried again, as on a phone.
        if let Ok(photo) = session.take(&stills, WallTime(SystemClock.now()), key) {
            let pixels = decode(photo.jpeg(), &Limits::default())?.pixels;
            let portrait = portrait(&pixels)?;
            let frames = thinned(frames);
            return Ok(Shot {
                photo,
                pixels,
                portrait,
                frames,
            });
        }
    }
}

/// The models, ready to see.
fn vision() -> Result<Vision> {
    let models = ModelSet::from_folder(&xueying_e2e::models_folder(), &Vision::MODELS)?;
    Ok(Vision::load(&models)?)
}

/// The portrait of a photo, as the phone shows it.
fn portrait(pixels: &RgbImage) -> Result<Vec<u8>> {
    let seen = vision()?.observe(&View::of(pixels));
    let profile = Profile::chsi().rehearsal();
    let portrait = compose(pixels, &seen, &profile, Background::Official);
    Ok(portrait
        .map_err(|error| anyhow!("no portrait: {}", error.code()))?
        .file
        .bytes)
}

/// Keeps a frame with which something changed.
fn keep(
    frames: &mut Vec<Frame>,
    seconds: f64,
    view: &FrameView<'_>,
    guidance: &Guidance,
    upright: &mut Upright,
) -> Result<()> {
    let changed = frames.last().is_none_or(|last: &Frame| {
        let (before, now) = (&last.guidance.messages, &guidance.messages);
        let told = now.show != before.show || now.say.is_some();
        last.guidance.state != guidance.state || (told && seconds - last.seconds > 0.4)
    });
    if !changed {
        return Ok(());
    }
    let picture = upright.show(view, None, SIDE);
    let mut jpeg = vec![];
    JpegEncoder::new_with_quality(&mut jpeg, 80).encode_image(picture)?;
    frames.push(Frame {
        seconds,
        jpeg,
        size: picture.dimensions().into(),
        guidance: guidance.clone(),
    });
    Ok(())
}

/// The first, the last, and as many as there is room for between them.
fn thinned(frames: Vec<Frame>) -> Vec<Frame> {
    let last = frames.len().saturating_sub(1);
    let shown = SHOWN.min(frames.len());
    let wanted: Vec<usize> = (0..shown)
        .map(|at| at * last / (shown - 1).max(1))
        .collect();
    let frames = frames.into_iter().enumerate();
    frames
        .filter(|(at, _)| wanted.contains(at))
        .map(|(_, frame)| frame)
        .collect()
}
