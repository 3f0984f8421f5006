//! Grey pictures derived from another: smaller, larger, softer, sharper.

use crate::frame::Luma;

/// An owned luma plane without padding.
pub(super) struct Plane {
    data: Vec<u8>,
    width: usize,
    height: usize,
}

impl Plane {
    pub(super) fn view(&self) -> Option<Luma<'_>> {
        Luma::new(&self.data, self.width, self.height, self.width).ok()
    }
}

/// The plane `factor` times smaller, each pixel the mean of `factor`² pixels; `None` when nothing would be left.
pub(super) fn shrink(luma: &Luma, factor: usize) -> Option<Plane> {
    let (width, height) = (luma.width() / factor, luma.height() / factor);
    if width == 0 || height == 0 {
        return None;
    }
    let area = (factor * factor) as u32;
    let mut sums = vec![0_u16; width * factor];
    let mut data = Vec::with_capacity(width * height);
    for y in 0..height {
        sums.fill(0);
        for row in y * factor..(y + 1) * factor {
            for (sum, &p) in sums.iter_mut().zip(luma.row(row)) {
                *sum += u16::from(p);
            }
        }
        data.extend(sums.chunks_exact(factor).map(|s| {
            let sum: u32 = s.iter().map(|&v| u32::from(v)).sum();
            ((sum + area / 2) / area) as u8
        }));
    }
    Some(Plane {
        data,
        width,
        height,
    })
}

/// The plane twice as large, bilinear.
pub(super) fn double(luma: &Luma) -> Plane {
    let (width, height) = (luma.width() * 2, luma.height() * 2);
    let mut data = Vec::with_capacity(width * height);
    for y in 0..height {
        // A new pixel lies a quarter of an old one off its nearest old centre.
        let near = luma.row(y / 2);
        let far = luma.row(if y % 2 == 0 {
            (y / 2).saturating_sub(1)
        } else {
            (y / 2 + 1).min(luma.height() - 1)
        });
        let column = |x: usize| 3 * u16::from(near[x]) + u16::from(far[x]);
        for x in 0..luma.width() {
            let here = 3 * column(x);
            data.push(((here + column(x.saturating_sub(1)) + 8) / 16) as u8);
            data.push(((here + column((x + 1).min(luma.width() - 1)) + 8) / 16) as u8);
        }
    }
    Plane {
        data,
        width,
        height,
    }
}

/// The plane blurred by three box means of `2 * radius + 1` pixels each way, close to a Gaussian of standard deviation
/// `sqrt(radius * (radius + 1))`.
pub(super) fn soften(luma: &Luma, radius: usize) -> Plane {
    let (width, height) = (luma.width(), luma.height());
    let mut data: Vec<u8> = (0..height)
        .flat_map(|y| luma.row(y).iter().copied())
        .collect();
    let mut line = vec![0; width.max(height)];
    for _ in 0..3 {
        for row in data.chunks_exact_mut(width) {
            line[..width].copy_from_slice(row);
            box_mean(&line[..width], radius, row);
        }
        box_columns(&mut data, width, height, radius);
    }
    Plane {
        data,
        width,
        height,
    }
}

/// Mean of the `2 * radius + 1` values around each one, the ends repeated.
fn box_mean(line: &[u8], radius: usize, out: &mut [u8]) {
    let n = line.len();
    let at = |i: isize| u32::from(line[i.clamp(0, n as isize - 1) as usize]);
    let (r, size) = (radius as isize, 2 * radius as u32 + 1);
    let mut sum: u32 = (-r..=r).map(at).sum();
    for (i, value) in out.iter_mut().enumerate() {
        *value = ((sum + size / 2) / size) as u8;
        let i = i as isize;
        sum = sum + at(i + r + 1) - at(i - r);
    }
}

/// [`box_mean`] down all columns at once.
fn box_columns(data: &mut [u8], width: usize, height: usize, radius: usize) {
    let source = data.to_vec();
    let row = |y: isize| &source[y.clamp(0, height as isize - 1) as usize * width..][..width];
    let (r, size) = (radius as isize, 2 * radius as u32 + 1);
    let mut sums = vec![0_u32; width];
    for y in -r..=r {
        for (sum, &p) in sums.iter_mut().zip(row(y)) {
            *sum += u32::from(p);
        }
    }
    for (y, out) in data.chunks_exact_mut(width).enumerate() {
        let y = y as isize;
        let (next, last) = (row(y + r + 1), row(y - r));
        for (((value, sum), &n), &l) in out.iter_mut().zip(&mut sums).zip(next).zip(last) {
            *value = ((*sum + size / 2) / size) as u8;
            *sum = *sum + u32::from(n) - u32::from(l);
        }
    }
}

/// The plane with `amount` times its difference from `soft` added: unsharp masking, against blur.
pub(super) fn sharpen(luma: &Luma, soft: &Plane, amount: i32) -> Plane {
    let (width, height) = (luma.width(), luma.height());
    let mut data = Vec::with_capacity(width * height);
    for (y, soft) in soft.data.chunks_exact(width).enumerate() {
        data.extend(luma.row(y).iter().zip(soft).map(|(&p, &s)| {
            let (p, s) = (i32::from(p), i32::from(s));
            (p + amount * (p - s)).clamp(0, 255) as u8
        }));
    }
    Plane {
        data,
        width,
        height,
    }
}
