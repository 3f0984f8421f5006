//! The scenarios of the camera: which lens is opened, which frames pass.

use serde_json::Value;
use xueying::camera::{self, FrameFacts, FrameGate, FrameTime, GateLimits, Lens};
use xueying_e2e::{parse, scenarios};

#[test]
fn the_right_lens_is_chosen() {
    for case in scenarios("camera_choice") {
        let name = &case["name"];
        let lenses: Vec<Lens> = parse(&case["lenses"]);
        let chosen = camera::choose(&lenses, parse(&case["source"]), parse(&case["mode"]));
        let (plan, refused) = match chosen {
            Ok(choice) => (serde_json::to_value(choice.plan).unwrap(), choice.refused),
            Err(none) => (Value::Null, none.refused),
        };
        let expect = &case["expect"];
        assert_eq!(
            plan.get("lens").unwrap_or(&Value::Null),
            &expect["lens"],
            "{name}"
        );
        let refused: serde_json::Map<String, Value> = refused
            .into_iter()
            .map(|refusal| (refusal.id, serde_json::to_value(refusal.reason).unwrap()))
            .collect();
        assert_eq!(&Value::Object(refused), &expect["refused"], "{name}");
        for (field, value) in expect["plan"].as_object().into_iter().flatten() {
            assert_eq!(&plan[field], value, "{name}: {field}");
        }
    }
}

#[test]
fn only_honest_frames_pass() {
    let mut frames = 0;
    for case in scenarios("frame_gate") {
        let lens =
            serde_json::json!([{"id": "0", "facing": "rear", "preview_sizes": [[1280, 720]]}]);
        let mode = camera::SessionMode::Rehearsal;
        let choice =
            camera::choose(&parse::<Vec<Lens>>(&lens), parse(&case["source"]), mode).unwrap();
        let mut gate = FrameGate::new(&choice.plan, GateLimits::default());
        for frame in case["frames"].as_array().unwrap() {
            let facts = FrameFacts {
                lens: frame["lens"].as_str().unwrap(),
                facing: parse(&frame["facing"]),
                time: FrameTime(frame["time"].as_u64().unwrap()),
            };
            let answer = gate
                .admit(&facts)
                .map_or_else(camera::FrameRefusal::code, |()| "ok");
            assert_eq!(answer, frame["expect"], "{}: {facts:?}", case["name"]);
            frames += 1;
        }
    }
    assert!(frames >= 60, "the table has shrunk to {frames} frames");
}
