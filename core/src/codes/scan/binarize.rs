//! From grey to black and white: where most readers lose their codes and their time.

use super::bitmap::{Bitmap, pack};
use crate::frame::Luma;

/// Side of a block in pixels.
const BLOCK: usize = 8;
/// A block with less contrast than this, of 255, says nothing about its threshold.
const MIN_CONTRAST: u8 = 24;
/// Blocks averaged on each side of a block.
const SMOOTH: usize = 2;

/// Radius of the local mean, in pixels: a few modules of a code that needs it.
pub(super) const MEAN_RADIUS: usize = 12;

/// Threshold per block: the middle between its darkest and brightest pixel where the contrast is worth it, averaged over
/// 5×5 blocks; blocks without contrast take it from their neighbours. `None` when the whole plane is flat.
pub(super) fn by_block(luma: &Luma) -> Option<Bitmap> {
    let (across, down) = (luma.width().div_ceil(BLOCK), luma.height().div_ceil(BLOCK));
    let mut levels = block_levels(luma, across, down);
    smooth(&mut levels, across, down);
    fill_gaps(&mut levels, across).then(|| apply(luma, &levels, across))
}

/// The middle level of each block, 0 where the contrast is too small.
fn block_levels(luma: &Luma, across: usize, down: usize) -> Vec<u8> {
    let mut levels = vec![0; across * down];
    let (mut low, mut high) = (vec![0_u8; luma.width()], vec![0_u8; luma.width()]);
    for (by, row_of_levels) in levels.chunks_exact_mut(across).enumerate() {
        let top = by * BLOCK;
        low.copy_from_slice(luma.row(top));
        high.copy_from_slice(luma.row(top));
        for y in top + 1..(top + BLOCK).min(luma.height()) {
            for ((l, h), &p) in low.iter_mut().zip(&mut high).zip(luma.row(y)) {
                *l = (*l).min(p);
                *h = (*h).max(p);
            }
        }
        for ((level, l), h) in row_of_levels
            .iter_mut()
            .zip(low.chunks(BLOCK))
            .zip(high.chunks(BLOCK))
        {
            let l = l.iter().fold(u8::MAX, |a, &b| a.min(b));
            let h = h.iter().fold(0, |a, &b| a.max(b));
            if h - l > MIN_CONTRAST {
                *level = l.midpoint(h).max(1);
            }
        }
    }
    levels
}

/// Mean of the known levels among the 5×5 blocks around each block; 0 where none is known.
fn smooth(levels: &mut [u8], across: usize, down: usize) {
    let mut sums = vec![(0_u16, 0_u16); levels.len()];
    for (row, out) in levels
        .chunks_exact(across)
        .zip(sums.chunks_exact_mut(across))
    {
        for (x, sum) in out.iter_mut().enumerate() {
            for &level in &row[x.saturating_sub(SMOOTH)..(x + SMOOTH + 1).min(across)] {
                sum.0 += u16::from(level);
                sum.1 += u16::from(level != 0);
            }
        }
    }
    for y in 0..down {
        let rows = y.saturating_sub(SMOOTH)..(y + SMOOTH + 1).min(down);
        for x in 0..across {
            let (mut sum, mut n) = (0, 0);
            for row in rows.clone() {
                sum += sums[row * across + x].0;
                n += sums[row * across + x].1;
            }
            levels[y * across + x] = (sum / n.max(1)) as u8;
        }
    }
}

/// Gives blocks without a level that of the nearest known one before them, then behind them. False when none is known.
fn fill_gaps(levels: &mut [u8], across: usize) -> bool {
    for i in 0..levels.len() {
        if levels[i] == 0 {
            let left = if i % across > 0 { levels[i - 1] } else { 0 };
            levels[i] = if left != 0 || i < across {
                left
            } else {
                levels[i - across]
            };
        }
    }
    for i in (0..levels.len()).rev() {
        if levels[i] == 0 {
            let right = if (i + 1) % across > 0 {
                levels[i + 1]
            } else {
                0
            };
            levels[i] = if right != 0 || i + across >= levels.len() {
                right
            } else {
                levels[i + across]
            };
        }
    }
    levels.iter().any(|&level| level != 0)
}

/// Black where a pixel lies below the level of its block.
fn apply(luma: &Luma, levels: &[u8], across: usize) -> Bitmap {
    let mut out = Bitmap::new(luma.width(), luma.height());
    let mut row_levels = vec![0_u8; across * BLOCK];
    let mut bytes = vec![0_u8; luma.width()];
    for y in 0..luma.height() {
        if y % BLOCK == 0 {
            let blocks = &levels[y / BLOCK * across..][..across];
            for (pixels, &level) in row_levels.chunks_exact_mut(BLOCK).zip(blocks) {
                pixels.fill(level);
            }
        }
        for ((byte, &p), &level) in bytes.iter_mut().zip(luma.row(y)).zip(&row_levels) {
            *byte = u8::from(p < level);
        }
        pack(&bytes, out.row_mut(y));
    }
    out
}

/// Black where a pixel lies below the mean of the square of `2 * radius + 1` pixels around it: keeps detail that the
/// block threshold smears in small, soft or unevenly lit codes.
pub(super) fn by_mean(luma: &Luma, radius: usize) -> Bitmap {
    let (width, height) = (luma.width(), luma.height());
    let mut out = Bitmap::new(width, height);
    let mut columns = vec![0_u32; width];
    let mut bytes = vec![0_u8; width];
    let add = |columns: &mut [u32], y: usize| {
        for (sum, &p) in columns.iter_mut().zip(luma.row(y)) {
            *sum += u32::from(p);
        }
    };
    for y in 0..radius.min(height) {
        add(&mut columns, y);
    }
    for y in 0..height {
        if y + radius < height {
            add(&mut columns, y + radius);
        }
        if y > radius {
            for (sum, &p) in columns.iter_mut().zip(luma.row(y - radius - 1)) {
                *sum -= u32::from(p);
            }
        }
        let rows = (y + radius + 1).min(height) - y.saturating_sub(radius);
        below_mean(luma.row(y), &columns, rows, radius, &mut bytes);
        pack(&bytes, out.row_mut(y));
    }
    out
}

/// One row of [`by_mean`]: `columns` holds the sums of `rows` pixels above each other.
fn below_mean(row: &[u8], columns: &[u32], rows: usize, radius: usize, bytes: &mut [u8]) {
    let width = row.len();
    let mut sum: u32 = columns[..radius.min(width)].iter().sum();
    for x in 0..width {
        if x + radius < width {
            sum += columns[x + radius];
        }
        if x > radius {
            sum -= columns[x - radius - 1];
        }
        let n = ((x + radius + 1).min(width) - x.saturating_sub(radius)) * rows;
        bytes[x] = u8::from(u32::from(row[x]) * (n as u32) < sum);
    }
}
