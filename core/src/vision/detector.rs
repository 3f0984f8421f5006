//! Finds faces: BlazeFace, short range.

use super::{
    FaceBox, Rect, View, VisionError,
    anchors::{Layer, anchors},
    network::{Network, sigmoid},
    sample::{Border, Range},
    square::Square,
    suppression::{Prediction, suppress},
};

/// Side of the model's input, in pixels.
const SIDE: usize = 128;

const LAYERS: [Layer; 2] = [
    Layer {
        cells: 16,
        per_cell: 2,
    },
    Layer {
        cells: 8,
        per_cell: 6,
    },
];

const KEYPOINTS: usize = 6;

/// Numbers per prediction: centre, size, keypoints.
const VALUES: usize = 4 + 2 * KEYPOINTS;

/// A prediction below this score is no face.
const MIN_SCORE: f32 = 0.5;

/// Predictions that overlap more than this are one face.
const MAX_OVERLAP: f32 = 0.3;

/// The detector of faces.
pub(super) struct Detector {
    network: Network,
    anchors: Vec<[f32; 2]>,
}

impl Detector {
    pub(super) fn load(bytes: &[u8]) -> Result<Self, VisionError> {
        let anchors = anchors(&LAYERS);
        let outputs = [anchors.len() * VALUES, anchors.len()];
        let network = Network::load("face_detector", bytes, SIDE * SIDE * 3, &outputs)?;
        Ok(Self { network, anchors })
    }

    /// The faces in an upright square of the picture, the surest first.
    pub(super) fn detect(&mut self, view: &View, part: Square) -> Vec<FaceBox> {
        part.sample(
            view,
            SIDE,
            Border::Black,
            Range::Signed,
            self.network.input(),
        );
        self.network.run();
        let (values, scores) = (self.network.output(0), self.network.output(1));
        let predictions = values
            .as_chunks::<VALUES>()
            .0
            .iter()
            .zip(scores)
            .zip(&self.anchors)
            .map(|((values, &score), &anchor)| decode(values, sigmoid(score), anchor))
            .filter(|prediction| prediction.score >= MIN_SCORE)
            .collect();
        suppress(predictions, MAX_OVERLAP)
            .into_iter()
            .map(|face| to_picture(&face, part))
            .collect()
    }
}

/// A prediction in units of the input's side; the model gives pixels relative to the anchor.
fn decode(values: &[f32; VALUES], score: f32, anchor: [f32; 2]) -> Prediction<KEYPOINTS> {
    let unit = |index: usize| values[index] / SIDE as f32;
    let place = |index: usize| [unit(index) + anchor[0], unit(index + 1) + anchor[1]];
    let ([x, y], width, height) = (place(0), unit(2), unit(3));
    Prediction {
        bounds: Rect {
            x: x - width / 2.0,
            y: y - height / 2.0,
            width,
            height,
        },
        points: std::array::from_fn(|i| place(4 + 2 * i)),
        score,
    }
}

fn to_picture(face: &Prediction<KEYPOINTS>, part: Square) -> FaceBox {
    let [x, y] = part.to_picture([face.bounds.x, face.bounds.y]);
    FaceBox {
        bounds: Rect {
            x,
            y,
            width: face.bounds.width * part.side,
            height: face.bounds.height * part.side,
        },
        confidence: face.score,
        keypoints: face.points.map(|point| part.to_picture(point)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    #[test]
    fn the_model_has_896_anchors() {
        assert_eq!(anchors(&LAYERS).len(), 896);
    }

    #[test]
    fn predictions_are_pixels_around_the_anchor() {
        let mut values = [0.0; VALUES];
        values[..4].copy_from_slice(&[12.8, -12.8, 25.6, 38.4]);
        values[4] = 64.0;
        let face = decode(&values, 0.9, [0.5, 0.5]);
        assert!((face.bounds.x - 0.5).abs() < 1e-6 && (face.bounds.y - 0.25).abs() < 1e-6);
        assert_eq!(face.points[0], [1.0, 0.5]);
        let picture = to_picture(&face, Square::around(&View::of(&RgbImage::new(100, 200))));
        assert!((picture.bounds.x - 50.0).abs() < 1e-4 && (picture.bounds.y - 50.0).abs() < 1e-4);
        assert!((picture.bounds.height - 60.0).abs() < 1e-4);
        assert_eq!(picture.keypoints[0], [150.0, 100.0]);
    }
}
