//! Frames: which of them are looked at, and sessions from the first frame to the photo.

use super::phone::Phone;
use super::{TOOLS, Tools, cases, code, picture};
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use xueying::camera::{Facing, SessionMode, Source};
use xueying::frame::{ChromaOrder, Rotation, YuvCoding, YuvMatrix};
use xueying::guide::{Role, ShutterEvent};
use xueying_e2e::parse;
use xueying_ffi::{
    CaptureOrder, FrameAnswer, FrameFacts, FrameShape, Guidance, Lens, LiveSession, LiveSetup,
    PixelLayout, Ports, SealedPhoto, SessionCode, StillFile, choose_camera, replay_recording,
};

/// A session that runs the steps of a scenario.
pub struct Session {
    phone: Arc<Phone>,
    pub live: Arc<LiveSession>,
    nanos: u64,
}

/// What a session is opened for; one that counts needs a consent.
fn order(tools: &Tools, mode: SessionMode) -> Arc<CaptureOrder> {
    let code = SessionCode::parse("25103003", &tools.profile).expect("a code");
    match mode {
        SessionMode::Rehearsal => CaptureOrder::rehearsal(code, "nonce".into()),
        SessionMode::Real => {
            CaptureOrder::consented(RECEIPT.into(), mode, code, "nonce".into()).expect("a receipt")
        }
    }
}

const RECEIPT: &str = r#"{"receipt":"r","text":"t","given_at":1}"#;

impl Session {
    fn new(tools: &Tools, source: &Value, mode: &Value, record: bool) -> Self {
        Self::of(tools, parse(source), order(tools, parse(mode)), record)
    }

    /// A session of an order.
    pub fn of(tools: &Tools, source: Source, order: Arc<CaptureOrder>, record: bool) -> Self {
        let lens = Lens {
            id: "0".into(),
            facing: Facing::Rear,
            label: String::new(),
            field_of_view: Some(69.4),
            focal_lengths: vec![],
            sensor_width: None,
            physical_ids: vec![],
            capabilities: vec![],
            preview_sizes: vec![],
            still_sizes: vec![],
        };
        let choice = choose_camera(vec![lens], source, order.mode()).expect("a lens");
        let setup = LiveSetup {
            models: Arc::clone(&tools.models),
            profile: Arc::clone(&tools.profile),
            plan: choice.plan,
            order,
            frame_budget_ms: 33,
            record,
        };
        let phone = Arc::new(Phone::default());
        let ports = Ports {
            signer: phone.clone(),
            clock: phone.clone(),
            log: phone.clone(),
        };
        let live = LiveSession::open(setup, ports).expect("the models load");
        Self {
            phone,
            live,
            nanos: 0,
        }
    }

    /// The answer as a word, and the guidance if there is any. A panic is what the bindings make an internal error of.
    fn push(
        &self,
        facts: FrameFacts,
        shape: FrameShape,
        planes: [&[u8]; 2],
    ) -> (Value, Option<Guidance>) {
        let [first, second] = planes;
        let push = || self.live.push_frame(facts, shape, first, second, &[]);
        let Ok(answer) = catch_unwind(AssertUnwindSafe(push)) else {
            return (json!("internal"), None);
        };
        match answer {
            Ok(FrameAnswer::Busy) => (json!("busy"), None),
            Ok(FrameAnswer::Refused { code, .. }) => (json!(code), None),
            Ok(FrameAnswer::Guided { guidance }) => (json!("ok"), Some(guidance)),
            Err(_) => (code!(answer), None),
        }
    }

    fn run(&mut self, step: &Value, tools: &Tools) -> Value {
        let text = |name: &str| step[name].as_str().unwrap_or_default();
        let answer = |code: Value| if code.is_null() { json!("ok") } else { code };
        match text("do") {
            "push" => self.push_all(step),
            "take" => self.take(step, tools),
            "press" => json!({"answer": answer(code!(self.live.press(self.nanos)))}),
            "override" => {
                let done = self.live.override_check(text("check"), text("reason"));
                json!({"answer": answer(code!(done))})
            }
            "replay" => {
                let lines = self.live.recording().expect("a session that is not broken");
                let replayed = replay_recording(&lines, &tools.profile);
                let same = replayed
                    .as_ref()
                    .is_ok_and(|replay| replay.differs.is_none());
                let code = code!(replayed);
                json!({"answer": if same { json!("same") } else { code }})
            }
            "break" => {
                self.phone.break_port(text("port"));
                Value::Null
            }
            "end" => {
                self.live.end();
                Value::Null
            }
            other => panic!("there is no step {other}"),
        }
    }

    fn push_all(&mut self, step: &Value) -> Value {
        let number = |name: &str, usual: u64| step[name].as_u64().unwrap_or(usual);
        let bytes = picture(&step["picture"]);
        let (luma, chroma) = bytes.split_at(1280 * 720);
        let chroma = &chroma[..chroma.len() - number("cut", 0) as usize];
        let (mut shown, mut last) = (vec![], None);
        for _ in 0..number("times", 1) {
            self.nanos += number("every", 66_666_667);
            let lens = step["lens"].as_str().unwrap_or("0");
            let facts = facts(lens, Facing::Rear, self.nanos);
            let (answer, guidance) = self.push(facts, sensor(), [luma, chroma]);
            let Some(guidance) = guidance else {
                return json!({"answer": answer});
            };
            shown.extend(guidance.show.as_ref().map(|message| message.id.clone()));
            let fired = guidance.event == Some(ShutterEvent::Fire);
            last = Some(guidance);
            if fired {
                break;
            }
        }
        let last = last.expect("a step has a frame");
        // Any message that was shown on the way will do.
        let wanted = &step["expect"]["shown"];
        let shown = shown.iter().find(|id| wanted == id.as_str());
        json!({
            "answer": "ok", "state": last.state, "face": last.face, "shown": shown,
            "fired": last.event == Some(ShutterEvent::Fire),
            "arrow": last.overlay.iter().any(|shape| shape.role == Role::Arrow),
        })
    }

    /// The photo that a good frame and a good still give.
    pub fn photo(&mut self) -> Arc<SealedPhoto> {
        let pushed = self.push_all(&json!({"picture": "good.nv21", "times": 10}));
        assert_eq!(pushed["answer"], "ok");
        let still = StillFile {
            jpeg: picture(&json!("good.jpg")),
            lens: "0".into(),
            facing: Facing::Rear,
            time_nanos: self.nanos + 100_000_000,
        };
        self.live.take(vec![still]).expect("a good photo")
    }

    fn take(&self, step: &Value, tools: &Tools) -> Value {
        let after = step["after"].as_u64().expect("a number");
        let still = |name: &Value| StillFile {
            jpeg: picture(name),
            lens: step["lens"].as_str().unwrap_or("0").into(),
            facing: Facing::Rear,
            time_nanos: self.nanos + after,
        };
        let stills = step["stills"].as_array().expect("a list");
        let taken = self.live.take(stills.iter().map(still).collect());
        let Ok(photo) = &taken else {
            return json!({"answer": code!(taken)});
        };
        assert!(photo.envelope().contains("25103003"));
        assert!(photo.open(&tools.checker).expect("a JPEG").width() > 0);
        json!({"answer": "sealed", "verdict": photo.report().verdict()})
    }
}

#[test]
fn sessions_go_as_the_scenarios_say() {
    for case in cases("live") {
        let record = case["record"] == true;
        let mut session = Session::new(&TOOLS, &case["source"], &case["mode"], record);
        for step in case["steps"].as_array().expect("a list") {
            let found = session.run(step, &TOOLS);
            for (field, wanted) in step["expect"].as_object().into_iter().flatten() {
                assert_eq!(found[field], *wanted, "{}: {step}: {found}", case["name"]);
            }
        }
    }
}

#[test]
fn only_honest_frames_are_looked_at() {
    let shape = FrameShape {
        width: 64,
        height: 64,
        layout: PixelLayout::Luma { row_stride: 64 },
        rotation: Rotation::None,
        mirrored: false,
    };
    for case in cases("frame_gate") {
        let session = Session::new(&TOOLS, &case["source"], &json!("rehearsal"), false);
        for frame in case["frames"].as_array().expect("a list") {
            let lens = frame["lens"].as_str().expect("a text");
            let time = frame["time"].as_u64().expect("a number");
            let facts = facts(lens, parse(&frame["facing"]), time);
            let (answer, _) = session.push(facts, shape, [&[128; 64 * 64], &[]]);
            assert_eq!(answer, frame["expect"], "{}: {frame}", case["name"]);
        }
    }
}

fn facts(lens: &str, facing: Facing, time_nanos: u64) -> FrameFacts {
    FrameFacts {
        lens: lens.into(),
        facing,
        time_nanos,
    }
}

/// A phone that lies on its side.
fn sensor() -> FrameShape {
    FrameShape {
        width: 1280,
        height: 720,
        layout: PixelLayout::SemiPlanar {
            y_row_stride: 1280,
            chroma_row_stride: 1280,
            order: ChromaOrder::VThenU,
            coding: YuvCoding {
                matrix: YuvMatrix::Bt601,
                full_range: true,
            },
        },
        rotation: Rotation::Quarter,
        mirrored: false,
    }
}
