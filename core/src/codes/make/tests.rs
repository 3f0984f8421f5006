use core::time::Duration;

use super::*;
use crate::codes::parse::SessionCode;
use crate::codes::scan::{DEEP_BUDGET, deep};
use crate::frame::{Limits, Luma, decode};
use crate::profile::Profile;
use crate::texts::{Lang, text};

fn session(text: &str) -> SessionCode {
    SessionCode::parse(text, &Profile::chsi().codes).expect("a session code")
}

fn read(pixels: &[u8], width: usize) -> Vec<String> {
    let plane = Luma::new(pixels, width, pixels.len() / width, width).expect("a plane");
    deep(&plane, &|| Duration::ZERO, DEEP_BUDGET)
        .iter()
        .map(|code| code.text().to_owned())
        .collect()
}

#[test]
fn a_poster_can_be_scanned_and_has_ink_for_title_and_digits() {
    for text in ["25103003", "aatt7m", "ABCdefGHI123"] {
        let code = session(text);
        let png = Poster {
            title: "场次编码",
            code: &code,
        }
        .png()
        .expect("a poster");
        let grey = decode(&png, &Limits::default()).expect("a PNG").pixels;
        let luma: Vec<u8> = grey.pixels().map(|pixel| pixel.0[0]).collect();
        assert_eq!(read(&luma, grey.width() as usize), [text]);
        let ink =
            |rows: std::ops::Range<u32>| rows.flat_map(|y| (0..grey.width()).map(move |x| (x, y)));
        for rows in [150..330, 1400..1580] {
            let dark = ink(rows)
                .filter(|&(x, y)| grey.get_pixel(x, y).0[0] < 64)
                .count();
            assert!(dark > 4000, "{dark}");
        }
    }
}

#[test]
fn every_letter_of_a_code_and_of_the_title_has_a_glyph() {
    for c in ('0'..='9')
        .chain('a'..='z')
        .chain('A'..='Z')
        .chain("场次编码".chars())
    {
        let strokes: Vec<_> = glyphs::strokes(c)
            .unwrap_or_else(|| panic!("no glyph for {c}"))
            .collect();
        assert!(strokes.iter().all(|stroke| stroke.len() > 1), "{c}");
        let inside = |[x, y]: &[f32; 2]| *x <= glyphs::advance(c) && *y <= 30.0;
        assert!(strokes.iter().flatten().all(inside), "{c}");
    }
}

#[test]
fn a_title_beyond_the_glyphs_is_refused_in_png_and_escaped_in_svg() {
    let code = session("25103003");
    let poster = Poster {
        title: "毕业生 <2026> & 图像",
        code: &code,
    };
    assert_eq!(poster.png().err(), Some(MakeError::Glyph('毕')));
    let svg = poster.svg().expect("an SVG");
    assert!(svg.contains("毕业生 &lt;2026&gt; &amp; 图像") && svg.contains(">2510 3003<"));
}

#[test]
fn symbols_of_every_correction_are_read_back() {
    for correction in [
        Correction::Low,
        Correction::Medium,
        Correction::Quartile,
        Correction::High,
    ] {
        let (pixels, side) = Symbol::new("场次 25103003", correction)
            .expect("a symbol")
            .luma(4);
        assert_eq!(read(&pixels, side), ["场次 25103003"]);
    }
    assert_eq!(
        Symbol::new(&"x".repeat(3000), Correction::Low).err(),
        Some(MakeError::TooLong)
    );
}

#[test]
fn every_error_has_its_texts() {
    for error in [MakeError::TooLong, MakeError::Glyph('x'), MakeError::Encode] {
        assert!(
            Lang::ALL
                .iter()
                .all(|lang| text(error.text_key(), *lang).is_some()),
            "{error}"
        );
    }
}
