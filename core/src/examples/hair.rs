//! Hair, in three layers: behind the head, on it, and before the face.

use super::bust::{Bust, FACE, HEAD};
use super::canvas::Paint::{Fill, Pen};
use super::canvas::{Canvas, ink};

/// How the hair is worn.
#[derive(Clone, Copy, PartialEq)]
pub enum Hair {
    Short,
    /// Long, tied at the back.
    Tied,
    /// Long, over shoulders and chest.
    Loose,
    /// Long on one side, over the ear: left (-1) or right (1) in the picture.
    OverEar(f32),
    /// A fringe down over the brows.
    OverBrows,
    /// Strands down over the eyes.
    OverEyes,
}

/// What lies behind neck and ears.
pub fn behind(bust: &Bust, on: &mut Canvas) {
    match bust.hair {
        Hair::Tied => {
            on.oval(
                [HEAD[0] - 6.0 * bust.turn, HEAD[1] - 38.0],
                [11.0, 9.0],
                Fill(ink::HAIR),
            );
        }
        Hair::Loose => {
            on.path("M34 60Q28 110 36 128H84Q92 110 86 60Z", Fill(ink::HAIR));
        }
        _ => {}
    }
}

/// The cap of hair round the forehead.
pub fn cap(bust: &Bust, on: &mut Canvas) {
    let [x, y] = HEAD;
    let (left, right) = (x - FACE[0] - 1.5, x + FACE[0] + 1.5);
    let top = y - FACE[1] - 5.0;
    // The hairline moves with the features.
    let line = y - 13.0 + 5.0 * bust.nod;
    let part = x + 9.0 * bust.turn + 6.0;
    let data = format!(
        "M{left:.1} {:.1}C{left:.1} {:.1} {:.1} {top:.1} {x} {top:.1}S{right:.1} {:.1} {right:.1} {:.1}Q{:.1} {:.1} {part:.1} {line:.1}Q{:.1} {:.1} {left:.1} {:.1}Z",
        y - 2.0,
        y - 24.0,
        x - 16.0,
        y - 24.0,
        y - 2.0,
        right - 3.0,
        line + 2.0,
        left + 5.0,
        line + 3.0,
        y - 2.0
    );
    on.path(&data, Fill(ink::HAIR));
}

/// What falls before the face.
pub fn before(bust: &Bust, on: &mut Canvas) {
    let [x, y] = HEAD;
    match bust.hair {
        Hair::Short | Hair::Tied => {}
        Hair::Loose => {
            for side in [-1.0, 1.0] {
                on.moved(&format!("translate({x} {y}) scale({side} 1)"), |on| {
                    on.path(
                        "M22 -20Q32 0 29 26T24 66Q14 64 13 60Q22 34 21 6Z",
                        Fill(ink::HAIR),
                    );
                });
            }
        }
        Hair::OverEar(side) => {
            on.moved(&format!("translate({x} {y}) scale({side} 1)"), |on| {
                on.path(
                    "M14 -26Q34 -14 31 12T24 34Q17 32 19 16Q20 -4 12 -18Z",
                    Fill(ink::HAIR),
                );
            });
        }
        Hair::OverBrows => {
            let data = format!(
                "M{:.1} {:.1}Q{x} {:.1} {:.1} {:.1}L{:.1} {:.1}Q{x} {:.1} {:.1} {:.1}Z",
                x - 23.0,
                y - 14.0,
                y - 30.0,
                x + 23.0,
                y - 14.0,
                x + 22.0,
                y - 8.5,
                y - 5.0,
                x - 22.0,
                y - 8.5
            );
            on.path(&data, Fill(ink::HAIR));
        }
        Hair::OverEyes => {
            for start in [-16.0, -10.0, -4.0, 7.0, 13.0] {
                let data = format!("M{:.1} {:.1}q5 12 -1 24", x + start, y - 16.0);
                on.path(&data, Pen(ink::HAIR, 3.4));
            }
        }
    }
}
