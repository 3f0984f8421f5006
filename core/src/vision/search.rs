//! Faces of all sizes. The detector overlooks those below an eighth of what it is shown (on the development photos it finds
//! 95 % at 12 % of the side, 18 % at 8 %), so the picture is shown to it in parts as well.

use super::{
    FaceBox, Rect, View,
    detector::Detector,
    landmarks::{Landmarks, Mesh, part_of_box},
    square::Square,
};

/// Landmarks that lie on a face less surely than this are none.
pub(super) const MIN_PRESENCE: f32 = 0.5;

/// Every face beside the surest one must show itself by landmarks as sure as this: on the development photos 95 % of the
/// faces do, and windows, knees and patterns that the detector takes for faces do not.
const SURE_PRESENCE: f32 = 0.999;

/// Two boxes that share this much of the smaller one are one face.
const SAME: f32 = 0.3;

/// Side of the part around a face in which bystanders would be seen in the portrait, in widths of the face. An eighth of its
/// half is the width of a bystander with 5 % of the face's area.
const PORTRAIT_SIDE: f32 = 3.6;

/// It is steady to this part of its side.
const PORTRAIT_PARTS: f32 = 256.0;

/// A face with the bounds of its landmarks, which are truer than the detector's, and the landmarks.
pub(super) type Found = (FaceBox, Mesh);

/// All faces whose landmarks confirm them, the largest first.
pub(super) fn search(
    detector: &mut Detector,
    landmarks: &mut Landmarks,
    view: &View,
) -> Vec<Found> {
    let mut faces = Vec::new();
    let whole = Square::around(view);
    look(
        detector,
        landmarks,
        view,
        and_parts(whole, view),
        &mut faces,
    );
    if let Some((largest, _)) = faces.first() {
        let part = portrait(largest.bounds);
        // Otherwise the parts of the whole were small enough.
        if part.side < whole.side {
            look(detector, landmarks, view, and_parts(part, view), &mut faces);
        }
    }
    faces
}

/// The next few places of a search that is spread over frames: all of the frame each time, then in turn its parts and
/// theirs, in which a face of a thirtieth of the longer side is found.
#[derive(Default)]
pub(super) struct Sweep {
    next: usize,
}

/// Parts that a sweep looks at in one frame.
const PARTS_PER_FRAME: usize = 8;

impl Sweep {
    /// The largest face in what is looked at now.
    pub(super) fn look(
        &mut self,
        detector: &mut Detector,
        landmarks: &mut Landmarks,
        view: &View,
    ) -> Option<Found> {
        let whole = Square::around(view);
        let all: Vec<Square> = [2.0, 4.0]
            .into_iter()
            .flat_map(|share| parts(whole, share, view))
            .collect();
        let few = all.iter().cycle().skip(self.next).take(PARTS_PER_FRAME);
        let now = std::iter::once(whole).chain(few.copied());
        let mut faces = Vec::new();
        look(detector, landmarks, view, now, &mut faces);
        self.next = (self.next + PARTS_PER_FRAME) % all.len().max(1);
        faces.into_iter().next()
    }
}

/// A face that is being followed and those beside it, the largest first: bystanders of the frame and of the portrait.
pub(super) fn beside(
    detector: &mut Detector,
    landmarks: &mut Landmarks,
    view: &View,
    known: Found,
) -> Vec<FaceBox> {
    let squares = [Square::around(view), portrait(known.0.bounds)];
    let mut faces = vec![known];
    look(detector, landmarks, view, squares.into_iter(), &mut faces);
    faces.into_iter().map(|(face, _)| face).collect()
}

/// What the portrait of a face would show.
fn portrait(face: Rect) -> Square {
    Square {
        center: [face.x + face.width / 2.0, face.y + face.height / 2.0],
        side: face.width * PORTRAIT_SIDE,
        angle: 0.0,
    }
    .steady(PORTRAIT_PARTS)
}

/// Adds the faces of some squares that are not yet known; the largest comes first.
fn look(
    detector: &mut Detector,
    landmarks: &mut Landmarks,
    view: &View,
    squares: impl Iterator<Item = Square>,
    faces: &mut Vec<Found>,
) {
    for part in squares {
        for found in detector.detect(view, part) {
            if is_known(faces, found.bounds) {
                continue;
            }
            let mesh = landmarks.find(view, part_of_box(&found));
            let needed = if faces.is_empty() {
                MIN_PRESENCE
            } else {
                SURE_PRESENCE
            };
            let bounds = mesh.bounds();
            if mesh.presence >= needed && !is_known(faces, bounds) {
                faces.push((FaceBox { bounds, ..found }, mesh));
            }
        }
    }
    faces.sort_by(|(a, _), (b, _)| b.bounds.area().total_cmp(&a.bounds.area()));
}

fn is_known(faces: &[Found], bounds: Rect) -> bool {
    faces
        .iter()
        .any(|(known, _)| shared(known.bounds, bounds) > SAME)
}

/// A square and its parts.
fn and_parts(square: Square, view: &View) -> impl Iterator<Item = Square> {
    std::iter::once(square).chain(parts(square, 2.0, view))
}

/// Squares of a share of the side that cover what the square holds of the picture and overlap by at least a half, so that a
/// face of up to half their side lies whole in one of them.
fn parts(square: Square, share: f32, view: &View) -> impl Iterator<Item = Square> {
    let (half, side) = (square.side / 2.0, square.side / share);
    let [columns, rows] = [0, 1].map(|axis| {
        let start = (square.center[axis] - half).max(0.0);
        let end = (square.center[axis] + half).min(view.size[axis] as f32);
        middles(start, end, side)
    });
    rows.into_iter().flat_map(move |y| {
        columns.clone().into_iter().map(move |x| Square {
            center: [x, y],
            side,
            angle: 0.0,
        })
    })
}

/// The middles of evenly spaced pieces of length `side` between two ends.
fn middles(start: f32, end: f32, side: f32) -> Vec<f32> {
    let spare = end - start - side;
    if spare <= 0.0 {
        return vec![(start + end) / 2.0];
    }
    let steps = (spare / (side / 2.0)).ceil();
    (0..=steps as usize)
        .map(|step| start + side / 2.0 + spare * step as f32 / steps)
        .collect()
}

/// How much of the smaller box lies in the other one.
fn shared(a: Rect, b: Rect) -> f32 {
    let along = |from: f32, len: f32, other: f32, other_len: f32| {
        ((from + len).min(other + other_len) - from.max(other)).max(0.0)
    };
    let both = along(a.x, a.width, b.x, b.width) * along(a.y, a.height, b.y, b.height);
    let smaller = a.area().min(b.area());
    if smaller > 0.0 { both / smaller } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    #[test]
    fn parts_cover_the_picture_and_overlap() {
        let picture = RgbImage::new(300, 400);
        let view = View::of(&picture);
        let centers: Vec<_> = parts(Square::around(&view), 2.0, &view)
            .map(|part| (part.center, part.side))
            .collect();
        let expected = [
            ([100.0, 100.0], 200.0),
            ([200.0, 100.0], 200.0),
            ([100.0, 200.0], 200.0),
            ([200.0, 200.0], 200.0),
            ([100.0, 300.0], 200.0),
            ([200.0, 300.0], 200.0),
        ];
        assert_eq!(centers, expected);
    }

    #[test]
    fn parts_of_a_square_at_the_edge_stay_in_the_picture() {
        let picture = RgbImage::new(1000, 1000);
        let view = View::of(&picture);
        let square = Square {
            center: [50.0, 500.0],
            side: 200.0,
            angle: 0.0,
        };
        let places: Vec<_> = parts(square, 2.0, &view)
            .map(|part| part.center[0])
            .collect();
        assert_eq!(places[..2], [50.0, 100.0]);
        assert!(places.iter().all(|&x| (50.0..=100.0).contains(&x)));
    }

    #[test]
    fn however_long_a_picture_its_parts_are_few() {
        let picture = RgbImage::new(1, 20_000);
        let view = View::of(&picture);
        assert_eq!(parts(Square::around(&view), 2.0, &view).count(), 3);
    }

    #[test]
    fn a_box_inside_another_is_shared_whole() {
        let rect = |x: f32, width: f32| Rect {
            x,
            y: x,
            width,
            height: width,
        };
        assert_eq!(shared(rect(0.0, 10.0), rect(2.0, 4.0)), 1.0);
        assert_eq!(shared(rect(0.0, 10.0), rect(10.0, 4.0)), 0.0);
        assert_eq!(shared(rect(0.0, 4.0), rect(2.0, 4.0)), 0.25);
        assert_eq!(shared(rect(0.0, 0.0), rect(0.0, 0.0)), 0.0);
    }
}
