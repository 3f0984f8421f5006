//! Person, hair, skin and clothes, place by place.

use super::{
    Class, ClassMap, Face, Matte, View, VisionError,
    network::Network,
    sample::{Border, Range},
    square::Square,
};

/// Side of both models' inputs and outputs, in pixels.
const SIDE: usize = 256;

/// Side of the part around head and shoulders, in widths of the face.
const PART_SIDE: f32 = 3.6;

/// How far the middle of that part lies below the eyes, in widths of the face.
const PART_BELOW_EYES: f32 = 0.4;

/// Head and shoulders; without a face the whole picture.
pub(super) fn part(view: &View, face: Option<&Face>) -> Square {
    face.map_or_else(|| Square::around(view), around)
}

/// Head and shoulders of a face.
pub(super) fn around(face: &Face) -> Square {
    around_eyes(face.eyes(), face.width())
}

/// Head and shoulders below the middle of two eyes, for a face of this width.
pub(super) fn around_eyes([x, y]: [f32; 2], width: f32) -> Square {
    Square {
        center: [x, y + PART_BELOW_EYES * width],
        side: PART_SIDE * width,
        angle: 0.0,
    }
    .steady(SIDE as f32)
}

/// Tells the person from the background.
pub(super) struct Mattes {
    network: Network,
}

impl Mattes {
    pub(super) fn load(bytes: &[u8]) -> Result<Self, VisionError> {
        let (input, output) = (SIDE * SIDE * 3, SIDE * SIDE);
        let network = Network::load("selfie_segmenter", bytes, input, &[output])?;
        Ok(Self { network })
    }

    pub(super) fn find(&mut self, view: &View, part: Square) -> Matte {
        part.at_cell_centers(SIDE).sample(
            view,
            SIDE,
            Border::Nearest,
            Range::Unit,
            self.network.input(),
        );
        self.network.run();
        Matte {
            width: SIDE,
            height: SIDE,
            alpha: self.network.output(0).iter().copied().map(byte).collect(),
            region: part.bounds(),
        }
    }
}

/// Tells hair, skin, clothes and accessories.
pub(super) struct Classes {
    network: Network,
}

impl Classes {
    pub(super) fn load(bytes: &[u8]) -> Result<Self, VisionError> {
        let (input, output) = (SIDE * SIDE * 3, SIDE * SIDE * Class::COUNT);
        let network = Network::load("selfie_multiclass_256x256", bytes, input, &[output])?;
        Ok(Self { network })
    }

    pub(super) fn find(&mut self, view: &View, part: Square) -> ClassMap {
        part.at_cell_centers(SIDE).sample(
            view,
            SIDE,
            Border::Nearest,
            Range::Unit,
            self.network.input(),
        );
        self.network.run();
        let logits = self.network.output(0).as_chunks().0;
        ClassMap {
            width: SIDE,
            height: SIDE,
            shares: logits.iter().map(softmax).collect(),
            region: part.bounds(),
        }
    }
}

/// Raw scores as shares that add up to 255, but for rounding.
fn softmax(logits: &[f32; Class::COUNT]) -> [u8; Class::COUNT] {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers = logits.map(|logit| (logit - top).exp());
    let total: f32 = powers.iter().sum();
    powers.map(|power| byte(power / total))
}

/// A share from 0 to 1 as a byte.
fn byte(share: f32) -> u8 {
    (share * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_the_scores() {
        assert_eq!(softmax(&[0.0; 6]), [43; 6]);
        assert_eq!(
            softmax(&[900.0, -900.0, 0.0, 0.0, 0.0, 0.0]),
            [255, 0, 0, 0, 0, 0]
        );
        let two = softmax(&[-50.0, 3.0, 3.0, -50.0, -50.0, -50.0]);
        assert_eq!(two, [0, 128, 128, 0, 0, 0]);
    }
}
