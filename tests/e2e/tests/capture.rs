//! A live session from its frames to the sealed photo, and what it refuses on the way.

use std::cell::Cell;
use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage, RgbaImage};
use xueying::camera::{self, Facing, FrameFacts, FrameTime, Lens, SessionMode, Source};
use xueying::capture::{
    CaptureOrder, CaptureSession, Expected, Perception, SealedPhoto, Setup, Signer, SoftwareKey,
    Still, Stopwatch, TakeError, VerifyError, WallTime, verify,
};
use xueying::frame::{FrameView, Limits, Plane, Planes, Rotation, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::report::CheckId;
use xueying::vision::Vision;
use xueying_e2e::{models_folder, parse, sample_photo};

/// Frames a second.
const RATE: u64 = 15;

/// A clock that goes on by so many seconds each time it is looked at.
struct Ticking(Cell<f64>, f64);

impl Stopwatch for Ticking {
    fn seconds(&self) -> f64 {
        self.0.set(self.0.get() + self.1);
        self.0.get()
    }
}

/// The sample photo with more room above the hair.
fn picture() -> RgbImage {
    let photo = decode(&sample_photo(), &Limits::default())
        .expect("a photo")
        .pixels;
    RgbImage::from_fn(512, 560, |x, y| *photo.get_pixel(x, y.saturating_sub(48)))
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    picture
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .expect("memory");
    bytes.into_inner()
}

/// A session, the frame it is shown again and again, and its clocks.
struct Live {
    session: CaptureSession,
    frame: RgbaImage,
    stopwatch: Ticking,
    frames: u64,
}

impl Live {
    /// `tick` is what every look at the clock costs, in seconds.
    fn new(tick: f64) -> Self {
        let models = ModelSet::from_folder(&models_folder(), &Vision::MODELS).expect("the models");
        let lens = serde_json::json!([{"id": "0", "facing": "rear"}]);
        let mode = SessionMode::Rehearsal;
        let choice = camera::choose(&parse::<Vec<Lens>>(&lens), Source::PhoneRear, mode);
        let setup = Setup {
            plan: choice.expect("a rear lens").plan,
            order: CaptureOrder::rehearsal("25103003".into(), "n-1".into()),
            profile: Profile::chsi(),
            models: vec![],
            budget: 0.033,
        };
        let vision = Vision::load(&models).expect("the models fit");
        Self {
            session: CaptureSession::new(setup, vision),
            frame: image::DynamicImage::from(picture()).to_rgba8(),
            stopwatch: Ticking(Cell::new(0.0), tick),
            frames: 0,
        }
    }

    fn now(&self) -> FrameTime {
        FrameTime(self.frames * 1_000_000_000 / RATE)
    }

    fn push(&mut self) -> Perception {
        self.frames += 1;
        let (width, height) = self.frame.dimensions();
        let plane = Plane {
            data: self.frame.as_raw(),
            row_stride: width as usize * 4,
            pixel_stride: 4,
        };
        let size = (width as usize, height as usize);
        let view = FrameView::new(size.0, size.1, Planes::Rgba(plane), Rotation::None, false);
        let facts = FrameFacts {
            lens: "0",
            facing: Facing::Rear,
            time: self.now(),
        };
        let answer =
            self.session
                .push_frame(&facts, &view.expect("honest strides"), &self.stopwatch);
        answer.expect("an honest frame").0
    }

    fn take(&mut self, stills: &[Still<'_>]) -> Result<SealedPhoto, TakeError> {
        let key = SoftwareKey::from_bytes(&[7; 32]).expect("a key");
        self.session.take(stills, WallTime(0), &key)
    }
}

#[test]
fn a_slow_phone_keeps_what_it_knows_for_every_second_frame() {
    let mut live = Live::new(0.012);
    let seen: Vec<Perception> = (0..80).map(|_| live.push()).collect();
    let left_out = seen.iter().filter(|one| !one.stages.face).count();
    assert!(
        (20..=40).contains(&left_out),
        "{left_out} of 80 are left out"
    );
    for pair in seen.windows(2).filter(|pair| !pair[1].stages.face) {
        assert!(pair[0].stages.face, "two in a row are left out");
        assert!(pair[1].face && pair[1].time > pair[0].time);
        assert_eq!(
            (&pair[1].findings, pair[1].head),
            (&pair[0].findings, pair[0].head)
        );
    }
    let ran = |stage: fn(&Perception) -> bool| seen.iter().any(stage);
    assert!(
        ran(|one| one.stages.matte)
            && ran(|one| one.stages.classes)
            && ran(|one| one.stages.shoulders)
    );
}

#[test]
fn a_fast_phone_looks_at_every_frame() {
    let mut live = Live::new(0.001);
    assert!((0..40).all(|_| live.push().stages.face));
}

#[test]
fn what_is_judged_with_a_new_matte_stays_until_the_next() {
    let mut live = Live::new(0.001);
    let seen: Vec<Perception> = (0..20).map(|_| live.push()).collect();
    let first = seen.iter().position(|one| one.stages.matte);
    let after = &seen[first.expect("a matte within a second")..];
    for one in after {
        let mut ids: Vec<_> = one.findings.iter().map(|finding| finding.id).collect();
        assert!(ids.contains(&CheckId::WallDistance));
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    }
    assert!(after.iter().any(|one| !one.stages.matte));
}

#[test]
fn only_this_sessions_stills_are_sealed() {
    let mut live = Live::new(0.001);
    let photo = picture();
    let good = jpeg(&photo);
    let still = |jpeg, time| Still {
        jpeg,
        lens: "0",
        facing: Facing::Rear,
        time,
    };
    let early = live.take(&[still(&good, live.now())]);
    assert_eq!(
        early.err().map(|error| error.code()),
        Some("take_no_preview")
    );
    while live.frames < 12 {
        live.push();
    }
    let now = live.now();
    let after = |seconds: f64| FrameTime(now.0 + (seconds * 1e9) as u64);
    let at = |x: u32, y: u32| photo.get_pixel(x % 512, y).0;
    let aside = jpeg(&RgbImage::from_fn(512, 560, |x, y| Rgb(at(x + 400, y))));
    let dark = jpeg(&RgbImage::from_fn(512, 560, |x, y| {
        Rgb(at(x, y).map(|v| v / 4))
    }));
    let wall = jpeg(&RgbImage::from_pixel(512, 560, Rgb([120; 3])));
    let soon = after(0.2);
    let other = Still {
        lens: "1",
        ..still(&good, soon)
    };
    let front = Still {
        facing: Facing::Front,
        ..still(&good, soon)
    };
    for (stills, code) in [
        (vec![], "take_burst"),
        (vec![still(&good, soon); 4], "take_burst"),
        (vec![other], "take_wrong_lens"),
        (vec![front], "take_wrong_lens"),
        (vec![still(b"no picture", soon)], "unsupported_format"),
        (vec![still(&good[..good.len() / 2], soon)], "truncated"),
        (vec![still(&wall, soon)], "take_no_face"),
        (vec![still(&aside, soon)], "take_not_linked"),
        (vec![still(&dark, soon)], "take_not_linked"),
        (vec![still(&good, after(1.6))], "take_not_linked"),
        (vec![still(&good, FrameTime(now.0 - 1))], "take_not_linked"),
    ] {
        let refused = live.take(&stills).err().map(|error| error.code());
        assert_eq!(refused, Some(code));
    }

    // The first of a burst may be bad as long as one is good.
    let sealed = live
        .take(&[still(&wall, soon), still(&good, soon)])
        .expect("a good still");
    let envelope = serde_json::to_vec(sealed.envelope()).expect("JSON");
    let key = SoftwareKey::from_bytes(&[7; 32])
        .expect("a key")
        .public_key();
    let expected = Expected {
        key: &key,
        nonce: "n-1",
        session: "25103003",
        mode: SessionMode::Rehearsal,
    };
    let manifest = verify(&envelope, sealed.jpeg(), &expected).expect("it verifies");
    assert_eq!(
        (manifest.camera.frames, manifest.link.frame),
        (live.frames, now)
    );
    let real = Expected {
        mode: SessionMode::Real,
        ..expected
    };
    assert_eq!(
        verify(&envelope, sealed.jpeg(), &real),
        Err(VerifyError::Session)
    );
}
