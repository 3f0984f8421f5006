//! What the models see in some pictures, one line of JSON each: `observe MODELS PICTURE…`. The parity suite reads it.

use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::vision::{Observation, View, Vision, blendshape};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let models = arguments.next().ok_or("usage: observe MODELS PICTURE…")?;
    let models = ModelSet::from_folder(Path::new(&models), &Vision::MODELS)?;
    let start = Instant::now();
    let mut vision = Vision::load(&models)?;
    eprintln!("loaded in {:.1} ms", milliseconds(start));
    for path in arguments {
        let photo = decode(&std::fs::read(&path)?, &Limits::default())?;
        let start = Instant::now();
        let seen = vision.observe(&View::of(&photo.pixels));
        let took = milliseconds(start);
        let line = json!({
            "path": path.to_string_lossy(),
            "observation": described(&seen),
            "ms": {"vision": took},
        });
        println!("{line}");
    }
    Ok(())
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn described(seen: &Observation) -> Value {
    let faces: Vec<_> = seen
        .faces
        .iter()
        .map(|face| {
            let bounds = face.bounds;
            json!({
                "box": [bounds.x, bounds.y, bounds.width, bounds.height],
                "confidence": face.confidence,
            })
        })
        .collect();
    let mut all = json!({"width": seen.width, "height": seen.height, "faces": faces});
    if let Some(shoulders) = seen.shoulders {
        all["shoulders"] = json!([shoulders.right, shoulders.left]);
    }
    if let Some(face) = &seen.face {
        let pose = face.pose;
        let scores: serde_json::Map<_, _> = blendshape::NAMES
            .iter()
            .zip(face.blendshapes)
            .map(|(&name, score)| (name.to_owned(), score.into()))
            .collect();
        all["pose"] = json!({"yaw": pose.yaw, "pitch": pose.pitch, "roll": pose.roll, "transform": pose.transform});
        all["blendshapes"] = Value::Object(scores);
        all["landmarks"] = json!(face.landmarks);
    }
    all
}
