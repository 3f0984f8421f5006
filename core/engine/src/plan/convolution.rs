//! Convolutions as matrix products and depthwise kernels.

use super::lower::{Lowering, Result};
use super::{Operand, Slot, Step, Work};
use crate::graph::{Filter, Node, Shape, ValueId, Window};
use crate::limits;
use crate::simd::{DepthwiseShape, GemmShape, Steps};

impl Lowering {
    pub(super) fn convolution(&mut self, node: &Node, filter: &Filter) -> Result<()> {
        let (input, image) = self.padded(node.inputs[0], &filter.window)?;
        let Shape([batch, height, width, channels]) = self.shape(node.output);
        let Window { size, stride, .. } = filter.window;
        if batch != 1 && !filter.window.is_pixelwise() {
            return Err("a batch of more than one image");
        }
        let residual = node.inputs.get(1).map(|&value| (value, self.shape(value)));
        let [_, row, pixel, _] = image.strides();
        let steps = |shape: Shape| Steps {
            row: shape.strides()[1],
            pixel: shape.channels(),
        };
        let (activation, slopes) = self.constants.activation(&filter.activation, self.lanes);
        let shape = GemmShape {
            rows: batch * height,
            pixels: width,
            taps: size[0],
            tap_step: row,
            depth: size[1] * image.channels(),
            channels,
            input: Steps {
                row: stride[0] * row,
                pixel: stride[1] * pixel,
            },
            output: steps(self.shape(node.output)),
            residual_channels: residual.map_or(0, |(_, shape)| shape.channels()),
            residual: residual.map_or(Steps::default(), |(_, shape)| steps(shape)),
            activation,
        };
        let shape = shape.merged();
        let weights = self
            .constants
            .panels(&filter.weights, shape.taps * shape.depth, self.lanes);
        let bias = self.constants.per_channel(&filter.bias, self.lanes);
        let second = residual.map(|(value, _)| self.operand(value));
        let output = self.create(node.output);
        let work = Work::Gemm {
            shape,
            weights,
            bias,
            slopes,
        };
        self.steps.push(Step {
            work,
            input,
            second,
            output,
            output_start: 0,
        });
        Ok(())
    }

    /// The image with its border of zeros, in a slot of its own, if there is a border.
    fn padded(&mut self, value: ValueId, window: &Window) -> Result<(Operand, Shape)> {
        let (image, padding) = (self.shape(value), window.padding);
        let operand = self.operand(value);
        if padding.is_none() {
            return Ok((operand, image));
        }
        let Shape([batch, height, width, channels]) = image;
        let padded = Shape([
            batch,
            height + padding.top + padding.bottom,
            width + padding.left + padding.right,
            channels,
        ]);
        let len = padded.0.iter().try_fold(1usize, |len, &n| {
            len.checked_mul(n).filter(|&n| n <= limits::TENSOR_VALUES)
        });
        let slot = self.slot(len.ok_or("its padded input is too large")?);
        let op = super::layout::pad(image, padded, [0, padding.top, padding.left, 0]);
        self.plain(op, operand, slot);
        Ok((Operand::Slot(slot), padded))
    }

    /// A product per row of the block: a pixel's values for that row of its block lie behind each other in the output.
    pub(super) fn transpose_convolution(&mut self, node: &Node, filter: &Filter) -> Result<()> {
        let (image, output) = (self.shape(node.inputs[0]), self.shape(node.output));
        let ([size, _], depth, channels) =
            (filter.window.size, image.channels(), output.channels());
        if image.batch() != 1 {
            return Err("a batch of more than one image");
        }
        let repeat = |values: &[f32]| values.repeat(size);
        let (activation, slopes) = self
            .constants
            .activation(&filter.activation.map(repeat), self.lanes);
        let bias = self
            .constants
            .per_channel(&repeat(&filter.bias), self.lanes);
        let input = self.operand(node.inputs[0]);
        let slot: Slot = self.create(node.output);
        let [_, row, _, _] = output.strides();
        for y in 0..size {
            let mut matrix = Vec::with_capacity(size * channels * depth);
            for x in 0..size {
                for channel in 0..channels {
                    let at = ((channel * size + y) * size + x) * depth;
                    matrix.extend_from_slice(&filter.weights[at..at + depth]);
                }
            }
            let shape = GemmShape {
                rows: image.height(),
                pixels: image.width(),
                taps: 1,
                tap_step: 0,
                depth,
                channels: size * channels,
                input: Steps {
                    row: image.strides()[1],
                    pixel: depth,
                },
                output: Steps {
                    row: size * row,
                    pixel: size * channels,
                },
                residual_channels: 0,
                residual: Steps::default(),
                activation,
            };
            let weights = self.constants.panels(&matrix, depth, self.lanes);
            let work = Work::Gemm {
                shape,
                weights,
                bias: bias.clone(),
                slopes: slopes.clone(),
            };
            self.steps.push(Step {
                work,
                input: input.clone(),
                second: None,
                output: slot,
                output_start: y * row,
            });
        }
        Ok(())
    }

    pub(super) fn depthwise(&mut self, node: &Node, filter: &Filter) -> Result<()> {
        let (image, output) = (self.shape(node.inputs[0]), self.shape(node.output));
        if image.batch() != 1 {
            return Err("a batch of more than one image");
        }
        let (activation, slopes) = self.constants.activation(&filter.activation, self.lanes);
        let Window {
            size,
            stride,
            padding,
        } = filter.window;
        let shape = DepthwiseShape {
            input: [image.height(), image.width()],
            output: [output.height(), output.width()],
            channels: image.channels(),
            size,
            stride,
            top: padding.top,
            left: padding.left,
            activation,
        };
        let weights = self.constants.add(&filter.weights);
        let bias = self.constants.add(&filter.bias);
        let zeros = self.constants.zeros(image.width() * image.channels());
        let (input, output) = (self.operand(node.inputs[0]), self.create(node.output));
        let work = Work::Depthwise {
            shape,
            weights,
            bias,
            slopes,
            zeros,
        };
        self.steps.push(Step {
            work,
            input,
            second: None,
            output,
            output_start: 0,
        });
        Ok(())
    }
}
