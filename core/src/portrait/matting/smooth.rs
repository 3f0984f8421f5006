//! The pixels agree on α: a guided filter (He, Sun and Tang, "Guided Image Filtering", 2013) with weights.
//!
//! In a small window α is close to a linear function of the colour. The function is fitted with each pixel counting by its
//! trust, and each pixel takes the mean of the functions whose windows hold it. A wide pass carries α into places that the
//! samples could not explain; a narrow one then draws the hairs.

use super::samples::Estimate;
use super::zones::{Zone, Zones};
use crate::portrait::light::Linear;

/// One pass of the filter.
struct Pass {
    /// Half width of a window, in steps.
    radius: usize,
    /// Pixels from one step to the next.
    step: usize,
    /// How little contrast a window may have before it only averages: a variance, in linear light.
    flat: f32,
}

const WIDE: Pass = Pass {
    radius: 3,
    step: 2,
    flat: 1e-4,
};
const NARROW: Pass = Pass {
    radius: 1,
    step: 1,
    flat: 2e-5,
};
/// α this near to 0 or 1 becomes it: what remains there is noise, and would show as a veil.
const SNAP: f32 = 0.015;

pub(super) fn smooth(picture: &Linear, zones: &Zones, mut estimate: Estimate) -> Vec<f32> {
    let carried = WIDE.run(picture, zones, &estimate);
    for (i, carried) in carried {
        let trust = estimate.trust[i];
        estimate.alpha[i] = trust * estimate.alpha[i] + (1.0 - trust) * carried;
        estimate.trust[i] = trust.max(0.3);
    }
    for (i, alpha) in NARROW.run(picture, zones, &estimate) {
        estimate.alpha[i] = ((alpha - SNAP) / (1.0 - 2.0 * SNAP)).clamp(0.0, 1.0);
    }
    estimate.alpha
}

/// α = `slope` · colour + `offset` in one window.
#[derive(Clone, Copy, Default)]
struct Line {
    weight: f32,
    slope: [f32; 3],
    offset: f32,
}

impl Pass {
    /// The filtered α of each pixel of the band.
    fn run(&self, picture: &Linear, zones: &Zones, estimate: &Estimate) -> Vec<(usize, f32)> {
        let mut lines = vec![None; zones.zones.len()];
        let mut filtered = Vec::new();
        for (i, zone) in zones.zones.iter().enumerate() {
            if *zone != Zone::Band {
                continue;
            }
            let color = picture.pixels[i];
            let (mut sum, mut weight) = (0.0, 0.0);
            for j in self.window(zones, i) {
                let line = lines[j].get_or_insert_with(|| self.fit(picture, zones, estimate, j));
                sum += line.weight * (dot(line.slope, color) + line.offset);
                weight += line.weight;
            }
            filtered.push((i, (sum / weight).clamp(0.0, 1.0)));
        }
        filtered
    }

    /// The pixels of the window round one, clipped at the picture's edges.
    fn window(&self, zones: &Zones, i: usize) -> impl Iterator<Item = usize> + use<> {
        let (width, step) = (zones.width, self.step);
        let side = |at: usize, length: usize| {
            let before = self.radius.min(at / step);
            let after = self.radius.min((length - 1 - at) / step);
            (at - before * step..=at + after * step).step_by(step)
        };
        let columns = side(i % width, width);
        side(i / width, zones.height).flat_map(move |y| columns.clone().map(move |x| y * width + x))
    }

    /// Least squares over the window round one pixel, each pixel counting by its trust.
    fn fit(&self, picture: &Linear, zones: &Zones, estimate: &Estimate, i: usize) -> Line {
        // Colours are taken from the middle pixel's: sums of small numbers keep their digits.
        let origin = picture.pixels[i];
        let (mut weight, mut alpha, mut color) = (0.0, 0.0, [0.0; 3]);
        let (mut toward, mut square) = ([0.0; 3], [0.0; 6]);
        for j in self.window(zones, i) {
            let (w, a) = (estimate.trust[j], estimate.alpha[j]);
            let [x, y, z]: [f32; 3] = std::array::from_fn(|c| picture.pixels[j][c] - origin[c]);
            weight += w;
            alpha += w * a;
            add(&mut color, [x, y, z], w);
            add(&mut toward, [x, y, z], w * a);
            add(&mut square, [x * x, x * y, x * z, y * y, y * z, z * z], w);
        }
        let alpha = alpha / weight;
        let color = color.map(|sum| sum / weight);
        let toward = std::array::from_fn(|c| toward[c] / weight - color[c] * alpha);
        let [x, y, z] = color;
        let products = [x * x, x * y, x * z, y * y, y * z, z * z];
        let mut spread: [f32; 6] = std::array::from_fn(|k| square[k] / weight - products[k]);
        for diagonal in [0, 3, 5] {
            spread[diagonal] += self.flat;
        }
        let slope = solve(spread, toward);
        let middle = std::array::from_fn(|c| origin[c] + color[c]);
        Line {
            weight,
            slope,
            offset: alpha - dot(slope, middle),
        }
    }
}

/// Solves a symmetric system, given as xx, xy, xz, yy, yz, zz, by cofactors.
fn solve([xx, xy, xz, yy, yz, zz]: [f32; 6], right: [f32; 3]) -> [f32; 3] {
    let (a, b, c) = (yy * zz - yz * yz, yz * xz - xy * zz, xy * yz - yy * xz);
    let (d, e, f) = (xx * zz - xz * xz, xy * xz - xx * yz, xx * yy - xy * xy);
    let scale = 1.0 / (xx * a + xy * b + xz * c).max(f32::MIN_POSITIVE);
    [[a, b, c], [b, d, e], [c, e, f]].map(|row| scale * dot(row, right))
}

fn add<const N: usize>(sum: &mut [f32; N], values: [f32; N], weight: f32) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += weight * value;
    }
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
