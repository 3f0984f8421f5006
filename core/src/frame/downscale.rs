//! The small picture that models and most checks see, by area averaging in one pass over the rows.

use image::RgbImage;

/// Edges of target pixels fall on source pixels with this precision: one 256th.
const ONE: u32 = 256;

/// Shrinks `image` so that its longer side has at most `long_side` pixels, keeping the proportions; a picture that is small
/// enough is copied, never enlarged.
///
/// Each target pixel is the mean of the source area it covers, in the encoded sRGB values, with pixels at its border
/// counted by the share covered. Rows are read once, in order. An empty image, or a `long_side` of 0, gives an empty one.
pub fn downscale(image: &RgbImage, long_side: u32) -> RgbImage {
    let (width, height) = image.dimensions();
    let long = width.max(height);
    if long <= long_side {
        return image.clone();
    }
    if long_side == 0 || width.min(height) == 0 {
        return RgbImage::new(0, 0);
    }
    let scaled = |side: u32| {
        let side = (u64::from(side) * u64::from(long_side) + u64::from(long) / 2) / u64::from(long);
        (side as u32).max(1)
    };
    let mut small = RgbImage::new(scaled(width), scaled(height));
    let columns = spans(width, small.width());
    let rows = spans(height, small.height());
    let stride = width as usize * 3;
    let source = image.as_raw();
    let mut sums = vec![0; stride];
    for (target, span) in small.chunks_exact_mut(columns.len() * 3).zip(&rows) {
        let covered = &source[span.first * stride..][..span.count * stride];
        for (block, sums) in sums.chunks_mut(BLOCK).enumerate() {
            let width = sums.len();
            let part = |row: usize| &covered[row * stride + block * BLOCK..][..width];
            sum_rows(sums, part, span);
        }
        average_columns(target, &sums, &columns, span.total);
    }
    small
}

/// Bytes of a row that are summed down the covered rows before the next ones, so that the sums stay in the first cache.
const BLOCK: usize = 512;

/// Most bytes whose sum fits 16 bits.
const NARROW: usize = 257;

/// The source pixels under one target pixel, along one axis.
struct Span {
    first: usize,
    count: usize,
    /// Weights of the first and last covered pixel, in 256ths; those between count [`ONE`]. A lone pixel has all its weight
    /// in `head`.
    head: u16,
    tail: u16,
    /// Sum of all weights.
    total: u32,
}

/// Divides `source` pixels among `target` ≤ `source` pixels.
fn spans(source: u32, target: u32) -> Vec<Span> {
    let edge = |i: u32| {
        let [i, source, target, one] = [i, source, target, ONE].map(u64::from);
        ((i * source * one + target / 2) / target) as u32
    };
    (0..target)
        .map(|i| {
            let (start, end) = (edge(i), edge(i + 1));
            let (first, last) = (start / ONE, (end - 1) / ONE);
            let total = end - start;
            let head = total.min((first + 1) * ONE - start) as u16;
            Span {
                first: first as usize,
                count: (last - first + 1) as usize,
                head,
                tail: if first == last {
                    0
                } else {
                    (end - last * ONE) as u16
                },
                total,
            }
        })
        .collect()
}

/// Adds up the weighted rows under one target row, byte by byte. The rows between the borders, nearly all of them, are
/// added in 16 bits and weighted together.
fn sum_rows<'a>(sums: &mut [u32], row: impl Fn(usize) -> &'a [u8], span: &Span) {
    let last = span.count - 1;
    for ((sum, &head), &tail) in sums.iter_mut().zip(row(0)).zip(row(last)) {
        // At most 255 · 256 each: the products fit 16 bits.
        let [head, tail] = [u16::from(head) * span.head, u16::from(tail) * span.tail];
        *sum = u32::from(head) + u32::from(tail);
    }
    let mut narrow = [0u16; BLOCK];
    for start in (1..last).step_by(NARROW) {
        narrow.fill(0);
        for i in start..last.min(start + NARROW) {
            for (sum, &byte) in narrow.iter_mut().zip(row(i)) {
                *sum += u16::from(byte);
            }
        }
        for (sum, &n) in sums.iter_mut().zip(&narrow) {
            *sum += u32::from(n) * ONE;
        }
    }
}

/// Averages the sums of a row along its columns.
fn average_columns(target: &mut [u8], sums: &[u32], columns: &[Span], row_total: u32) {
    let (sums, _) = sums.as_chunks::<3>();
    for (pixel, span) in target.chunks_exact_mut(3).zip(columns) {
        let covered = &sums[span.first..][..span.count];
        let [head, tail] = [covered[0], covered[span.count - 1]];
        let mut between = [0u64; 3];
        for sum in covered.get(1..span.count - 1).unwrap_or_default() {
            for (b, &s) in between.iter_mut().zip(sum) {
                *b += u64::from(s);
            }
        }
        // Exact up to the division: the sums of any picture in memory fit the 53 bits of the mantissa.
        let share = 1.0 / (f64::from(row_total) * f64::from(span.total));
        for (c, byte) in pixel.iter_mut().enumerate() {
            let borders = u64::from(head[c]) * u64::from(span.head)
                + u64::from(tail[c]) * u64::from(span.tail);
            let total = between[c] * u64::from(ONE) + borders;
            *byte = (total as f64 * share + 0.5) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use proptest::prelude::*;

    /// The definition: every target pixel integrates the source over its rectangle, in floating point.
    fn by_definition(image: &RgbImage, x: u32, y: u32, size: (u32, u32)) -> [f64; 3] {
        let cover = |i: u32, source: u32, target: u32, pixel: u32| {
            let ratio = f64::from(source) / f64::from(target);
            let (start, end) = (f64::from(i) * ratio, f64::from(i + 1) * ratio);
            (end.min(f64::from(pixel + 1)) - start.max(f64::from(pixel))).max(0.0) / ratio
        };
        let mut mean = [0.0; 3];
        for (px, py, colour) in image.enumerate_pixels() {
            let share = cover(x, image.width(), size.0, px) * cover(y, image.height(), size.1, py);
            for (m, &c) in mean.iter_mut().zip(&colour.0) {
                *m += share * f64::from(c);
            }
        }
        mean
    }

    proptest! {
        #[test]
        fn follows_the_definition(width in 1u32..40, height in 1u32..40, long_side in 1u32..40, seed: u8) {
            let noise = |x: u32, y: u32, c: u32| (x * 31 + y * 57 + c * 101 + u32::from(seed)).wrapping_mul(2_654_435_761) >> 24;
            let image = RgbImage::from_fn(width, height, |x, y| Rgb([0, 1, 2].map(|c| noise(x, y, c) as u8)));
            let small = downscale(&image, long_side);
            prop_assert!(small.width().max(small.height()) <= long_side.max(1));
            for (x, y, pixel) in small.enumerate_pixels() {
                let mean = by_definition(&image, x, y, small.dimensions());
                for (&got, want) in pixel.0.iter().zip(mean) {
                    // Half a step of rounding, and edges placed to half a 256th of a pixel.
                    prop_assert!((f64::from(got) - want).abs() <= 0.5 + 2.0, "{got} for {want}");
                }
            }
        }
    }

    #[test]
    fn a_plain_picture_stays_plain() {
        let image = RgbImage::from_pixel(4001, 2999, Rgb([3, 128, 254]));
        let small = downscale(&image, 640);
        assert_eq!(small.dimensions(), (640, 480));
        assert!(small.pixels().all(|p| p.0 == [3, 128, 254]));
    }

    #[test]
    fn whole_ratios_are_exact_means() {
        let image = RgbImage::from_raw(4, 2, (0..24).map(|i| i * 10).collect()).expect("24 bytes");
        assert_eq!(downscale(&image, 2).into_raw(), [75, 85, 95, 135, 145, 155]);
    }

    #[test]
    fn extremes() {
        let thin = RgbImage::from_pixel(1, 20_000, Rgb([9, 8, 7]));
        assert_eq!(downscale(&thin, 256).dimensions(), (1, 256));
        assert_eq!(downscale(&thin, 1).into_raw(), [9, 8, 7]);
        assert_eq!(downscale(&thin, 0).dimensions(), (0, 0));
        assert_eq!(downscale(&RgbImage::new(0, 0), 64).dimensions(), (0, 0));
        assert_eq!(downscale(&thin, 20_000), thin);
    }
}
