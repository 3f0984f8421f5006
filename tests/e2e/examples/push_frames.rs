//! What pushing a frame costs from Rust, for benches: `push_frames FRAMES` prints milliseconds of processor time, one for each
//! frame of 1080p, looked at and refused in turn.

use rustix::time::{ClockId, clock_gettime};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use xueying::camera::{Facing, SessionMode, Source};
use xueying::frame::{ChromaOrder, Rotation, YuvCoding, YuvMatrix};
use xueying_e2e::{models_folder, parse, pictures::Picture, sample_photo, scenarios};
use xueying_ffi::{
    CaptureOrder, Clock, FrameAnswer, FrameFacts, FrameShape, Lens, LiveSession, LiveSetup, Models,
    PixelLayout, PortError, Ports, Profile, SessionCode, choose_camera, no_log, software_signer,
};

const WIDTH: usize = 1920;
const HEIGHT: usize = 1080;

/// Every look at it finds a millisecond gone: the frames are scheduled alike in every language.
#[derive(Default)]
struct EvenClock(AtomicU64);

impl Clock for EvenClock {
    fn monotonic_nanos(&self) -> Result<u64, PortError> {
        Ok(self.0.fetch_add(1_000_000, Ordering::Relaxed))
    }

    fn wall_millis(&self) -> Result<u64, PortError> {
        Ok(0)
    }
}

fn main() {
    let frames = std::env::args().nth(1).expect("push_frames FRAMES");
    let frames: u64 = frames.parse().expect("a number of frames");
    let session = session();
    let bytes = picture("full.nv21");
    let (luma, chroma) = bytes.split_at(WIDTH * HEIGHT);
    let (mut looked_at, mut refused) = (vec![], vec![]);
    for number in 1..=frames {
        for (lens, costs) in [("0", &mut looked_at), ("1", &mut refused)] {
            let facts = FrameFacts {
                lens: lens.into(),
                facing: Facing::Rear,
                time_nanos: number * 66_666_667,
            };
            let start = processor_time();
            let answer = session.push_frame(facts, shape(), luma, chroma, &[]);
            costs.push((processor_time() - start).as_secs_f64() * 1e3);
            let guided = matches!(answer, Ok(FrameAnswer::Guided { .. }));
            assert_eq!(guided, lens == "0", "frame {number}");
        }
    }
    println!(
        "{}",
        serde_json::json!({"looked_at": looked_at, "refused": refused})
    );
}

fn session() -> Arc<LiveSession> {
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
    let choice = choose_camera(vec![lens], Source::Simulated, SessionMode::Rehearsal);
    let profile = Profile::named("chsi").expect("a built-in profile");
    let setup = LiveSetup {
        models: Models::from_folder(&models_folder().to_string_lossy()).expect("the models"),
        plan: choice.expect("a lens").plan,
        order: CaptureOrder::rehearsal(
            SessionCode::parse("25103003", &profile).expect("a code"),
            "bench".into(),
        ),
        profile,
        frame_budget_ms: 33,
        record: false,
    };
    let ports = Ports {
        signer: software_signer(vec![7; 32]).expect("a key"),
        clock: Arc::new(EvenClock::default()),
        log: no_log(),
    };
    LiveSession::open(setup, ports).expect("the models load")
}

fn picture(name: &str) -> Vec<u8> {
    let photo = image::load_from_memory(&sample_photo()).expect("the sample photo");
    let all = scenarios("pictures");
    let found = all.iter().find(|picture| picture["name"] == name);
    parse::<Picture>(found.expect("a picture of the scenarios")).bytes(&photo.into_rgb8())
}

/// A phone that lies on its side.
fn shape() -> FrameShape {
    let row = WIDTH as u32;
    FrameShape {
        width: row,
        height: HEIGHT as u32,
        layout: PixelLayout::SemiPlanar {
            y_row_stride: row,
            chroma_row_stride: row,
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

/// Time this thread has worked, right on a busy machine too.
fn processor_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime)
        .try_into()
        .unwrap_or_default()
}
