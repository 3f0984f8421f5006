//! The reports on the pictures of the check scenarios, one line of JSON each: `reports MODELS PICTURES`. The page's tests
//! hold its own against them.

use serde_json::json;
use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::precheck::check;
use xueying::profile::Profile;
use xueying::quality::Stage;
use xueying::vision::Vision;
use xueying_e2e::scenarios;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let usage = "usage: reports MODELS PICTURES";
    let models = arguments.next().ok_or(usage)?;
    let pictures = arguments.next().ok_or(usage)?;
    let models = ModelSet::from_folder(Path::new(&models), &Vision::MODELS)?;
    let mut vision = Vision::load(&models)?;
    let stamps = vision.stamps().to_vec();
    let profile = Profile::chsi();
    for case in scenarios("check") {
        let Some(file) = case["file"].as_str() else {
            continue;
        };
        let bytes = std::fs::read(Path::new(&pictures).join(file))?;
        let Ok(photo) = decode(&bytes, &Limits::default()) else {
            continue;
        };
        let stage = match case["as"].as_str() {
            Some("portrait") => Stage::Portrait,
            _ => Stage::Capture,
        };
        let source = Some(&photo.source);
        let checked = check(&photo.pixels, source, stage, &mut vision, &profile, &stamps);
        println!(
            "{}",
            json!({ "name": case["name"], "report": checked.report })
        );
    }
    Ok(())
}
