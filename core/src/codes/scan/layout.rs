//! What every symbol of a size has in common: the modules whose colour is known before reading.

use rxing::qrcode::common::Version;

/// Side lengths of symbols: versions 1 to 40 have 21 to 177 modules.
pub(super) const SIZES: std::ops::RangeInclusive<usize> = 21..=177;

/// The fixed modules of a symbol: finder patterns with their separators, timing patterns, alignment patterns.
pub(super) struct Layout {
    /// Modules on a side.
    pub(super) size: usize,
    /// Row by row: `Some(true)` dark, `Some(false)` light, `None` unknown.
    fixed: Vec<Option<bool>>,
}

impl Layout {
    /// The layout of symbols with `size` modules on a side; `None` when there are none.
    pub(super) fn new(size: usize) -> Option<Self> {
        if !SIZES.contains(&size) || size % 4 != 1 {
            return None;
        }
        let mut layout = Self {
            size,
            fixed: vec![None; size * size],
        };
        let version = Version::getVersionForNumber(((size - 17) / 4) as u32).ok()?;
        let centres: Vec<usize> = version
            .getAlignmentPatternCenters()
            .iter()
            .map(|&c| c as usize)
            .collect();
        let last = centres.len().saturating_sub(1);
        for (i, &y) in centres.iter().enumerate() {
            for (j, &x) in centres.iter().enumerate() {
                // Three of the corners belong to finder patterns.
                if !matches!((i, j), (0, 0)) && (i, j) != (0, last) && (i, j) != (last, 0) {
                    layout.rings(x, y, 2, |ring| ring != 1);
                }
            }
        }
        for i in 8..size - 8 {
            layout.set(i, 6, i % 2 == 0);
            layout.set(6, i, i % 2 == 0);
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            layout.rings(x, y, 4, |ring| ring != 2 && ring != 4);
        }
        layout.set(8, size - 8, true);
        Some(layout)
    }

    /// Whether a module belongs to the symbol.
    pub(super) fn contains(&self, x: isize, y: isize) -> bool {
        let inside = 0..self.size as isize;
        inside.contains(&x) && inside.contains(&y)
    }

    /// The colour of a module, if it is fixed; light outside the symbol.
    pub(super) fn fixed(&self, x: isize, y: isize) -> Option<bool> {
        if self.contains(x, y) {
            self.fixed[y as usize * self.size + x as usize]
        } else {
            Some(false)
        }
    }

    fn set(&mut self, x: usize, y: usize, dark: bool) {
        self.fixed[y * self.size + x] = Some(dark);
    }

    /// Square rings around a module, cut at the border; `dark` tells the colour of each.
    fn rings(&mut self, x: usize, y: usize, reach: usize, dark: impl Fn(usize) -> bool) {
        for row in y.saturating_sub(reach)..(y + reach + 1).min(self.size) {
            for column in x.saturating_sub(reach)..(x + reach + 1).min(self.size) {
                self.set(column, row, dark(row.abs_diff(y).max(column.abs_diff(x))));
            }
        }
    }
}
