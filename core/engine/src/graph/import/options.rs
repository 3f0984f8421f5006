//! The options of an operator, read from its table by the field numbers of the TFLite schema.

use crate::graph::{Activation, Padding, Sampling, Shape, Window};
use crate::tflite::Operator;

/// What is wrong with an operator.
pub(super) type Reason = &'static str;
type Result<T> = std::result::Result<T, Reason>;

const TRUNCATED: Reason = "its options point outside the file";

pub(super) fn integer(operator: &Operator, field: usize, default: i32) -> Result<i32> {
    operator.options.map_or(Ok(default), |table| {
        table.scalar(field, default).map_err(|_| TRUNCATED)
    })
}

pub(super) fn byte(operator: &Operator, field: usize) -> Result<i8> {
    operator
        .options
        .map_or(Ok(0), |table| table.scalar(field, 0).map_err(|_| TRUNCATED))
}

pub(super) fn float(operator: &Operator, field: usize) -> Result<f32> {
    operator.options.map_or(Ok(0.0), |table| {
        table.scalar(field, 0.0).map_err(|_| TRUNCATED)
    })
}

pub(super) fn flag(operator: &Operator, field: usize) -> Result<bool> {
    Ok(byte(operator, field)? != 0)
}

pub(super) fn activation(operator: &Operator, field: usize) -> Result<Activation> {
    match byte(operator, field)? {
        0 => Ok(Activation::None),
        1 => Ok(Activation::Relu),
        3 => Ok(Activation::Relu6),
        _ => Err("unsupported fused activation"),
    }
}

/// A positive number, such as a stride.
pub(super) fn positive(value: i32) -> Result<usize> {
    usize::try_from(value)
        .ok()
        .filter(|&v| (1..=4096).contains(&v))
        .ok_or("a size or stride is out of range")
}

/// How the borders are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Border {
    /// As many zeros as make the output `ceil(input / stride)`, the odd one at the bottom and right.
    Same,
    Valid,
}

pub(super) fn border(operator: &Operator, field: usize) -> Result<Border> {
    match byte(operator, field)? {
        0 => Ok(Border::Same),
        1 => Ok(Border::Valid),
        _ => Err("unknown padding"),
    }
}

/// The window that moves over `input` and the height and width it gives.
pub(super) fn window(
    input: Shape,
    size: [usize; 2],
    stride: [usize; 2],
    border: Border,
) -> Result<(Window, [usize; 2])> {
    let axis = |length: usize, size: usize, stride: usize| match border {
        Border::Same => {
            let output = length.div_ceil(stride);
            let missing = ((output - 1) * stride + size).saturating_sub(length);
            Ok((output, missing / 2, missing - missing / 2))
        }
        Border::Valid if length >= size => Ok(((length - size) / stride + 1, 0, 0)),
        Border::Valid => Err("the window is larger than the image"),
    };
    let (height, top, bottom) = axis(input.height(), size[0], stride[0])?;
    let (width, left, right) = axis(input.width(), size[1], stride[1])?;
    Ok((
        Window {
            size,
            stride,
            padding: Padding {
                top,
                bottom,
                left,
                right,
            },
        },
        [height, width],
    ))
}

pub(super) fn sampling(operator: &Operator, align: usize, half: usize) -> Result<Sampling> {
    match (flag(operator, align)?, flag(operator, half)?) {
        (false, false) => Ok(Sampling::Corner),
        (true, false) => Ok(Sampling::AlignCorners),
        (false, true) => Ok(Sampling::HalfPixel),
        (true, true) => Err("corners and half pixels at once"),
    }
}
