//! Head, ears, eyes, nose and mouth.

use super::bust::{Bust, FACE, HEAD};
use super::canvas::Paint::{Fill, Pen, Veil};
use super::canvas::{Canvas, ink};

/// The brows.
#[derive(Clone, Copy, PartialEq)]
pub enum Brows {
    Calm,
    /// Drawn together.
    Frowning,
}

/// The eyes.
#[derive(Clone, Copy, PartialEq)]
pub enum Eyes {
    Open,
    Closed,
    /// Looking aside.
    Aside,
    /// Coloured lenses.
    Coloured,
}

/// The mouth.
#[derive(Clone, Copy, PartialEq)]
pub enum Mouth {
    Closed,
    Open,
    /// Open, the teeth showing.
    Teeth,
    /// A wide smile with closed lips.
    Grin,
}

/// Half the distance of the eyes.
const EYE: f32 = 10.0;

/// The head without features, and the ears that show.
pub fn head(bust: &Bust, on: &mut Canvas) {
    for side in [-1.0, 1.0] {
        // The ear on the side the head turns to goes behind it, the other comes forward.
        let away = side * bust.turn;
        if away < 0.55 {
            let x = HEAD[0] + side * (FACE[0] + 1.0) * (1.0 - 0.45 * (-away).max(0.0));
            let y = HEAD[1] + 2.0 - 5.0 * bust.nod;
            on.oval([x, y], [5.0, 8.0], Fill(ink::SKIN));
            on.oval([x, y], [2.4, 4.8], Fill(ink::SHADE));
        }
    }
    on.oval(HEAD, FACE, Fill(ink::SKIN));
}

/// Everything in the face.
pub fn features(bust: &Bust, on: &mut Canvas) {
    let [x, y] = bust.front();
    // A turned face is narrower on the far side.
    let squeeze = |side: f32| EYE * (1.0 - 0.35 * (side * bust.turn).max(0.0));
    for side in [-1.0, 1.0] {
        let eye = [x + side * squeeze(side), y - 3.0];
        draw_brow(bust, side, eye, on);
        draw_eye(bust, eye, on);
    }
    let nose = format!(
        "M{} {}q{} 8 {} 9",
        x,
        y,
        3.0 * bust.turn - 1.0,
        2.0 + bust.turn
    );
    on.path(&nose, Pen(ink::SHADE, 1.6));
    draw_mouth(bust, [x, y + 16.0], on);
    if bust.shine {
        for (spot, size) in [
            ([x - 2.0, y - 17.0], [8.0, 3.0]),
            ([x + 0.5, y + 4.0], [2.2, 4.5]),
            ([x - 14.0, y + 7.0], [3.5, 3.0]),
            ([x + 14.0, y + 7.0], [3.5, 3.0]),
        ] {
            on.oval(spot, size, Veil(ink::WHITE, 0.9));
        }
    }
}

fn draw_brow(bust: &Bust, side: f32, [x, y]: [f32; 2], on: &mut Canvas) {
    let (inner, outer) = if bust.brows == Brows::Frowning {
        (-4.5, -9.0)
    } else {
        (-8.0, -7.2)
    };
    let data = format!(
        "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}",
        x - side * 5.0,
        y + inner,
        x,
        y - 9.0,
        x + side * 5.5,
        y + outer
    );
    on.path(&data, Pen(ink::HAIR, 2.0));
}

fn draw_eye(bust: &Bust, [x, y]: [f32; 2], on: &mut Canvas) {
    if bust.eyes == Eyes::Closed {
        on.path(
            &format!("M{:.1} {y}q5 3.4 10 0", x - 5.0),
            Pen(ink::HAIR, 1.8),
        );
        return;
    }
    if bust.makeup {
        on.oval([x, y - 2.6], [6.6, 3.6], Veil("#8d4bb5", 0.75));
    }
    on.oval([x, y], [5.2, 3.3], Fill(ink::WHITE));
    let pupil = if bust.eyes == Eyes::Aside { x + 3.0 } else { x };
    if bust.eyes == Eyes::Coloured {
        on.oval([pupil, y], [3.2, 3.2], Fill("#2fb5d6"));
        on.oval([pupil, y], [1.4, 1.4], Fill(ink::HAIR));
    } else {
        on.oval([pupil, y], [2.7, 2.9], Fill(ink::HAIR));
    }
    on.oval([pupil + 0.9, y - 1.0], [0.8, 0.8], Fill(ink::WHITE));
    on.path(
        &format!("M{:.1} {:.1}q5.4 -4.6 10.8 0", x - 5.4, y - 0.6),
        Pen(ink::HAIR, 1.2),
    );
}

fn draw_mouth(bust: &Bust, [x, y]: [f32; 2], on: &mut Canvas) {
    let lips = if bust.makeup { "#c2113a" } else { ink::LIPS };
    match bust.mouth {
        Mouth::Closed => {
            let width = if bust.makeup { 3.6 } else { 2.2 };
            on.path(&format!("M{:.1} {y}q6.5 2 13 0", x - 6.5), Pen(lips, width));
        }
        Mouth::Open => {
            on.oval([x, y + 1.0], [5.0, 4.6], Fill(lips));
            on.oval([x, y + 1.0], [3.2, 3.0], Fill("#5d1f24"));
        }
        Mouth::Teeth => {
            on.path(
                &format!("M{:.1} {:.1}h20q-2 10 -10 10t-10 -10z", x - 10.0, y - 2.0),
                Fill(lips),
            );
            on.path(
                &format!("M{:.1} {:.1}h16q-1.5 5 -8 5t-8 -5z", x - 8.0, y - 0.8),
                Fill(ink::WHITE),
            );
        }
        Mouth::Grin => {
            on.path(
                &format!("M{:.1} {:.1}q11 11 22 0", x - 11.0, y - 3.0),
                Pen(lips, 2.4),
            );
            for side in [-1.0, 1.0] {
                on.oval(
                    [x + side * 14.0, y - 6.0],
                    [4.0, 2.6],
                    Veil(ink::LIPS, 0.35),
                );
            }
        }
    }
}
