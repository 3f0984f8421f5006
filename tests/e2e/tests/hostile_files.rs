//! Files that are broken, huge, odd or no pictures at all: each gets its answer, none a panic.

use image::RgbImage;
use xueying::frame::{DecodeError, Limits, Photo, decode};
use xueying_e2e::{hostile, sample_photo};

fn open(bytes: &[u8]) -> Result<Photo, DecodeError> {
    decode(bytes, &Limits::default())
}

#[test]
fn each_gets_its_answer() {
    for file in hostile::files(&sample_photo()) {
        let answer = open(&file.bytes);
        let short = answer
            .as_ref()
            .map(|p| p.pixels.dimensions())
            .map_err(DecodeError::code);
        assert_eq!(short, file.expect, "{}: {answer:?}", file.name);
    }
}

#[test]
fn odd_layouts_show_the_same_picture() {
    let photo = sample_photo();
    let whole = open(&photo).expect("the sample decodes").pixels;
    for file in hostile::files(&photo) {
        let same = match file.name {
            "16 bits" | "16 bits with alpha" | "animated PNG" | "animated WebP" => whole.clone(),
            "CMYK" => RgbImage::from_pixel(8, 8, image::Rgb([228, 128, 28])),
            _ => continue,
        };
        let pixels = open(&file.bytes).expect("decodes").pixels;
        let worst = pixels
            .iter()
            .zip(same.iter())
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(worst <= Some(2), "{}: {worst:?}", file.name);
    }
}

#[test]
fn a_cut_at_every_kilobyte_is_an_error() {
    let png = sample_photo();
    let image = image::load_from_memory(&png).expect("the sample photo is a PNG");
    let whole = open(&png).expect("the sample decodes").pixels;
    for (name, file) in [
        ("JPEG", hostile::jpeg(&image)),
        ("WebP", hostile::webp(&whole)),
        ("PNG", png),
    ] {
        for length in (0..file.len()).step_by(1024) {
            match open(&file[..length]) {
                // A PNG may lose its last chunk, which holds no pixels.
                Ok(photo) => assert!(
                    name == "PNG" && photo.pixels == whole,
                    "{name} of {length} bytes"
                ),
                Err(error) => assert!(
                    ["empty", "truncated", "corrupt"].contains(&error.code()),
                    "{name} of {length} bytes: {error:?}"
                ),
            }
        }
    }
}

#[test]
fn damaged_bytes_never_panic() {
    let image = image::load_from_memory(&sample_photo()).expect("the sample photo is a PNG");
    let small = image.resize_exact(96, 64, image::imageops::FilterType::Triangle);
    let files = [
        hostile::jpeg(&small),
        hostile::png(&small),
        hostile::webp(&small.to_rgb8()),
    ];
    // A fixed sequence of pseudo-random places and values (Knuth's MMIX generator), so that a failure can be repeated.
    let mut state = 1u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..1500 {
        let mut bytes = files[round % files.len()].clone();
        for _ in 0..=random(4) {
            // Mostly in the headers, where one byte decides much.
            let reach = if random(3) == 0 {
                bytes.len()
            } else {
                bytes.len().min(700)
            };
            bytes[random(reach)] = random(256) as u8;
        }
        if let Err(error) = open(&bytes) {
            assert!(!error.code().is_empty());
        }
    }
}
