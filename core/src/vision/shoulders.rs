//! Both shoulders, by MediaPipe's pose landmarks.

use super::{
    Face, Shoulders, View, VisionError,
    network::{Network, sigmoid},
    sample::{Border, Range},
    square::Square,
};

/// Side of the model's input, in pixels.
const SIDE: usize = 256;

/// Points of the model, with x, y, z, visibility and presence each.
const POINTS: usize = 39;

const LEFT_SHOULDER: usize = 11;
const RIGHT_SHOULDER: usize = 12;

/// Side of the part around the upper body, in widths of the face.
const PART_SIDE: f32 = 10.0;

/// How far the middle of that part lies below the eyes, in widths of the face.
const PART_BELOW_EYES: f32 = 3.0;

/// The model of the body's pose.
pub(super) struct Body {
    network: Network,
}

impl Body {
    pub(super) fn load(bytes: &[u8]) -> Result<Self, VisionError> {
        let outputs = [POINTS * 5];
        let network = Network::load("pose_landmark_full", bytes, SIDE * SIDE * 3, &outputs)?;
        Ok(Self { network })
    }

    /// The shoulders below a face.
    ///
    /// The part of the picture follows from the face, not from a second detector: see the measurement at `PART_SIDE`.
    pub(super) fn shoulders(&mut self, view: &View, face: &Face) -> Shoulders {
        let ([x, y], width) = (face.eyes(), face.width());
        let part = Square {
            center: [x, y + PART_BELOW_EYES * width],
            side: PART_SIDE * width,
            angle: 0.0,
        }
        .steady(SIDE as f32);
        part.sample(view, SIDE, Border::Black, Range::Unit, self.network.input());
        self.network.run();
        let points = self.network.output(0).as_chunks::<5>().0;
        let place = |index: usize| {
            let [x, y, ..] = points[index];
            part.to_picture([x, y].map(|value| value / SIDE as f32))
        };
        let visibility = |index: usize| sigmoid(points[index][3]);
        Shoulders {
            left: place(LEFT_SHOULDER),
            right: place(RIGHT_SHOULDER),
            visibility: visibility(LEFT_SHOULDER).min(visibility(RIGHT_SHOULDER)),
        }
    }
}
