//! From any file to a report. Needs the models: `XUEYING_MODELS=FOLDER`.
#![no_main]

use std::cell::RefCell;
use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::precheck;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::vision::Vision;

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    pixels: 1 << 18,
    side: 2048,
};

thread_local! {
    static VISION: RefCell<Vision> = RefCell::new({
        let folder = PathBuf::from(std::env::var_os("XUEYING_MODELS").expect("XUEYING_MODELS"));
        let models = ModelSet::from_folder(&folder, &Vision::MODELS).expect("the models");
        Vision::load(&models).expect("the models load")
    });
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(photo) = decode(bytes, &LIMITS) {
        let profile = Profile::chsi();
        VISION.with_borrow_mut(|vision| {
            for stage in [Stage::Capture, Stage::Portrait] {
                let checked = precheck::check(
                    &photo.pixels,
                    Some(&photo.source),
                    stage,
                    vision,
                    &profile,
                    &[],
                );
                assert!(!checked.report.findings.is_empty());
            }
        });
    }
});
