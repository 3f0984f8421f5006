//! The expression: 52 scores from the landmarks, named as ARKit names them.

use super::{BLENDSHAPES, LANDMARKS, VisionError, network::Network};

/// The name of every score, in the order of `Face::blendshapes`.
pub const NAMES: [&str; BLENDSHAPES] = [
    "_neutral",
    "browDownLeft",
    "browDownRight",
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekPuff",
    "cheekSquintLeft",
    "cheekSquintRight",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "eyeLookDownLeft",
    "eyeLookDownRight",
    "eyeLookInLeft",
    "eyeLookInRight",
    "eyeLookOutLeft",
    "eyeLookOutRight",
    "eyeLookUpLeft",
    "eyeLookUpRight",
    "eyeSquintLeft",
    "eyeSquintRight",
    "eyeWideLeft",
    "eyeWideRight",
    "jawForward",
    "jawLeft",
    "jawOpen",
    "jawRight",
    "mouthClose",
    "mouthDimpleLeft",
    "mouthDimpleRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthFunnel",
    "mouthLeft",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthPucker",
    "mouthRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthShrugUpper",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "noseSneerLeft",
    "noseSneerRight",
];

/// Where `Face::blendshapes` holds the left lid's closing.
pub const EYE_BLINK_LEFT: usize = 9;
/// Where it holds the right lid's closing.
pub const EYE_BLINK_RIGHT: usize = 10;
/// Where it holds the opening of the jaw.
pub const JAW_OPEN: usize = 25;
/// Where it holds the rise of the mouth's left corner.
pub const MOUTH_SMILE_LEFT: usize = 44;
/// Where it holds the rise of the mouth's right corner.
pub const MOUTH_SMILE_RIGHT: usize = 45;

/// The landmarks the model reads, in its order.
const INPUT: [usize; 146] = [
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65,
    66, 67, 70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136,
    144, 145, 146, 148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172,
    173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283,
    284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324,
    332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385,
    386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472,
    473, 474, 475, 476, 477,
];

/// The blendshape model.
pub(super) struct Blendshapes {
    network: Network,
}

impl Blendshapes {
    pub(super) fn load(bytes: &[u8]) -> Result<Self, VisionError> {
        let network = Network::load("face_blendshapes", bytes, INPUT.len() * 2, &[BLENDSHAPES])?;
        Ok(Self { network })
    }

    /// The scores of a face whose landmarks are in pixels.
    pub(super) fn scores(&mut self, landmarks: &[[f32; 3]; LANDMARKS]) -> [f32; BLENDSHAPES] {
        for (pair, index) in self.network.input().chunks_exact_mut(2).zip(INPUT) {
            pair.copy_from_slice(&landmarks[index][..2]);
        }
        self.network.run();
        let mut scores = [0.0; BLENDSHAPES];
        scores.copy_from_slice(self.network.output(0));
        scores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_named_places_carry_their_names() {
        for (place, name) in [
            (EYE_BLINK_LEFT, "eyeBlinkLeft"),
            (EYE_BLINK_RIGHT, "eyeBlinkRight"),
            (JAW_OPEN, "jawOpen"),
            (MOUTH_SMILE_LEFT, "mouthSmileLeft"),
            (MOUTH_SMILE_RIGHT, "mouthSmileRight"),
        ] {
            assert_eq!(NAMES[place], name);
        }
    }

    #[test]
    fn the_model_reads_each_landmark_once() {
        assert!(INPUT.is_sorted_by(|a, b| a < b));
        assert!(INPUT.iter().all(|&index| index < LANDMARKS));
    }
}
