//! The scenarios of the camera: which lens is opened, which frames a session looks at.

use serde_json::Value;
use xueying::camera::{self, CameraPlan, FrameFacts, FrameRefusal, FrameTime, Lens, SessionMode};
use xueying::capture::{CaptureOrder, CaptureSession, Setup, Stopwatch};
use xueying::frame::{FrameError, FrameView, Plane, Planes, Rotation, YuvCoding, YuvMatrix};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::vision::Vision;
use xueying_e2e::{models_folder, parse, scenarios};

/// The two tables of frames together have at least so many cases.
const LEAST_CASES: usize = 80;

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

/// Nothing takes any time.
struct Still;

impl Stopwatch for Still {
    fn seconds(&self) -> f64 {
        0.0
    }
}

fn session(plan: CameraPlan, models: &ModelSet) -> CaptureSession {
    let setup = Setup {
        plan,
        order: CaptureOrder::rehearsal("25103003".into(), "n-1".into()),
        profile: Profile::chsi(),
        models: vec![],
        budget: 0.033,
    };
    CaptureSession::new(setup, Vision::load(models).expect("the models fit"))
}

#[test]
fn only_honest_frames_are_looked_at() {
    let models = ModelSet::from_folder(&models_folder(), &Vision::MODELS).expect("the models");
    let data = [90; 64 * 48];
    let plane = Plane {
        data: &data,
        row_stride: 64,
        pixel_stride: 1,
    };
    let view = FrameView::new(64, 48, Planes::Luma(plane), Rotation::None, false).unwrap();
    let cases = scenarios("frame_gate");
    for case in &cases {
        let lens =
            serde_json::json!([{"id": "0", "facing": "rear", "preview_sizes": [[1280, 720]]}]);
        let lenses: Vec<Lens> = parse(&lens);
        let choice = camera::choose(&lenses, parse(&case["source"]), SessionMode::Rehearsal);
        let mut session = session(choice.unwrap().plan, &models);
        for frame in case["frames"].as_array().unwrap() {
            let facts = FrameFacts {
                lens: frame["lens"].as_str().unwrap(),
                facing: parse(&frame["facing"]),
                time: FrameTime(frame["time"].as_u64().unwrap()),
            };
            let answer = session.push_frame(&facts, &view, &Still);
            let answer = answer.map_or_else(FrameRefusal::code, |(seen, _)| {
                assert_eq!(seen.time, facts.time);
                "ok"
            });
            assert_eq!(answer, frame["expect"], "{}: {facts:?}", case["name"]);
        }
    }
    assert!(cases.len() + scenarios("frame_planes").len() >= LEAST_CASES);
}

#[test]
fn planes_that_lie_make_no_frame() {
    let data = [90; 1 << 14];
    for case in scenarios("frame_planes") {
        let planes: Vec<[usize; 3]> = parse(&case["planes"]);
        let plane = |index: usize| {
            let [row_stride, pixel_stride, bytes] = planes[index];
            Plane {
                data: &data[..bytes],
                row_stride,
                pixel_stride,
            }
        };
        let coding = YuvCoding {
            matrix: YuvMatrix::Bt601,
            full_range: true,
        };
        let planes = match case["layout"].as_str().unwrap() {
            "yuv" => Planes::Yuv {
                y: plane(0),
                u: plane(1),
                v: plane(2),
                coding,
            },
            "rgba" => Planes::Rgba(plane(0)),
            "bgra" => Planes::Bgra(plane(0)),
            "luma" => Planes::Luma(plane(0)),
            other => panic!("no layout {other}"),
        };
        let [width, height]: [usize; 2] = parse(&case["size"]);
        let frame = FrameView::new(width, height, planes, Rotation::Quarter, false);
        let answer = frame.map_or_else(|error: FrameError| error.code(), |_| "ok");
        assert_eq!(answer, case["expect"], "{}", case["name"]);
    }
}
