//! Each pixel of the band looks for a colour of the person and one of the background whose mixture it is.
//!
//! After Gastal and Oliveira, "Shared Sampling for Real-Time Alpha Matting", Eurographics 2010: a pixel sends a few rays, its
//! neighbours send theirs in other directions, and each takes the best pair that it or a neighbour found.

use super::zones::{Zone, Zones};
use crate::portrait::light::Linear;

/// What the samples say about each pixel: α, and how surely, both 0 to 1. Outside the band they are certain.
pub(super) struct Estimate {
    pub alpha: Vec<f32>,
    pub trust: Vec<f32>,
}

/// A colour of each side, and how far away they were found, in pixels.
#[derive(Clone, Copy)]
struct Pair {
    person: [f32; 3],
    background: [f32; 3],
    far: f32,
}

/// Rays from each pixel.
const RAYS: usize = 4;
/// A ray gives up after this many pixels.
const REACH: usize = 96;
/// A sample is taken this many pixels behind the band's edge, where no mixture is left.
const BEHIND: f32 = 2.0;
/// Pairs are shared within this square round a pixel; inside it each pixel has its own directions.
const SQUARE: usize = 4;
/// What one pixel of distance costs, against a residual of 1.
const PRICE_OF_DISTANCE: f32 = 0.0008;
/// What α 1 away from the guess costs.
const PRICE_OF_SURPRISE: f32 = 0.1;
/// Noise of a pixel, relative to its brightness plus [`DARK`].
const NOISE: f32 = 0.06;
/// Brightness that noise does not fall below, in linear light.
const DARK: f32 = 0.02;
/// A pixel this far from every mixture, in units of its noise, has a colour of its own.
const STRANGE: f32 = 3.0;
/// How much a restless background speaks for the guess.
const CAUTION: f32 = 0.9;
/// A background whose colours differ by less than this part of the contrast is even.
const EVEN: f32 = 0.2;
/// Trust falls no lower by what lies round one pixel.
const LEAST_TRUST: f32 = 0.003;
/// How soon a restless wall takes the trust from all samples.
const SUSPICION: i32 = 3;

pub(super) fn estimate(picture: &Linear, zones: &Zones, guess: &[f32]) -> Estimate {
    let found = search(picture, zones, guess);
    let mut alpha: Vec<f32> = zones
        .zones
        .iter()
        .map(|zone| if *zone == Zone::Person { 1.0 } else { 0.0 })
        .collect();
    let mut trust = vec![1.0; alpha.len()];
    let mut restless = vec![];
    for (x, y, i) in band(zones) {
        let said = share(picture, zones, &found, guess[i], (x, y));
        (alpha[i], trust[i]) = (said.alpha, said.trust);
        restless.push(said.restless);
    }
    // Where many pixels have no clear answer, those that seem to have one are not to be trusted either.
    let mean = restless.iter().sum::<f32>() / restless.len().max(1) as f32;
    let calm = (1.0 - mean).powi(SUSPICION);
    for (_, _, i) in band(zones) {
        trust[i] *= calm;
    }
    Estimate { alpha, trust }
}

/// The pixels of the band: column, row, index.
fn band(zones: &Zones) -> impl Iterator<Item = (usize, usize, usize)> {
    let width = zones.width;
    let is_band = |(_, zone): &(usize, &Zone)| **zone == Zone::Band;
    let place = move |(i, _): (usize, &Zone)| (i % width, i / width, i);
    zones.zones.iter().enumerate().filter(is_band).map(place)
}

/// The best pair that each pixel of the band finds by itself.
fn search(picture: &Linear, zones: &Zones, guess: &[f32]) -> Vec<Option<Pair>> {
    let mut found = vec![None; zones.zones.len()];
    for (x, y, i) in band(zones) {
        let turn = ((x % SQUARE) * SQUARE + y % SQUARE) as f32 / (SQUARE * SQUARE) as f32;
        let mut people = [None; RAYS];
        let mut backgrounds = [None; RAYS];
        for ray in 0..RAYS {
            let angle = (ray as f32 + turn) * std::f32::consts::TAU / RAYS as f32;
            [people[ray], backgrounds[ray]] = cast(picture, zones, (x, y), angle);
        }
        let mut best = (f32::MAX, None);
        for (person, to_person) in people.into_iter().flatten() {
            for (background, to_background) in backgrounds.into_iter().flatten() {
                let pair = Pair {
                    person,
                    background,
                    far: to_person + to_background,
                };
                let cost = pair.explain(picture.pixels[i], guess[i]).cost;
                if cost < best.0 {
                    best = (cost, Some(pair));
                }
            }
        }
        found[i] = best.1;
    }
    found
}

/// The first colours of person and background along a ray, with their distances.
fn cast(
    picture: &Linear,
    zones: &Zones,
    from: (usize, usize),
    angle: f32,
) -> [Option<([f32; 3], f32)>; 2] {
    let (dy, dx) = angle.sin_cos();
    let at = |step: f32| {
        let x = from.0 as f32 + dx * step;
        let y = from.1 as f32 + dy * step;
        let inside = x >= 0.0 && y >= 0.0 && x < zones.width as f32 && y < zones.height as f32;
        inside.then(|| y as usize * zones.width + x as usize)
    };
    let mut hits = [None; 2];
    for step in 1..REACH {
        let step = step as f32;
        let Some(i) = at(step) else { break };
        let side = match zones.zones[i] {
            Zone::Band => continue,
            Zone::Person => 0,
            Zone::Background => 1,
        };
        if hits[side].is_none() {
            let behind = at(step + BEHIND).filter(|deep| zones.zones[*deep] == zones.zones[i]);
            hits[side] = Some((picture.pixels[behind.unwrap_or(i)], step));
            if hits[1 - side].is_some() {
                break;
            }
        }
    }
    hits
}

/// How a pair explains a pixel.
struct Explanation {
    alpha: f32,
    cost: f32,
    /// How far the mixture is from the pixel, in units of its noise.
    residual: f32,
    /// How far both colours are apart, in the same units.
    contrast: f32,
}

impl Pair {
    fn explain(&self, pixel: [f32; 3], guess: f32) -> Explanation {
        let noise = noise(pixel);
        let across: [f32; 3] = std::array::from_fn(|c| self.person[c] - self.background[c]);
        let length = dot(across, across);
        let along: [f32; 3] = std::array::from_fn(|c| pixel[c] - self.background[c]);
        // With hardly any contrast the guess decides.
        let weight = noise * noise;
        let alpha = ((dot(along, across) + weight * guess) / (length + weight)).clamp(0.0, 1.0);
        let rest: [f32; 3] = std::array::from_fn(|c| along[c] - alpha * across[c]);
        let residual = dot(rest, rest).sqrt() / noise;
        let surprise = alpha - guess;
        Explanation {
            alpha,
            cost: residual * NOISE
                + PRICE_OF_DISTANCE * self.far
                + PRICE_OF_SURPRISE * surprise * surprise,
            residual,
            contrast: length.sqrt() / noise,
        }
    }
}

/// What the pairs round a pixel say of it, all from 0 to 1.
struct Said {
    alpha: f32,
    trust: f32,
    /// How far the colours of the background differ, seen against their contrast to the person.
    restless: f32,
}

/// What is said of a pixel by the pairs round it: the mean of the best three. Where no pair explains the pixel, its colour
/// is new, and then the guess decides; against an even background a new colour is the person's.
fn share(
    picture: &Linear,
    zones: &Zones,
    found: &[Option<Pair>],
    guess: f32,
    (x, y): (usize, usize),
) -> Said {
    const BEST: usize = 3;
    let pixel = picture.pixels[y * zones.width + x];
    let mut best: [Option<Explanation>; BEST] = [const { None }; BEST];
    let mut walls = Walls::new(pixel);
    let half = SQUARE / 2;
    for row in y.saturating_sub(half)..(y + half).min(zones.height) {
        for column in x.saturating_sub(half)..(x + half).min(zones.width) {
            let Some(pair) = found[row * zones.width + column] else {
                continue;
            };
            walls.see(pair.background);
            let mut candidate = Some(pair.explain(pixel, guess));
            for kept in &mut best {
                let cost = |it: &Option<Explanation>| it.as_ref().map_or(f32::MAX, |it| it.cost);
                if cost(&candidate) < cost(kept) {
                    std::mem::swap(&mut candidate, kept);
                }
            }
        }
    }
    let (mut alpha, mut residual, mut contrast, mut count) = (0.0, 0.0, 0.0, 0.0);
    for it in best.iter().flatten() {
        alpha += it.alpha;
        residual += it.residual;
        contrast += it.contrast;
        count += 1.0;
    }
    let likely = ((guess - 0.5) * 2.0 + 0.5).clamp(0.0, 1.0);
    if count == 0.0 {
        return Said {
            alpha: likely,
            trust: LEAST_TRUST,
            restless: 0.0,
        };
    }
    let (alpha, residual, contrast) = (alpha / count, residual / count, contrast / count);
    let explained = (-(residual / STRANGE).powi(2)).exp();
    let clear = contrast * contrast / (contrast * contrast + 9.0);
    let new = likely + (1.0 - likely) * walls.evenness();
    // Among many colours of the background, one is soon found that explains anything.
    let restless = (walls.spread / (contrast * noise(pixel)) - EVEN).clamp(0.0, 1.0);
    let alpha = alpha + CAUTION * restless * (likely - alpha);
    Said {
        alpha: explained * alpha + (1.0 - explained) * new,
        trust: (clear * (0.2 + 0.8 * explained) * (1.0 - restless)).max(LEAST_TRUST),
        restless,
    }
}

/// The noise of a pixel, in linear light.
fn noise([r, g, b]: [f32; 3]) -> f32 {
    NOISE * (DARK + (r + g + b) / 3.0)
}

/// How even the background near a pixel is, seen against how far the pixel is from it.
struct Walls {
    pixel: [f32; 3],
    first: Option<[f32; 3]>,
    nearest: f32,
    spread: f32,
}

impl Walls {
    fn new(pixel: [f32; 3]) -> Self {
        Self {
            pixel,
            first: None,
            nearest: f32::MAX,
            spread: 0.0,
        }
    }

    fn see(&mut self, color: [f32; 3]) {
        let first = *self.first.get_or_insert(color);
        self.spread = self.spread.max(distance(first, color));
        self.nearest = self.nearest.min(distance(self.pixel, color));
    }

    /// 1 where all colours of the background are alike and the pixel is far from them, 0 where it might be one more.
    fn evenness(&self) -> f32 {
        (1.0 - 2.0 * self.spread / self.nearest.max(1e-6)).clamp(0.0, 1.0)
    }
}

fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    let d: [f32; 3] = std::array::from_fn(|c| a[c] - b[c]);
    dot(d, d).sqrt()
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
