//! From a camera's planes to a small upright RGB picture in one pass: at a cost that does not grow with the frame, and
//! without allocating once the buffers have their size.

use super::rows::{Block, Rows};
use super::view::{FrameView, Rotation};
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
        let mut square = [[0; BAND]; BAND];
        for first in (0..columns).step_by(BAND) {
            let part = first..columns.min(first + BAND);
            for (i, Rows([r, g, b])) in band.iter().enumerate() {
                let place = if rightward { i } else { lines - 1 - i };
                let pixels = r[part.clone()]
                    .iter()
                    .zip(&g[part.clone()])
                    .zip(&b[part.clone()]);
                for (row, ((&r, &g), &b)) in square.iter_mut().zip(pixels) {
                    row[place] = u32::from_le_bytes([r, g, b, 0]);
                }
            }
            for (column, row) in part.zip(&square) {
                let at =
                    self.start + column as isize * self.along + leftmost as isize * self.across;
                unpack(&mut out[at as usize..][..lines], row);
            }
        }
    }
}

/// Writes as many pixels as `out` holds, given as numbers; four at once while there are four: three numbers of their bytes.
fn unpack(out: &mut [[u8; 3]], pixels: &[u32; BAND]) {
    let (fours, rest) = out.as_chunks_mut::<4>();
    for (out, &[a, b, c, d]) in fours.iter_mut().zip(pixels.as_chunks::<4>().0) {
        let words = [a | b << 24, b >> 8 | c << 16, c >> 16 | d << 8];
        for (out, word) in out
            .as_flattened_mut()
            .as_chunks_mut()
            .0
            .iter_mut()
            .zip(words)
        {
            *out = word.to_le_bytes();
        }
    }
    for (out, pixel) in rest.iter_mut().zip(&pixels[fours.len() * 4..]) {
        let [r, g, b, _] = pixel.to_le_bytes();
        *out = [r, g, b];
    }
}

#[cfg(test)]
#[path = "upright_tests.rs"]
mod tests;
