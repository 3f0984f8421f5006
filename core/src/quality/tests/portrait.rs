//! What only a finished portrait is judged by: its file and its background.

use super::*;
use crate::frame::{Limits, Photo, decode};
use crate::report::Property;
use crate::vision::Matte;
use jpeg_encoder::{ColorType, Encoder, PixelDensity, PixelDensityUnit};

const BLUE: [u8; 3] = [100, 197, 255];

/// How a file is written.
#[derive(Clone, Copy)]
struct Written {
    size: [u32; 2],
    dpi: u16,
    quality: u8,
    /// Strength of the noise that makes a file large.
    grain: u32,
}

/// As prescribed.
const RIGHT: Written = Written {
    size: [480, 640],
    dpi: 300,
    quality: 90,
    grain: 6,
};

impl Written {
    fn file(self) -> Vec<u8> {
        let [width, height] = self.size;
        let pixels = RgbImage::from_fn(width, height, |x, y| {
            let noise = (x * 7919 + y * 104_729).wrapping_mul(2_654_435_761) >> 16;
            Rgb([(100 + noise % (self.grain + 1)) as u8; 3])
        });
        let mut bytes = vec![];
        let mut encoder = Encoder::new(&mut bytes, self.quality);
        encoder.set_density(PixelDensity {
            density: (self.dpi, self.dpi),
            unit: PixelDensityUnit::Inches,
        });
        let size = self.size.map(|side| side as u16);
        encoder
            .encode(&pixels, size[0], size[1], ColorType::Rgb)
            .unwrap();
        bytes
    }
}

fn photo(file: &[u8]) -> Photo {
    decode(file, &Limits::default()).unwrap()
}

/// What is wrong with a file, as (property, found).
fn missed(file: &[u8]) -> Vec<(Property, String)> {
    let spec = output::spec(Some(&photo(file).source), &Profile::chsi().output);
    let verdict = if spec.misses.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Fail
    };
    assert_eq!((spec.id, spec.verdict), (CheckId::OutputSpec, verdict));
    let misses = spec.misses.into_iter();
    misses.map(|miss| (miss.property, miss.found)).collect()
}

#[test]
fn each_thing_wrong_with_a_file_is_named_alone() {
    assert_eq!(missed(&RIGHT.file()), []);
    let heavy = Written { grain: 90, ..RIGHT }.file();
    let light = Written { grain: 0, ..RIGHT }.file();
    for (file, expected) in [
        (heavy.clone(), (Property::Bytes, heavy.len().to_string())),
        (light.clone(), (Property::Bytes, light.len().to_string())),
        (
            Written { dpi: 72, ..RIGHT }.file(),
            (Property::Density, "72".to_owned()),
        ),
        (
            Written {
                size: [640, 480],
                ..RIGHT
            }
            .file(),
            (Property::Size, "640×480".to_owned()),
        ),
        (
            Written {
                quality: 45,
                grain: 44,
                ..RIGHT
            }
            .file(),
            (Property::Quality, "45".to_owned()),
        ),
    ] {
        assert_eq!(missed(&file), [expected]);
    }
}

#[test]
fn a_turn_that_only_the_header_says_is_refused() {
    let file = RIGHT.file();
    // A TIFF header and one entry: orientation 3, upside down.
    let exif =
        b"\xff\xe1\x00\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0";
    let turned = [&file[..2], exif, &file[2..]].concat();
    assert_eq!(missed(&turned), [(Property::Orientation, "3".to_owned())]);
}

#[test]
fn a_grey_file_and_one_that_is_no_jpeg_are_refused() {
    let mut source = photo(&RIGHT.file()).source;
    let facts = source.jpeg.as_mut().unwrap();
    facts.sampling.truncate(1);
    facts.density = None;
    let grey = output::spec(Some(&source), &Profile::chsi().output).misses;
    let found = grey.iter().map(|miss| (miss.property, miss.found.as_str()));
    assert!(found.eq([(Property::Depth, "8"), (Property::Density, "–")]));

    let mut png = vec![];
    let pixels = RgbImage::from_pixel(480, 640, Rgb(BLUE));
    pixels
        .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    assert_eq!(missed(&png)[0], (Property::Format, "PNG".to_owned()));
}

#[test]
fn without_a_file_nothing_is_said_about_it() {
    let spec = output::spec(None, &Profile::chsi().output);
    assert_eq!(spec.verdict, Verdict::Unknown);
}

/// How far a place is from the person, in pixels: the oval of the face, and what is below the chin.
fn outside(x: u32, y: u32) -> f32 {
    let [x, y] = [x, y].map(|place| place as f32 + 0.5);
    let oval = ((x - 300.0) / 120.0).hypot((y - 260.0) / 160.0) - 1.0;
    (oval * 140.0).min(420.0 - y)
}

/// The drawing as a finished portrait. Its matte reaches a little farther than the person, as those of models do.
fn portrait(background: impl Fn(u32, u32) -> [u8; 3]) -> Drawing {
    let mut drawing = Drawing::new();
    drawing.pixels = RgbImage::from_fn(600, 600, |x, y| {
        Rgb(if outside(x, y) < 0.0 {
            [190, 150, 130]
        } else {
            background(x, y)
        })
    });
    let cell = 600 / CELLS;
    let person = |i: usize| {
        let [x, y] = [i % CELLS, i / CELLS].map(|place| (place * cell + cell / 2) as u32);
        outside(x, y) < 6.0
    };
    drawing.observation.matte = Some(Matte {
        width: CELLS,
        height: CELLS,
        alpha: (0..CELLS * CELLS)
            .map(|i| if person(i) { 255 } else { 0 })
            .collect(),
        region: Rect {
            x: 0.0,
            y: 0.0,
            width: 600.0,
            height: 600.0,
        },
    });
    drawing
}

fn background(drawing: &Drawing) -> Finding {
    let evidence = Evidence {
        observation: &drawing.observation,
        pixels: &drawing.pixels,
        crop: None,
        file: None,
        models: &[],
        stage: Stage::Portrait,
    };
    let report = check(&evidence, &Profile::chsi());
    report.finding(CheckId::BackgroundUniform).unwrap().clone()
}

#[test]
fn the_official_colour_passes_and_everything_else_does_not() {
    let fine = background(&portrait(|_, _| BLUE));
    assert_eq!((fine.verdict, fine.score), (Verdict::Pass, Some(0.0)));
    let faded = |x: u32| BLUE.map(|v| (f64::from(v) * (1.0 - f64::from(x) / 1800.0)) as u8);
    let object = |x: u32, y: u32| (520..580).contains(&x) && (80..140).contains(&y);
    for (what, drawing) in [
        ("another blue", portrait(|_, _| [67, 142, 219])),
        ("a gradient", portrait(|x, _| faded(x))),
        (
            "an object",
            portrait(|x, y| if object(x, y) { [90; 3] } else { BLUE }),
        ),
        ("the old wall", portrait(|_, _| [200, 195, 180])),
    ] {
        let finding = background(&drawing);
        assert_eq!(
            finding.verdict,
            Verdict::Fail,
            "{what}: {:?}",
            finding.score
        );
    }
}

#[test]
fn a_rim_of_the_old_background_is_found_and_a_soft_edge_is_none() {
    let rim = portrait(|x, y| {
        if outside(x, y) < 3.0 {
            [225, 222, 214]
        } else {
            BLUE
        }
    });
    let finding = background(&rim);
    assert_eq!(finding.verdict, Verdict::Fail, "{:?}", finding.score);
    let soft = portrait(|x, y| {
        let share = (1.0 - outside(x, y) / 3.0).clamp(0.0, 1.0);
        let mixed = |person: f32, wall: u8| share * person + (1.0 - share) * f32::from(wall);
        [
            mixed(190.0, BLUE[0]),
            mixed(150.0, BLUE[1]),
            mixed(130.0, BLUE[2]),
        ]
        .map(|v| v as u8)
    });
    let finding = background(&soft);
    assert_eq!(finding.verdict, Verdict::Pass, "{:?}", finding.score);
}

#[test]
fn the_place_of_an_object_is_shown() {
    let spot = portrait(|x, y| if x >= 540 && y < 60 { [90; 3] } else { BLUE });
    let Some(Region::Box([x, y, width, height])) = background(&spot).region else {
        panic!("a box")
    };
    assert!(
        x > 530.0 && y + height < 70.0 && width > 20.0,
        "{x} {y} {width} {height}"
    );
}

#[test]
fn a_portrait_is_judged_by_other_rules_than_a_capture() {
    let ids = |stage| {
        let report = portrait(|_, _| BLUE).judged(stage, &Profile::chsi());
        let findings = report.findings;
        findings
            .into_iter()
            .map(|finding| finding.id)
            .collect::<Vec<_>>()
    };
    let (capture, portrait) = (ids(Stage::Capture), ids(Stage::Portrait));
    let only = |these: &[CheckId], those: &[CheckId]| {
        let own = these.iter().filter(|id| !those.contains(id));
        own.copied().collect::<Vec<_>>()
    };
    assert_eq!(
        only(&portrait, &capture),
        [CheckId::BackgroundUniform, CheckId::OutputSpec]
    );
    assert_eq!(
        only(&capture, &portrait),
        [CheckId::Backlight, CheckId::Resolution]
    );
}
