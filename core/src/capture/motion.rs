//! How fast the face moves through the frames.

use crate::camera::FrameTime;
use crate::vision::Face;

/// Seconds after which two frames say nothing about a speed.
const LONGEST: f64 = 0.3;

/// Follows the middle of the face.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Motion {
    last: Option<(FrameTime, [f64; 2])>,
}

impl Motion {
    /// Inter-eye distances per second since the frame before; `None` without one.
    pub fn speed(&mut self, now: FrameTime, face: Option<&Face>) -> Option<f64> {
        let before = self.last.take();
        let (middle, eyes) = middle(face?)?;
        self.last = Some((now, middle));
        let (then, [x, y]) = before?;
        let seconds = now.since(then);
        let way = (middle[0] - x).hypot(middle[1] - y) / eyes;
        (seconds > 0.0 && seconds <= LONGEST).then_some(way / seconds)
    }
}

/// The mean of the landmarks, and the inter-eye distance.
fn middle(face: &Face) -> Option<([f64; 2], f64)> {
    let count = face.landmarks.len() as f64;
    let sum = face.landmarks.iter().fold([0.0, 0.0], |[x, y], place| {
        [x + f64::from(place[0]), y + f64::from(place[1])]
    });
    let eyes = f64::from(face.inter_eye_distance());
    (eyes > 0.0).then_some((sum.map(|all| all / count), eyes))
}
