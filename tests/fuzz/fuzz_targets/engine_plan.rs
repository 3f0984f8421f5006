//! Networks of any shapes, put together as a file: they are refused, or every instruction set gives what the scalar one
//! gives.
#![no_main]

#[path = "../../../core/engine/tests/net/mod.rs"]
mod net;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use net::{Net, Table, op};
use xueying_engine::{Isa, Model, Options};

#[derive(Arbitrary, Debug)]
struct Input {
    height: u8,
    width: u8,
    channels: u8,
    layers: Vec<Layer>,
}

#[derive(Arbitrary, Debug)]
enum Layer {
    Convolution {
        channels: u8,
        size: [u8; 2],
        stride: u8,
        valid: bool,
        activation: u8,
    },
    Depthwise {
        size: [u8; 2],
        stride: u8,
        valid: bool,
        activation: u8,
    },
    /// Added to an earlier tensor, or multiplied with it.
    Combine {
        back: u8,
        multiply: bool,
        activation: u8,
    },
    Scale {
        factor: i8,
    },
    Pad {
        before: [u8; 3],
        after: [u8; 3],
    },
    Relu,
}

/// A tensor and its shape, both as the file has them.
type Tensor = (i32, [i32; 4]);

fn wave(len: i32) -> Vec<f32> {
    (0..len)
        .map(|i| ((i * 37) % 64) as f32 / 64.0 - 0.5)
        .collect()
}

fn activation(choice: u8) -> i8 {
    [0, 1, 3][usize::from(choice % 3)]
}

/// The height and width of a window's output; 0 if it does not fit.
fn outputs(image: [i32; 4], size: [i32; 2], stride: i32, valid: bool) -> [i32; 2] {
    [0, 1].map(|i| {
        let length = image[i + 1];
        if !valid {
            (length + stride - 1) / stride
        } else {
            (length - size[i] + stride) / stride
        }
    })
}

impl Layer {
    fn add(&self, net: &mut Net, tensors: &[Tensor]) -> Tensor {
        let (input, image) = tensors[tensors.len() - 1];
        match *self {
            Self::Convolution {
                channels,
                size,
                stride,
                valid,
                activation: choice,
            } => {
                let (size, stride) = (
                    size.map(|n| i32::from(n % 5) + 1),
                    i32::from(stride % 3) + 1,
                );
                let channels = i32::from(channels % 40) + 1;
                let shape = [channels, size[0], size[1], image[3]];
                let (weights, bias) = (
                    net.floats(&shape, &wave(shape.iter().product())),
                    net.floats(&[channels], &wave(channels)),
                );
                let [height, width] = outputs(image, size, stride, valid);
                let options = op::convolution(i8::from(valid), stride, activation(choice));
                let shape = [1, height, width, channels];
                (
                    net.operator(op::CONV_2D, &[input, weights, bias], &shape, options),
                    shape,
                )
            }
            Self::Depthwise {
                size,
                stride,
                valid,
                activation: choice,
            } => {
                let (size, stride) = (
                    size.map(|n| i32::from(n % 6) + 1),
                    i32::from(stride % 3) + 1,
                );
                let shape = [1, size[0], size[1], image[3]];
                let (weights, bias) = (
                    net.floats(&shape, &wave(shape.iter().product())),
                    net.floats(&[image[3]], &wave(image[3])),
                );
                let [height, width] = outputs(image, size, stride, valid);
                let options = op::depthwise(i8::from(valid), stride, activation(choice));
                let shape = [1, height, width, image[3]];
                (
                    net.operator(
                        op::DEPTHWISE_CONV_2D,
                        &[input, weights, bias],
                        &shape,
                        options,
                    ),
                    shape,
                )
            }
            Self::Combine {
                back,
                multiply,
                activation: choice,
            } => {
                let (other, _) = tensors[usize::from(back) % tensors.len()];
                let code = if multiply { op::MUL } else { op::ADD };
                (
                    net.operator(
                        code,
                        &[input, other],
                        &image,
                        op::arithmetic(activation(choice)),
                    ),
                    image,
                )
            }
            Self::Scale { factor } => {
                let values = net.floats(
                    &[image[3]],
                    &vec![f32::from(factor) / 64.0; image[3] as usize],
                );
                (
                    net.operator(op::MUL, &[input, values], &image, op::arithmetic(0)),
                    image,
                )
            }
            Self::Pad { before, after } => {
                let sides = [0, 1, 2].map(|i| [i32::from(before[i] % 4), i32::from(after[i] % 4)]);
                let pairs = net.ints(&[4, 2], &[[0, 0], sides[0], sides[1], sides[2]].concat());
                let shape = [
                    1,
                    image[1] + sides[0][0] + sides[0][1],
                    image[2] + sides[1][0] + sides[1][1],
                    image[3] + sides[2][0] + sides[2][1],
                ];
                (
                    net.operator(op::PAD, &[input, pairs], &shape, Table::default()),
                    shape,
                )
            }
            Self::Relu => (
                net.operator(op::RELU, &[input], &image, Table::default()),
                image,
            ),
        }
    }
}

fn run(bytes: &[u8], isa: Isa) -> Option<Vec<f32>> {
    let mut model = Model::load_with(
        bytes,
        &Options {
            isa: Some(isa),
            ..Options::default()
        },
    )
    .ok()?;
    for (i, value) in model.input_mut(0).iter_mut().enumerate() {
        *value = ((i * 29) % 128) as f32 / 128.0 - 0.5;
    }
    model.run();
    Some(model.output(0).to_vec())
}

fuzz_target!(|input: Input| {
    let mut net = Net::default();
    let shape = [
        1,
        i32::from(input.height % 12) + 1,
        i32::from(input.width % 12) + 1,
        i32::from(input.channels % 40) + 1,
    ];
    let mut tensors = vec![(net.input(&shape), shape)];
    for layer in input.layers.iter().take(5) {
        let tensor = layer.add(&mut net, &tensors);
        tensors.push(tensor);
    }
    let bytes = net.finish(&[tensors[tensors.len() - 1].0]);
    let scalar = run(&bytes, Isa::Scalar);
    for isa in Isa::available() {
        let other = run(&bytes, isa);
        assert_eq!(scalar.is_some(), other.is_some());
        for (a, b) in scalar.iter().flatten().zip(other.iter().flatten()) {
            let size = scalar
                .iter()
                .flatten()
                .fold(1.0f32, |size, x| size.max(x.abs()));
            assert!(
                (a - b).abs() <= 1e-4 * size || !size.is_finite(),
                "{a} is {b} with {isa:?}"
            );
        }
    }
});
