//! The operators that compute: convolutions, pooling, arithmetic.

use super::options::{self, Border};
use super::{Importer, Read, Result};
use crate::graph::{Activation, BinaryOp, Filter, Op, PoolOp, ReduceOp, Shape, ValueId};
use crate::tflite::Operator;

impl Importer<'_> {
    /// Weights and bias at inputs `at` and `at + 1`, checked to hold `weights` and `outputs` values.
    fn weights(
        &mut self,
        operator: &Operator,
        at: usize,
        weights: Shape,
        outputs: usize,
    ) -> Result<(Vec<f32>, Vec<f32>)> {
        if self.shape(self.input(operator, at)?) != weights {
            return Err("its weights do not fit its input");
        }
        let bias = match operator.inputs.get(at + 1) {
            Some(Some(_)) => self.take(operator, at + 1)?,
            _ => vec![0.0; outputs],
        };
        if bias.len() != outputs {
            return Err("its bias does not fit its weights");
        }
        Ok((self.take(operator, at)?, bias))
    }

    fn undilated(operator: &Operator, width: usize) -> Result<()> {
        if options::integer(operator, width, 1)? == 1
            && options::integer(operator, width + 1, 1)? == 1
        {
            Ok(())
        } else {
            Err("dilation is not supported")
        }
    }

    /// (height, width) strides; a table has the width first.
    fn strides(operator: &Operator, width: usize) -> Result<[usize; 2]> {
        let at = |field| options::positive(options::integer(operator, field, 0)?);
        Ok([at(width + 1)?, at(width)?])
    }

    pub(super) fn convolution(&mut self, operator: &Operator) -> Result<Read> {
        Self::undilated(operator, 4)?;
        let input = self.input(operator, 0)?;
        let image = self.shape(input);
        let Shape([outputs, height, width, depth]) = self.shape(self.input(operator, 1)?);
        let weights = Shape([outputs, height, width, image.channels()]);
        if depth != image.channels() {
            return Err("groups are not supported");
        }
        let border = options::border(operator, 0)?;
        let (window, [h, w]) =
            options::window(image, [height, width], Self::strides(operator, 1)?, border)?;
        let (weights, bias) = self.weights(operator, 1, weights, outputs)?;
        let filter = Filter {
            window,
            weights,
            bias,
            activation: options::activation(operator, 3)?,
        };
        Ok((
            Op::Convolution(filter),
            vec![input],
            Shape([image.batch(), h, w, outputs]),
        ))
    }

    pub(super) fn depthwise(&mut self, operator: &Operator) -> Result<Read> {
        Self::undilated(operator, 5)?;
        let input = self.input(operator, 0)?;
        let image = self.shape(input);
        let Shape([_, height, width, _]) = self.shape(self.input(operator, 1)?);
        let border = options::border(operator, 0)?;
        let (window, [h, w]) =
            options::window(image, [height, width], Self::strides(operator, 1)?, border)?;
        // The shape of the weights also excludes a depth multiplier.
        let weights = Shape([1, height, width, image.channels()]);
        let (weights, bias) = self.weights(operator, 1, weights, image.channels())?;
        let filter = Filter {
            window,
            weights,
            bias,
            activation: options::activation(operator, 4)?,
        };
        Ok((
            Op::Depthwise(filter),
            vec![input],
            Shape([image.batch(), h, w, image.channels()]),
        ))
    }

    /// TFLite's own: inputs are the output's shape, weights, image and perhaps bias.
    pub(super) fn transpose_convolution(&self, operator: &Operator) -> Result<Read> {
        let bias = match operator.inputs.get(3) {
            Some(Some(_)) => Some(self.floats(operator, 3)?),
            _ => None,
        };
        let activation = options::activation(operator, 3)?;
        self.upsampling(
            operator,
            [2, 1],
            bias,
            Self::strides(operator, 1)?,
            activation,
        )
    }

    /// MediaPipe's: inputs are image, weights, bias; options are three integers: padding, stride across, stride down.
    pub(super) fn transpose_convolution_custom(&self, operator: &Operator) -> Result<Read> {
        let [_, across, down] = operator.custom_options.as_chunks::<4>().0 else {
            return Err("its options are not three numbers");
        };
        let stride = |bytes: &[u8; 4]| options::positive(i32::from_le_bytes(*bytes));
        let bias = self.floats(operator, 2)?;
        self.upsampling(
            operator,
            [0, 1],
            Some(bias),
            [stride(down)?, stride(across)?],
            Activation::None,
        )
    }

    /// A transposed convolution in which no two blocks overlap, so that the padding does not matter.
    fn upsampling(
        &self,
        operator: &Operator,
        [image, weights]: [usize; 2],
        bias: Option<&[f32]>,
        stride: [usize; 2],
        activation: Activation,
    ) -> Result<Read> {
        let input = self.input(operator, image)?;
        let image = self.shape(input);
        let Shape([outputs, height, width, depth]) = self.shape(self.input(operator, weights)?);
        if [height, width] != stride || stride[0] != stride[1] {
            return Err("a transposed convolution whose size is not its stride");
        }
        if depth != image.channels() || bias.is_some_and(|bias| bias.len() != outputs) {
            return Err("its weights do not fit its input");
        }
        let (window, _) = options::window(image, [1, 1], [1, 1], Border::Valid)?;
        let filter = Filter {
            window: crate::graph::Window {
                size: stride,
                stride,
                ..window
            },
            weights: self.floats(operator, weights)?.to_vec(),
            bias: bias.map_or_else(|| vec![0.0; outputs], <[f32]>::to_vec),
            activation,
        };
        let output = Shape([
            image.batch(),
            image.height() * stride[0],
            image.width() * stride[1],
            outputs,
        ]);
        Ok((Op::TransposeConvolution(filter), vec![input], output))
    }

    pub(super) fn binary(&self, operator: &Operator, op: BinaryOp) -> Result<Read> {
        let inputs: Vec<ValueId> = vec![self.input(operator, 0)?, self.input(operator, 1)?];
        let (a, b) = (self.shape(inputs[0]), self.shape(inputs[1]));
        let shape = Shape(std::array::from_fn(|i| a.0[i].max(b.0[i])));
        if a.broadcast(&shape).is_none() || b.broadcast(&shape).is_none() {
            return Err("its inputs do not fit each other");
        }
        let activation = match op {
            BinaryOp::SquaredDifference => Activation::None,
            _ => options::activation(operator, 0)?,
        };
        Ok((Op::Binary(op, activation), inputs, shape))
    }

    pub(super) fn pointwise(&self, operator: &Operator, op: Op) -> Result<Read> {
        let input = self.input(operator, 0)?;
        Ok((op, vec![input], self.shape(input)))
    }

    pub(super) fn prelu(&self, operator: &Operator) -> Result<Read> {
        let channels = self.shape(self.input(operator, 0)?).channels();
        if self.shape(self.input(operator, 1)?) != Shape([1, 1, 1, channels]) {
            return Err("not one slope per channel");
        }
        let slopes = self.floats(operator, 1)?.to_vec();
        self.pointwise(operator, Op::Activate(Activation::PRelu(slopes)))
    }

    pub(super) fn pool(&self, operator: &Operator, op: PoolOp) -> Result<Read> {
        let input = self.input(operator, 0)?;
        let image = self.shape(input);
        if options::activation(operator, 5)? != Activation::None {
            return Err("unsupported fused activation");
        }
        let at = |field| options::positive(options::integer(operator, field, 0)?);
        let border = options::border(operator, 0)?;
        let (window, [h, w]) =
            options::window(image, [at(4)?, at(3)?], Self::strides(operator, 1)?, border)?;
        Ok((
            Op::Pool(op, window),
            vec![input],
            Shape([image.batch(), h, w, image.channels()]),
        ))
    }

    pub(super) fn reduce(&self, operator: &Operator, op: ReduceOp) -> Result<Read> {
        let input = self.input(operator, 0)?;
        if !options::flag(operator, 0)? {
            return Err("dimensions that are reduced must be kept");
        }
        let mut reduced = [false; 4];
        for &axis in self.integers(operator, 1)? {
            reduced[self.axis(input, axis)?] = true;
        }
        let shape = self.shape(input).0;
        let kept = std::array::from_fn(|i| if reduced[i] { 1 } else { shape[i] });
        Ok((Op::Reduce(op, reduced), vec![input], Shape(kept)))
    }
}
