//! The pixels agree on α: the matting Laplacian of Levin, Lischinski and Weiss, "A Closed-Form Solution to Natural Image
//! Matting", 2008, with what the samples say as a term beside it.
//!
//! In a window of 3 × 3 pixels α is close to a linear function of the colour. What is minimised is how far α is from such a
//! function, summed over all windows, and [`HOLD`] times each pixel's trust times how far it is from its own estimate,
//! squared both. Surely known pixels are given. The system is solved by conjugate gradients, scaled by its diagonal.

use super::samples::Estimate;
use super::zones::{Zone, Zones};
use crate::portrait::light::Linear;

/// How much a fully trusted estimate counts against the windows.
const HOLD: f32 = 0.3;
/// How little contrast a window may have before it only averages: a variance, in linear light.
const FLAT: f64 = 1e-7;
/// The solution is near enough when what is left has fallen to this part, squared.
const NEAR: f32 = 1e-6;
/// Most portraits need seventy.
const MOST_STEPS: usize = 150;
/// Below this, sums over windows are rounding: a pixel of a colour that nothing near it has is its own function.
const ROUNDING: f32 = 1e-5;
/// α this near to 0 or 1 becomes it: what remains there is noise, and would show as a veil.
const SNAP: f32 = 0.015;

/// Pixels of a window.
const PIXELS: usize = 9;

/// α of each pixel of the picture.
pub(super) fn agree(picture: &Linear, zones: &Zones, estimate: Estimate) -> Vec<f32> {
    let mut alpha = estimate.alpha;
    let system = System::new(picture, zones, &estimate.trust);
    let start: Vec<f32> = system.pixels.iter().map(|&i| alpha[i]).collect();
    for (&i, solved) in system.pixels.iter().zip(system.solve(start)) {
        alpha[i] = solved;
    }
    for (alpha, zone) in alpha.iter_mut().zip(&zones.zones) {
        if *zone == Zone::Band {
            *alpha = ((*alpha - SNAP) / (1.0 - 2.0 * SNAP)).clamp(0.0, 1.0);
        }
    }
    alpha
}

/// The windows that hold a pixel of the band, and the pixels that they hold.
struct System {
    /// Where each pixel is in the picture.
    pixels: Vec<usize>,
    /// How firmly each pixel's own estimate holds; `None` for a pixel that is known.
    hold: Vec<Option<f32>>,
    windows: Vec<Window>,
}

/// Nine pixels and their colours.
struct Window {
    /// Places in [`System::pixels`].
    pixels: [u32; PIXELS],
    /// Turned and scaled so that they are without correlation and vary by 1, or less where there is hardly any contrast:
    /// the best linear function of the colour is then a sum of products.
    colours: [[f32; 3]; PIXELS],
}

impl System {
    fn new(picture: &Linear, zones: &Zones, trust: &[f32]) -> Self {
        let (width, height) = (zones.width, zones.height);
        let mut system = Self {
            pixels: vec![],
            hold: vec![],
            windows: vec![],
        };
        let mut places = vec![u32::MAX; width * height];
        for first in (0..height.saturating_sub(2))
            .flat_map(|y| (0..width.saturating_sub(2)).map(move |x| y * width + x))
        {
            let inside: [usize; PIXELS] = std::array::from_fn(|k| first + k / 3 * width + k % 3);
            if !inside.iter().any(|&i| zones.zones[i] == Zone::Band) {
                continue;
            }
            let pixels = inside.map(|i| {
                if places[i] == u32::MAX {
                    places[i] = system.pixels.len() as u32;
                    system.pixels.push(i);
                    let free = zones.zones[i] == Zone::Band;
                    system.hold.push(free.then(|| HOLD * trust[i]));
                }
                places[i]
            });
            let colours = whiten(inside.map(|i| picture.pixels[i]));
            system.windows.push(Window { pixels, colours });
        }
        system
    }

    /// Conjugate gradients from the estimate, which is also what the trusted pixels hold to.
    fn solve(&self, mut alpha: Vec<f32>) -> Vec<f32> {
        let diagonal = self.diagonal();
        let scaled = |rest: &[f32]| -> Vec<f32> {
            let both = rest.iter().zip(&diagonal);
            both.map(|(rest, diagonal)| rest / diagonal).collect()
        };
        // At the estimate its own term is 0, and the windows' slope is all there is.
        let mut rest = self.laplacian(&alpha);
        for (rest, hold) in rest.iter_mut().zip(&self.hold) {
            *rest = if hold.is_some() { -*rest } else { 0.0 };
        }
        let mut toward = scaled(&rest);
        let mut left = dot(&rest, &toward);
        let enough = NEAR * left;
        for _ in 0..MOST_STEPS {
            if left <= enough {
                break;
            }
            let slope = self.slope(&toward);
            let bend = dot(&toward, &slope);
            if bend.is_nan() || bend <= 0.0 {
                break;
            }
            let step = left / bend;
            add(&mut alpha, &toward, step);
            add(&mut rest, &slope, -step);
            let next = scaled(&rest);
            let before = std::mem::replace(&mut left, dot(&rest, &next));
            for (toward, next) in toward.iter_mut().zip(next) {
                *toward = next + left / before * *toward;
            }
        }
        alpha
    }

    /// The whole system times a change of α, which is 0 where α is known.
    fn slope(&self, change: &[f32]) -> Vec<f32> {
        let mut slope = self.laplacian(change);
        for ((slope, change), hold) in slope.iter_mut().zip(change).zip(&self.hold) {
            *slope = hold.map_or(0.0, |hold| *slope + hold * change);
        }
        slope
    }

    /// In each window, what of the values is no linear function of the colour.
    fn laplacian(&self, values: &[f32]) -> Vec<f32> {
        let mut sums = vec![0.0; values.len()];
        for Window { pixels, colours } in &self.windows {
            let inside = pixels.map(|i| values[i as usize]);
            let mean = inside.iter().sum::<f32>() / PIXELS as f32;
            let mut function = [0.0; 3];
            for (value, colour) in inside.iter().zip(colours) {
                for (sum, channel) in function.iter_mut().zip(colour) {
                    *sum += value * channel / PIXELS as f32;
                }
            }
            for ((i, value), [r, g, b]) in pixels.iter().zip(inside).zip(colours) {
                let linear = mean + function[0] * r + function[1] * g + function[2] * b;
                sums[*i as usize] += value - linear;
            }
        }
        sums
    }

    /// What a pixel's own α counts in the whole system, at least [`ROUNDING`]; about 1 for a known pixel.
    fn diagonal(&self) -> Vec<f32> {
        let own = self.hold.iter().map(|hold| hold.unwrap_or(1.0));
        let mut sums: Vec<f32> = own.map(|hold| hold.max(ROUNDING)).collect();
        for Window { pixels, colours } in &self.windows {
            for (i, [r, g, b]) in pixels.iter().zip(colours) {
                let share = (1.0 + r * r + g * g + b * b) / PIXELS as f32;
                sums[*i as usize] += (1.0 - share).max(0.0);
            }
        }
        sums
    }
}

/// Colours less their mean, through the inverse of the Cholesky factor of their covariance plus [`FLAT`].
fn whiten(colours: [[f32; 3]; PIXELS]) -> [[f32; 3]; PIXELS] {
    let count = PIXELS as f64;
    let colours = colours.map(|colour| colour.map(f64::from));
    let mean: [f64; 3] =
        std::array::from_fn(|c| colours.iter().map(|colour| colour[c]).sum::<f64>() / count);
    let centred =
        colours.map(|colour| -> [f64; 3] { std::array::from_fn(|c| colour[c] - mean[c]) });
    let spread = |a: usize, b: usize| {
        let products = centred.iter().map(|colour| colour[a] * colour[b]);
        products.sum::<f64>() / count + if a == b { FLAT } else { 0.0 }
    };
    let xx = spread(0, 0).sqrt();
    let (xy, xz) = (spread(0, 1) / xx, spread(0, 2) / xx);
    let yy = (spread(1, 1) - xy * xy).max(FLAT / 2.0).sqrt();
    let yz = (spread(1, 2) - xy * xz) / yy;
    let zz = (spread(2, 2) - xz * xz - yz * yz).max(FLAT / 2.0).sqrt();
    centred.map(|[r, g, b]| {
        let r = r / xx;
        let g = (g - xy * r) / yy;
        let b = (b - xz * r - yz * g) / zz;
        [r, g, b].map(|channel| channel as f32)
    })
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(sums: &mut [f32], values: &[f32], weight: f32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += weight * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portrait::matting::synthetic::Dice;
    use proptest::prelude::*;

    const SIDE: usize = 24;

    /// A soft edge between two colours down the middle, known at both sides; the band says `said`, with a trust.
    fn solved(said: f32, trust: f32) -> Vec<[f32; 2]> {
        let truth = |x: usize| ((x as f32 - 8.0) / 8.0).clamp(0.0, 1.0);
        let columns = (0..SIDE * SIDE).map(|i| i % SIDE);
        let (person, wall) = ([0.4, 0.2, 0.1], [0.1, 0.5, 0.9]);
        let picture = Linear {
            width: SIDE,
            height: SIDE,
            pixels: columns
                .clone()
                .map(|x| std::array::from_fn(|c| wall[c] + truth(x) * (person[c] - wall[c])))
                .collect(),
        };
        let zone = |x| match x {
            0..6 => Zone::Background,
            18.. => Zone::Person,
            _ => Zone::Band,
        };
        let zones = Zones {
            width: SIDE,
            height: SIDE,
            zones: columns.clone().map(zone).collect(),
        };
        let known = |x| match zone(x) {
            Zone::Background => 0.0,
            Zone::Band => said,
            Zone::Person => 1.0,
        };
        let estimate = Estimate {
            alpha: columns.clone().map(known).collect(),
            trust: vec![trust; SIDE * SIDE],
        };
        let alpha = agree(&picture, &zones, estimate);
        columns.zip(alpha).map(|(x, a)| [truth(x), a]).collect()
    }

    #[test]
    fn colours_lead_where_nothing_is_trusted() {
        for [truth, alpha] in solved(0.5, 1e-4) {
            assert!((truth - alpha).abs() < 0.02, "{alpha} for {truth}");
        }
    }

    #[test]
    fn a_trusted_estimate_holds() {
        let mean = |trust| {
            let all = solved(0.8, trust);
            let middle = all.iter().map(|both| both[1]).skip(SIDE * 12 + 11).take(2);
            middle.sum::<f32>() / 2.0
        };
        assert!((mean(1e-4) - 0.44).abs() < 0.03, "{}", mean(1e-4));
        assert!((mean(1e3) - 0.8).abs() < 0.02, "{}", mean(1e3));
    }

    #[test]
    fn whitened_colours_vary_by_one_or_not_at_all() {
        let grain = |k: usize, c: usize| ((k * 7 + c * 5 + k * k * c) % 11) as f32 / 11.0;
        let white = whiten(std::array::from_fn(|k| {
            std::array::from_fn(|c| grain(k, c))
        }));
        for (a, b) in [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)] {
            let mean = white.iter().map(|v| v[a] * v[b]).sum::<f32>() / PIXELS as f32;
            let wanted = if a == b { 1.0 } else { 0.0 };
            assert!((mean - wanted).abs() < 1e-3, "{a} {b}: {mean}");
        }
        assert!(whiten([[0.3; 3]; PIXELS]) == [[0.0; 3]; PIXELS]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_picture_and_no_trust_break_it(seed in 1..u64::MAX, flat in 0..3u8, trust in 0..3u8) {
            let mut dice = Dice::new(seed);
            let mut level = || match flat {
                0 => 0.5,
                1 => dice.roll(),
                _ => f32::from(u8::from(dice.roll() > 0.95)),
            };
            let pixels = (0..SIDE * SIDE).map(|_| std::array::from_fn(|_| level()));
            let picture = Linear { width: SIDE, height: SIDE, pixels: pixels.collect() };
            let zone = |i| [Zone::Band, Zone::Background, Zone::Person][usize::from(i % 97 == 0) * (1 + i % 2)];
            let zones = Zones { width: SIDE, height: SIDE, zones: (0..SIDE * SIDE).map(zone).collect() };
            let estimate = Estimate {
                alpha: (0..SIDE * SIDE).map(|_| dice.roll()).collect(),
                trust: vec![[0.0, 1e-6, 1.0][usize::from(trust)]; SIDE * SIDE],
            };
            let alpha = agree(&picture, &zones, estimate);
            prop_assert!(alpha.iter().all(|alpha| (0.0..=1.0).contains(alpha)));
        }
    }

    #[test]
    fn a_picture_smaller_than_a_window_keeps_its_estimate() {
        let picture = Linear {
            width: 2,
            height: 2,
            pixels: vec![[0.5; 3]; 4],
        };
        let zones = Zones {
            width: 2,
            height: 2,
            zones: vec![Zone::Band; 4],
        };
        let estimate = Estimate {
            alpha: vec![0.5; 4],
            trust: vec![0.5; 4],
        };
        assert_eq!(agree(&picture, &zones, estimate), [0.5; 4]);
    }
}
