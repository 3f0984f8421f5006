//! The portrait file against what the programme prescribes: facts, no measures.

use crate::frame::{Format, JpegFacts, Source};
use crate::profile::Output;
use crate::report::{CheckId, Finding, Miss, Property, Reason};
use image::metadata::Orientation;

/// Bits of a pixel in colour.
const DEPTH: usize = 24;

/// Judges a file. That nobody mirrored or turned the pixels themselves no file can tell; a turn by its Exif header is seen,
/// and is refused because much software ignores it.
pub fn spec(file: Option<&Source>, output: &Output) -> Finding {
    match file {
        Some(file) => Finding::of_file(CheckId::OutputSpec, misses(file, output)),
        None => Finding::unknown(CheckId::OutputSpec, Reason::NotInPicture),
    }
}

fn misses(file: &Source, output: &Output) -> Vec<Miss> {
    let mut misses = vec![];
    let mut expect = |property, holds: bool, found: String, wanted: String| {
        if !holds {
            misses.push(Miss {
                property,
                found,
                wanted,
            });
        }
    };
    let Output {
        width,
        height,
        dpi,
        min_quality,
        bytes: [least, most],
        ..
    } = *output;
    let (format, jpeg) = (
        file.format.name().to_owned(),
        Format::Jpeg.name().to_owned(),
    );
    expect(Property::Format, file.format == Format::Jpeg, format, jpeg);
    expect(
        Property::Size,
        (file.width, file.height) == (width, height),
        format!("{}×{}", file.width, file.height),
        format!("{width}×{height}"),
    );
    expect(
        Property::Orientation,
        file.orientation == Orientation::NoTransforms,
        file.orientation.to_exif().to_string(),
        Orientation::NoTransforms.to_exif().to_string(),
    );
    let bytes = file.bytes as u64;
    expect(
        Property::Bytes,
        (u64::from(least)..=u64::from(most)).contains(&bytes),
        bytes.to_string(),
        format!("{least}–{most}"),
    );
    // The rest is what only a JPEG says.
    if let Some(facts) = &file.jpeg {
        let depth = depth(facts);
        expect(
            Property::Depth,
            depth == DEPTH,
            depth.to_string(),
            DEPTH.to_string(),
        );
        let density = facts.density.map(|density| [density.x, density.y]);
        let found = match density {
            Some([x, y]) if x == y => x.to_string(),
            Some([x, y]) => format!("{x}×{y}"),
            None => "–".into(),
        };
        expect(
            Property::Density,
            density == Some([dpi; 2]),
            found,
            dpi.to_string(),
        );
        if let Some(quality) = facts.quality {
            let wanted = format!("≥ {min_quality}");
            expect(
                Property::Quality,
                quality >= min_quality,
                quality.to_string(),
                wanted,
            );
        }
    }
    misses
}

fn depth(facts: &JpegFacts) -> usize {
    usize::from(facts.precision) * facts.sampling.len()
}
