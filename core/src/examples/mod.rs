//! Right and wrong, drawn: for each rule a small picture of a student who keeps it and of one who breaks it. All are put together from the same few parts, so that the difference between the two is what the rule is about.
//!
//! The drawings hold no text and no ids, stand on light and dark pages alike, and bear a green tick or a red cross.

mod body;
mod bust;
mod camera;
mod canvas;
mod face;
mod hair;
mod papers;
mod scene;
mod scenes;
mod setting;
mod worn;

use crate::report::CheckId;
use canvas::Paint::{Fill, Pen};
use canvas::{Canvas, ink};

/// Which of the two drawings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// The rule is kept.
    Right,
    /// The rule is broken.
    Wrong,
}

/// The drawing as an SVG element of 120 by 160 units, to be put into a page or a file as it is.
pub fn draw(id: CheckId, example: Example) -> String {
    let mut canvas = Canvas::default();
    let right = example == Example::Right;
    scenes::draw(id, right, &mut canvas);
    mark(right, &mut canvas);
    canvas.finish()
}

/// Tick or cross, in the upper left corner.
fn mark(right: bool, on: &mut Canvas) {
    on.oval([15.0, 15.0], [11.0, 11.0], Fill(ink::WHITE));
    on.oval(
        [15.0, 15.0],
        [9.5, 9.5],
        Fill(if right { ink::RIGHT } else { ink::WRONG }),
    );
    let stroke = if right {
        "M10.5 15.5L13.8 18.8L19.8 11.8"
    } else {
        "M11.5 11.5L18.5 18.5M18.5 11.5L11.5 18.5"
    };
    on.path(stroke, Pen(ink::WHITE, 2.4));
}

#[cfg(test)]
mod tests;
