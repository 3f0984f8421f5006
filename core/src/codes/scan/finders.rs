//! Finder patterns: the three 1:1:3:1:1 squares of a symbol, dark on light or light on dark, in one pass over the rows.

use rxing::Point;
use rxing::common::BitMatrix;
use rxing::common::cpp_essentials::{ConcentricPattern, FixedPattern, LocateConcentricPattern};

use super::bitmap::Bitmap;
use super::{Budget, fence};

/// Finder patterns of one polarity, and the picture they were found in.
pub(super) struct Finders {
    /// The picture with the symbol's dark modules black.
    pub(super) matrix: BitMatrix,
    /// Whether the symbol is light on dark.
    pub(super) inverted: bool,
    /// Centre and outer size of each pattern, in pixels.
    pub(super) patterns: Vec<ConcentricPattern>,
}

/// Where a row crosses what may be a finder pattern.
struct Crossing {
    x: f32,
    y: usize,
    /// Width of the five runs together.
    width: i32,
}

/// The finder patterns of both polarities, at most `cap` each; a polarity without three of them is left out.
pub(super) fn find(bitmap: &Bitmap, row_step: usize, cap: usize, budget: &Budget) -> Vec<Finders> {
    let mut crossings = [Vec::new(), Vec::new()];
    let mut edges = Vec::new();
    for y in (row_step / 2..bitmap.height).step_by(row_step) {
        edges_of(bitmap.row(y), bitmap.width, &mut edges);
        cross(bitmap, y, &edges, &mut crossings);
        if crossings
            .iter()
            .all(|list| list.len() > cap * CROSSINGS_PER_PATTERN)
        {
            break;
        }
    }
    let mut found = Vec::new();
    for (inverted, crossings) in [false, true].into_iter().zip(crossings) {
        if crossings.len() < 3 || budget.spent() {
            continue;
        }
        let Some(matrix) = bitmap.to_matrix(inverted) else {
            continue;
        };
        let patterns = locate(&matrix, &crossings, cap, budget);
        if !patterns.is_empty() {
            found.push(Finders {
                matrix,
                inverted,
                patterns,
            });
        }
    }
    found
}

/// Crossings kept for each pattern allowed: a large pattern is crossed by many rows.
const CROSSINGS_PER_PATTERN: usize = 64;

/// Columns at which the colour changes, the row starting white; the width closes the list.
fn edges_of(row: &[u64], width: usize, edges: &mut Vec<u32>) {
    edges.clear();
    let mut last = 0;
    for (i, &word) in row.iter().enumerate() {
        let mut changes = word ^ (word << 1 | last);
        last = word >> 63;
        while changes != 0 {
            edges.push(i as u32 * 64 + changes.trailing_zeros());
            changes &= changes - 1;
        }
    }
    // A dark last pixel leaves a change behind the row only when the row fills its last word.
    if edges.last() != Some(&(width as u32)) {
        edges.push(width as u32);
    }
}

/// Adds the crossings of one row, those dark on light first.
fn cross(bitmap: &Bitmap, y: usize, edges: &[u32], crossings: &mut [Vec<Crossing>; 2]) {
    for (i, e) in edges.windows(6).enumerate() {
        let runs = [
            e[1] - e[0],
            e[2] - e[1],
            e[3] - e[2],
            e[4] - e[3],
            e[5] - e[4],
        ];
        if !is_finder(runs) {
            continue;
        }
        // Edge `i` starts a dark run when `i` is even, as the row is taken to start white.
        let inverted = i % 2 == 1;
        let x = (e[2] + e[3]) as f32 / 2.0;
        if column_agrees(bitmap, x as usize, y, !inverted, runs[2]) {
            crossings[usize::from(inverted)].push(Crossing {
                x,
                y,
                width: (e[5] - e[0]) as i32,
            });
        }
    }
}

/// Whether five runs look like 1:1:3:1:1, with bars and spaces measured apart, since blur and exposure widen the one at
/// the cost of the other.
fn is_finder(runs: [u32; 5]) -> bool {
    let [a, b, c, d, e] = runs;
    if c < 3 || c < 2 * a.max(e) || c < b.max(d) {
        return false;
    }
    let bar = (a + c + e) as f32 / 5.0;
    let space = (b + d) as f32 / 2.0;
    if bar.max(space) > 4.0 * bar.min(space) {
        return false;
    }
    let (bar_slack, space_slack) = (bar * 0.75 + 0.5, space / 3.0 + 0.5);
    let near = |run: u32, target: f32, slack: f32| (run as f32 - target).abs() <= slack;
    near(a, bar, bar_slack)
        && near(e, bar, bar_slack)
        && near(c, 3.0 * bar, bar_slack)
        && near(b, space, space_slack)
        && near(d, space, space_slack)
}

/// Whether the column through the middle sees a core of a height like the core's width: sorts out most chance crossings
/// before the detector is asked.
fn column_agrees(bitmap: &Bitmap, x: usize, y: usize, dark: bool, core: u32) -> bool {
    let reach = (core as usize * 3).max(8);
    let run = |mut step: Box<dyn Iterator<Item = usize>>| {
        step.by_ref()
            .take(reach)
            .take_while(|&row| bitmap.get(x, row) == dark)
            .count()
    };
    let height = run(Box::new((0..=y).rev())) + run(Box::new(y + 1..bitmap.height));
    height * 3 >= core as usize && height <= reach
}

/// Confirms crossings with the detector, which checks the column and both diagonals and finds the exact centre.
fn locate(
    matrix: &BitMatrix,
    crossings: &[Crossing],
    cap: usize,
    budget: &Budget,
) -> Vec<ConcentricPattern> {
    let shape = FixedPattern::<5, 7, false>::new([1, 1, 3, 1, 1]);
    let shape = <[u16; 5]>::from(shape);
    let mut patterns: Vec<ConcentricPattern> = Vec::new();
    for (i, crossing) in crossings.iter().enumerate() {
        if patterns.len() >= cap || (i % 64 == 63 && budget.spent()) {
            break;
        }
        let at = Point::new(crossing.x, crossing.y as f32 + 0.5);
        if patterns
            .iter()
            .any(|known| Point::distance(at, known.p) < known.size as f32 / 2.0)
        {
            continue;
        }
        // Three times the width allows for very skewed symbols.
        let pattern =
            fence(|| LocateConcentricPattern::<true, 5, 7>(matrix, &shape, at, crossing.width * 3));
        patterns.extend(pattern.flatten());
    }
    patterns
}
