//! Busts of exactly known α for tests: a head with loose hair, drawn at four times the size and averaged down, over walls of
//! several kinds; and a guess as blurred and wobbly as a model's.

use super::Guess;
use crate::portrait::light::{Linear, level_of, linear_of, linear_rgb};
use std::f32::consts::PI;

pub const WIDTH: usize = 480;
pub const HEIGHT: usize = 640;
/// Drawn pixels per pixel, each way.
const FINE: usize = 4;

/// A bust, and what is known of it.
pub struct Bust {
    pub alpha: Vec<f32>,
    pub hair: Vec<f32>,
    pub colors: Vec<[f32; 3]>,
}

/// What lies behind.
#[derive(Debug, Clone, Copy)]
pub enum Wall {
    Plain,
    Gradient,
    Dark,
    Leaves,
    Stripes,
}

/// A small generator (xorshift) of numbers from 0 to 1.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn roll(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Roughly normal, with deviation 1.
    fn normal(&mut self) -> f32 {
        ((0..6).map(|_| self.roll()).sum::<f32>() - 3.0) * 1.414
    }

    fn field(&mut self, sigma: f32) -> Vec<f32> {
        blur(
            (0..WIDTH * HEIGHT).map(|_| self.roll() - 0.5).collect(),
            sigma,
        )
    }
}

impl Bust {
    /// A bust with so many loose hairs.
    pub fn new(hairs: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let (w, h) = (WIDTH * FINE, HEIGHT * FINE);
        let mut drawn = solid(w, h);
        for _ in 0..hairs {
            draw_hair(&mut drawn, w, h, &mut dice);
        }
        let mean = |kind: fn(u8) -> bool| {
            let pixel = |i: usize| {
                let corner = (i / WIDTH * w + i % WIDTH) * FINE;
                let inside =
                    (0..FINE * FINE).filter(|k| kind(drawn[corner + k / FINE * w + k % FINE]));
                inside.count() as f32 / (FINE * FINE) as f32
            };
            blur((0..WIDTH * HEIGHT).map(pixel).collect(), 0.6)
        };
        let (alpha, hair) = (mean(|what| what > 0), mean(|what| what == HAIR));
        let color = |i: usize| {
            let part = (hair[i] / alpha[i].max(1e-4)).min(1.0);
            let base = if i / WIDTH > HEIGHT * 69 / 100 {
                [60, 62, 80]
            } else {
                [214, 168, 140]
            };
            let (dark, base) = (linear_rgb([38, 28, 24]), linear_rgb(base));
            let shade = 0.9 + 0.2 * dice.roll();
            std::array::from_fn(|c| shade * (part * dark[c] + (1.0 - part) * base[c]))
        };
        let colors = (0..WIDTH * HEIGHT).map(color).collect();
        Self {
            alpha,
            hair,
            colors,
        }
    }

    /// The bust before a wall, as a camera with a little noise sees it.
    pub fn before(&self, wall: Wall, seed: u64) -> Linear {
        let mut dice = Dice::new(seed + 100);
        let wall = wall.colors(&mut dice);
        let pixel = |i: usize| {
            let alpha = self.alpha[i];
            let mixed: [f32; 3] =
                std::array::from_fn(|c| alpha * self.colors[i][c] + (1.0 - alpha) * wall[i][c]);
            mixed.map(|value| {
                let noisy = f32::from(level_of(value)) + 2.0 * dice.normal();
                linear_of(noisy.round().clamp(0.0, 255.0) as u8)
            })
        };
        Linear {
            width: WIDTH,
            height: HEIGHT,
            pixels: (0..WIDTH * HEIGHT).map(pixel).collect(),
        }
    }

    /// What a model with cells of `cell` pixels might say.
    pub fn guess(&self, cell: f32, seed: u64) -> Guess {
        let wobble = Dice::new(seed + 200).field(12.0);
        let soft = blur(self.alpha.clone(), 0.9 * cell);
        let person = soft.iter().zip(wobble).map(|(a, wobble)| -> f32 {
            let moved = a + 24.0 * wobble * a * (1.0 - a);
            (0.5 + 1.8 * (moved - 0.5)).clamp(0.0, 1.0)
        });
        let person: Vec<f32> = person.collect();
        Guess {
            cautious: person.clone(),
            person,
            hair: blur(self.hair.clone(), 0.9 * cell),
            cell,
        }
    }

    /// Mean absolute error of an α over the pixels within `reach` of one that is truly mixed.
    pub fn error(&self, alpha: &[f32], reach: usize) -> f32 {
        let (mut sum, mut count) = (0.0, 0.0);
        for (i, estimate) in alpha.iter().enumerate() {
            let (x, y) = (i % WIDTH, i / WIDTH);
            let mut rows = y.saturating_sub(reach)..(y + reach + 1).min(HEIGHT);
            let columns = x.saturating_sub(reach)..(x + reach + 1).min(WIDTH);
            let mixed = |i: usize| (0.02..=0.98).contains(&self.alpha[i]);
            if rows.any(|y| columns.clone().any(|x| mixed(y * WIDTH + x))) {
                sum += (estimate - self.alpha[i]).abs();
                count += 1.0;
            }
        }
        sum / count
    }
}

impl Wall {
    fn colors(self, dice: &mut Dice) -> Vec<[f32; 3]> {
        let place = |i: usize| {
            (
                (i % WIDTH) as f32 / WIDTH as f32,
                (i / WIDTH) as f32 / HEIGHT as f32,
            )
        };
        let all = 0..WIDTH * HEIGHT;
        match self {
            Self::Plain => all.map(|_| linear_rgb([225, 222, 215])).collect(),
            Self::Dark => all.map(|_| linear_rgb([90, 88, 95])).collect(),
            Self::Gradient => all
                .map(|i| {
                    let (x, y) = place(i);
                    linear_rgb(
                        [
                            230.0 - 70.0 * x - 30.0 * y,
                            225.0 - 60.0 * x,
                            200.0 - 30.0 * x,
                        ]
                        .map(|v| v as u8),
                    )
                })
                .collect(),
            Self::Leaves => {
                let tone = dice
                    .field(9.0)
                    .into_iter()
                    .map(|v| (18.0 * v).clamp(-1.0, 1.0));
                tone.map(|v| [0.18 + 0.12 * v, 0.30 + 0.18 * v, 0.12 + 0.1 * v])
                    .collect()
            }
            Self::Stripes => {
                let grain = dice.field(1.2);
                all.map(|i| {
                    let stripe = if (i % WIDTH / 70).is_multiple_of(2) {
                        0.15
                    } else {
                        0.0
                    };
                    let v = 0.15 * (3.0 * grain[i]).clamp(-1.0, 1.0) + stripe;
                    [0.45 + v, 0.42 + v, 0.38 + v]
                })
                .collect()
            }
        }
    }
}

const BODY: u8 = 1;
const HAIR: u8 = 2;

/// Head, hair, neck and shoulders.
fn solid(w: usize, h: usize) -> Vec<u8> {
    let (wide, high) = (w as f32, h as f32);
    let pixel = |i: usize| {
        let (x, y) = ((i % w) as f32 - 0.5 * wide, (i / w) as f32);
        let oval = |rx: f32, ry: f32, cy: f32| {
            (x / (rx * wide)).powi(2) + ((y - cy * high) / (ry * high)).powi(2) < 1.0
        };
        let face = oval(0.215, 0.235, 0.36);
        if oval(0.235, 0.26, 0.342) && !(face && y > 0.306 * high) {
            HAIR
        } else {
            let neck = x.abs() < 0.12 * wide && y > 0.36 * high;
            let slope = (x / (0.45 * wide)).powi(2) * 0.08;
            let shoulders = y > (0.7 + slope) * high && x.abs() < 0.46 * wide;
            if face || neck || shoulders { BODY } else { 0 }
        }
    };
    (0..w * h).map(pixel).collect()
}

/// A curl that starts on the hair's outline and thins out.
fn draw_hair(drawn: &mut [u8], w: usize, h: usize, dice: &mut Dice) {
    let angle = PI * (1.0 + dice.roll()) + 0.9 * (dice.roll() - 0.5);
    let mut x = w as f32 * (0.5 + 0.228 * angle.cos());
    let mut y = h as f32 * (0.342 + 0.252 * angle.sin());
    let mut heading = angle + 1.6 * (dice.roll() - 0.5);
    let curl = 0.03 * (dice.roll() - 0.5);
    let length = FINE as f32 * (12.0 + 36.0 * dice.roll());
    let thick = FINE as f32 * (0.18 + 0.45 * dice.roll());
    let mut gone = 0.0;
    while gone < length {
        let radius = thick * (1.0 - 0.7 * gone / length);
        let reach = radius.ceil() as i32;
        for (dx, dy) in (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy))) {
            let (px, py) = (x as i32 + dx, y as i32 + dy);
            let inside = px >= 0 && py >= 0 && (px as usize) < w && (py as usize) < h;
            if inside && ((dx * dx + dy * dy) as f32) <= radius * radius + 0.3 {
                drawn[py as usize * w + px as usize] = HAIR;
            }
        }
        heading += curl;
        x += heading.cos();
        y += heading.sin();
        gone += 1.0;
    }
}

/// Gaussian, the picture's edge going on.
fn blur(values: Vec<f32>, sigma: f32) -> Vec<f32> {
    let reach = (3.0 * sigma).ceil() as i32;
    let kernel: Vec<f32> = (-reach..=reach)
        .map(|i| (-(i as f32 / sigma).powi(2) / 2.0).exp())
        .collect();
    let total: f32 = kernel.iter().sum();
    let pass = |values: &[f32], step: [i32; 2]| -> Vec<f32> {
        let pixel = |i: usize| {
            let (x, y) = ((i % WIDTH) as i32, (i / WIDTH) as i32);
            let sum: f32 = (-reach..=reach)
                .zip(&kernel)
                .map(|(k, weight)| {
                    let x = (x + k * step[0]).clamp(0, WIDTH as i32 - 1) as usize;
                    let y = (y + k * step[1]).clamp(0, HEIGHT as i32 - 1) as usize;
                    weight * values[y * WIDTH + x]
                })
                .sum();
            sum / total
        };
        (0..WIDTH * HEIGHT).map(pixel).collect()
    };
    pass(&pass(&values, [1, 0]), [0, 1])
}
