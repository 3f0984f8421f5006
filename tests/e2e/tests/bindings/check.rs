//! The pre-check of files and of decoded pixels, and the portrait.

use super::{TOOLS, cases, code, picture};
use serde_json::{Value, json};
use std::sync::Arc;
use xueying::frame::Rotation;
use xueying::portrait::Background;
use xueying::texts::Lang;
use xueying_e2e::parse;
use xueying_ffi::{FrameShape, Photo, PhotoError, PhotoKind, PixelLayout, Report};

#[test]
fn photos_are_checked() {
    for case in cases("check") {
        let (name, expect) = (&case["name"], &case["expect"]);
        let opened = open(&case);
        assert_eq!(code!(opened), expect["error"], "{name}");
        let Ok(photo) = opened else { continue };
        let kind = match case["as"].as_str() {
            Some("portrait") => PhotoKind::Portrait,
            _ => PhotoKind::Capture,
        };
        let report = photo.report(kind);
        assert_eq!(json!(report.verdict()), expect["verdict"], "{name}");
        verdicts(&report, expect, name);
        assert!(report.json().contains("\"schema\":1"), "{name}");
        if expect["portrait"].is_object() {
            portrait(&photo, &expect["portrait"], name);
        }
    }
}

fn open(case: &Value) -> Result<Arc<Photo>, PhotoError> {
    if case["file"].is_string() {
        return TOOLS.checker.open_file(picture(&case["file"]));
    }
    let row_stride = case["row_stride"].as_u64().expect("a number") as u32;
    let [width, height]: [u32; 2] = parse(&case["size"]);
    let turned = case["rotation"] == "half";
    let shape = FrameShape {
        width,
        height,
        layout: match case["layout"].as_str() {
            Some("rgba") => PixelLayout::Rgba { row_stride },
            _ => PixelLayout::Bgra { row_stride },
        },
        rotation: if turned {
            Rotation::Half
        } else {
            Rotation::None
        },
        mirrored: false,
    };
    TOOLS.checker.open_pixels(shape, &picture(&case["pixels"]))
}

fn verdicts(report: &Report, expect: &Value, name: &Value) {
    let findings = report.findings(Lang::Zh);
    for (id, wanted) in expect["findings"].as_object().into_iter().flatten() {
        let found = findings.iter().find(|finding| finding.id == *id);
        let found = found.map_or(Value::Null, |finding| json!(finding.verdict));
        assert_eq!(found, *wanted, "{name}: {id}");
    }
}

fn portrait(photo: &Photo, expect: &Value, name: &Value) {
    let made = photo.portrait(Background::Official);
    assert_eq!(code!(made), expect["error"], "{name}");
    let Ok(made) = made else { return };
    let facts = made.facts();
    assert_eq!(json!([facts.width, facts.height]), expect["size"], "{name}");
    let fit = format!("{:?}", facts.fit).to_lowercase();
    assert_eq!(json!(fit), expect["fit"], "{name}");
    assert_eq!(made.preview(120)[..2], [0xff, 0xd8], "{name}");
    let refused = made.write("/no/such/folder/portrait.jpg");
    assert_eq!(code!(refused), json!("portrait_unwritable"), "{name}");
    let file = std::env::temp_dir().join(format!("xueying-{}.jpg", std::process::id()));
    made.write(&file.to_string_lossy())
        .expect("room for a portrait");
    let bytes = std::fs::read(&file).expect("it was written");
    std::fs::remove_file(&file).expect("it was written");
    let again = TOOLS.checker.open_file(bytes).expect("a JPEG");
    verdicts(&again.report(PhotoKind::Portrait), expect, name);
}
