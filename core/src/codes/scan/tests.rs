use core::cell::Cell;
use core::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::codes::make::{Correction, Symbol};
use crate::frame::Luma;
use crate::texts::{Lang, text};

const LINK: &str = "https://cap.example.edu.cn/bind?session=25103003";

/// A grey picture of one symbol on a wider sheet.
struct Picture {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
}

impl Picture {
    /// A symbol with modules of `module` pixels whose quiet zone begins at `(left, top)`.
    fn new(
        text: &str,
        module: usize,
        [width, height]: [usize; 2],
        [left, top]: [usize; 2],
    ) -> Self {
        let (symbol, side) = Symbol::new(text, Correction::Medium)
            .expect("a symbol")
            .luma(module);
        let mut pixels = vec![200; width * height];
        for (y, row) in symbol.chunks_exact(side).enumerate() {
            for (x, &pixel) in row
                .iter()
                .enumerate()
                .filter(|(x, _)| left + x < width && top + y < height)
            {
                pixels[(top + y) * width + left + x] = pixel;
            }
        }
        Self {
            pixels,
            width,
            height,
        }
    }

    fn map(mut self, change: impl Fn(u8) -> u8) -> Self {
        self.pixels
            .iter_mut()
            .for_each(|pixel| *pixel = change(*pixel));
        self
    }

    /// Three box means, nearly a Gaussian of standard deviation `sqrt(radius * (radius + 1))`.
    fn blurred(mut self, radius: usize) -> Self {
        let luma = Luma::new(&self.pixels, self.width, self.height, self.width).expect("a plane");
        let soft = planes::soften(&luma, radius);
        let soft = soft.view().expect("a plane");
        self.pixels = (0..self.height)
            .flat_map(|y| soft.row(y).to_vec())
            .collect();
        self
    }

    /// Noise of a fixed seed, evenly spread over `-strength..=strength`.
    fn noisy(mut self, strength: i32) -> Self {
        let mut state = 0x2545_f491_u32;
        for pixel in &mut self.pixels {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let noise = (state % (2 * strength as u32 + 1)) as i32 - strength;
            *pixel = (i32::from(*pixel) + noise).clamp(0, 255) as u8;
        }
        self
    }

    fn turned(self) -> Self {
        let pixels = (0..self.width * self.height).map(|i| {
            let (x, y) = (i % self.height, i / self.height);
            self.pixels[(self.height - 1 - x) * self.width + y]
        });
        Self {
            pixels: pixels.collect(),
            width: self.height,
            height: self.width,
        }
    }

    fn luma(&self) -> Luma<'_> {
        Luma::new(&self.pixels, self.width, self.height, self.width).expect("a plane")
    }

    fn read(&self) -> Vec<String> {
        deep(&self.luma(), &|| Duration::ZERO, DEEP_BUDGET)
            .iter()
            .map(|code| code.text().to_owned())
            .collect()
    }
}

fn plain() -> Picture {
    Picture::new(LINK, 4, [400, 320], [120, 90])
}

#[test]
fn reads_plain_inverted_turned_faint_and_small_codes() {
    assert_eq!(plain().read(), [LINK]);
    assert_eq!(plain().map(|pixel| 255 - pixel).read(), [LINK]);
    assert_eq!(plain().turned().read(), [LINK]);
    assert_eq!(plain().turned().turned().turned().read(), [LINK]);
    assert_eq!(plain().map(|pixel| 100 + pixel / 8).read(), [LINK]);
    assert_eq!(Picture::new(LINK, 2, [300, 200], [31, 17]).read(), [LINK]);
}

#[test]
fn undoes_blur_that_leaves_no_module_its_colour() {
    // Standard deviation 3.5 pixels on modules of 5.
    let blurred = Picture::new(LINK, 5, [420, 340], [90, 60]).blurred(3);
    let cheap = symbol_count(&blurred);
    assert_eq!(
        cheap, 0,
        "the binarizers alone read it: the test proves nothing"
    );
    assert_eq!(blurred.read(), [LINK]);
}

/// What the first stage alone reads.
fn symbol_count(picture: &Picture) -> usize {
    let mut search =
        search::Search::new(search::FILE, Budget::new(&|| Duration::ZERO, DEEP_BUDGET));
    search.read_bitmap(binarize::by_block(&picture.luma()).as_ref());
    search.into_codes().len()
}

#[test]
fn reads_through_noise() {
    assert_eq!(plain().noisy(150).read(), [LINK]);
}

#[test]
fn finds_several_codes_and_their_places() {
    let mut picture = Picture::new("25103003", 5, [700, 300], [20, 30]);
    let other = Picture::new("aatt7m", 5, [700, 300], [420, 60]);
    for (pixel, from) in picture.pixels.iter_mut().zip(&other.pixels) {
        *pixel = (*pixel).min(*from);
    }
    let mut codes = deep(&picture.luma(), &|| Duration::ZERO, DEEP_BUDGET);
    codes.sort_by(|a, b| a.text().cmp(b.text()));
    assert_eq!(
        codes.iter().map(Code::text).collect::<Vec<_>>(),
        ["25103003", "aatt7m"]
    );
    // The quiet zone is four modules of five pixels, the symbol 21 modules.
    for (code, [left, top]) in codes.iter().zip([[40.0, 50.0], [440.0, 80.0]]) {
        let expected = [
            [left, top],
            [left + 105.0, top],
            [left + 105.0, top + 105.0],
            [left, top + 105.0],
        ];
        for (corner, place) in code
            .corners()
            .as_flattened()
            .iter()
            .zip(expected.as_flattened())
        {
            assert!((corner - place).abs() < 3.0, "{:?}", code.corners());
        }
    }
}

#[test]
fn a_row_stride_changes_nothing() {
    let plain = plain();
    let stride = plain.width + 37;
    let mut padded = Vec::new();
    for row in plain.pixels.chunks_exact(plain.width) {
        padded.extend_from_slice(row);
        padded.extend((0..37).map(|i| i * 7));
    }
    let luma = Luma::new(&padded, plain.width, plain.height, stride).expect("a plane");
    let codes = deep(&luma, &|| Duration::ZERO, DEEP_BUDGET);
    assert_eq!(codes.iter().map(Code::text).collect::<Vec<_>>(), [LINK]);
}

#[test]
fn texts_stay_out_of_debug() {
    let codes = deep(&plain().luma(), &|| Duration::ZERO, DEEP_BUDGET);
    assert!(codes.len() == 1 && !format!("{codes:?}").contains("2510"));
}

#[test]
fn no_time_means_no_stage() {
    assert!(deep(&plain().luma(), &|| Duration::ZERO, Duration::ZERO).is_empty());
    // A clock that runs out ends the search whatever stage it is in.
    for ticks in [1, 3, 10, 40] {
        let asked = Cell::new(0);
        let clock = || {
            asked.set(asked.get() + 1);
            Duration::from_millis(asked.get())
        };
        let _ = deep(
            &plain().noisy(255).luma(),
            &clock,
            Duration::from_millis(ticks),
        );
        assert!(
            asked.get() < ticks + 200,
            "{} times after {ticks}",
            asked.get()
        );
    }
}

fn push(scanner: &mut LiveScanner, picture: &Picture) -> LiveScan {
    scanner.push(&picture.luma(), &|| Duration::ZERO, FRAME_BUDGET)
}

#[test]
fn a_live_code_counts_once_two_frames_agree() {
    let mut scanner = LiveScanner::new();
    let first = push(&mut scanner, &plain());
    assert!(first.codes.is_empty());
    let second = push(&mut scanner, &Picture::new(LINK, 4, [400, 320], [126, 84]));
    assert_eq!(
        second.codes.iter().map(Code::text).collect::<Vec<_>>(),
        [LINK]
    );
    // Another text starts from nothing.
    assert!(
        push(
            &mut scanner,
            &Picture::new("25103003", 4, [400, 320], [120, 90])
        )
        .codes
        .is_empty()
    );
}

#[test]
fn a_soft_live_code_is_read_within_five_frames() {
    let mut scanner = LiveScanner::new();
    let soft = Picture::new(LINK, 5, [420, 340], [90, 60]).blurred(3);
    assert!((0..5).any(|_| !push(&mut scanner, &soft).codes.is_empty()));
}

#[test]
fn hints_say_what_is_wrong_once_it_lasts() {
    let hint = |picture: &Picture| {
        let mut scanner = LiveScanner::new();
        let hints: Vec<_> = (0..9).map(|_| push(&mut scanner, picture).hint).collect();
        assert_eq!(hints[0], None);
        hints.into_iter().flatten().next()
    };
    assert_eq!(hint(&plain()), None);
    assert_eq!(
        hint(&plain().map(|pixel| pixel / 16)),
        None,
        "dark, but read"
    );
    assert_eq!(
        hint(&Picture::new(LINK, 4, [400, 320], [120, 90]).map(|_| 12)),
        Some(ScanHint::TooDark)
    );
    let cut = Picture::new(LINK, 6, [280, 330], [110, 40]);
    assert_eq!(hint(&cut), Some(ScanHint::PartlyOutside));
}

#[test]
fn every_hint_has_its_texts() {
    use ScanHint::{Glare, HoldStill, PartlyOutside, TooDark, TooFar};
    for hint in [TooDark, Glare, PartlyOutside, TooFar, HoldStill] {
        let key = hint.text_key();
        assert!(key.ends_with(hint.code()), "{key}");
        assert!(
            Lang::ALL.iter().all(|lang| text(key, *lang).is_some()),
            "{key}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_plane_panics(width in 1_usize..90, height in 1_usize..90, pad in 0_usize..9, seed: u64, coarse in 1_usize..9) {
        let stride = width + pad;
        let mut state = seed | 1;
        let cells: Vec<u8> = (0..stride * height).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 56) as u8
        }).collect();
        let pixels: Vec<u8> = (0..stride * height)
            .map(|i| cells[(i / stride / coarse) * stride + (i % stride) / coarse])
            .collect();
        let luma = Luma::new(&pixels, width, height, stride).expect("a plane");
        let _ = deep(&luma, &|| Duration::ZERO, DEEP_BUDGET);
        let mut scanner = LiveScanner::new();
        for _ in 0..4 {
            let _ = scanner.push(&luma, &|| Duration::ZERO, FRAME_BUDGET);
        }
    }
}
