//! Black and white pictures, 64 pixels to a word.

use rxing::common::{BitArray, BitMatrix};

/// A packed black-and-white picture; a set bit is black. Bits behind the width of a row are clear.
pub(super) struct Bitmap {
    pub(super) width: usize,
    pub(super) height: usize,
    words: Vec<u64>,
}

impl Bitmap {
    /// A white picture.
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            words: vec![0; width.div_ceil(64) * height],
        }
    }

    fn words_per_row(&self) -> usize {
        self.width.div_ceil(64)
    }

    pub(super) fn row(&self, y: usize) -> &[u64] {
        let n = self.words_per_row();
        &self.words[y * n..(y + 1) * n]
    }

    pub(super) fn row_mut(&mut self, y: usize) -> &mut [u64] {
        let n = self.words_per_row();
        &mut self.words[y * n..(y + 1) * n]
    }

    /// Whether the pixel is black; `x` and `y` must lie inside.
    pub(super) fn get(&self, x: usize, y: usize) -> bool {
        self.row(y)[x / 64] >> (x % 64) & 1 != 0
    }

    /// The same picture for the detector, with black and white exchanged when `inverted`.
    pub(super) fn to_matrix(&self, inverted: bool) -> Option<BitMatrix> {
        let mut matrix = BitMatrix::new(
            u32::try_from(self.width).ok()?,
            u32::try_from(self.height).ok()?,
        )
        .ok()?;
        let mut row = BitArray::with_size(self.width);
        let flip = if inverted { u64::MAX } else { 0 };
        let step = usize::BITS as usize;
        for y in 0..self.height {
            for (i, word) in self.row(y).iter().enumerate() {
                let mut word = word ^ flip;
                let used = self.width - i * 64;
                if used < 64 {
                    word &= (1 << used) - 1;
                }
                // A word of the detector is a machine word: two of them per 64 pixels on wasm32.
                for part in (0..64.min(used)).step_by(step) {
                    row.setBulk(i * 64 + part, (word >> part) as usize);
                }
            }
            matrix.setRow(y as u32, &row);
        }
        Some(matrix)
    }
}

/// Packs bytes that are 0 or 1 into bits, the first byte lowest. `out` needs a word per 64 bytes begun.
pub(super) fn pack(bytes: &[u8], out: &mut [u64]) {
    // The multiplication gathers the low bits of eight bytes in the top byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    for (chunk, word) in bytes.chunks(64).zip(out) {
        *word = 0;
        for (i, eight) in chunk.chunks(8).enumerate() {
            let mut lanes = [0; 8];
            lanes[..eight.len()].copy_from_slice(eight);
            *word |= (u64::from_le_bytes(lanes).wrapping_mul(GATHER) >> 56) << (8 * i);
        }
    }
}
