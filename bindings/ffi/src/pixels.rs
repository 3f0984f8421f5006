//! Pixels a shell lends for the time of a call: planes with their strides.

use crate::error::{Problem, told};
use xueying::camera::Recovery;
use xueying::frame::{self, ChromaOrder, FrameView, Plane, Planes, Rotation, YuvCoding, YuvMatrix};

/// How far to turn a frame clockwise until it is upright.
#[uniffi::remote(Enum)]
pub enum Rotation {
    /// It is upright.
    None,
    /// A quarter.
    Quarter,
    /// Half.
    Half,
    /// Three quarters.
    ThreeQuarters,
}

/// The weights of YUV.
#[uniffi::remote(Enum)]
pub enum YuvMatrix {
    /// ITU-R BT.601, what Android's cameras give.
    Bt601,
    /// ITU-R BT.709, what iOS gives at HD sizes.
    Bt709,
}

/// The matrix and range of YUV samples.
#[uniffi::remote(Record)]
pub struct YuvCoding {
    /// The weights.
    pub matrix: YuvMatrix,
    /// Whether luma spans 0–255, not 16–235.
    pub full_range: bool,
}

/// Which of the interleaved chroma samples comes first.
#[uniffi::remote(Enum)]
pub enum ChromaOrder {
    /// NV12.
    UThenV,
    /// NV21.
    VThenU,
}

/// How the samples lie in the planes of a frame. Strides are bytes from row to row and from sample to sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PixelLayout {
    /// Three planes, as Camera2's `YUV_420_888` and I420: Y, then U, then V, the latter at half the width and height.
    Planar {
        /// Of Y; its samples lie side by side.
        y_row_stride: u32,
        /// Of U and V.
        chroma_row_stride: u32,
        /// Of U and V: 1 where each has its own plane, 2 where they interleave.
        chroma_pixel_stride: u32,
        /// How they make colours.
        coding: YuvCoding,
    },
    /// Two planes, NV12 or NV21: Y, then U and V in turn. The third plane is empty.
    SemiPlanar {
        /// Of Y.
        y_row_stride: u32,
        /// Of the chroma.
        chroma_row_stride: u32,
        /// Which comes first.
        order: ChromaOrder,
        /// How they make colours.
        coding: YuvCoding,
    },
    /// One plane of R, G, B and one byte more, as sRGB. The other planes are empty.
    Rgba {
        /// Of the plane.
        row_stride: u32,
    },
    /// One plane of B, G, R and one byte more, as sRGB. The other planes are empty.
    Bgra {
        /// Of the plane.
        row_stride: u32,
    },
    /// Luma alone: enough for codes, not for faces. The other planes are empty.
    Luma {
        /// Of the plane.
        row_stride: u32,
    },
}

/// The form of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct FrameShape {
    /// Pixels from left to right as the sensor gives them, up to 16384.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// How the samples lie.
    pub layout: PixelLayout,
    /// How far to turn it clockwise until it is upright.
    pub rotation: Rotation,
    /// Whether the platform mirrored it; it is turned back.
    pub mirrored: bool,
}

/// Why planes are not a frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum FrameError {
    /// Width or height is 0 or too large.
    #[error("a frame of {width} by {height} pixels is not accepted")]
    Size {
        /// Pixels.
        width: u64,
        /// Pixels.
        height: u64,
    },
    /// The samples of a row do not fit in the row stride, or the pixel stride is too small.
    #[error("the strides of the {plane} plane do not fit its width")]
    Stride {
        /// Which plane.
        plane: String,
    },
    /// The buffer ends before the last sample.
    #[error("the {plane} plane has {has} bytes and needs {needs}")]
    Short {
        /// Which plane.
        plane: String,
        /// Bytes there are.
        has: u64,
        /// Bytes there must be.
        needs: u64,
    },
}

told!(FrameError);

impl Problem for FrameError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::Size { .. } => "frame_size",
            Self::Stride { .. } => "frame_stride",
            Self::Short { .. } => "frame_short",
        }
    }

    fn way_out(&self) -> Recovery {
        Recovery::Retry
    }

    fn told_by(&self) -> String {
        "errors.frame.message".to_owned()
    }
}

impl From<frame::FrameError> for FrameError {
    fn from(error: frame::FrameError) -> Self {
        match error {
            frame::FrameError::Size(width, height) => Self::Size {
                width: width as u64,
                height: height as u64,
            },
            frame::FrameError::Stride(plane) => Self::Stride {
                plane: plane.to_owned(),
            },
            frame::FrameError::Short { plane, has, needs } => Self::Short {
                plane: plane.to_owned(),
                has: has as u64,
                needs: needs as u64,
            },
        }
    }
}

impl FrameShape {
    /// The frame in these planes, its strides checked.
    pub(crate) fn view<'a>(&self, planes: [&'a [u8]; 3]) -> Result<FrameView<'a>, FrameError> {
        let view = FrameView::new(
            self.width as usize,
            self.height as usize,
            self.layout.planes(planes),
            self.rotation,
            self.mirrored,
        );
        Ok(view?)
    }

    /// The same frame without its chroma; colour stays colour.
    pub(crate) fn luma_only(mut self) -> Self {
        if let PixelLayout::Planar { y_row_stride, .. }
        | PixelLayout::SemiPlanar { y_row_stride, .. } = self.layout
        {
            self.layout = PixelLayout::Luma {
                row_stride: y_row_stride,
            };
        }
        self
    }
}

impl PixelLayout {
    fn planes<'a>(&self, [first, second, third]: [&'a [u8]; 3]) -> Planes<'a> {
        let plane = |data, row_stride: u32, pixel_stride: u32| Plane {
            data,
            row_stride: row_stride as usize,
            pixel_stride: pixel_stride as usize,
        };
        match *self {
            Self::Planar {
                y_row_stride,
                chroma_row_stride,
                chroma_pixel_stride,
                coding,
            } => Planes::Yuv {
                y: plane(first, y_row_stride, 1),
                u: plane(second, chroma_row_stride, chroma_pixel_stride),
                v: plane(third, chroma_row_stride, chroma_pixel_stride),
                coding,
            },
            Self::SemiPlanar {
                y_row_stride,
                chroma_row_stride,
                order,
                coding,
            } => {
                let luma = plane(first, y_row_stride, 1);
                Planes::semi_planar(luma, second, chroma_row_stride as usize, order, coding)
            }
            Self::Rgba { row_stride } => Planes::Rgba(plane(first, row_stride, 4)),
            Self::Bgra { row_stride } => Planes::Bgra(plane(first, row_stride, 4)),
            Self::Luma { row_stride } => Planes::Luma(plane(first, row_stride, 1)),
        }
    }
}
