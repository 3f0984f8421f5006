//! Whatever planes a shell hands over, they are refused or shown whole; whatever frames state, only honest ones pass.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use xueying::camera::{
    self, Facing, FrameFacts, FrameGate, FrameTime, GateLimits, Lens, SessionMode, Source,
};
use xueying::frame::{
    Area, FrameView, MAX_SIDE, Plane, Planes, Rotation, Upright, YuvCoding, YuvMatrix,
};

#[derive(Arbitrary, Debug)]
struct Given {
    size: [u16; 2],
    planes: [Samples; 3],
    layout: Layout,
    full_range: bool,
    rotation: u8,
    mirrored: bool,
    area: Option<[u16; 4]>,
    long_side: u16,
    frames: Vec<Stated>,
}

#[derive(Arbitrary, Debug)]
enum Layout {
    Yuv,
    Rgba,
    Bgra,
    Luma,
}

#[derive(Arbitrary, Debug, Clone, Copy)]
struct Samples {
    bytes: u16,
    row_stride: usize,
    pixel_stride: usize,
}

#[derive(Arbitrary, Debug)]
struct Stated {
    lens: bool,
    facing: u8,
    /// Nanoseconds after the frame before, or before it.
    step: i64,
}

fuzz_target!(|given: Given| {
    show(&given);
    admit(&given.frames);
});

fn show(given: &Given) {
    let data = [7; u16::MAX as usize];
    let [y, u, v] = given.planes.map(|samples| Plane {
        data: &data[..usize::from(samples.bytes)],
        row_stride: samples.row_stride,
        pixel_stride: samples.pixel_stride,
    });
    let coding = YuvCoding {
        matrix: YuvMatrix::Bt709,
        full_range: given.full_range,
    };
    let planes = match given.layout {
        Layout::Yuv => Planes::Yuv { y, u, v, coding },
        Layout::Rgba => Planes::Rgba(y),
        Layout::Bgra => Planes::Bgra(y),
        Layout::Luma => Planes::Luma(y),
    };
    let turns = [
        Rotation::None,
        Rotation::Quarter,
        Rotation::Half,
        Rotation::ThreeQuarters,
    ];
    let rotation = turns[usize::from(given.rotation) % turns.len()];
    let [width, height] = given.size.map(usize::from);
    let Ok(frame) = FrameView::new(width, height, planes, rotation, given.mirrored) else {
        return;
    };
    assert!((1..=MAX_SIDE).contains(&width) && (1..=MAX_SIDE).contains(&height));
    let last =
        (height as u128 - 1) * y.row_stride as u128 + (width as u128 - 1) * y.pixel_stride as u128;
    assert!(last < y.data.len() as u128, "the last sample lies outside");
    let area = given.area.map(|area| {
        let [x, y, width, height] = area.map(usize::from);
        Area {
            x,
            y,
            width,
            height,
        }
    });
    let long_side = usize::from(given.long_side);
    let mut upright = Upright::default();
    for area in [None, area] {
        let picture = upright.show(&frame, area, long_side);
        assert!(picture.width().max(picture.height()) as usize <= long_side);
    }
}

fn admit(frames: &[Stated]) {
    let lens: Lens = Lens {
        id: "0".into(),
        facing: Facing::Rear,
        label: String::new(),
        field_of_view: None,
        focal_lengths: vec![],
        sensor_width: None,
        physical_ids: vec![],
        capabilities: vec![],
        preview_sizes: vec![],
        still_sizes: vec![],
    };
    let plan = camera::choose(&[lens], Source::PhoneRear, SessionMode::Real)
        .expect("a rear lens is opened")
        .plan;
    let mut gate = FrameGate::new(&plan, GateLimits::default());
    let (mut now, mut last) = (FrameTime(1 << 40), None);
    for frame in frames {
        now = FrameTime(now.0.wrapping_add_signed(frame.step));
        let facings = [
            Facing::Rear,
            Facing::Front,
            Facing::External,
            Facing::Unknown,
        ];
        let facts = FrameFacts {
            lens: if frame.lens { "0" } else { "1" },
            facing: facings[usize::from(frame.facing) % facings.len()],
            time: now,
        };
        if gate.admit(&facts).is_ok() {
            assert!(facts.lens == "0" && facts.facing == Facing::Rear);
            assert!(last.is_none_or(|last| now > last), "the clock went back");
            last = Some(now);
        }
    }
}
