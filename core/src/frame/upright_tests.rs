use super::super::*;
use image::imageops::{flip_horizontal, rotate90, rotate180, rotate270};
use image::{Rgb, RgbImage, RgbaImage};
use proptest::prelude::*;

const FULL_601: YuvCoding = YuvCoding {
    matrix: YuvMatrix::Bt601,
    full_range: true,
};

/// A picture in which no two pixels are alike.
fn chart(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([
            (x * 7 % 256) as u8,
            (y * 11 % 256) as u8,
            ((x * 3 + y * 5) % 256) as u8,
        ])
    })
}

/// What the sensor gives of an upright picture.
fn on_sensor(picture: &RgbImage, rotation: Rotation, mirrored: bool) -> RgbImage {
    let picture = if mirrored {
        flip_horizontal(picture)
    } else {
        picture.clone()
    };
    match rotation {
        Rotation::None => picture,
        Rotation::Quarter => rotate270(&picture),
        Rotation::Half => rotate180(&picture),
        Rotation::ThreeQuarters => rotate90(&picture),
    }
}

fn rgba(picture: &RgbImage) -> RgbaImage {
    RgbaImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [r, g, b] = picture.get_pixel(x, y).0;
        image::Rgba([r, g, b, 255])
    })
}

fn packed(bytes: &[u8], width: u32) -> Plane<'_> {
    Plane {
        data: bytes,
        row_stride: width as usize * 4,
        pixel_stride: 4,
    }
}

const ROTATIONS: [Rotation; 4] = [
    Rotation::None,
    Rotation::Quarter,
    Rotation::Half,
    Rotation::ThreeQuarters,
];

#[test]
fn every_turn_and_mirror_comes_out_upright() {
    let picture = chart(20, 14);
    for rotation in ROTATIONS {
        for mirrored in [false, true] {
            let sensor = rgba(&on_sensor(&picture, rotation, mirrored));
            let planes = Planes::Rgba(packed(&sensor, sensor.width()));
            let size = (sensor.width() as usize, sensor.height() as usize);
            let frame = FrameView::new(size.0, size.1, planes, rotation, mirrored).unwrap();
            let mut upright = Upright::default();
            assert_eq!(
                upright.show(&frame, None, 64),
                &picture,
                "{rotation:?} {mirrored}"
            );

            let area = Area {
                x: 3,
                y: 2,
                width: 9,
                height: 7,
            };
            let part = image::imageops::crop_imm(&picture, 3, 2, 9, 7).to_image();
            assert_eq!(
                upright.show(&frame, Some(area), 64),
                &part,
                "{rotation:?} {mirrored}"
            );
            assert_eq!((upright.origin(), upright.step()), ([3, 2], 1));
        }
    }
}

/// The exact colours of YUV samples, in floating point.
fn reference(y: u8, u: u8, v: u8, coding: YuvCoding) -> [f64; 3] {
    let (kr, kb) = if coding.matrix == YuvMatrix::Bt601 {
        (0.299, 0.114)
    } else {
        (0.2126, 0.0722)
    };
    let (y, u, v) = (f64::from(y), f64::from(u) - 128.0, f64::from(v) - 128.0);
    let (y, c) = if coding.full_range {
        (y, 1.0)
    } else {
        ((y - 16.0) * 255.0 / 219.0, 255.0 / 224.0)
    };
    let r = y + 2.0 * (1.0 - kr) * v * c;
    let b = y + 2.0 * (1.0 - kb) * u * c;
    let g = (y - kr * r - kb * b) / (1.0 - kr - kb);
    [r, g, b].map(|value| value.clamp(0.0, 255.0))
}

#[test]
fn colours_follow_matrix_and_range() {
    for matrix in [YuvMatrix::Bt601, YuvMatrix::Bt709] {
        for full_range in [true, false] {
            let coding = YuvCoding { matrix, full_range };
            for [y, u, v] in [
                [16, 128, 128],
                [235, 128, 128],
                [81, 90, 240],
                [145, 54, 34],
                [41, 240, 110],
                [200, 10, 250],
            ] {
                let (luma, chroma) = ([y; 4], [u, v]);
                let plane = Plane {
                    data: &luma,
                    row_stride: 2,
                    pixel_stride: 1,
                };
                let planes = Planes::semi_planar(plane, &chroma, 2, ChromaOrder::UThenV, coding);
                let frame = FrameView::new(2, 2, planes, Rotation::None, false).unwrap();
                let mut upright = Upright::default();
                let seen = upright.show(&frame, None, 2).get_pixel(1, 1).0;
                let exact = reference(y, u, v, coding);
                for (seen, exact) in seen.into_iter().zip(exact) {
                    assert!(
                        (f64::from(seen) - exact).abs() <= 1.0,
                        "{coding:?} {seen} {exact}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_layout_of_yuv_shows_the_same() {
    let (width, height) = (10, 6);
    let luma: Vec<u8> = (0..60).map(|i| (i * 4) as u8).collect();
    let u: Vec<u8> = (0..15).map(|i| 100 + i as u8).collect();
    let v: Vec<u8> = (0..15).map(|i| 160 - i as u8).collect();
    let weave = |a: &[u8], b: &[u8]| {
        a.iter()
            .zip(b)
            .flat_map(|(a, b)| [*a, *b])
            .collect::<Vec<u8>>()
    };
    let (nv12, nv21) = (weave(&u, &v), weave(&v, &u));
    let y = Plane {
        data: &luma,
        row_stride: width,
        pixel_stride: 1,
    };
    let planar = |data| Plane {
        data,
        row_stride: 5,
        pixel_stride: 1,
    };
    let i420 = Planes::Yuv {
        y,
        u: planar(&u),
        v: planar(&v),
        coding: FULL_601,
    };
    let others = [
        Planes::semi_planar(y, &nv12, 10, ChromaOrder::UThenV, FULL_601),
        Planes::semi_planar(y, &nv21, 10, ChromaOrder::VThenU, FULL_601),
    ];
    let show = |planes, long_side| {
        let frame = FrameView::new(width, height, planes, Rotation::Quarter, false).unwrap();
        let mut upright = Upright::default();
        upright.show(&frame, None, long_side).clone()
    };
    for long_side in [10, 5, 3] {
        let expected = show(i420, long_side);
        for planes in others {
            assert_eq!(show(planes, long_side), expected, "{long_side}");
        }
    }
}

#[test]
fn half_size_is_the_mean_of_four() {
    let luma: Vec<u8> = vec![10, 20, 30, 40, 50, 60, 70, 80];
    let plane = Plane {
        data: &luma,
        row_stride: 4,
        pixel_stride: 1,
    };
    let frame = FrameView::new(4, 2, Planes::Luma(plane), Rotation::None, false).unwrap();
    let mut upright = Upright::default();
    let small = upright.show(&frame, None, 2);
    assert_eq!(small.as_raw(), &[35, 35, 35, 55, 55, 55]);
}

#[test]
fn the_last_row_may_be_cut_short_but_not_further() {
    let needs = 3 * 32 + 19 + 1;
    for (bytes, fits) in [(needs, true), (needs - 1, false)] {
        let data = vec![0; bytes];
        let plane = Plane {
            data: &data,
            row_stride: 32,
            pixel_stride: 1,
        };
        let frame = FrameView::new(20, 4, Planes::Luma(plane), Rotation::None, false);
        assert_eq!(frame.is_ok(), fits);
        if let Err(error) = frame {
            assert_eq!(
                error,
                FrameError::Short {
                    plane: "y",
                    has: bytes,
                    needs
                }
            );
        }
    }
}

proptest! {
    #[test]
    fn every_block_has_the_chroma_of_its_middle(
        x in 0usize..20, y in 0usize..20, side in 1usize..20, step in 1usize..6, seed: u8,
    ) {
        let luma = vec![128; 40 * 40];
        let chroma: Vec<u8> = (0..800_u32).map(|i| (i * 97 + u32::from(seed)) as u8).collect();
        let y_plane = Plane { data: &luma, row_stride: 40, pixel_stride: 1 };
        let planes = Planes::semi_planar(y_plane, &chroma, 40, ChromaOrder::UThenV, FULL_601);
        let frame = FrameView::new(40, 40, planes, Rotation::None, false).unwrap();
        let area = Area { x, y, width: side * step, height: side * step };
        prop_assume!(x + area.width <= 40 && y + area.height <= 40);
        let mut upright = Upright::default();
        let picture = upright.show(&frame, Some(area), side);
        prop_assert_eq!(picture.dimensions(), (side as u32, side as u32));
        for (column, row, pixel) in picture.enumerate_pixels() {
            let middle = |start: usize, block: u32| (start + block as usize * step + step / 2) / 2;
            let sample = middle(y, row) * 40 + middle(x, column) * 2;
            let exact = reference(128, chroma[sample], chroma[sample + 1], FULL_601);
            for (seen, exact) in pixel.0.into_iter().zip(exact) {
                prop_assert!((f64::from(seen) - exact).abs() <= 1.0, "{seen} for {exact}");
            }
        }
    }

    #[test]
    fn what_passes_the_check_can_be_shown(
        width in 0usize..40, height in 0usize..40, row in 0usize..60, pixel in 0usize..5,
        chroma_row in 0usize..60, chroma_pixel in 0usize..4, bytes in 0usize..3000,
        turn in 0usize..4, mirrored: bool, long_side in 0usize..50,
        area in prop::option::of((0usize..50, 0usize..50, 0usize..50, 0usize..50)),
    ) {
        let data = vec![77; bytes];
        let plane = |row_stride, pixel_stride| Plane { data: &data, row_stride, pixel_stride };
        let chroma = plane(chroma_row, chroma_pixel);
        let area = area.map(|(x, y, width, height)| Area { x, y, width, height });
        for planes in [
            Planes::Luma(plane(row, pixel)),
            Planes::Rgba(plane(row * 4, pixel)),
            Planes::Yuv { y: plane(row, pixel), u: chroma, v: chroma, coding: FULL_601 },
        ] {
            let Ok(frame) = FrameView::new(width, height, planes, ROTATIONS[turn], mirrored) else { continue };
            let mut upright = Upright::default();
            let picture = upright.show(&frame, area, long_side);
            prop_assert!(picture.width().max(picture.height()) as usize <= long_side);
        }
    }
}

#[test]
fn no_allocation_once_the_buffers_have_their_size() {
    let luma = vec![90; 320 * 240 * 4];
    let chroma = vec![120; 320 * 120];
    let plane = |pixel_stride| Plane {
        data: &luma,
        row_stride: 320 * pixel_stride,
        pixel_stride,
    };
    let nv21 = Planes::semi_planar(plane(1), &chroma, 320, ChromaOrder::VThenU, FULL_601);
    let layouts = [
        nv21,
        Planes::Rgba(plane(4)),
        Planes::Bgra(plane(4)),
        Planes::Luma(plane(1)),
    ];
    for planes in layouts {
        let frame = FrameView::new(320, 240, planes, Rotation::Quarter, true).unwrap();
        // A face that comes nearer and moves on.
        let areas = (0..10).map(|at| Area {
            x: 5 * at,
            y: 90 - 9 * at,
            width: 90 + at,
            height: 80 + 3 * at,
        });
        let (mut whole, mut part) = (Upright::default(), Upright::default());
        let mut show = || {
            for area in areas.clone() {
                whole.show(&frame, None, 160);
                part.show(&frame, Some(area), 512);
            }
        };
        show();
        assert_eq!(allocation_counter::measure(show).count_total, 0);
    }
}
