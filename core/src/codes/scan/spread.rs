//! How a module shows in its neighbours: the blur of lens, hand and screen, measured on the symbol itself.

use super::modules::{Modules, REACH};

/// Modules on a side of the kernel.
const SIDE: usize = 2 * REACH + 1;
/// Distinct taps of a kernel that looks the same turned by 180°.
const TAPS: usize = SIDE * SIDE / 2 + 1;
/// Level, slope along columns, slope along rows: brightness that no module explains.
const PLANE: usize = 3;
/// Weight, in modules, that keeps taps small when little speaks for them.
const RIDGE: f64 = 2.0;
/// Standard deviations tried for a Gaussian spread, in modules, each way.
const WIDTHS: [f64; 9] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1];

/// A kernel and a plane: seen = kernel * colours + plane.
pub(super) struct Spread {
    pub(super) kernel: [[f32; SIDE]; SIDE],
    plane: [f32; PLANE],
}

impl Spread {
    /// The Gaussian that explains the fixed patterns best.
    pub(super) fn of_fixed_patterns(modules: &Modules, seen: &[f32]) -> Option<Self> {
        // Only modules whose whole neighbourhood is known teach something.
        let known: Vec<usize> = modules
            .inner()
            .filter(|&i| neighbours(modules, i).all(|k| modules.fixed[k]))
            .collect();
        let mut best: Option<(f64, Self)> = None;
        for kx in WIDTHS.map(bell) {
            for ky in WIDTHS.map(bell) {
                let kernel: [[f64; SIDE]; SIDE] =
                    std::array::from_fn(|y| std::array::from_fn(|x| kx[x] * ky[y]));
                let lines: Vec<[f64; PLANE + 2]> = known
                    .iter()
                    .map(|&i| {
                        let shown: f64 = neighbours(modules, i)
                            .zip(kernel.as_flattened())
                            .map(|(k, tap)| tap * f64::from(modules.colour[k]))
                            .sum();
                        let [p, q, r] = place(modules, i);
                        [shown, p, q, r, f64::from(seen[i])]
                    })
                    .collect();
                let Some(fit) =
                    least_squares::<{ PLANE + 1 }, { PLANE + 2 }>(lines.iter().copied(), 0.0)
                else {
                    continue;
                };
                let error = lines
                    .iter()
                    .map(|line| (line[PLANE + 1] - dot(&fit, line)).powi(2))
                    .sum();
                if best.as_ref().is_none_or(|known| error < known.0) {
                    let kernel = kernel.map(|row| row.map(|tap| (tap * fit[0]) as f32));
                    best = Some((
                        error,
                        Self {
                            kernel,
                            plane: [fit[1], fit[2], fit[3]].map(|v| v as f32),
                        },
                    ));
                }
            }
        }
        best.map(|known| known.1)
    }

    /// The kernel, of any form, that explains all modules best if their colours are right.
    pub(super) fn of_all(modules: &Modules, seen: &[f32]) -> Option<Self> {
        let lines = modules.inner().map(|i| {
            let mut line = [0.0; TAPS + PLANE + 1];
            for (tap, k) in neighbours(modules, i).enumerate() {
                line[tap.min(SIDE * SIDE - 1 - tap)] += f64::from(modules.colour[k]);
            }
            line[TAPS..TAPS + PLANE].copy_from_slice(&place(modules, i));
            line[TAPS + PLANE] = f64::from(seen[i]);
            line
        });
        let fit = least_squares::<{ TAPS + PLANE }, { TAPS + PLANE + 1 }>(lines, RIDGE)?;
        let tap = |i: usize| fit[i.min(SIDE * SIDE - 1 - i)] as f32;
        let kernel = std::array::from_fn(|y| std::array::from_fn(|x| tap(y * SIDE + x)));
        Some(Self {
            kernel,
            plane: std::array::from_fn(|i| fit[TAPS + i] as f32),
        })
    }

    /// What the plane leaves of the brightness of each module.
    pub(super) fn level(&self, modules: &Modules, seen: &[f32]) -> Vec<f32> {
        let light = |i| {
            place(modules, i)
                .iter()
                .zip(self.plane)
                .map(|(p, k)| *p as f32 * k)
                .sum::<f32>()
        };
        seen.iter().enumerate().map(|(i, s)| s - light(i)).collect()
    }

    /// The largest factor by which the kernel can enlarge anything.
    pub(super) fn gain(&self) -> f32 {
        self.kernel.as_flattened().iter().map(|tap| tap.abs()).sum()
    }

    /// Adds `factor` times the kernel's view of `from` to `to`, inside the margin. The kernel is its own mirror image, so
    /// this is its own transpose too.
    pub(super) fn add(&self, factor: f32, from: &[f32], to: &mut [f32], side: usize) {
        for y in REACH..side - REACH {
            let out = &mut to[y * side + REACH..(y + 1) * side - REACH];
            for (dy, taps) in self.kernel.iter().enumerate() {
                let line = &from[(y + dy - REACH) * side..][..side];
                for (dx, &tap) in taps.iter().enumerate() {
                    for (sum, value) in out.iter_mut().zip(&line[dx..]) {
                        *sum += factor * tap * value;
                    }
                }
            }
        }
    }
}

/// Indices of the 5×5 modules around one, row by row.
fn neighbours(modules: &Modules, i: usize) -> impl Iterator<Item = usize> + use<> {
    let (side, first) = (modules.side, i - REACH * modules.side - REACH);
    (0..SIDE).flat_map(move |y| (0..SIDE).map(move |x| first + y * side + x))
}

/// The terms of the plane at a module: one, column, row.
fn place(modules: &Modules, i: usize) -> [f64; PLANE] {
    let along = |v: usize| v as f64 / modules.side as f64 - 0.5;
    [1.0, along(i % modules.side), along(i / modules.side)]
}

/// A sampled Gaussian with sum 1.
fn bell(width: f64) -> [f64; SIDE] {
    let raw: [f64; SIDE] =
        std::array::from_fn(|i| (-(i as f64 - REACH as f64).powi(2) / (2.0 * width * width)).exp());
    let sum: f64 = raw.iter().sum();
    raw.map(|v| v / sum)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Solves `lines`, each the factors of the `N` unknowns and the value they should give, `W` = `N` + 1; `ridge` pulls the
/// unknowns to zero. `None` when the lines leave an unknown open.
fn least_squares<const N: usize, const W: usize>(
    lines: impl Iterator<Item = [f64; W]>,
    ridge: f64,
) -> Option<[f64; N]> {
    let mut m = [[0.0; W]; N];
    for line in lines {
        for (row, &factor) in m.iter_mut().zip(&line) {
            for (sum, &value) in row.iter_mut().zip(&line) {
                *sum += factor * value;
            }
        }
    }
    // Normal equations are positive definite: elimination needs no pivots.
    for i in 0..N {
        m[i][i] += ridge;
        if m[i][i] < 1e-9 {
            return None;
        }
        let pivot = m[i];
        for row in &mut m[i + 1..] {
            let factor = row[i] / pivot[i];
            for (value, p) in row.iter_mut().zip(&pivot) {
                *value -= factor * p;
            }
        }
    }
    let mut out = [0.0; N];
    for i in (0..N).rev() {
        out[i] = (m[i][N] - dot(&m[i][i + 1..N], &out[i + 1..])) / m[i][i];
    }
    Some(out)
}
