//! A borrowed luma plane: what a camera's Y plane, a grey picture and a crop of either have in common.

use thiserror::Error;

use super::{FrameView, Planes, Rotation};

/// 8-bit luma, row by row, borrowed from whoever owns the pixels.
///
/// Row `y` starts at `y * row_stride` and holds `width` pixels; the bytes between `width` and `row_stride` are padding
/// and never read. The last row needs no padding behind it.
#[derive(Clone, Copy)]
pub struct Luma<'a> {
    data: &'a [u8],
    width: usize,
    height: usize,
    row_stride: usize,
}

/// Why bytes are not a luma plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LumaError {
    /// Width or height is zero.
    #[error("the plane has no pixels")]
    Empty,
    /// The stride is smaller than a row.
    #[error("the row stride is smaller than the width")]
    Stride,
    /// The buffer ends before the last pixel.
    #[error("the buffer is smaller than the plane")]
    Short,
}

impl<'a> Luma<'a> {
    /// Views `data` as a plane of `width` × `height` pixels whose rows start `row_stride` bytes apart.
    ///
    /// # Errors
    /// [`LumaError`] when a side is zero, the stride is below the width, or the buffer is too short.
    pub fn new(
        data: &'a [u8],
        width: usize,
        height: usize,
        row_stride: usize,
    ) -> Result<Self, LumaError> {
        if width == 0 || height == 0 {
            return Err(LumaError::Empty);
        }
        if row_stride < width {
            return Err(LumaError::Stride);
        }
        let needed = (height - 1)
            .checked_mul(row_stride)
            .and_then(|rows| rows.checked_add(width));
        match needed {
            Some(needed) if needed <= data.len() => Ok(Self {
                data,
                width,
                height,
                row_stride,
            }),
            _ => Err(LumaError::Short),
        }
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The `width` pixels of row `y`.
    ///
    /// # Panics
    /// When `y` is not below the height.
    #[must_use]
    pub fn row(&self, y: usize) -> &'a [u8] {
        assert!(y < self.height, "row outside the plane");
        let start = y * self.row_stride;
        &self.data[start..start + self.width]
    }

    /// The part of the plane inside `left..left + width`, `top..top + height`, cut to the plane; `None` when nothing is
    /// left of it.
    #[must_use]
    pub fn crop(&self, left: usize, top: usize, width: usize, height: usize) -> Option<Self> {
        let width = width.min(self.width.checked_sub(left)?);
        let height = height.min(self.height.checked_sub(top)?);
        let data = self.data.get(top * self.row_stride + left..)?;
        Self::new(data, width, height, self.row_stride).ok()
    }
}

impl<'a> FrameView<'a> {
    /// The luma of the frame as the sensor gives it, neither turned nor copied; none where luma does not lie sample by
    /// sample.
    #[must_use]
    pub fn luma(&self) -> Option<Luma<'a>> {
        let (Planes::Yuv { y, .. } | Planes::Luma(y)) = self.planes() else {
            return None;
        };
        let (width, height) = self.sensor_size();
        (y.pixel_stride == 1)
            .then(|| Luma::new(y.data, width, height, y.row_stride.max(width)).ok())
            .flatten()
    }

    /// Where a point of the sensor's picture lies in the upright one, both in pixels from the upper left corner.
    #[must_use]
    pub fn to_upright(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let (width, height) = self.sensor_size();
        let (width, height) = (width as f32, height as f32);
        let [x, y] = match self.rotation() {
            Rotation::None => [x, y],
            Rotation::Quarter => [height - y, x],
            Rotation::Half => [width - x, height - y],
            Rotation::ThreeQuarters => [y, width - x],
        };
        let across = self.upright_size().0 as f32;
        [if self.mirrored() { across - x } else { x }, y]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Plane, Upright};

    /// A single bright sample comes out where `Upright` shows it.
    #[test]
    fn points_turn_as_pictures_do() {
        let (width, height) = (6, 4);
        let turns = [
            Rotation::None,
            Rotation::Quarter,
            Rotation::Half,
            Rotation::ThreeQuarters,
        ];
        for (rotation, mirrored) in turns.into_iter().flat_map(|r| [(r, false), (r, true)]) {
            let mut data = vec![0_u8; width * height * 4];
            let (x, y) = (4, 1);
            data[(y * width + x) * 4..][..3].fill(255);
            let planes = Planes::Rgba(Plane {
                data: &data,
                row_stride: width * 4,
                pixel_stride: 4,
            });
            let frame = FrameView::new(width, height, planes, rotation, mirrored).unwrap();
            assert!(frame.luma().is_none());
            let mut upright = Upright::default();
            let picture = upright.show(&frame, None, 6);
            let [left, top] = frame.to_upright([x as f32 + 0.5, y as f32 + 0.5]);
            assert_eq!(
                picture.get_pixel(left as u32, top as u32).0,
                [255; 3],
                "{rotation:?} {mirrored}"
            );
        }
    }

    #[test]
    fn a_frame_lends_its_luma() {
        let data: Vec<u8> = (0..11).collect();
        let plane = |pixel_stride| {
            Planes::Luma(Plane {
                data: &data,
                row_stride: 8,
                pixel_stride,
            })
        };
        let view = |planes| FrameView::new(3, 2, planes, Rotation::Half, false).unwrap();
        let luma = view(plane(1)).luma().unwrap();
        assert_eq!(luma.row(1), &[8, 9, 10]);
        let spread = FrameView::new(2, 2, plane(2), Rotation::None, false).unwrap();
        assert!(spread.luma().is_none());
    }

    #[test]
    fn planes_are_checked_once() {
        let data = [0_u8; 11];
        assert!(Luma::new(&data, 3, 3, 4).is_ok());
        assert_eq!(Luma::new(&data, 4, 3, 4).err(), Some(LumaError::Short));
        assert_eq!(Luma::new(&data, 4, 2, 3).err(), Some(LumaError::Stride));
        assert_eq!(Luma::new(&data, 0, 2, 3).err(), Some(LumaError::Empty));
        assert_eq!(
            Luma::new(&data, 1, usize::MAX, usize::MAX).err(),
            Some(LumaError::Short)
        );
    }

    #[test]
    fn a_crop_reads_the_same_pixels() {
        let data: Vec<u8> = (0..24).collect();
        let plane = Luma::new(&data, 5, 4, 6).unwrap();
        let crop = plane.crop(1, 2, 9, 9).unwrap();
        assert_eq!((crop.width(), crop.height()), (4, 2));
        assert_eq!(crop.row(1), &[19, 20, 21, 22]);
        assert!(plane.crop(5, 0, 1, 1).is_none());
    }
}
