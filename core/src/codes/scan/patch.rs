//! The neighbourhood of one symbol, with its light evened out.

use super::planes;
use crate::frame::Luma;

/// Grey values around a symbol, at about four pixels a module or as fine as the picture is.
pub(super) struct Patch {
    width: usize,
    height: usize,
    left: f32,
    top: f32,
    /// Picture pixels per patch pixel.
    factor: f32,
    grey: Vec<f32>,
    even: Vec<f32>,
}

/// Modules on each side over which light is evened out.
const REACH: f32 = 4.0;
/// Contrast below which a place is taken as noise, in grey levels.
const FLOOR: f32 = 2.0;
/// Fewer pixels a module show no modules.
const MIN_MODULE: f32 = 1.2;

impl Patch {
    /// The part of `luma` inside `bounds` (left, top, right, bottom in pixels) around a symbol with modules of `module`
    /// pixels. Light symbols on dark are turned into dark ones on light. `most` bounds the pixels of the patch; `None` if
    /// modules do not show in so few.
    pub(super) fn new(
        luma: &Luma,
        bounds: [f32; 4],
        module: f32,
        inverted: bool,
        most: usize,
    ) -> Option<Self> {
        let [left, top] = [bounds[0].max(0.0) as usize, bounds[1].max(0.0) as usize];
        let (width, height) = (
            (bounds[2] as usize).checked_sub(left)?,
            (bounds[3] as usize).checked_sub(top)?,
        );
        let crop = luma.crop(left, top, width, height)?;
        let area = crop.width() * crop.height();
        let fine = ((module / 4.0) as usize).max(1);
        let factor = (fine..).find(|f| area / (f * f) <= most)?;
        if factor > fine && module < MIN_MODULE * factor as f32 {
            return None;
        }
        let plane = planes::shrink(&crop, factor)?;
        let view = plane.view()?;
        let flip = |p: u8| f32::from(if inverted { 255 - p } else { p });
        let grey: Vec<f32> = (0..view.height())
            .flat_map(|y| view.row(y).iter().copied().map(flip))
            .collect();
        let radius = (REACH * module / factor as f32).ceil() as usize;
        let (width, height) = (view.width(), view.height());
        let even = even_out(&grey, width, height, radius);
        Some(Self {
            width,
            height,
            left: left as f32,
            top: top as f32,
            factor: factor as f32,
            grey,
            even,
        })
    }

    /// Brightness against the surroundings at a place of the picture, about -1 (dark) to 1 (light).
    pub(super) fn even(&self, at: [f32; 2]) -> Option<f32> {
        self.bilinear(&self.even, at)
    }

    /// Grey level, 0 to 255, at a place of the picture.
    pub(super) fn grey(&self, at: [f32; 2]) -> Option<f32> {
        self.bilinear(&self.grey, at)
    }

    fn bilinear(&self, values: &[f32], [x, y]: [f32; 2]) -> Option<f32> {
        // Pixel centres lie at halves.
        let x = (x - self.left) / self.factor - 0.5;
        let y = (y - self.top) / self.factor - 0.5;
        if !(x >= 0.0 && y >= 0.0 && x < (self.width - 1) as f32 && y < (self.height - 1) as f32) {
            return None;
        }
        let (column, row) = (x as usize, y as usize);
        let (fx, fy) = (x - column as f32, y - row as f32);
        let i = row * self.width + column;
        let above = values[i] + (values[i + 1] - values[i]) * fx;
        let below =
            values[i + self.width] + (values[i + self.width + 1] - values[i + self.width]) * fx;
        Some(above + (below - above) * fy)
    }
}

/// Difference from the mean of the neighbourhood, over the mean absolute difference there.
fn even_out(grey: &[f32], width: usize, height: usize, radius: usize) -> Vec<f32> {
    let mean = box_mean(grey, width, height, radius);
    let mut even: Vec<f32> = grey.iter().zip(&mean).map(|(g, m)| g - m).collect();
    let spread: Vec<f32> = even.iter().map(|d| d.abs()).collect();
    let spread = box_mean(&spread, width, height, radius);
    for (value, spread) in even.iter_mut().zip(&spread) {
        *value = (*value / spread.max(FLOOR)).clamp(-2.0, 2.0);
    }
    even
}

/// Mean over squares of `2 * radius + 1` pixels, cut at the borders.
fn box_mean(values: &[f32], width: usize, height: usize, radius: usize) -> Vec<f32> {
    let mut sums = vec![0.0_f64; (width + 1) * (height + 1)];
    for y in 0..height {
        let mut line = 0.0;
        for x in 0..width {
            line += f64::from(values[y * width + x]);
            sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + line;
        }
    }
    let mut mean = Vec::with_capacity(values.len());
    for y in 0..height {
        let (top, bottom) = (y.saturating_sub(radius), (y + radius + 1).min(height));
        for x in 0..width {
            let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(width));
            let at = |y: usize, x: usize| sums[y * (width + 1) + x];
            let sum = at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left);
            mean.push((sum / ((right - left) * (bottom - top)) as f64) as f32);
        }
    }
    mean
}
