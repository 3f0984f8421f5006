//! Sealed photos, made as they are made everywhere: by a live session that saw frames before the still.

use crate::models_folder;
use image::imageops::{FilterType, resize};
use image::{RgbaImage, load_from_memory};
use std::sync::OnceLock;
use xueying::camera::{Facing, FrameFacts, FrameTime, Lens, Source, choose};
use xueying::capture::{
    CaptureOrder, CaptureSession, SealedPhoto, Setup, SoftwareKey, Still, Stopwatch, TakeError,
    WallTime,
};
use xueying::frame::{FrameView, Plane, Planes, Rotation};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::report::CheckId;
use xueying::vision::Vision;

/// The code of the session they belong to.
pub const SESSION: &str = "25103003";
/// The nonces they were made with.
pub const NONCES: [&str; 3] = ["0000000000000001", "0000000000000002", "0000000000000003"];

struct NoTime;

impl Stopwatch for NoTime {
    fn seconds(&self) -> f64 {
        0.0
    }
}

/// The device key that signed them.
///
/// # Panics
/// Never: these bytes are a key.
pub fn key() -> SoftwareKey {
    SoftwareKey::from_bytes(&[7; 32]).expect("these bytes are a key")
}

/// Three sealed photos of the sample, one for each nonce, each of more than one chunk of an upload.
///
/// # Panics
/// If the session does not take them.
pub fn photos() -> &'static [SealedPhoto] {
    static PHOTOS: OnceLock<Vec<SealedPhoto>> = OnceLock::new();
    PHOTOS.get_or_init(|| {
        let large = sample();
        let order = |nonce: &str| CaptureOrder::rehearsal(SESSION.into(), nonce.into());
        NONCES.map(|nonce| photo(&large, order(nonce))).to_vec()
    })
}

/// A sealed photo of the sample, as ordered.
///
/// # Panics
/// As [`photos`].
pub fn photo_for(order: CaptureOrder) -> SealedPhoto {
    photo(&sample(), order)
}

fn sample() -> RgbaImage {
    let picture = load_from_memory(&crate::sample_photo()).expect("the sample is a picture");
    resize(&picture.to_rgba8(), 1536, 1536, FilterType::Triangle)
}

/// A phone that does not move: one frame, and the still.
fn photo(picture: &RgbaImage, order: CaptureOrder) -> SealedPhoto {
    let mut session = open(order);
    let small = resize(picture, 1024, 1024, FilterType::Triangle);
    let plane = Plane {
        data: small.as_raw(),
        row_stride: 4 * 1024,
        pixel_stride: 4,
    };
    let frame = FrameView::new(1024, 1024, Planes::Rgba(plane), Rotation::None, false);
    let facts = FrameFacts {
        lens: "sim",
        facing: Facing::Rear,
        time: FrameTime(1_000_000_000),
    };
    session
        .push_frame(&facts, &frame.expect("a frame"), &NoTime)
        .expect("the gate lets it through");
    let jpeg = jpeg(picture);
    let still = Still {
        jpeg: &jpeg,
        lens: "sim",
        facing: Facing::Rear,
        time: FrameTime(1_100_000_000),
    };
    take(&mut session, &still)
}

/// The sample breaks rules, all of them measured: each is given a reason.
fn take(session: &mut CaptureSession, still: &Still<'_>) -> SealedPhoto {
    let stills = std::slice::from_ref(still);
    let taken = WallTime(1_790_000_000_000);
    match session.take(stills, taken, &key()) {
        Ok(photo) => photo,
        Err(TakeError::Blocked(rules)) => {
            let reason = |rule: &CheckId| session.override_check(*rule, "the sample is as it is");
            let given: Result<Vec<()>, _> = rules.iter().map(reason).collect();
            given.expect("only measured rules are broken");
            let photo = session.take(stills, taken, &key());
            photo.expect("every rule has its reason")
        }
        Err(error) => panic!("{error}"),
    }
}

fn open(order: CaptureOrder) -> CaptureSession {
    let lens = serde_json::json!({
        "id": "sim", "facing": "rear", "preview_sizes": [[1024, 1024]], "still_sizes": [[1536, 1536]]
    });
    let lens: Lens = crate::parse(&lens);
    let choice = choose(&[lens], Source::Simulated, order.mode()).expect("a simulated lens");
    let models = ModelSet::from_folder(&models_folder(), &Vision::MODELS).expect("the models");
    let setup = Setup {
        plan: choice.plan,
        order,
        profile: Profile::chsi(),
        models: vec![],
        budget: 1.0,
    };
    CaptureSession::new(setup, Vision::load(&models).expect("the models load"))
}

fn jpeg(picture: &RgbaImage) -> Vec<u8> {
    let mut jpeg = vec![];
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 96);
    let rgb = image::DynamicImage::ImageRgba8(picture.clone()).to_rgb8();
    rgb.write_with_encoder(encoder).expect("a JPEG");
    jpeg
}
