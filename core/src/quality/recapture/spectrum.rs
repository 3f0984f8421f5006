//! The spectrum of a square of grey levels.

use rustfft::{Fft, FftPlanner, num_complex::Complex};
use std::sync::Arc;

/// Side of the square, in pixels.
pub const SIDE: usize = 128;
/// One half of the spectrum holds all there is: the other half mirrors it.
pub const ROWS: usize = SIDE / 2;

/// A frequency's neighbours that a narrow peak reaches through the window: up to this many cells away.
const NEAR: usize = 2;
/// Its surroundings reach this far.
const FAR: usize = 8;

/// A peak is so many times as high as anything in its surroundings.
const ALONE: f32 = 3.0;

/// The power that rounding to grey levels alone leaves in each frequency: its variance, 1/12, times the sum of the squared
/// window. Nothing below it is a peak.
const ROUNDING: f64 = (SIDE * SIDE) as f64 * 9.0 / 64.0 / 12.0;

/// Transforms squares of [`SIDE`] by [`SIDE`].
pub struct Spectrum {
    fft: Arc<dyn Fft<f32>>,
    window: Vec<f32>,
    cells: Vec<Complex<f32>>,
}

impl Spectrum {
    pub fn new() -> Self {
        // The window of Hann: a peak stays within two cells, and the edges of the square make none.
        let step = std::f32::consts::TAU / SIDE as f32;
        Self {
            fft: FftPlanner::new().plan_fft_forward(SIDE),
            window: (0..SIDE)
                .map(|at| 0.5 - 0.5 * (step * at as f32).cos())
                .collect(),
            cells: vec![Complex::default(); SIDE * SIDE],
        }
    }

    /// The frequencies that stand `least` times above the mean of their surroundings and alone there: an edge in the square
    /// makes a ridge, not a peak. Cells count row by row: rows from 0 to half a cycle per pixel across, [`SIDE`] columns
    /// from 0 to one cycle down.
    pub fn peaks(&mut self, grey: &[f32], least: f32) -> Vec<usize> {
        for (place, (cell, value)) in self.cells.iter_mut().zip(grey).enumerate() {
            let weight = self.window[place % SIDE] * self.window[place / SIDE];
            *cell = Complex::new(value * weight, 0.0);
        }
        self.fft.process(&mut self.cells);
        transpose(&mut self.cells);
        self.fft.process(&mut self.cells);
        let power: Vec<f32> = self.cells.iter().map(Complex::norm_sqr).collect();
        let sums = Sums::of(&power);
        let count = |reach: usize| ((2 * reach + 1) * (2 * reach + 1)) as f64;
        let ring = count(FAR) - count(NEAR);
        let stands_out = |cell: &usize| {
            let (x, y) = (cell % SIDE, cell / SIDE);
            let around = (sums.round(x, y, FAR) - sums.round(x, y, NEAR)) / ring;
            f64::from(power[*cell]) > f64::from(least) * around.max(ROUNDING)
                && power[*cell] > ALONE * most_around(&power, x, y)
        };
        (0..ROWS * SIDE).filter(stands_out).collect()
    }
}

/// The greatest power from more than [`NEAR`] to [`FAR`] cells away.
fn most_around(power: &[f32], x: usize, y: usize) -> f32 {
    let steps = || 0..=2 * FAR;
    let away = |step: usize| step.abs_diff(FAR) > NEAR;
    let places = steps().flat_map(|down| steps().map(move |right| (right, down)));
    let ring = places.filter(|&(right, down)| away(right) || away(down));
    let at = |place: usize, step: usize| (place + step + SIDE - FAR) % SIDE;
    ring.map(|(right, down)| power[at(y, down) * SIDE + at(x, right)])
        .fold(0.0, f32::max)
}

fn transpose(cells: &mut [Complex<f32>]) {
    for y in 0..SIDE {
        for x in 0..y {
            cells.swap(y * SIDE + x, x * SIDE + y);
        }
    }
}

/// Sums of the power left of and above each cell, from [`FAR`] cells before the first to as many behind the last: the
/// spectrum repeats itself.
struct Sums(Vec<f64>);

/// Cells along a row of sums: before the first there is nothing.
const WIDE: usize = SIDE + 2 * FAR + 1;

impl Sums {
    fn of(power: &[f32]) -> Self {
        let mut sums = vec![0.0; WIDE];
        for y in 0..ROWS + 2 * FAR {
            let row = &power[(y + SIDE - FAR) % SIDE * SIDE..][..SIDE];
            let repeated = row[SIDE - FAR..].iter().chain(row).chain(&row[..FAR]);
            let (above, mut sum) = (y * WIDE, 0.0);
            sums.push(0.0);
            for (x, &power) in repeated.enumerate() {
                sum += f64::from(power);
                sums.push(sums[above + x + 1] + sum);
            }
        }
        Self(sums)
    }

    /// Over the square that reaches so far from a cell.
    fn round(&self, x: usize, y: usize, reach: usize) -> f64 {
        let (from, to) = (FAR - reach, FAR + reach + 1);
        let at = |x: usize, y: usize| self.0[y * WIDE + x];
        at(x + to, y + to) - at(x + from, y + to) - at(x + to, y + from) + at(x + from, y + from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 to 31, without a period.
    fn noise(x: usize, y: usize) -> f32 {
        let mixed = ((x + SIDE * y) as u32 + 1).wrapping_mul(2_654_435_761);
        ((mixed ^ (mixed >> 15)).wrapping_mul(2_246_822_519) >> 27) as f32
    }

    #[test]
    fn a_wave_is_a_peak_at_its_frequency_and_nowhere_else() {
        let wave = |x: usize, y: usize| {
            let angle = std::f32::consts::TAU * (30 * x + 20 * y) as f32 / SIDE as f32;
            // Noise of the same strength.
            100.0 + 10.0 * angle.sin() + noise(x, y)
        };
        let grey: Vec<f32> = (0..SIDE * SIDE)
            .map(|cell| wave(cell % SIDE, cell / SIDE))
            .collect();
        let found = Spectrum::new().peaks(&grey, 20.0);
        assert!(found.contains(&(30 * SIDE + 20)));
        let away = |cell: usize| (cell / SIDE).abs_diff(30) + (cell % SIDE).abs_diff(20);
        // Below are the mean and the slope of the square.
        let mut high = found.iter().filter(|&&cell| cell / SIDE > 8);
        assert!(high.all(|&cell| away(cell) <= 2), "{found:?}");
    }

    #[test]
    fn an_edge_is_no_peak() {
        let grey: Vec<f32> = (0..SIDE * SIDE)
            .map(|cell| if cell % SIDE < 50 { 60.0 } else { 0.0 })
            .collect();
        let found = Spectrum::new().peaks(&grey, 20.0);
        assert!(found.iter().all(|&cell| cell / SIDE < 8), "{found:?}");
    }
}
