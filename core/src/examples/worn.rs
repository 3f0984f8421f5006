//! Glasses, hats, jewellery.

use super::bust::{Bust, HEAD};
use super::canvas::Paint::{Fill, Pen, Veil};
use super::canvas::{Canvas, ink};

/// A pair of glasses.
#[derive(Clone, Copy, PartialEq)]
pub enum Glasses {
    /// Clear, the eyes in the middle of the lenses.
    Clear,
    /// Lamps mirrored in the lenses.
    Glare,
    /// Dark lenses.
    Tinted,
    /// Slipped down, so that the frame crosses the eyes.
    Low,
}

/// Things worn that should not be.
#[derive(Clone, Copy, PartialEq)]
pub enum Worn {
    Hat,
    Jewellery,
}

/// Draws what is worn on the head and round the neck.
pub fn draw(bust: &Bust, on: &mut Canvas) {
    if let Some(glasses) = bust.glasses {
        draw_glasses(glasses, bust.front(), on);
    }
    match bust.worn {
        Some(Worn::Hat) => {
            on.path("M36 50Q34 24 60 24T84 50Z", Fill("#b5493f"));
            on.path(
                "M32 50Q60 40 88 50Q90 56 86 56Q60 47 34 56Q30 56 32 50Z",
                Fill("#8f352d"),
            );
        }
        Some(Worn::Jewellery) => {
            for side in [-1.0, 1.0] {
                on.oval([HEAD[0] + side * 24.0, 81.0], [2.6, 2.6], Fill(ink::GOLD));
                on.oval(
                    [HEAD[0] + side * 24.0, 88.0],
                    [3.6, 4.6],
                    Pen(ink::GOLD, 1.8),
                );
            }
            on.path("M48 103Q60 124 72 103", Pen(ink::GOLD, 2.2));
            on.oval([60.0, 115.5], [3.2, 3.2], Fill(ink::GOLD));
        }
        None => {}
    }
}

fn draw_glasses(glasses: Glasses, [x, y]: [f32; 2], on: &mut Canvas) {
    let (y, pen) = if glasses == Glasses::Low {
        (y + 4.2, 3.0)
    } else {
        (y - 2.0, 1.7)
    };
    for side in [-1.0, 1.0] {
        let lens = [x + side * 10.5 - 8.5, y - 7.0];
        match glasses {
            Glasses::Tinted => {
                on.block(lens, [17.0, 14.0], 5.5, Veil("#2b2320", 0.85));
            }
            Glasses::Glare => {
                on.block(lens, [17.0, 14.0], 5.5, Veil(ink::WHITE, 0.35));
                let data = format!(
                    "M{:.1} {:.1}l9 -11h5l-9 12zM{:.1} {:.1}l7 -9h2.4l-7.2 9z",
                    lens[0] + 1.6,
                    lens[1] + 12.0,
                    lens[0] + 9.6,
                    lens[1] + 12.6
                );
                on.path(&data, Fill(ink::WHITE));
            }
            Glasses::Clear | Glasses::Low => {}
        }
        on.block(lens, [17.0, 14.0], 5.5, Pen(ink::LINE, pen));
        on.line(
            [x + side * 19.0, y - 2.0],
            [HEAD[0] + side * 24.0, y - 4.0],
            Pen(ink::LINE, pen),
        );
    }
    on.line([x - 2.0, y - 2.0], [x + 2.0, y - 2.0], Pen(ink::LINE, pen));
}
