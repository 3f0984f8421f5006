//! Activations on registers.

use super::vector::Vector;

/// An activation without its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActivationKind {
    None,
    Relu,
    Relu6,
    HardSwish,
    PRelu,
}

/// Applies `kind` to a tile. Slopes are read per register of a row. One match outside and plain loops inside, so that
/// the tile stays in registers.
///
/// # Safety
/// The processor has the instructions of `V`; for [`ActivationKind::PRelu`], `slopes` is valid for `N` registers.
#[inline(always)]
pub(super) unsafe fn tile<V: Vector, const M: usize, const N: usize>(
    tile: &mut [[V; N]; M],
    kind: ActivationKind,
    slopes: *const f32,
) {
    // SAFETY: the caller vouches for the instruction set and the slopes.
    unsafe {
        let zero = V::splat(0.0);
        match kind {
            ActivationKind::None => {}
            ActivationKind::Relu => each(tile, |x| x.max(zero)),
            ActivationKind::Relu6 => {
                let six = V::splat(6.0);
                each(tile, |x| x.max(zero).min(six));
            }
            ActivationKind::HardSwish => {
                let (three, six, sixth) = (V::splat(3.0), V::splat(6.0), V::splat(1.0 / 6.0));
                each(tile, |x| x.mul(x.add(three).max(zero).min(six)).mul(sixth));
            }
            ActivationKind::PRelu => {
                for j in 0..N {
                    let slope = V::load(slopes.add(j * V::LANES));
                    for row in tile.iter_mut() {
                        row[j] = row[j].max(zero).mul_add(row[j].min(zero), slope);
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn each<V: Vector, const M: usize, const N: usize>(tile: &mut [[V; N]; M], f: impl Fn(V) -> V) {
    for row in tile {
        for x in row {
            *x = f(*x);
        }
    }
}
