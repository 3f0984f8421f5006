//! From a camera's planes to a small upright RGB picture in one pass: at a cost that does not grow with the frame, and
//! without allocating once the buffers have their size.

use super::view::{FrameView, Plane, Planes, Rotation, YuvCoding, YuvMatrix};
use image::RgbImage;

/// A part of the upright frame, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
    /// Width.
    pub width: usize,
    /// Height.
    pub height: usize,
}

/// Turns frames into small upright pictures, keeping its buffers from frame to frame.
#[derive(Default)]
pub struct Upright {
    picture: RgbImage,
    band: [Rows; BAND],
    origin: (usize, usize),
    step: usize,
}

/// So many rows of blocks are read before they are written: neighbours on a turned sensor lie far apart in the upright
/// picture, and are written in squares.
const BAND: usize = 16;

/// One row of blocks, a channel a row: Y, U, V at first, then R, G, B.
#[derive(Default)]
struct Rows([Vec<u8>; 3]);

impl Upright {
    /// Shows `area` of the frame (all of it for `None`) upright and unmirrored, its longer side at most `long_side`
    /// pixels. Blocks of `step` by `step` frame pixels become one pixel: the mean of four samples spread over the block.
    /// A luma frame comes out grey. An area outside the frame, or a `long_side` of 0, gives an empty picture.
    pub fn show(
        &mut self,
        frame: &FrameView<'_>,
        area: Option<Area>,
        long_side: usize,
    ) -> &RgbImage {
        let (width, height) = frame.upright_size();
        let whole = Area {
            x: 0,
            y: 0,
            width,
            height,
        };
        let area = area.unwrap_or(whole).within(&whole);
        let long = area.width.max(area.height);
        self.step = long.div_ceil(long_side.max(1)).max(1);
        let size = (area.width / self.step, area.height / self.step);
        if long_side == 0 || size.0 == 0 || size.1 == 0 {
            self.resize(0, 0);
            return &self.picture;
        }
        self.origin = (area.x, area.y);
        self.resize(size.0, size.1);
        let area = Area {
            width: size.0 * self.step,
            height: size.1 * self.step,
            ..area
        };
        self.fill(frame, &area.on_sensor(frame));
        &self.picture
    }

    /// The picture shown last.
    pub const fn picture(&self) -> &RgbImage {
        &self.picture
    }

    /// Where the picture's upper left corner lies in the upright frame.
    pub const fn origin(&self) -> [usize; 2] {
        [self.origin.0, self.origin.1]
    }

    /// How many pixels of the frame one of the picture is wide and high.
    pub const fn step(&self) -> usize {
        self.step
    }

    fn resize(&mut self, width: usize, height: usize) {
        let (width32, height32) = (width as u32, height as u32);
        if self.picture.dimensions() != (width32, height32) {
            let mut bytes = std::mem::take(&mut self.picture).into_raw();
            bytes.resize(width * height * 3, 0);
            self.picture = RgbImage::from_raw(width32, height32, bytes).unwrap_or_default();
        }
    }

    /// Walks the sensor's rows in their order and writes each block to its upright place.
    fn fill(&mut self, frame: &FrameView<'_>, area: &Area) {
        let (columns, lines) = (area.width / self.step, area.height / self.step);
        let place = Place::of(frame, columns, lines);
        let out: &mut [u8] = &mut self.picture;
        let (out, _) = out.as_chunks_mut::<3>();
        for first in (0..lines).step_by(BAND) {
            let band = &mut self.band[..BAND.min(lines - first)];
            for (line, rows) in (first..).zip(band.iter_mut()) {
                let block = Block {
                    x: area.x,
                    y: area.y + line * self.step,
                    step: self.step,
                };
                rows.resize(columns);
                rows.read(frame.planes(), &block);
            }
            place.write(out, first, band);
        }
    }
}

impl Area {
    fn within(&self, whole: &Self) -> Self {
        let (x, y) = (self.x.min(whole.width), self.y.min(whole.height));
        Self {
            x,
            y,
            width: self.width.min(whole.width - x),
            height: self.height.min(whole.height - y),
        }
    }

    /// The same area in the sensor's own pixels.
    fn on_sensor(&self, frame: &FrameView<'_>) -> Self {
        let (width, height) = frame.upright_size();
        let x = if frame.mirrored() {
            width - self.x - self.width
        } else {
            self.x
        };
        let (right, below) = (width - x - self.width, height - self.y - self.height);
        let (x, y) = match frame.rotation() {
            Rotation::None => (x, self.y),
            Rotation::Quarter => (self.y, right),
            Rotation::Half => (right, below),
            Rotation::ThreeQuarters => (below, x),
        };
        let turned = matches!(
            frame.rotation(),
            Rotation::Quarter | Rotation::ThreeQuarters
        );
        let (width, height) = if turned {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        };
        Self {
            x,
            y,
            width,
            height,
        }
    }
}

/// Where block `(column, line)` of the sensor goes: `start + column·along + line·across`.
struct Place {
    start: isize,
    along: isize,
    across: isize,
}

impl Place {
    fn of(frame: &FrameView<'_>, columns: usize, lines: usize) -> Self {
        let (columns, lines) = (columns as isize, lines as isize);
        let turned = matches!(
            frame.rotation(),
            Rotation::Quarter | Rotation::ThreeQuarters
        );
        let width = if turned { lines } else { columns };
        // Upright (x, y) of the sensor's first block, and the steps along a sensor row and from row to row.
        let ([x, y], along, across) = match frame.rotation() {
            Rotation::None => ([0, 0], [1, 0], [0, 1]),
            Rotation::Quarter => ([lines - 1, 0], [0, 1], [-1, 0]),
            Rotation::Half => ([columns - 1, lines - 1], [-1, 0], [0, -1]),
            Rotation::ThreeQuarters => ([0, columns - 1], [0, -1], [1, 0]),
        };
        let mirror = |x: isize, from: isize| if frame.mirrored() { from - x } else { x };
        Self {
            start: y * width + mirror(x, width - 1),
            along: along[1] * width + mirror(along[0], 0),
            across: across[1] * width + mirror(across[0], 0),
        }
    }

    /// Writes rows of the sensor, the first of them number `line`.
    fn write(&self, out: &mut [[u8; 3]], line: usize, band: &[Rows]) {
        if self.across.abs() == 1 {
            return self.write_turned(out, line, band);
        }
        for (line, Rows([r, g, b])) in (line..).zip(band) {
            let start = self.start + line as isize * self.across;
            let pixels = r.iter().zip(g).zip(b).map(|((&r, &g), &b)| [r, g, b]);
            if self.along == 1 {
                for (out, pixel) in out[start as usize..].iter_mut().zip(pixels) {
                    *out = pixel;
                }
            } else {
                for (column, pixel) in (0..).zip(pixels) {
                    out[(start + column * self.along) as usize] = pixel;
                }
            }
        }
    }

    /// Rows of the sensor are columns upright: squares are turned in a small buffer and written row by row.
    fn write_turned(&self, out: &mut [[u8; 3]], line: usize, band: &[Rows]) {
        let lines = band.len();
        let columns = band.first().map_or(0, |Rows([r, ..])| r.len());
        // Upright, the band's lines go from left to right or from right to left.
        let rightward = self.across > 0;
        let leftmost = if rightward { line } else { line + lines - 1 };
        let mut square = [[[0; 3]; BAND]; BAND];
        for first in (0..columns).step_by(BAND) {
            let part = first..columns.min(first + BAND);
            for (i, Rows([r, g, b])) in band.iter().enumerate() {
                let place = if rightward { i } else { lines - 1 - i };
                let pixels = r[part.clone()]
                    .iter()
                    .zip(&g[part.clone()])
                    .zip(&b[part.clone()]);
                for (row, ((&r, &g), &b)) in square.iter_mut().zip(pixels) {
                    row[place] = [r, g, b];
                }
            }
            for (column, row) in part.zip(&square) {
                let at =
                    self.start + column as isize * self.along + leftmost as isize * self.across;
                out[at as usize..][..lines].copy_from_slice(&row[..lines]);
            }
        }
    }
}

/// The first block of a row, in sensor pixels.
struct Block {
    x: usize,
    y: usize,
    step: usize,
}

impl Block {
    /// The two places in a block that stand for it along one axis: both pixels of two, the quarters of more.
    const fn taps(&self) -> [usize; 2] {
        let quarter = self.step / 4;
        [quarter, self.step - 1 - quarter]
    }
}

impl Rows {
    fn resize(&mut self, columns: usize) {
        for row in &mut self.0 {
            row.resize(columns, 0);
        }
    }

    fn read(&mut self, planes: &Planes<'_>, block: &Block) {
        let [first, second, third] = &mut self.0;
        match planes {
            Planes::Yuv { y, u, v, coding } => {
                average(first, y, 0, block);
                let middle = Block {
                    x: block.x + block.step / 2,
                    y: block.y + block.step / 2,
                    step: block.step,
                };
                chroma(second, u, &middle);
                chroma(third, v, &middle);
                Weights::of(*coding).apply(first, second, third);
            }
            Planes::Rgba(plane) => self.read_packed(plane, [0, 1, 2], block),
            Planes::Bgra(plane) => self.read_packed(plane, [2, 1, 0], block),
            Planes::Luma(plane) => self.read_packed(plane, [0, 0, 0], block),
        }
    }

    fn read_packed(&mut self, plane: &Plane<'_>, order: [usize; 3], block: &Block) {
        for (row, offset) in self.0.iter_mut().zip(order) {
            average(row, plane, offset, block);
        }
    }
}

/// The mean of four samples of each block.
fn average(out: &mut [u8], plane: &Plane<'_>, offset: usize, block: &Block) {
    let [near, far] = block.taps();
    let row = |tap: usize| {
        let start = (block.y + tap) * plane.row_stride + block.x * plane.pixel_stride + offset;
        &plane.data[start..]
    };
    let (upper, lower) = (row(near), row(far));
    match (block.step, plane.pixel_stride) {
        (1, 1) => out.copy_from_slice(&upper[..out.len()]),
        // The common case, written so that the compiler makes vectors of it: pairs of bytes as one number.
        (2, 1) => {
            let (upper, lower) = (upper.as_chunks::<2>().0, lower.as_chunks::<2>().0);
            for ((out, upper), lower) in out.iter_mut().zip(upper).zip(lower) {
                let [upper, lower] = [*upper, *lower].map(u16::from_le_bytes);
                let sum = (upper & 255) + (upper >> 8) + (lower & 255) + (lower >> 8);
                *out = ((sum + 2) >> 2) as u8;
            }
        }
        (step, stride) => {
            let (left, right) = (near * stride, far * stride);
            let blocks = upper.chunks(step * stride).zip(lower.chunks(step * stride));
            for (out, (upper, lower)) in out.iter_mut().zip(blocks) {
                *out = mean([upper[left], upper[right], lower[left], lower[right]]);
            }
        }
    }
}

fn mean(samples: [u8; 4]) -> u8 {
    (samples
        .iter()
        .map(|&sample| u16::from(sample))
        .sum::<u16>()
        .wrapping_add(2)
        >> 2) as u8
}

/// The chroma sample in the middle of each block; `middle` is the middle of the first one, in luma pixels.
fn chroma(out: &mut [u8], plane: &Plane<'_>, middle: &Block) {
    let row = &plane.data[middle.y / 2 * plane.row_stride..];
    if middle.step.is_multiple_of(2) {
        let samples = &row[middle.x / 2 * plane.pixel_stride..];
        match middle.step / 2 * plane.pixel_stride {
            1 => out.copy_from_slice(&samples[..out.len()]),
            // The common case, written so that the compiler makes vectors of it; the last sample may be the last byte.
            2 => {
                let (pairs, last) = samples[..2 * out.len() - 1].as_chunks::<2>();
                let (most, end) = out.split_at_mut(pairs.len());
                end.copy_from_slice(last);
                for (out, pair) in most.iter_mut().zip(pairs) {
                    *out = (u16::from_le_bytes(*pair) & 255) as u8;
                }
            }
            apart => {
                for (out, sample) in out.iter_mut().zip(samples.iter().step_by(apart)) {
                    *out = *sample;
                }
            }
        }
    } else {
        for (column, out) in out.iter_mut().enumerate() {
            *out = row[(middle.x + column * middle.step) / 2 * plane.pixel_stride];
        }
    }
}

/// The matrix from YUV to RGB: luma in 2^14ths, chroma in 2^13ths. Numbers of 16 bits are what vectors are good at.
struct Weights {
    luma: i16,
    black: i16,
    red_v: i16,
    green_u: i16,
    green_v: i16,
    blue_u: i16,
}

impl Weights {
    /// ITU-R BT.601-7 and BT.709-6: `R = Y + 2(1-Kr)V`, `B = Y + 2(1-Kb)U`, `G` from what is left.
    fn of(coding: YuvCoding) -> Self {
        let (kr, kb) = match coding.matrix {
            YuvMatrix::Bt601 => (0.299, 0.114),
            YuvMatrix::Bt709 => (0.2126, 0.0722),
        };
        let kg = 1.0 - kr - kb;
        let (luma, chroma, black) = if coding.full_range {
            (1.0, 1.0, 0)
        } else {
            (255.0 / 219.0, 255.0 / 224.0, 16)
        };
        let fixed = |weight: f64| (weight * chroma * 8192.0).round() as i16;
        Self {
            luma: (luma * 16384.0_f64).round() as i16,
            black,
            red_v: fixed(2.0 * (1.0 - kr)),
            green_u: fixed(2.0 * (1.0 - kb) * kb / kg),
            green_v: fixed(2.0 * (1.0 - kr) * kr / kg),
            blue_u: fixed(2.0 * (1.0 - kb)),
        }
    }

    /// Turns rows of Y, U, V into rows of R, G, B.
    fn apply(&self, y: &mut [u8], u: &mut [u8], v: &mut [u8]) {
        // Products are 32nds of a step, for 16 bits of each are dropped.
        let times = |a: i16, b: i16| ((i32::from(a) * i32::from(b)) >> 16) as i16;
        let byte = |value: i16| (value >> 5).clamp(0, 255) as u8;
        for ((y, u), v) in y.iter_mut().zip(u).zip(v) {
            let luma = times((i16::from(*y) - self.black) << 7, self.luma) + 17;
            let [blue, red] = [*u, *v].map(|chroma| (i16::from(chroma) - 128) << 8);
            *y = byte(luma + times(red, self.red_v));
            *u = byte(luma - times(blue, self.green_u) - times(red, self.green_v));
            *v = byte(luma + times(blue, self.blue_u));
        }
    }
}

#[cfg(test)]
#[path = "upright_tests.rs"]
mod tests;
