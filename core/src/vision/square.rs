//! The part of a picture that a model looks at.

use super::{Rect, View};

/// A square part of the picture, perhaps turned, perhaps reaching beyond the edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Square {
    /// Centre, in pixels of the picture.
    pub center: [f32; 2],
    /// Length of a side, in pixels of the picture.
    pub side: f32,
    /// How far its upper edge is turned clockwise, in radians.
    pub angle: f32,
}

impl Square {
    /// The upright square around the whole picture, which lies centred in it.
    pub(super) fn around(view: &View) -> Self {
        let [width, height] = view.size.map(|side| side as f32);
        Self {
            center: [width / 2.0, height / 2.0],
            side: width.max(height),
            angle: 0.0,
        }
    }

    /// The smallest square turned by `angle` whose centre and size follow the upright `bounds`, times `scale`.
    pub(super) fn on(bounds: Rect, scale: f32, angle: f32) -> Self {
        Self {
            center: [
                bounds.x + bounds.width / 2.0,
                bounds.y + bounds.height / 2.0,
            ],
            side: bounds.width.max(bounds.height) * scale,
            angle,
        }
    }

    /// The nearest square whose centre, side and angle are whole multiples of a step, some `parts` of which make its side.
    ///
    /// Samples lie on 32nds of a pixel: what two processors' rounding errors move by a millionth can move a sample by a
    /// whole part, and the models amplify that a thousandfold. On a grid of its own the square is the same for both.
    pub(super) fn steady(self, parts: f32) -> Self {
        // The power of two below the side, or no number.
        let below = f32::from_bits(self.side.abs().to_bits() & f32::INFINITY.to_bits());
        let step = below / parts;
        if !step.is_normal() {
            return self;
        }
        let on_grid = |value: f32, step: f32| (value / step).round() * step;
        Self {
            center: self.center.map(|place| on_grid(place, step)),
            side: on_grid(self.side, step),
            angle: on_grid(self.angle, parts.recip()),
        }
    }

    /// Where a place of the square lies in the picture; (0, 0) is its upper left corner, (1, 1) its lower right.
    pub(super) fn to_picture(self, [u, v]: [f32; 2]) -> [f32; 2] {
        let (sin, cos) = self.angle.sin_cos();
        let (x, y) = ((u - 0.5) * self.side, (v - 0.5) * self.side);
        [
            self.center[0] + x * cos - y * sin,
            self.center[1] + x * sin + y * cos,
        ]
    }

    /// The same place in the pixels that the models get to see.
    pub(super) fn in_view(self, view: &View) -> Self {
        let scale = view.scale as f32;
        // A pixel's number names its middle.
        let place =
            |axis: usize| (self.center[axis] + 0.5 - view.origin[axis] as f32) * scale - 0.5;
        Self {
            center: [place(0), place(1)],
            side: self.side * scale,
            angle: self.angle,
        }
    }

    /// The square moved so that [`Square::sample`] meets the middle of each of `size` × `size` cells, not its corner.
    pub(super) fn at_cell_centers(self, size: usize) -> Self {
        let shift = (self.side / size as f32 - 1.0) / 2.0;
        Self {
            center: self.center.map(|place| place + shift),
            ..self
        }
    }

    /// The upright box of an unturned square.
    pub(super) fn bounds(self) -> Rect {
        Rect {
            x: self.center[0] - self.side / 2.0,
            y: self.center[1] - self.side / 2.0,
            width: self.side,
            height: self.side,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    #[test]
    fn a_letterbox_maps_back_to_the_picture() {
        let square = Square::around(&View::of(&RgbImage::new(40, 20)));
        assert_eq!(square.to_picture([0.5, 0.5]), [20.0, 10.0]);
        assert_eq!(square.to_picture([0.0, 0.25]), [0.0, 0.0]);
        assert_eq!(square.to_picture([1.0, 0.75]), [40.0, 20.0]);
    }

    #[test]
    fn rounding_errors_do_not_move_a_steady_square() {
        let square = Square {
            center: [301.234, 217.891],
            side: 150.77,
            angle: 0.1234,
        };
        let other = Square {
            center: square.center.map(|place| place * (1.0 + 2e-7)),
            side: square.side * (1.0 - 2e-7),
            angle: square.angle * (1.0 + 2e-7),
        };
        assert_ne!(square, other);
        assert_eq!(square.steady(4096.0), other.steady(4096.0));
        let near = square.steady(4096.0);
        assert!((near.side - square.side).abs() <= 128.0 / 8192.0);
        for side in [0.0, f32::NAN, f32::INFINITY] {
            let none = Square { side, ..square };
            assert_eq!(none.steady(4096.0).center, square.center);
        }
    }
}
