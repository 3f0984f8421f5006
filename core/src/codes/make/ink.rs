//! Drawing with smooth edges on a grey sheet.

use super::glyphs;

/// A sheet of paper, 255 white.
pub(super) struct Sheet {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
}

impl Sheet {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            pixels: vec![255; width * height],
        }
    }

    /// A black rectangle.
    pub(super) fn rectangle(&mut self, left: usize, top: usize, width: usize, height: usize) {
        for row in self
            .pixels
            .chunks_exact_mut(self.width)
            .skip(top)
            .take(height)
        {
            row[left..left + width].fill(0);
        }
    }

    /// A line of text, centred, capitals `size` pixels high with their top at `top`, drawn with a round pen. Characters
    /// without a glyph are left out.
    pub(super) fn text(&mut self, text: &str, top: f32, size: f32, pen: f32) {
        let scale = size / glyphs::HEIGHT;
        let mut left = (self.width as f32 - glyphs::length(text) * scale) / 2.0;
        for c in text.chars() {
            for stroke in glyphs::strokes(c).into_iter().flatten() {
                for ends in stroke.windows(2) {
                    let [a, b] =
                        [ends[0], ends[1]].map(|[x, y]| [left + x * scale, top + y * scale]);
                    self.line(a, b, pen / 2.0);
                }
            }
            left += glyphs::advance(c) * scale;
        }
    }

    /// A line with round ends: each pixel as dark as the part of it the pen covers, about.
    fn line(&mut self, a: [f32; 2], b: [f32; 2], radius: f32) {
        let range = |axis: usize, limit: usize| {
            let low = (a[axis].min(b[axis]) - radius - 1.0).max(0.0) as usize;
            low..((a[axis].max(b[axis]) + radius + 2.0).max(0.0) as usize).min(limit)
        };
        for y in range(1, self.height) {
            for x in range(0, self.width) {
                let distance = distance([x as f32 + 0.5, y as f32 + 0.5], a, b);
                let cover = (radius + 0.5 - distance).clamp(0.0, 1.0);
                let pixel = &mut self.pixels[y * self.width + x];
                *pixel = (*pixel).min(255 - (cover * 255.0) as u8);
            }
        }
    }
}

/// Distance of a point from a line between two points.
fn distance(p: [f32; 2], a: [f32; 2], b: [f32; 2]) -> f32 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length = along[0] * along[0] + along[1] * along[1];
    let t = ((p[0] - a[0]) * along[0] + (p[1] - a[1]) * along[1]) / length.max(f32::MIN_POSITIVE);
    let t = t.clamp(0.0, 1.0);
    (p[0] - a[0] - t * along[0]).hypot(p[1] - a[1] - t * along[1])
}
