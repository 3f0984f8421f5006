//! A product on two threads: each takes half of the pixels.

use crate::simd::{Gemm, GemmShape, Kernels};

/// Multiplications below which starting a thread costs more than it saves.
const WORTH: usize = 8 << 20;

/// Runs a product, with a second thread if it is large. Starting the thread allocates.
pub(super) fn product(mut whole: Gemm, kernels: &Kernels) {
    let shape = whole.shape;
    let work = shape.rows * shape.pixels * shape.taps * shape.depth * shape.channels;
    if work >= WORTH && shape.rows * shape.pixels > 1 {
        in_halves(whole, kernels);
    } else {
        kernels.gemm(&mut whole);
    }
}

/// Runs a product of two pixels or more on two threads.
fn in_halves(whole: Gemm, kernels: &Kernels) {
    let (shapes, start) = halves(whole.shape);
    let Gemm {
        input,
        weights,
        bias,
        slopes,
        residual,
        output,
        ..
    } = whole;
    let (upper, lower) = output.split_at_mut(start.output);
    let residuals = [residual, residual.get(start.residual..).unwrap_or_default()];
    let part = |at: usize, input, output| Gemm {
        shape: &shapes[at],
        input,
        weights,
        bias,
        slopes,
        residual: residuals[at],
        output,
    };
    let (mut first, mut second) = (part(0, input, upper), part(1, &input[start.input..], lower));
    let alone = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().spawn_scoped(scope, || kernels.gemm(&mut second));
        kernels.gemm(&mut first);
        thread.is_err()
    });
    if alone {
        kernels.gemm(&mut second);
    }
}

/// Where the second half starts in each operand.
struct Start {
    input: usize,
    residual: usize,
    output: usize,
}

/// The two halves of a product: rows if there are several, else pixels.
fn halves(shape: &GemmShape) -> ([GemmShape; 2], Start) {
    let (mut first, mut second) = (shape.clone(), shape.clone());
    let (input, residual, output) = if shape.rows > 1 {
        let half = shape.rows / 2;
        (first.rows, second.rows) = (half, shape.rows - half);
        (
            half * shape.input.row,
            half * shape.residual.row,
            half * shape.output.row,
        )
    } else {
        let half = shape.pixels / 2;
        (first.pixels, second.pixels) = (half, shape.pixels - half);
        (
            half * shape.input.pixel,
            half * shape.residual.pixel,
            half * shape.output.pixel,
        )
    };
    let start = Start {
        input,
        residual,
        output,
    };
    ([first, second], start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Isa;
    use crate::simd::{ActivationKind, Steps};

    /// Both ways of cutting, with and without a residual.
    #[test]
    fn halves_make_the_whole() {
        for (rows, pixels, residual_channels) in [(1, 2, 0), (1, 21, 0), (5, 7, 24), (2, 13, 10)] {
            let (depth, channels) = (16, 24);
            let steps = |channels: usize| Steps {
                row: pixels * channels,
                pixel: channels,
            };
            let shape = GemmShape {
                rows,
                pixels,
                taps: 1,
                tap_step: 0,
                depth,
                channels,
                input: steps(depth),
                output: steps(channels),
                residual_channels,
                residual: steps(residual_channels),
                activation: ActivationKind::Relu,
            };
            let kernels = Isa::available()
                .next()
                .and_then(Isa::kernels)
                .expect("kernels");
            let lengths = shape.lengths(kernels.lanes).expect("lengths");
            let wave = |len: usize| {
                (0..len)
                    .map(|i| ((i * 37 % 101) as f32 - 50.0) / 50.0)
                    .collect::<Vec<_>>()
            };
            let [input, weights, residual] =
                [lengths.input, lengths.weights, lengths.residual].map(wave);
            let bias = wave(lengths.channels);
            let run = |product: &dyn Fn(Gemm)| {
                let mut output = vec![0.0; lengths.output];
                product(Gemm {
                    shape: &shape,
                    input: &input,
                    weights: &weights,
                    bias: &bias,
                    slopes: &[],
                    residual: &residual,
                    output: &mut output,
                });
                output
            };
            let whole = run(&|mut gemm| kernels.gemm(&mut gemm));
            assert_eq!(whole, run(&|gemm| in_halves(gemm, kernels)));
        }
    }
}
