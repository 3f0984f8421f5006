//! Floats that start on a cache line, so that no vector load straddles two.

/// Floats in one cache line of 64 bytes.
pub(crate) const LINE: usize = 16;

/// A fixed run of floats, aligned to a cache line.
pub(crate) struct Buffer {
    storage: Vec<f32>,
    start: usize,
    len: usize,
}

impl Buffer {
    /// `len` zeros.
    pub fn zeroed(len: usize) -> Self {
        Self::over(vec![0.0; len + LINE], len)
    }

    /// `values`, moved within their own memory.
    pub fn from_vec(mut values: Vec<f32>) -> Self {
        let len = values.len();
        values.reserve_exact(LINE);
        values.resize(len + LINE, 0.0);
        let mut buffer = Self::over(values, len);
        buffer.storage.copy_within(..len, buffer.start);
        buffer
    }

    /// The first `len` floats of `storage` that start on a line; it has a line more than that.
    fn over(storage: Vec<f32>, len: usize) -> Self {
        // The vector is never grown, so its address, and with it `start`, stays.
        let misplaced = (storage.as_ptr().addr() / size_of::<f32>()) % LINE;
        Self {
            storage,
            start: (LINE - misplaced) % LINE,
            len,
        }
    }

    pub fn as_slice(&self) -> &[f32] {
        &self.storage[self.start..self.start + self.len]
    }

    pub fn as_mut_slice(&mut self) -> &mut [f32] {
        &mut self.storage[self.start..self.start + self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_on_a_line() {
        for len in [0, 1, 15, 16, 1000] {
            let buffer = Buffer::zeroed(len);
            assert_eq!(buffer.as_slice().len(), len);
            assert_eq!(buffer.as_slice().as_ptr().addr() % (LINE * 4), 0);
            let values: Vec<f32> = (0..len).map(|i| i as f32).collect();
            let buffer = Buffer::from_vec(values.clone());
            assert_eq!(buffer.as_slice(), values);
            assert_eq!(buffer.as_slice().as_ptr().addr() % (LINE * 4), 0);
        }
    }
}
