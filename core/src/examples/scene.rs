//! One drawing: a student before a wall, under a light, with what to look at.

use super::bust::Bust;
use super::canvas::Paint::{Dash, Pen};
use super::canvas::{Canvas, HEIGHT, WIDTH, ink};
use super::setting::{self, Light, Wall};

/// A student in a setting, and the place to look at.
pub struct Scene {
    pub bust: Bust,
    pub wall: Wall,
    pub light: Light,
    /// Middle and radii of a ring round what is wrong.
    pub ring: Option<[f32; 4]>,
    /// Heights of lines that the head should keep between.
    pub lines: &'static [f32],
    /// Columns of such lines.
    pub columns: &'static [f32],
    /// A second student, moved and scaled.
    pub second: Option<Bust>,
    /// An attribute for the student: out of focus, or see-through, which draws a moving one.
    pub style: &'static str,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            bust: Bust::default(),
            wall: Wall::Room,
            light: Light::Even,
            ring: None,
            lines: &[],
            columns: &[],
            second: None,
            style: "",
        }
    }
}

impl Scene {
    /// Draws all of it; lines in the colour of right or wrong.
    pub fn draw(&self, right: bool, on: &mut Canvas) {
        setting::wall(self.wall, on);
        if let Some(second) = &self.second {
            second.draw(on);
        }
        if self.style.starts_with("opacity") {
            // A moving picture: the same student a few times over.
            for step in [-9.0, -5.0, -1.0, 3.0, 7.0] {
                on.moved(&format!("translate({step} 0)"), |on| {
                    on.group(self.style, |on| self.bust.draw(on));
                });
            }
        } else {
            on.group(self.style, |on| self.bust.draw(on));
        }
        setting::light(self.light, on);
        let color = if right { ink::RIGHT } else { ink::WRONG };
        for y in self.lines {
            on.line([2.0, *y], [WIDTH - 2.0, *y], Dash(color, 1.8));
        }
        for x in self.columns {
            on.line([*x, 2.0], [*x, HEIGHT - 2.0], Dash(color, 1.8));
        }
        if let Some([x, y, rx, ry]) = self.ring {
            on.oval([x, y], [rx, ry], Pen(ink::WRONG, 2.4));
        }
    }
}
