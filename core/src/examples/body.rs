//! Neck, shoulders and what is worn on them.

use super::bust::Bust;
use super::canvas::Paint::{Fill, Pen};
use super::canvas::{Canvas, ink};

/// What is worn.
#[derive(Clone, Copy, PartialEq)]
pub enum Clothes {
    /// A dark jacket over a white collar.
    Jacket,
    /// A shirt in the colour of the background.
    LightBlue,
    Striped,
    Hooded,
    /// A strap top.
    Straps,
}

/// Shoulders and chest of a body seen from the front.
const TRUNK: &str = "M14 330V142Q16 122 36 115L50 109Q60 116 70 109L84 115Q104 122 106 142V330Z";

/// Draws the neck, and the hood behind it.
pub fn neck(bust: &Bust, on: &mut Canvas) {
    if bust.clothes == Clothes::Hooded {
        on.path(
            "M36 112Q34 84 60 84T84 112Q72 122 60 122T36 112Z",
            Fill("#8a4b57"),
        );
    }
    on.path("M50 84V108Q60 120 70 108V84Z", Fill(ink::SKIN));
    on.path("M50 92Q60 102 70 92V88H50Z", Fill(ink::SHADE));
}

/// Draws the trunk.
pub fn trunk(bust: &Bust, on: &mut Canvas) {
    let turn = bust.body_turn;
    // A body that turns away gets narrow, and one shoulder comes before the other.
    let place = format!(
        "translate({:.1} 0) scale({:.2} 1)",
        60.0 * 0.3 * turn.abs() + 9.0 * turn,
        1.0 - 0.3 * turn.abs()
    );
    on.moved(&place, |on| {
        match bust.clothes {
            Clothes::Straps => straps(on),
            other => {
                on.path(TRUNK, Fill(color(other)));
                collar(other, on);
            }
        }
        if turn != 0.0 {
            let x = 60.0 + 26.0 * turn.signum();
            on.path(
                &format!("M{x} 118Q{} 140 {x} 330", x - 7.0 * turn.signum()),
                Pen("#2c3f59", 1.6),
            );
        }
    });
}

fn color(clothes: Clothes) -> &'static str {
    match clothes {
        Clothes::LightBlue => "#7fcdf9",
        Clothes::Striped => "#f6d6d0",
        Clothes::Hooded => "#a35d6a",
        Clothes::Jacket | Clothes::Straps => ink::CLOTH,
    }
}

fn collar(clothes: Clothes, on: &mut Canvas) {
    match clothes {
        Clothes::Jacket => {
            on.path("M50 109L60 134L70 109Q60 118 50 109Z", Fill(ink::WHITE));
            on.path(
                "M50 108L60 121L54 129L45 111ZM70 108L60 121L66 129L75 111Z",
                Fill("#f4f6f8"),
            );
            on.path("M45 111L60 137L75 111M60 137V330", Pen("#2c3f59", 1.4));
        }
        Clothes::LightBlue => {
            on.path(
                "M49 108L60 122L53 130L43 112ZM71 108L60 122L67 130L77 112Z",
                Fill("#a5ddfb"),
            );
            on.path("M60 122V330", Pen("#5fb4e6", 1.2));
        }
        Clothes::Striped => {
            on.path("M20 134V330M30 122V330M40 116V330M50 113V330M60 120V330M70 113V330M80 116V330M90 122V330M100 134V330", Pen("#c43d3d", 4.4));
            on.path("M49 109Q60 120 71 109", Pen("#c43d3d", 3.0));
        }
        Clothes::Hooded => {
            on.path("M46 112Q60 128 74 112", Pen("#7a3f4b", 3.0));
            on.path("M54 120V142M66 120V142", Pen(ink::WHITE, 1.6));
        }
        Clothes::Straps => {}
    }
}

fn straps(on: &mut Canvas) {
    on.path(TRUNK, Fill(ink::SKIN));
    on.path("M28 330V148Q44 156 60 156T92 148V330Z", Fill("#b34a6c"));
    on.path("M34 150L43 113M86 150L77 113", Pen("#b34a6c", 3.4));
    on.path(
        "M46 124Q54 128 57 125M74 124Q66 128 63 125",
        Pen(ink::SHADE, 1.4),
    );
}
