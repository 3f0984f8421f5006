//! One student, head and shoulders, put together from parts. The usual one keeps every rule.

use super::body::{self, Clothes};
use super::canvas::Canvas;
use super::face::{self, Brows, Eyes, Mouth};
use super::hair::{self, Hair};
use super::worn::{self, Glasses, Worn};

/// A student, by what can differ.
#[derive(Clone, Copy)]
pub struct Bust {
    /// Head to the left (-1) or right (1) of the picture.
    pub turn: f32,
    /// Chin down (1) or up (-1).
    pub nod: f32,
    /// Head leant, in degrees, clockwise.
    pub lean: f32,
    /// Shoulders slanted, in degrees, clockwise.
    pub slant: f32,
    /// Body to the left (-1) or right (1) of the picture.
    pub body_turn: f32,
    /// Of the usual size.
    pub scale: f32,
    /// Moved, in units of the drawing.
    pub shift: [f32; 2],
    pub hair: Hair,
    pub brows: Brows,
    pub eyes: Eyes,
    pub mouth: Mouth,
    pub clothes: Clothes,
    pub glasses: Option<Glasses>,
    pub worn: Option<Worn>,
    /// Bright spots on the skin.
    pub shine: bool,
    /// Lips and lids painted.
    pub makeup: bool,
}

impl Default for Bust {
    fn default() -> Self {
        Self {
            turn: 0.0,
            nod: 0.0,
            lean: 0.0,
            slant: 0.0,
            body_turn: 0.0,
            scale: 1.0,
            shift: [0.0; 2],
            hair: Hair::Short,
            brows: Brows::Calm,
            eyes: Eyes::Open,
            mouth: Mouth::Closed,
            clothes: Clothes::Jacket,
            glasses: None,
            worn: None,
            shine: false,
            makeup: false,
        }
    }
}

/// The middle of the head of the usual student.
pub const HEAD: [f32; 2] = [60.0, 66.0];
/// Half the width and height of the face.
pub const FACE: [f32; 2] = [23.0, 29.0];

impl Bust {
    /// Draws the student.
    pub fn draw(&self, on: &mut Canvas) {
        let [x, y] = self.shift;
        // Scaled about the middle of the face.
        let place = format!(
            "translate({:.1} {:.1}) scale({})",
            HEAD[0] * (1.0 - self.scale) + x,
            HEAD[1] * (1.0 - self.scale) + y,
            self.scale
        );
        on.moved(&place, |on| {
            let lean = format!("rotate({} 60 96)", self.lean);
            on.moved(&lean, |on| hair::behind(self, on));
            body::neck(self, on);
            on.moved(&format!("rotate({} 60 120)", self.slant), |on| {
                body::trunk(self, on);
            });
            on.moved(&lean, |on| self.head(on));
        });
    }

    fn head(&self, on: &mut Canvas) {
        face::head(self, on);
        hair::cap(self, on);
        face::features(self, on);
        hair::before(self, on);
        worn::draw(self, on);
    }

    /// The middle of the features: where nose and eyes go when the head turns and nods.
    pub fn front(&self) -> [f32; 2] {
        [HEAD[0] + 8.0 * self.turn, HEAD[1] + 7.0 * self.nod]
    }
}
