//! Undoing blur module by module: the picture of a symbol is taken as its modules seen through an unknown spread; spread
//! and modules are estimated in turn.
//!
//! This is the decision-directed equaliser of data transmission, in two dimensions: the fixed patterns of the symbol
//! are its training sequence.

use super::Budget;
use super::modules::Modules;
use super::spread::Spread;

/// Rounds of estimating spread and modules in turn.
const ROUNDS: usize = 5;
/// Steps of descent in a round.
const STEPS: usize = 40;

/// Looks for the colours that explain the brightness `seen`. After each estimate `read` is asked whether the modules make
/// sense; the first answer ends the search.
pub(super) fn run<T>(
    modules: &mut Modules,
    seen: &[f32],
    budget: &Budget,
    mut read: impl FnMut(&Modules) -> Option<T>,
) -> Option<T> {
    for round in 0..ROUNDS {
        if budget.spent() {
            break;
        }
        let spread = if round == 0 {
            Spread::of_fixed_patterns(modules, seen)?
        } else {
            Spread::of_all(modules, seen)?
        };
        let before = modules.colour.clone();
        descend(modules, &spread, seen, budget);
        if let Some(answer) = read(modules) {
            return Some(answer);
        }
        if modules.colour == before {
            break;
        }
    }
    None
}

/// Least squares for colours anywhere between dark and light, by projected gradient descent with momentum (FISTA, Beck
/// and Teboulle 2009); then the nearer colour.
///
/// Where time runs out, the colours are those reached so far.
fn descend(modules: &mut Modules, spread: &Spread, seen: &[f32], budget: &Budget) {
    let side = modules.side;
    let target = spread.level(modules, seen);
    let rate = 1.0 / spread.gain().powi(2).max(1e-3);
    for i in modules.inner() {
        if !modules.fixed[i] {
            modules.colour[i] = seen[i].clamp(-1.0, 1.0);
        }
    }
    let mut last = modules.colour.clone();
    let mut residual = vec![0.0; side * side];
    let mut slope = vec![0.0; side * side];
    for step in (0..STEPS).take_while(|_| !budget.spent()) {
        let momentum = step as f32 / (step as f32 + 3.0);
        let ahead: Vec<f32> = modules
            .colour
            .iter()
            .zip(&last)
            .map(|(now, last)| now + momentum * (now - last))
            .collect();
        for i in modules.inner() {
            residual[i] = target[i];
        }
        spread.add(-1.0, &ahead, &mut residual, side);
        slope.fill(0.0);
        spread.add(rate, &residual, &mut slope, side);
        last.copy_from_slice(&modules.colour);
        for i in modules.inner() {
            if !modules.fixed[i] {
                modules.colour[i] = (ahead[i] + slope[i]).clamp(-1.0, 1.0);
            }
        }
    }
    for colour in &mut modules.colour {
        *colour = if *colour < 0.0 { -1.0 } else { 1.0 };
    }
}
