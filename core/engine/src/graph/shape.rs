//! Shapes are always of four dimensions, batch, height, width, channels; a file's shorter ones have ones in front.

/// Sizes of the four dimensions; their product is within [`crate::limits::TENSOR_VALUES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape(pub [usize; 4]);

impl Shape {
    /// A shape of the file, of at most four dimensions.
    pub fn from_file(dimensions: &[usize]) -> Self {
        let mut shape = [1; 4];
        shape[4 - dimensions.len()..].copy_from_slice(dimensions);
        Self(shape)
    }

    pub fn len(&self) -> usize {
        self.0.iter().product()
    }

    pub fn batch(&self) -> usize {
        self.0[0]
    }

    pub fn height(&self) -> usize {
        self.0[1]
    }

    pub fn width(&self) -> usize {
        self.0[2]
    }

    pub fn channels(&self) -> usize {
        self.0[3]
    }

    /// Distances between neighbours along each dimension.
    pub fn strides(&self) -> [usize; 4] {
        let [_, h, w, c] = self.0;
        [h * w * c, w * c, c, 1]
    }

    /// The strides with which this shape is read as `to`: 0 where it is one wide. `None` if it does not broadcast.
    pub fn broadcast(&self, to: &Shape) -> Option<[usize; 4]> {
        let mut strides = self.strides();
        for (i, stride) in strides.iter_mut().enumerate() {
            match (self.0[i], to.0[i]) {
                (1, n) if n > 1 => *stride = 0,
                (a, b) if a == b => {}
                _ => return None,
            }
        }
        Some(strides)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_shapes_grow_in_front() {
        assert_eq!(Shape::from_file(&[]), Shape([1, 1, 1, 1]));
        assert_eq!(Shape::from_file(&[5, 7]), Shape([1, 1, 5, 7]));
    }

    #[test]
    fn broadcasting() {
        let image = Shape([1, 4, 5, 6]);
        assert_eq!(Shape([1, 1, 1, 6]).broadcast(&image), Some([6, 0, 0, 1]));
        assert_eq!(Shape([1, 4, 5, 1]).broadcast(&image), Some([20, 5, 1, 0]));
        assert_eq!(Shape([1, 4, 5, 3]).broadcast(&image), None);
    }
}
