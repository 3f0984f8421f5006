//! The operators that move values: reshaping, transposing, joining, cutting, padding, resizing.

use super::{Importer, Read, Result, options};
use crate::graph::{Activation, Op, Shape, ValueId};
use crate::tflite::Operator;

impl Importer<'_> {
    /// The new shape is the output's own; a second input that repeats it is not looked at.
    pub(super) fn reshape(&self, operator: &Operator) -> Result<Read> {
        let input = self.input(operator, 0)?;
        let shape = self.shape(operator.outputs[0]);
        if shape.len() != self.shape(input).len() {
            return Err("its output has another size than its input");
        }
        Ok((Op::Reshape, vec![input], shape))
    }

    pub(super) fn transpose(&self, operator: &Operator) -> Result<Read> {
        let input = self.input(operator, 0)?;
        let axes = self.integers(operator, 1)?;
        let mut permutation = [0, 1, 2, 3];
        if axes.len() != self.rank(input) {
            return Err("not one position per dimension");
        }
        for (i, &axis) in axes.iter().enumerate() {
            permutation[4 - axes.len() + i] = self.axis(input, axis)?;
        }
        if !(0..4).all(|axis| permutation.contains(&axis)) {
            return Err("a dimension is named twice");
        }
        let shape = self.shape(input).0;
        Ok((
            Op::Transpose(permutation),
            vec![input],
            Shape(permutation.map(|axis| shape[axis])),
        ))
    }

    pub(super) fn concatenate(&self, operator: &Operator) -> Result<Read> {
        let parts: Vec<ValueId> = (0..operator.inputs.len())
            .map(|at| self.input(operator, at))
            .collect::<Result<_>>()?;
        if options::activation(operator, 1)? != Activation::None {
            return Err("unsupported fused activation");
        }
        let first = *parts.first().ok_or("an input is missing")?;
        let axis = self.axis(first, options::integer(operator, 0, 0)?)?;
        let mut joined = self.shape(first);
        joined.0[axis] = 0;
        for &part in &parts {
            let shape = self.shape(part);
            if (0..4).any(|i| i != axis && shape.0[i] != joined.0[i])
                || self.rank(part) != self.rank(first)
            {
                return Err("its inputs do not fit each other");
            }
            joined.0[axis] += shape.0[axis];
        }
        Ok((Op::Concatenate(axis), parts, joined))
    }

    pub(super) fn slice(&self, operator: &Operator) -> Result<Read> {
        let input = self.input(operator, 0)?;
        let (rank, shape) = (self.rank(input), self.shape(input));
        let mask = |field| options::integer(operator, field, 0);
        let (begin_mask, end_mask, shrink) = (mask(0)?, mask(1)?, mask(4)?);
        if mask(2)? != 0 || mask(3)? != 0 {
            return Err("unsupported masks");
        }
        let (starts, ends) = (self.integers(operator, 1)?, self.integers(operator, 2)?);
        let strides = self.integers(operator, 3)?;
        if [starts, ends, strides]
            .iter()
            .any(|part| part.len() != rank)
        {
            return Err("not one position per dimension");
        }
        let (mut begin, mut stride, mut kept) = ([0; 4], [1; 4], shape.0);
        let mut file_shape = Vec::new();
        for (i, ((&start, &end), &step)) in starts.iter().zip(ends).zip(strides).enumerate() {
            let axis = 4 - rank + i;
            let size = shape.0[axis] as i32;
            let place = |at: i32| if at < 0 { at.saturating_add(size) } else { at }.clamp(0, size);
            let bit = |mask: i32| mask >> i & 1 == 1;
            let from = if bit(begin_mask) { 0 } else { place(start) };
            let to = match (bit(shrink), bit(end_mask)) {
                (true, _) => from + 1,
                (false, true) => size,
                (false, false) => place(end),
            };
            if from >= to || to > size {
                return Err("an empty range");
            }
            begin[axis] = from as usize;
            stride[axis] = options::positive(step)?;
            kept[axis] = ((to - from) as usize).div_ceil(stride[axis]);
            if !bit(shrink) {
                file_shape.push(kept[axis]);
            }
        }
        // A dimension that is dropped has one element, so values keep their order.
        let output = Shape::from_file(&file_shape);
        let squeezed = Shape(kept);
        if output.len() != squeezed.len() {
            return Err("its output has another size than its input gives");
        }
        Ok((
            Op::Slice {
                begin,
                stride,
                size: squeezed,
            },
            vec![input],
            output,
        ))
    }

    pub(super) fn pad(&self, operator: &Operator) -> Result<Read> {
        let input = self.input(operator, 0)?;
        let pairs = self.integers(operator, 1)?.as_chunks::<2>().0;
        if pairs.len() != self.rank(input) {
            return Err("not one pair of numbers per dimension");
        }
        let (mut before, mut shape) = ([0; 4], self.shape(input));
        for (i, pair) in pairs.iter().enumerate() {
            let axis = 4 - pairs.len() + i;
            let zeros = |n: i32| {
                usize::try_from(n)
                    .ok()
                    .filter(|&n| n <= 4096)
                    .ok_or("a number is out of range")
            };
            before[axis] = zeros(pair[0])?;
            shape.0[axis] += before[axis] + zeros(pair[1])?;
        }
        Ok((Op::Pad(before), vec![input], shape))
    }

    pub(super) fn resize(&self, operator: &Operator, op: Op) -> Result<Read> {
        let input = self.input(operator, 0)?;
        let Shape([batch, _, _, channels]) = self.shape(input);
        let &[height, width] = self.integers(operator, 1)? else {
            return Err("not two sizes");
        };
        let shape = Shape([
            batch,
            options::positive(height)?,
            options::positive(width)?,
            channels,
        ]);
        Ok((op, vec![input], shape))
    }

    pub(super) fn depth_to_space(&self, operator: &Operator) -> Result<Read> {
        let input = self.input(operator, 0)?;
        let size = options::positive(options::integer(operator, 0, 0)?)?;
        let Shape([batch, height, width, channels]) = self.shape(input);
        if channels % (size * size) != 0 {
            return Err("its channels do not make whole blocks");
        }
        let shape = Shape([batch, height * size, width * size, channels / (size * size)]);
        Ok((Op::DepthToSpace(size), vec![input], shape))
    }
}
