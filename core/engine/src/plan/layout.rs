//! The sizes and strides of the operators that need no kernel.

use super::lower::Result;
use crate::graph::{PoolOp, ReduceOp, Sampling, Shape, Window};
use crate::ops::{PlainOp, Pool, Rearrange, Reduce, Resize};

pub(super) fn rearrange(
    sizes: [usize; 4],
    from: [usize; 4],
    from_start: usize,
    to: [usize; 4],
) -> PlainOp {
    let copy = Rearrange {
        sizes,
        from,
        from_start,
        to,
        to_start: 0,
        clear: None,
    };
    PlainOp::Rearrange(copy.merged())
}

pub(super) fn pad(image: Shape, padded: Shape, before: [usize; 4]) -> PlainOp {
    let to = padded.strides();
    let pad = Rearrange {
        sizes: image.0,
        from: image.strides(),
        from_start: 0,
        to,
        to_start: before
            .iter()
            .zip(to)
            .map(|(before, stride)| before * stride)
            .sum(),
        clear: Some(padded.len()),
    };
    PlainOp::Rearrange(pad.merged())
}

pub(super) fn slice(image: Shape, begin: [usize; 4], stride: [usize; 4], size: Shape) -> PlainOp {
    let strides = image.strides();
    let start = begin
        .iter()
        .zip(strides)
        .map(|(begin, stride)| begin * stride)
        .sum();
    rearrange(
        size.0,
        std::array::from_fn(|i| stride[i] * strides[i]),
        start,
        size.strides(),
    )
}

pub(super) fn transpose(image: Shape, output: Shape, permutation: [usize; 4]) -> PlainOp {
    rearrange(
        output.0,
        permutation.map(|axis| image.strides()[axis]),
        0,
        output.strides(),
    )
}

/// Rows of blocks, rows within a block, pixels; a pixel's row of its block stays together.
pub(super) fn depth_to_space(image: Shape, output: Shape, size: usize) -> PlainOp {
    let run = size * output.channels();
    let [_, row, pixel, _] = image.strides();
    let output_row = output.strides()[1];
    let sizes = [image.batch() * image.height(), size, image.width(), run];
    rearrange(
        sizes,
        [row, run, pixel, 1],
        0,
        [size * output_row, output_row, run, 1],
    )
}

pub(super) fn reduce(op: ReduceOp, reduced: [bool; 4], image: Shape, output: Shape) -> PlainOp {
    let strides = output.strides();
    let count: usize = (0..4).filter(|&i| reduced[i]).map(|i| image.0[i]).product();
    PlainOp::Reduce(Reduce {
        sizes: image.0,
        from: image.strides(),
        to: std::array::from_fn(|i| if reduced[i] { 0 } else { strides[i] }),
        factor: if op == ReduceOp::Mean {
            1.0 / count as f32
        } else {
            1.0
        },
    })
}

pub(super) fn pool(op: PoolOp, window: Window, image: Shape, output: Shape) -> Result<PlainOp> {
    one_image(image)?;
    let input = [image.height(), image.width()];
    if op == PoolOp::Average && window.size == input && window.padding.is_none() {
        return Ok(reduce(
            ReduceOp::Mean,
            [false, true, true, false],
            image,
            output,
        ));
    }
    let output = [output.height(), output.width()];
    Ok(PlainOp::Pool(Pool {
        op,
        window,
        input,
        output,
        channels: image.channels(),
    }))
}

pub(super) fn resize(
    image: Shape,
    output: Shape,
    sampling: Sampling,
    bilinear: bool,
) -> Result<PlainOp> {
    one_image(image)?;
    let (from, to) = (
        [image.height(), image.width()],
        [output.height(), output.width()],
    );
    Ok(PlainOp::Resize(Resize::new(
        from,
        to,
        image.channels(),
        sampling,
        bilinear,
    )))
}

fn one_image(image: Shape) -> Result<()> {
    if image.batch() == 1 {
        Ok(())
    } else {
        Err("a batch of more than one image")
    }
}
