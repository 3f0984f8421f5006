//! What lies around the student: the wall behind, and the light.

use super::bust::{FACE, HEAD};
use super::canvas::Paint::{Fill, Pen, Veil};
use super::canvas::{Canvas, HEIGHT, WIDTH, ink};

/// What lies behind.
#[derive(Clone, Copy, PartialEq)]
pub enum Wall {
    Room,
    /// The colour of a finished portrait.
    Official,
    /// That colour, darker to one side.
    Gradient,
    /// A wall close behind, with the student's shadow on it.
    Shadow,
    /// A bright window.
    Window,
}

/// How the face is lit.
#[derive(Clone, Copy, PartialEq)]
pub enum Light {
    Even,
    /// From one side.
    Half,
    /// From right above.
    Above,
    /// From behind.
    Behind,
    Dark,
    Bright,
    /// Under a lamp of warm colour.
    Orange,
}

/// Draws what is behind the student.
pub fn wall(wall: Wall, on: &mut Canvas) {
    let ground = match wall {
        Wall::Room | Wall::Shadow => ink::WALL,
        Wall::Official | Wall::Gradient => ink::OFFICIAL,
        Wall::Window => "#8d949c",
    };
    on.block([0.0, 0.0], [WIDTH, HEIGHT], 0.0, Fill(ground));
    match wall {
        Wall::Room | Wall::Official => {}
        Wall::Gradient => {
            for step in 0..8u8 {
                let x = 15.0 * f32::from(step);
                on.block([x, 0.0], [WIDTH - x, HEIGHT], 0.0, Veil("#0b2c4d", 0.085));
            }
        }
        Wall::Shadow => {
            on.moved("translate(15 5)", |on| {
                on.oval(
                    [HEAD[0], HEAD[1] - 2.0],
                    [FACE[0] + 4.0, FACE[1] + 4.0],
                    Fill("#a9b2bc"),
                );
                on.path(
                    "M14 170V142Q16 122 36 115L48 109V84H72V109L84 115Q104 122 106 142V170Z",
                    Fill("#a9b2bc"),
                );
            });
        }
        Wall::Window => {
            on.block([8.0, 8.0], [104.0, 108.0], 2.0, Fill("#fffbe6"));
            on.path("M60 8V116M8 60H112", Pen("#8d949c", 3.0));
            on.oval([92.0, 28.0], [11.0, 11.0], Fill(ink::GOLD));
        }
    }
}

/// Draws the light over the student.
pub fn light(light: Light, on: &mut Canvas) {
    let [x, y] = HEAD;
    match light {
        Light::Even => {}
        Light::Half => {
            on.path(
                "M60 28Q88 30 90 66Q86 94 70 97V108L84 115Q104 122 106 142V170H60Z",
                Veil("#1d1712", 0.62),
            );
        }
        Light::Above => {
            for side in [-1.0, 1.0] {
                on.oval([x + side * 10.0, y + 2.5], [7.0, 4.2], Veil("#4a2a18", 0.5));
            }
            on.path(
                &format!("M{x} {:.1}l4 8q-4 3 -8 0z", y + 7.0),
                Veil("#4a2a18", 0.5),
            );
            on.path(
                &format!(
                    "M{:.1} {:.1}Q{x} {:.1} {:.1} {:.1}Q{x} {:.1} {:.1} {:.1}Z",
                    x - 16.0,
                    y + 20.0,
                    y + 38.0,
                    x + 16.0,
                    y + 20.0,
                    y + 24.0,
                    x - 16.0,
                    y + 20.0
                ),
                Veil("#4a2a18", 0.45),
            );
            on.path("M50 90H70V108Q60 120 50 108Z", Veil("#4a2a18", 0.6));
            on.path("M46 0H74L66 10H54Z", Fill(ink::LINE));
            on.path("M54 11L44 24H76L66 11Z", Veil(ink::GOLD, 0.8));
        }
        Light::Behind => {
            on.path("M35 66Q31 26 60 26T85 66Q90 76 84 80Q80 96 70 98V109L84 115Q104 122 106 142V170H14V142Q16 122 36 115L50 109V98Q40 96 36 80Q30 76 35 66Z", Veil("#0e0b0a", 0.72));
        }
        Light::Dark => {
            on.block([0.0, 0.0], [WIDTH, HEIGHT], 0.0, Veil("#05070a", 0.74));
        }
        Light::Bright => {
            on.oval([x, y], [FACE[0], FACE[1]], Veil(ink::WHITE, 0.72));
            on.block([0.0, 0.0], [WIDTH, HEIGHT], 0.0, Veil(ink::WHITE, 0.3));
            on.oval([108.0, 12.0], [17.0, 17.0], Fill(ink::GOLD));
            on.path(
                "M84 16L74 19M91 32L84 40M106 38L105 49",
                Pen(ink::GOLD, 3.0),
            );
        }
        Light::Orange => {
            on.block([0.0, 0.0], [WIDTH, HEIGHT], 0.0, Veil("#f28a1b", 0.5));
        }
    }
}
