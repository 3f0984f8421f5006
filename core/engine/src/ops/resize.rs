//! Resizing an image, bilinear or nearest.

use super::Lengths;
use crate::graph::Sampling;

/// Where an output row or column takes its value: two inputs, and the weight of the second.
#[derive(Clone, Copy, Debug)]
struct Tap {
    first: usize,
    second: usize,
    weight: f32,
}

#[derive(Clone, Debug)]
pub(crate) struct Resize {
    rows: Vec<Tap>,
    columns: Vec<Tap>,
    /// Height and width.
    input: [usize; 2],
    channels: usize,
    bilinear: bool,
}

impl Resize {
    pub fn new(
        input: [usize; 2],
        output: [usize; 2],
        channels: usize,
        sampling: Sampling,
        bilinear: bool,
    ) -> Self {
        let taps = |axis: usize| {
            (0..output[axis]).map(move |at| tap(at, input[axis], output[axis], sampling, bilinear))
        };
        Self {
            rows: taps(0).collect(),
            columns: taps(1).collect(),
            input,
            channels,
            bilinear,
        }
    }

    pub fn lengths(&self) -> Lengths {
        let a = self.input[0] * self.input[1] * self.channels;
        Lengths {
            a,
            output: self.rows.len() * self.columns.len() * self.channels,
            ..Lengths::default()
        }
    }

    #[inline(always)]
    pub fn run(&self, input: &[f32], output: &mut [f32]) {
        let pixel =
            |y: usize, x: usize| &input[(y * self.input[1] + x) * self.channels..][..self.channels];
        let mut outputs = output.chunks_exact_mut(self.channels);
        for y in &self.rows {
            for x in &self.columns {
                let Some(out) = outputs.next() else { return };
                if !self.bilinear {
                    out.copy_from_slice(pixel(y.first, x.first));
                    continue;
                }
                let (above, below) = (y.first, y.second);
                let corners = [
                    pixel(above, x.first),
                    pixel(above, x.second),
                    pixel(below, x.first),
                    pixel(below, x.second),
                ];
                let weights = [
                    (1.0 - y.weight) * (1.0 - x.weight),
                    (1.0 - y.weight) * x.weight,
                    y.weight * (1.0 - x.weight),
                    y.weight * x.weight,
                ];
                let pixels = corners[0]
                    .iter()
                    .zip(corners[1])
                    .zip(corners[2])
                    .zip(corners[3]);
                for (out, (((&a, &b), &c), &d)) in out.iter_mut().zip(pixels) {
                    *out = a * weights[0] + b * weights[1] + c * weights[2] + d * weights[3];
                }
            }
        }
    }
}

/// The rules of TFLite, in single precision as there.
fn tap(at: usize, input: usize, output: usize, sampling: Sampling, bilinear: bool) -> Tap {
    let scale = match sampling {
        Sampling::AlignCorners if output > 1 => (input - 1) as f32 / (output - 1) as f32,
        _ => input as f32 / output as f32,
    };
    let place = match (sampling, bilinear) {
        (Sampling::HalfPixel, true) => ((at as f32 + 0.5) * scale - 0.5).max(0.0),
        (Sampling::HalfPixel, false) => (at as f32 + 0.5) * scale,
        (Sampling::AlignCorners, false) => (at as f32 * scale).round(),
        _ => at as f32 * scale,
    };
    let first = (place as usize).min(input - 1);
    Tap {
        first,
        second: (first + 1).min(input - 1),
        weight: place - first as f32,
    }
}
