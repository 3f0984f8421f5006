//! Every instruction set of this machine against sums in double precision, on random shapes.

use super::*;
use crate::ops::Resize;
use proptest::prelude::*;

/// Numbers in [-1, 1) that depend on `seed` alone.
fn noise(len: usize, seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..len).map(|_| next()).collect()
}

fn activate(kind: ActivationKind, x: f64, slope: f32) -> f64 {
    match kind {
        ActivationKind::None => x,
        ActivationKind::Relu => x.max(0.0),
        ActivationKind::Relu6 => x.clamp(0.0, 6.0),
        ActivationKind::HardSwish => x * (x + 3.0).clamp(0.0, 6.0) / 6.0,
        ActivationKind::PRelu => x.max(0.0) + f64::from(slope) * x.min(0.0),
    }
}

fn activations() -> impl Strategy<Value = ActivationKind> {
    use ActivationKind::{HardSwish, None, PRelu, Relu, Relu6};
    prop::sample::select(vec![None, Relu, Relu6, HardSwish, PRelu])
}

fn close(ours: &[f32], exact: &[f64], terms: usize) -> Result<(), TestCaseError> {
    for (at, (&ours, &exact)) in ours.iter().zip(exact).enumerate() {
        let allowed = 1e-6 * (2.0 + (terms as f64).sqrt() * 2.0);
        prop_assert!(
            (f64::from(ours) - exact).abs() <= allowed * (1.0 + exact.abs()),
            "{ours} for {exact} at {at}"
        );
    }
    Ok(())
}

#[derive(Clone, Debug)]
struct Product {
    rows: usize,
    pixels: usize,
    taps: usize,
    depth: usize,
    channels: usize,
    residual_channels: usize,
    stride: usize,
    activation: ActivationKind,
    seed: u64,
}

fn products() -> impl Strategy<Value = Product> {
    let most: usize = if cfg!(miri) { 6 } else { 70 };
    let sizes = (
        1usize..4,
        1..most.min(30),
        1usize..4,
        1..most,
        1..most,
        0..=100usize,
    );
    (sizes, 1usize..3, activations(), any::<u64>()).prop_map(|(sizes, stride, activation, seed)| {
        let (rows, pixels, taps, depth, channels, residual) = sizes;
        let residual_channels = channels * residual / 100;
        Product {
            rows,
            pixels,
            taps,
            depth,
            channels,
            residual_channels,
            stride,
            activation,
            seed,
        }
    })
}

impl Product {
    /// Gaps between rows and pixels, so that a wrong stride shows.
    fn shape(&self) -> GemmShape {
        let pixel = self.depth + 1;
        let row = pixel * self.pixels * self.stride + 3;
        let output = Steps {
            row: (self.channels + 2) * self.pixels,
            pixel: self.channels + 2,
        };
        GemmShape {
            rows: self.rows,
            pixels: self.pixels,
            taps: self.taps,
            tap_step: row,
            depth: self.depth,
            channels: self.channels,
            input: Steps {
                row: row * self.stride,
                pixel: pixel * self.stride,
            },
            output,
            residual_channels: self.residual_channels,
            residual: Steps {
                row: self.residual_channels * self.pixels,
                pixel: self.residual_channels,
            },
            activation: self.activation,
        }
    }

    fn check(&self, isa: Isa) -> Result<(), TestCaseError> {
        let Some(kernels) = isa.kernels() else {
            return Ok(());
        };
        let shape = self.shape();
        let lengths = shape.lengths(kernels.lanes).unwrap();
        let depth = self.taps * self.depth;
        let matrix = noise(self.channels * depth, self.seed);
        let (bias, slopes) = (
            noise(self.channels, self.seed ^ 1),
            noise(self.channels, self.seed ^ 2),
        );
        let (input, residual) = (
            noise(lengths.input, self.seed ^ 3),
            noise(lengths.residual, self.seed ^ 4),
        );
        let mut packed = Vec::new();
        crate::plan::pack(&matrix, depth, kernels.lanes, &mut packed);
        let padded = |values: &[f32]| {
            let mut values = values.to_vec();
            values.resize(lengths.channels, 0.0);
            values
        };
        // Filled with a mark: what lies between the pixels must stay.
        let mut output = vec![7.5; lengths.output];
        kernels.gemm(&mut Gemm {
            shape: &shape,
            input: &input,
            weights: &packed,
            bias: &padded(&bias),
            slopes: &padded(&slopes),
            residual: &residual,
            output: &mut output,
        });
        let mut exact = vec![7.5; lengths.output];
        for y in 0..self.rows {
            for x in 0..self.pixels {
                for channel in 0..self.channels {
                    let mut sum = f64::from(bias[channel]);
                    for k in 0..depth {
                        let (tap, k_tap) = (k / self.depth, k % self.depth);
                        let at = y * shape.input.row
                            + x * shape.input.pixel
                            + tap * shape.tap_step
                            + k_tap;
                        sum += f64::from(input[at]) * f64::from(matrix[channel * depth + k]);
                    }
                    if channel < self.residual_channels {
                        sum += f64::from(
                            residual[y * shape.residual.row + x * shape.residual.pixel + channel],
                        );
                    }
                    exact[y * shape.output.row + x * shape.output.pixel + channel] =
                        activate(self.activation, sum, slopes[channel]);
                }
            }
        }
        close(&output, &exact, depth)
    }
}

#[derive(Clone, Debug)]
struct Channelwise {
    shape: DepthwiseShape,
    seed: u64,
}

fn channelwise() -> impl Strategy<Value = Channelwise> {
    let most: usize = if cfg!(miri) { 4 } else { 60 };
    let size = prop::sample::select(vec![[3, 3], [5, 5], [1, 1], [2, 3], [7, 4]]);
    let sizes = (
        1usize..13,
        1usize..13,
        1..most,
        size,
        1usize..4,
        0usize..3,
        0usize..3,
    );
    (sizes, activations(), any::<u64>()).prop_map(
        |((height, width, channels, size, stride, top, left), activation, seed)| {
            let output = |length: usize, before: usize| (length + before).div_ceil(stride);
            let shape = DepthwiseShape {
                input: [height, width],
                output: [output(height, top), output(width, left)],
                channels,
                size,
                stride: [stride, stride],
                top,
                left,
                activation,
            };
            Channelwise { shape, seed }
        },
    )
}

impl Channelwise {
    fn check(&self, isa: Isa) -> Result<(), TestCaseError> {
        let Some(kernels) = isa.kernels() else {
            return Ok(());
        };
        let shape = &self.shape;
        let [input, weights, output] = shape.lengths().unwrap();
        let (input, weights) = (noise(input, self.seed), noise(weights, self.seed ^ 1));
        let (bias, slopes) = (
            noise(shape.channels, self.seed ^ 2),
            noise(shape.channels, self.seed ^ 3),
        );
        let mut ours = vec![f32::NAN; output];
        kernels.depthwise(&mut Depthwise {
            shape,
            input: &input,
            weights: &weights,
            bias: &bias,
            slopes: &slopes,
            zeros: &vec![0.0; shape.input[1] * shape.channels],
            output: &mut ours,
        });
        let inside = |axis: usize, at: usize, k: usize, before: usize| {
            (at * shape.stride[axis] + k)
                .checked_sub(before)
                .filter(|&at| at < shape.input[axis])
        };
        let mut exact = Vec::new();
        for y in 0..shape.output[0] {
            for x in 0..shape.output[1] {
                for channel in 0..shape.channels {
                    let mut sum = f64::from(bias[channel]);
                    for r in 0..shape.size[0] {
                        for c in 0..shape.size[1] {
                            if let (Some(row), Some(column)) =
                                (inside(0, y, r, shape.top), inside(1, x, c, shape.left))
                            {
                                let value = input
                                    [(row * shape.input[1] + column) * shape.channels + channel];
                                let weight =
                                    weights[(r * shape.size[1] + c) * shape.channels + channel];
                                sum += f64::from(value) * f64::from(weight);
                            }
                        }
                    }
                    exact.push(activate(shape.activation, sum, slopes[channel]));
                }
            }
        }
        close(&ours, &exact, weights.len() / shape.channels)
    }
}

/// Miri runs few cases and may not write the failing ones to a file.
fn config() -> ProptestConfig {
    if cfg!(miri) {
        ProptestConfig {
            cases: 8,
            failure_persistence: None,
            ..ProptestConfig::default()
        }
    } else {
        ProptestConfig::with_cases(400)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn products_are_right_on_every_instruction_set(product in products()) {
        for isa in Isa::available() {
            product.check(isa)?;
        }
    }

    #[test]
    fn depthwise_is_right_on_every_instruction_set(channelwise in channelwise()) {
        for isa in Isa::available() {
            channelwise.check(isa)?;
        }
    }

    #[test]
    fn plain_operators_agree_on_every_instruction_set(sizes in (1usize..9, 1usize..9, 1usize..9, 1usize..9, 1usize..20)) {
        let (height, width, new_height, new_width, channels) = sizes;
        let sampling = crate::graph::Sampling::HalfPixel;
        let op = PlainOp::Resize(Resize::new([height, width], [new_height, new_width], channels, sampling, true));
        let input = noise(op.lengths().a, 5);
        let run = |isa: Isa| {
            let mut output = vec![0.0; op.lengths().output];
            let mut plain = Plain { a: &input, b: &[], slopes: &[], output: &mut output };
            isa.kernels().unwrap().plain(&op, &mut plain);
            output.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>()
        };
        let exact = run(Isa::Scalar);
        for isa in Isa::available() {
            let ours: Vec<f32> = run(isa).iter().map(|&x| x as f32).collect();
            close(&ours, &exact, 4)?;
        }
    }
}

#[test]
fn the_scalar_set_is_always_there() {
    assert!(Isa::available().any(|isa| isa == Isa::Scalar));
}

#[test]
#[should_panic(expected = "operands too short")]
fn a_short_operand_never_reaches_a_kernel() {
    let product = Product {
        rows: 1,
        pixels: 9,
        taps: 1,
        depth: 8,
        channels: 8,
        residual_channels: 0,
        stride: 1,
        activation: ActivationKind::None,
        seed: 1,
    };
    let mut output = vec![0.0; 20];
    Isa::Scalar.kernels().unwrap().gemm(&mut Gemm {
        shape: &product.shape(),
        input: &[0.0; 1000],
        weights: &[0.0; 64],
        bias: &[0.0; 8],
        slopes: &[],
        residual: &[],
        output: &mut output,
    });
}
