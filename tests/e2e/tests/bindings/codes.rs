//! Codes, typed and scanned; what to do about a permission.

use super::{TOOLS, cases, code, picture};
use serde_json::{Value, json};
use xueying::frame::Rotation;
use xueying_e2e::parse;
use xueying_ffi::{
    CodeScanner, CollectionCode, FrameShape, PixelLayout, SessionCode, permission_advice,
    system_clock,
};

#[test]
fn a_permission_has_its_way_out() {
    for case in cases("permission") {
        let advice = permission_advice(parse(&case["permission"]), parse(&case["platform"]));
        let found =
            advice.map(|advice| json!({"recovery": advice.recovery, "text_key": advice.text_key}));
        assert_eq!(
            found.unwrap_or_default(),
            case["expect"],
            "{}",
            case["name"]
        );
    }
}

#[test]
fn a_typed_text_is_one_code_or_the_other() {
    for case in cases("code_texts") {
        let text = case["text"].as_str().expect("a text");
        let session = SessionCode::parse(text, &TOOLS.profile);
        let found = match &session {
            Ok(session) => Value::String(session.text()),
            Err(_) => code!(session),
        };
        assert_eq!(found, case["session"], "{}", case["name"]);
        let collection = CollectionCode::parse(text, &TOOLS.profile);
        let found = match &collection {
            Ok(_) => json!("ok"),
            Err(_) => code!(collection),
        };
        assert_eq!(found, case["collection"], "{}", case["name"]);
    }
}

#[test]
fn codes_are_scanned() {
    for case in cases("scan") {
        let (scanner, name) = (CodeScanner::new(system_clock()), &case["name"]);
        let expect = &case["expect"];
        let (mut codes, mut hint, mut error) = (vec![], Value::Null, Value::Null);
        if case["file"].is_string() {
            let read = scanner.read_file(picture(&case["file"]));
            error = code!(read);
            codes = read.unwrap_or_default();
        } else {
            let luma = picture(&case["frames"]);
            for _ in 0..case["times"].as_u64().expect("a number") {
                let seen = scanner.push_frame(shape(&case), &luma);
                error = code!(seen);
                if let Ok(seen) = seen {
                    codes = seen.codes;
                    hint = seen.hint.map_or(Value::Null, |hint| json!(hint.code));
                }
            }
        }
        assert_eq!(
            (&error, &hint),
            (&expect["error"], &expect["hint"]),
            "{name}"
        );
        let mut texts: Vec<String> = codes.iter().map(|code| code.text()).collect();
        texts.sort();
        assert_eq!(
            json!(texts),
            *expect.get("texts").unwrap_or(&json!([])),
            "{name}"
        );
        for code in &codes {
            assert_eq!(code.corners().len(), 4, "{name}");
            let session = code!(code.session(&TOOLS.profile));
            let collection = code!(code.collection(&TOOLS.profile));
            assert_eq!(session, expect["session"], "{name}");
            assert_eq!(collection, expect["collection"], "{name}");
        }
    }
}

fn shape(case: &Value) -> FrameShape {
    let number = |name: &str| case[name].as_u64().map(|number| number as u32);
    let width = number("width").expect("a number");
    FrameShape {
        width,
        height: number("height").expect("a number"),
        layout: PixelLayout::Luma {
            row_stride: number("row_stride").unwrap_or(width),
        },
        rotation: Rotation::None,
        mirrored: false,
    }
}
