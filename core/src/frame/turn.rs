//! Turning a picture upright inside its own buffer.
//!
//! A phone held upright stores its photos lying; turning 48 megapixels through a second buffer would double the peak of
//! memory. Transposing in place takes half again as long and keeps the peak.

use image::RgbImage;
use image::metadata::Orientation;

type Rgb = [u8; 3];

/// Columns moved together, so that a row of the strip fills whole cache lines.
const STRIP: usize = 64;

/// Applies `orientation` to `image`, using scratch memory of one strip of columns only.
pub(super) fn turn(image: RgbImage, orientation: Orientation) -> RgbImage {
    use Orientation as O;
    let (width, height) = image.dimensions();
    let mut bytes = image.into_raw();
    let (pixels, _) = bytes.as_chunks_mut::<3>();
    let lying = matches!(
        orientation,
        O::Rotate90 | O::Rotate270 | O::Rotate90FlipH | O::Rotate270FlipH
    );
    let (width, height) = if lying {
        transpose(pixels, height as usize, width as usize);
        (height, width)
    } else {
        (width, height)
    };
    match orientation {
        O::NoTransforms | O::Rotate90FlipH => {}
        O::Rotate180 | O::Rotate270FlipH => pixels.reverse(),
        O::FlipHorizontal | O::Rotate90 => pixels
            .chunks_exact_mut(width as usize)
            .for_each(<[Rgb]>::reverse),
        O::FlipVertical | O::Rotate270 => flip_rows(pixels, width as usize),
    }
    RgbImage::from_raw(width, height, bytes).expect("turning keeps the number of pixels")
}

/// Exchanges the rows from the top with those from the bottom.
fn flip_rows(pixels: &mut [Rgb], width: usize) {
    let rows = pixels.len() / width;
    let (top, bottom) = pixels.split_at_mut(rows / 2 * width);
    for (upper, lower) in top
        .chunks_exact_mut(width)
        .zip(bottom.rchunks_exact_mut(width))
    {
        upper.swap_with_slice(lower);
    }
}

/// Turns a row-major `rows` × `cols` matrix into its row-major transpose, in place.
///
/// The decomposition into permutations of columns, rows and columns of Catanzaro, Keller and Garland, "A Decomposition for
/// In-place Matrix Transposition", PPoPP 2014, algorithm 1. Both sides are at least 1.
fn transpose(pixels: &mut [Rgb], rows: usize, cols: usize) {
    let common = gcd(rows, cols);
    let (a, b) = (rows / common, cols / common);
    if common > 1 {
        permute_columns(pixels, rows, cols, |i| i, |j| j / b);
    }
    permute_rows(pixels, rows, cols, b);
    permute_columns(
        pixels,
        rows,
        cols,
        |i| (i * cols - i / a) % rows,
        |j| j % rows,
    );
}

/// Moves to row `i` of column `j` what is in its row `from(i) + shift(j)` modulo `rows`; both are less than `rows`.
fn permute_columns(
    pixels: &mut [Rgb],
    rows: usize,
    cols: usize,
    from: impl Fn(usize) -> usize,
    shift: impl Fn(usize) -> usize,
) {
    let mut strip = vec![[0; 3]; rows * STRIP.min(cols)];
    let mut shifts = [0; STRIP];
    for left in (0..cols).step_by(STRIP) {
        let width = STRIP.min(cols - left);
        for (kept, row) in strip.chunks_exact_mut(width).zip(pixels.chunks_exact(cols)) {
            kept.copy_from_slice(&row[left..left + width]);
        }
        for (jj, s) in shifts[..width].iter_mut().enumerate() {
            *s = shift(left + jj);
        }
        for (i, row) in pixels.chunks_exact_mut(cols).enumerate() {
            let start = from(i);
            for (jj, pixel) in row[left..left + width].iter_mut().enumerate() {
                let source = start + shifts[jj];
                let source = if source >= rows {
                    source - rows
                } else {
                    source
                };
                *pixel = strip[source * width + jj];
            }
        }
    }
}

/// The row permutation of the decomposition: in row `i`, column `j` goes to `((i + j / b) mod rows + j · rows) mod cols`.
fn permute_rows(pixels: &mut [Rgb], rows: usize, cols: usize, b: usize) {
    let mut scattered = vec![[0; 3]; cols];
    let step = rows % cols;
    for (i, row) in pixels.chunks_exact_mut(cols).enumerate() {
        let mut base = 0; // j * rows mod cols
        for (group, pixels) in row.chunks(b).enumerate() {
            let offset = (i + group) % rows % cols;
            for pixel in pixels {
                let target = base + offset;
                scattered[if target >= cols {
                    target - cols
                } else {
                    target
                }] = *pixel;
                base += step;
                if base >= cols {
                    base -= cols;
                }
            }
        }
        row.copy_from_slice(&scattered);
    }
}

/// Greatest common divisor (Euclid); neither is zero.
fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, Rgb as Pixel};

    /// A picture whose every pixel names its place.
    fn numbered(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            Pixel([x as u8, y as u8, (x / 256 + y / 256 * 16) as u8])
        })
    }

    #[test]
    fn agrees_with_the_plain_turns() {
        let sizes = [
            (1, 1),
            (1, 7),
            (9, 1),
            (4, 6),
            (12, 8),
            (13, 7),
            (64, 48),
            (300, 200),
            (129, 258),
            (67, 131),
        ];
        for (width, height) in sizes {
            for code in 1..=8 {
                let orientation = Orientation::from_exif(code).expect("1 to 8 are orientations");
                let mut plain = DynamicImage::ImageRgb8(numbered(width, height));
                plain.apply_orientation(orientation);
                let turned = turn(numbered(width, height), orientation);
                assert_eq!(
                    turned,
                    plain.into_rgb8(),
                    "{width}x{height}, orientation {code}"
                );
            }
        }
    }
}
