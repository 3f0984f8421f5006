//! How the phone is held, from its gravity sensor.

use serde::{Deserialize, Serialize};

/// Less than this part of a pull along the screen says nothing about how the phone is turned: it lies flat.
const FLAT: f64 = 0.2;

/// The direction in which things fall, in the phone's own axes; any length but zero. On iOS that is what the platform says,
/// on Android its opposite.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Gravity {
    /// To the right of the screen.
    pub x: f64,
    /// To its upper edge.
    pub y: f64,
    /// Out of it, to whoever looks at it.
    pub z: f64,
}

impl Gravity {
    /// Degrees between the direction of the rear camera and the horizon, negative when it looks down; and degrees by which
    /// the horizon is turned in the picture, up to 45 either way: upright or on its side, the phone is straight. `None`
    /// without a direction.
    pub fn tilt(self) -> Option<[f64; 2]> {
        let length = (self.x * self.x + self.y * self.y + self.z * self.z).sqrt();
        if !length.is_finite() || length <= 0.0 {
            return None;
        }
        // The rear camera looks along −z.
        let pitch = (self.z / length).clamp(-1.0, 1.0).asin().to_degrees();
        let along = self.x.hypot(self.y) / length;
        let turned = (-self.x).atan2(-self.y).to_degrees();
        let roll = turned - (turned / 90.0).round() * 90.0;
        Some([pitch, if along < FLAT { 0.0 } else { roll }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upright_or_on_its_side_a_phone_is_straight() {
        for (x, y, z, pitch, roll) in [
            (0.0, -9.81, 0.0, 0.0, 0.0),
            (9.81, 0.0, 0.0, 0.0, 0.0),
            (-1.0, 0.0, 0.0, 0.0, 0.0),
            (0.0, 1.0, 0.0, 0.0, 0.0),
            // The screen up: it looks at the floor.
            (0.0, 0.0, -1.0, -90.0, 0.0),
            (0.0, -1.0, -1.0, -45.0, 0.0),
            (0.0, -1.0, 1.0, 45.0, 0.0),
            // Its right edge hangs down.
            (0.1, -1.0, 0.0, 0.0, -5.7106),
            (-0.1, -1.0, 0.0, 0.0, 5.7106),
        ] {
            let [found_pitch, found_roll] = Gravity { x, y, z }.tilt().unwrap();
            assert!(
                (found_pitch - pitch).abs() < 1e-3,
                "{x} {y} {z}: {found_pitch}"
            );
            assert!(
                (found_roll - roll).abs() < 1e-3,
                "{x} {y} {z}: {found_roll}"
            );
        }
        for nothing in [0.0, f64::NAN, f64::INFINITY] {
            let gravity = Gravity {
                x: nothing,
                y: 0.0,
                z: 0.0,
            };
            assert_eq!(gravity.tilt(), None);
        }
    }
}
