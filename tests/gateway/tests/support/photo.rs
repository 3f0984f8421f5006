//! A photo as a phone seals it: the sample photo, its real report, a manifest signed by a software key.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use xueying::camera::{FrameTime, SessionMode, Source};
use xueying::capture::{
    CameraFacts, Envelope, Link, Manifest, Signer, SoftwareKey, VERSION, WallTime,
};
use xueying::digest::sha256;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::precheck;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::report::{Report, Verdict};
use xueying::vision::Vision;

/// The bytes of the photo.
pub fn jpeg() -> &'static [u8] {
    static JPEG: OnceLock<Vec<u8>> = OnceLock::new();
    JPEG.get_or_init(|| {
        let png = xueying_e2e::sample_photo();
        let pixels = decode(&png, &Limits::default()).expect("the sample").pixels;
        let mut bytes = vec![];
        JpegEncoder::new_with_quality(&mut bytes, 92)
            .encode(
                &pixels,
                pixels.width(),
                pixels.height(),
                ExtendedColorType::Rgb8,
            )
            .expect("a JPEG");
        bytes
    })
}

/// What the core says about it in a rehearsal.
pub fn report() -> Report {
    static REPORT: OnceLock<Report> = OnceLock::new();
    REPORT
        .get_or_init(|| {
            let folder = xueying_e2e::models_folder();
            let models = ModelSet::from_folder(&folder, &Vision::MODELS).expect("models");
            let mut vision = Vision::load(&models).expect("models");
            let photo = decode(jpeg(), &Limits::default()).expect("a JPEG");
            let profile = Profile::chsi().rehearsal();
            let stamps = vision.stamps().to_vec();
            let (pixels, file) = (&photo.pixels, Some(&photo.source));
            precheck::check(pixels, file, Stage::Capture, &mut vision, &profile, &stamps).report
        })
        .clone()
}

/// The key of a device.
pub fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_bytes(&[seed.max(1); 32]).expect("a key")
}

/// A manifest that a rehearsal accepts; a stated reason stands by every measured fail.
pub fn manifest(session: &str, nonce: &str) -> Manifest {
    let report = report();
    let failed = report
        .findings
        .iter()
        .filter(|one| one.verdict == Verdict::Fail);
    let overrides: BTreeMap<_, _> = failed.map(|one| (one.id, "演练".to_owned())).collect();
    Manifest {
        version: VERSION,
        nonce: nonce.to_owned(),
        session: session.to_owned(),
        mode: SessionMode::Rehearsal,
        source: Source::Simulated,
        camera: CameraFacts {
            lens: "0".into(),
            angle: Some(70.0),
            still: [512, 512],
            frames: 60,
        },
        link: Link {
            frame: FrameTime(1_000_000_000),
            still: FrameTime(1_100_000_000),
            shift: 0.01,
            luma: 1.0,
        },
        taken: WallTime(1_700_000_000_000),
        report,
        overrides,
        photo: sha256(jpeg()),
    }
}

/// The manifest signed.
pub fn sealed(manifest: &Manifest, key: &dyn Signer) -> Envelope {
    manifest.seal(key).expect("a signature")
}
