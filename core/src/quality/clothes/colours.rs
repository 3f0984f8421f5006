//! The dominant colours of the clothes.

use std::collections::BTreeMap;

/// Side of the cells in CIELAB that pixels are counted in.
const CELL: f32 = 8.0;
/// What lies this near to a fullest cell is one colour with it: light and shade of the same cloth.
const SAME: f32 = 12.0;
/// A colour is dominant from this share of the clothes on.
const DOMINANT: f32 = 0.12;

/// The means of the dominant colours, the most frequent first; at least one if there are pixels.
pub fn dominant(pixels: &[[f32; 3]]) -> Vec<[f32; 3]> {
    let mut left: Vec<[f32; 3]> = pixels.to_vec();
    let mut colours = vec![];
    while let Some(center) = fullest(&left) {
        let (same, others): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|&pixel| distance(pixel, center) < SAME);
        if !colours.is_empty() && (same.len() as f32) < DOMINANT * pixels.len() as f32 {
            break;
        }
        colours.push(mean(&same));
        left = others;
    }
    colours
}

/// The mean of the pixels in the cell that holds most of them.
fn fullest(pixels: &[[f32; 3]]) -> Option<[f32; 3]> {
    let mut cells: BTreeMap<[i16; 3], Sum> = BTreeMap::new();
    for pixel in pixels {
        let cell = pixel.map(|value| (value / CELL).floor() as i16);
        cells.entry(cell).or_default().add(pixel);
    }
    let cell = cells.into_values().max_by_key(|sum| sum.count)?;
    Some(cell.mean())
}

fn mean(pixels: &[[f32; 3]]) -> [f32; 3] {
    let mut sum = Sum::default();
    pixels.iter().for_each(|pixel| sum.add(pixel));
    sum.mean()
}

#[derive(Default)]
struct Sum {
    channels: [f64; 3],
    count: usize,
}

impl Sum {
    fn add(&mut self, pixel: &[f32; 3]) {
        self.count += 1;
        for (sum, &value) in self.channels.iter_mut().zip(pixel) {
            *sum += f64::from(value);
        }
    }

    fn mean(&self) -> [f32; 3] {
        self.channels
            .map(|sum| (sum / self.count.max(1) as f64) as f32)
    }
}

fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
    squares.sum::<f32>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_colours_are_told_apart_and_a_speck_is_ignored() {
        let blue = (0..600).map(|i| [70.0 + (i % 7) as f32, -10.0, -35.0]);
        let white = (0..350).map(|i| [92.0 + (i % 5) as f32, 0.0, 2.0]);
        let speck = (0..50).map(|_| [50.0, 60.0, 40.0]);
        let colours = dominant(&blue.chain(white).chain(speck).collect::<Vec<_>>());
        assert_eq!(colours.len(), 2);
        assert!(
            distance(colours[0], [73.0, -10.0, -35.0]) < 0.1,
            "{colours:?}"
        );
        assert!(distance(colours[1], [94.0, 0.0, 2.0]) < 0.1, "{colours:?}");
        assert!(dominant(&[]).is_empty());
    }
}
