//! Borrowed camera planes with their strides, checked once. No pixel is copied here.

use serde::{Deserialize, Serialize};

/// Frames with a longer side are refused.
pub const MAX_SIDE: usize = 16_384;

/// One plane of samples: sample `(x, y)` is at byte `y * row_stride + x * pixel_stride`.
#[derive(Clone, Copy)]
pub struct Plane<'a> {
    /// The bytes, from the first sample on.
    pub data: &'a [u8],
    /// Bytes from one row to the next.
    pub row_stride: usize,
    /// Bytes from one sample to the next.
    pub pixel_stride: usize,
}

/// The samples of a frame. Camera2's `YUV_420_888`, NV12, NV21 and I420 differ only in where U and V lie.
#[derive(Clone, Copy)]
pub enum Planes<'a> {
    /// Luma, and chroma at half the width and height, rounded up.
    Yuv {
        /// Luma.
        y: Plane<'a>,
        /// Blue difference.
        u: Plane<'a>,
        /// Red difference.
        v: Plane<'a>,
        /// How the three make colours.
        coding: YuvCoding,
    },
    /// R, G, B and one byte more for each pixel.
    Rgba(Plane<'a>),
    /// B, G, R and one byte more for each pixel.
    Bgra(Plane<'a>),
    /// Luma alone: enough for codes, not for faces.
    Luma(Plane<'a>),
}

/// The matrix and range of YUV samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct YuvCoding {
    /// The weights.
    pub matrix: YuvMatrix,
    /// Whether luma spans 0–255, not 16–235.
    pub full_range: bool,
}

/// The weights of YUV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YuvMatrix {
    /// ITU-R BT.601, what Android's cameras give.
    Bt601,
    /// ITU-R BT.709, what iOS gives at HD sizes.
    Bt709,
}

/// How far to turn a frame clockwise until it is upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Rotation {
    /// It is upright.
    #[default]
    #[serde(rename = "0")]
    None,
    /// A quarter.
    #[serde(rename = "90")]
    Quarter,
    /// Half.
    #[serde(rename = "180")]
    Half,
    /// Three quarters.
    #[serde(rename = "270")]
    ThreeQuarters,
}

/// Why planes are not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum FrameError {
    /// Width or height is 0 or above [`MAX_SIDE`].
    #[error("a frame of {0} by {1} pixels is not accepted")]
    Size(usize, usize),
    /// The samples of a row do not fit in the row stride, or the pixel stride is too small.
    #[error("the strides of the {0} plane do not fit its width")]
    Stride(&'static str),
    /// The buffer ends before the last sample.
    #[error("the {plane} plane has {has} bytes and needs {needs}")]
    Short {
        /// Which plane.
        plane: &'static str,
        /// Bytes there are.
        has: usize,
        /// Bytes there must be.
        needs: usize,
    },
}

impl FrameError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Size(..) => "frame_size",
            Self::Stride(_) => "frame_stride",
            Self::Short { .. } => "frame_short",
        }
    }
}

/// A frame as the camera gives it, with what is needed to see it upright.
#[derive(Clone, Copy)]
pub struct FrameView<'a> {
    width: usize,
    height: usize,
    planes: Planes<'a>,
    rotation: Rotation,
    mirrored: bool,
}

impl<'a> FrameView<'a> {
    /// Checks that every sample lies inside its buffer: a plane of `w` by `h` samples needs
    /// `(h-1)·row_stride + (w-1)·pixel_stride + 1` bytes, for the last row is often cut short.
    ///
    /// `mirrored` says that the platform mirrored the frame; [`super::Upright`] turns it back.
    ///
    /// # Errors
    /// [`FrameError`].
    pub fn new(
        width: usize,
        height: usize,
        planes: Planes<'a>,
        rotation: Rotation,
        mirrored: bool,
    ) -> Result<Self, FrameError> {
        let side = 1..=MAX_SIDE;
        if !side.contains(&width) || !side.contains(&height) {
            return Err(FrameError::Size(width, height));
        }
        let half = [width.div_ceil(2), height.div_ceil(2)];
        match &planes {
            Planes::Yuv { y, u, v, .. } => {
                y.check("y", [width, height], 1)?;
                u.check("u", half, 1)?;
                v.check("v", half, 1)?;
            }
            Planes::Rgba(plane) | Planes::Bgra(plane) => {
                plane.check("colour", [width, height], 3)?;
            }
            Planes::Luma(plane) => plane.check("y", [width, height], 1)?,
        }
        Ok(Self {
            width,
            height,
            planes,
            rotation,
            mirrored,
        })
    }

    /// Width and height once upright, in pixels.
    pub const fn upright_size(&self) -> (usize, usize) {
        match self.rotation {
            Rotation::None | Rotation::Half => (self.width, self.height),
            Rotation::Quarter | Rotation::ThreeQuarters => (self.height, self.width),
        }
    }

    /// Width and height as the sensor gives them, in pixels.
    pub const fn sensor_size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The samples.
    pub const fn planes(&self) -> &Planes<'a> {
        &self.planes
    }

    /// How far to turn it clockwise.
    pub const fn rotation(&self) -> Rotation {
        self.rotation
    }

    /// Whether the platform mirrored it.
    pub const fn mirrored(&self) -> bool {
        self.mirrored
    }
}

impl<'a> Planes<'a> {
    /// NV12 (`order` U before V) or NV21 (V before U): a luma plane and one of interleaved chroma.
    pub fn semi_planar(
        y: Plane<'a>,
        chroma: &'a [u8],
        row_stride: usize,
        order: ChromaOrder,
        coding: YuvCoding,
    ) -> Self {
        let plane = |offset: usize| Plane {
            data: chroma.get(offset..).unwrap_or_default(),
            row_stride,
            pixel_stride: 2,
        };
        let (u, v) = match order {
            ChromaOrder::UThenV => (plane(0), plane(1)),
            ChromaOrder::VThenU => (plane(1), plane(0)),
        };
        Self::Yuv { y, u, v, coding }
    }
}

/// Which of the interleaved chroma samples comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChromaOrder {
    /// NV12.
    UThenV,
    /// NV21.
    VThenU,
}

impl Plane<'_> {
    /// `bytes` is what one sample takes.
    fn check(
        &self,
        name: &'static str,
        [width, height]: [usize; 2],
        bytes: usize,
    ) -> Result<(), FrameError> {
        if self.pixel_stride < bytes {
            return Err(FrameError::Stride(name));
        }
        let row = (width - 1)
            .checked_mul(self.pixel_stride)
            .and_then(|row| row.checked_add(bytes));
        // Rows must not overlap; with a single row the stride says nothing.
        let row = row.filter(|row| height == 1 || self.row_stride >= *row);
        let rows = (height - 1).checked_mul(self.row_stride);
        let needs = row.zip(rows).and_then(|(row, rows)| rows.checked_add(row));
        let needs = needs.ok_or(FrameError::Stride(name))?;
        if self.data.len() < needs {
            return Err(FrameError::Short {
                plane: name,
                has: self.data.len(),
                needs,
            });
        }
        Ok(())
    }
}
