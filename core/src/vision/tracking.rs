//! From frame to frame: the face is followed, the slower models look when there is time.
//!
//! A [`Schedule`](super::Schedule) decides, [`Tracker`] does what was decided. Only the decision depends on a clock, so a
//! recorded session is replayed by its decisions.

use super::search::Sweep;
use super::square::Square;
use super::{Face, FaceBox, Observation, Rect, Stage, Stages, View, Vision, segmentation};

/// A face that is so many of its widths away from where it was has jumped: what the slow stages saw is of another place.
const JUMP: f32 = 0.5;

/// What is known of the scene, kept from frame to frame.
#[derive(Default)]
pub struct Tracker {
    seen: Observation,
    sweep: Sweep,
    jumped: bool,
}

/// A frame for the models: all of it small, and the part around the face at full resolution.
pub trait FrameViews {
    /// The whole frame, for the detector.
    fn whole(&mut self) -> View<'_>;
    /// The part around a place: centre and side of a square, in pixels of the frame.
    fn around(&mut self, center: [f32; 2], side: f32) -> View<'_>;
}

impl Tracker {
    /// Whether a face is being followed.
    pub const fn following(&self) -> bool {
        self.seen.face.is_some()
    }

    /// Whether a face is being followed that was near its place in the frame before, so that what is older still holds.
    pub const fn steady(&self) -> bool {
        self.following() && !self.jumped
    }

    /// What is known, in pixels of the frame. What is older than the last frame goes when the face is lost.
    pub const fn seen(&self) -> &Observation {
        &self.seen
    }

    /// Does what was decided for a frame of `size` pixels; `meter` runs every stage and may time it.
    pub fn update(
        &mut self,
        vision: &mut Vision,
        frame: &mut dyn FrameViews,
        size: [u32; 2],
        stages: Stages,
        mut meter: impl FnMut(Stage, &mut dyn FnMut()),
    ) {
        let Self {
            seen,
            sweep,
            jumped,
        } = self;
        *jumped = false;
        let [width, height] = size;
        if (seen.width, seen.height) != (width, height) {
            *seen = Observation {
                width,
                height,
                ..Observation::default()
            };
        }
        if stages.detect {
            meter(Stage::Detect, &mut || {
                let whole = frame.whole();
                seen.faces = match &seen.face {
                    Some(face) => vision.beside(&whole, face),
                    None => vision.sweep(&whole, sweep).into_iter().collect(),
                };
            });
        }
        let near = seen
            .face
            .as_ref()
            .map(segmentation::around)
            .or_else(|| Some(around_box(largest(&seen.faces)?)));
        let Some(square) = near else {
            (seen.face, seen.matte, seen.classes, seen.shoulders) = (None, None, None, None);
            return;
        };
        let view = frame.around(square.center, square.side);
        if stages.face {
            let followed = |vision: &mut Vision| vision.follow(&view, seen.face.as_ref()?);
            let found = |vision: &mut Vision| vision.look_at(&view, largest(&seen.faces)?);
            let mut face = None;
            meter(Stage::Face, &mut || {
                face = followed(vision).or_else(|| found(vision));
            });
            let before = seen.face.as_ref().map(place);
            let now = face.as_ref().map(place);
            seen.face = face;
            if let (Some(before), Some(now)) = (before, now) {
                *jumped = !carry(seen, before, now);
            }
        }
        let Some(face) = &seen.face else {
            (seen.matte, seen.classes, seen.shoulders) = (None, None, None);
            return;
        };
        if stages.matte {
            meter(Stage::Matte, &mut || {
                seen.matte = Some(vision.matte(&view, Some(face)));
            });
        }
        if stages.classes {
            meter(Stage::Classes, &mut || {
                seen.classes = Some(vision.classes(&view, Some(face)));
            });
        }
        if stages.shoulders {
            meter(Stage::Shoulders, &mut || {
                seen.shoulders = Some(vision.shoulders(&view, face));
            });
        }
    }
}

/// The middle between a face's eyes, and its width.
type Place = ([f32; 2], f32);

fn place(face: &Face) -> Place {
    (face.eyes(), face.width())
}

/// What the slow stages saw goes along with the face; whether it does, and the face has not jumped.
fn carry(seen: &mut Observation, (from, before): Place, (to, now): Place) -> bool {
    let scale = now / before.max(f32::EPSILON);
    let shift = (to[0] - from[0]).hypot(to[1] - from[1]);
    let near = shift <= JUMP * before && (1.0 - scale).abs() <= JUMP;
    if !near {
        (seen.matte, seen.classes, seen.shoulders) = (None, None, None);
        return false;
    }
    let carried =
        |place: [f32; 2]| [0, 1].map(|axis| to[axis] + (place[axis] - from[axis]) * scale);
    let regions = [
        seen.matte.as_mut().map(|matte| &mut matte.region),
        seen.classes.as_mut().map(|classes| &mut classes.region),
    ];
    for region in regions.into_iter().flatten() {
        let [x, y] = carried([region.x, region.y]);
        *region = Rect {
            x,
            y,
            width: region.width * scale,
            height: region.height * scale,
        };
    }
    if let Some(shoulders) = &mut seen.shoulders {
        shoulders.left = carried(shoulders.left);
        shoulders.right = carried(shoulders.right);
    }
    true
}

fn largest(faces: &[FaceBox]) -> Option<&FaceBox> {
    faces
        .iter()
        .max_by(|a, b| a.bounds.area().total_cmp(&b.bounds.area()))
}

/// The part around head and shoulders below a detected face, whose box is about as wide as the face.
fn around_box(face: &FaceBox) -> Square {
    let Rect {
        x,
        y,
        width,
        height,
    } = face.bounds;
    segmentation::around_eyes([x + width / 2.0, y + height / 3.0], width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vision::Matte;
    use std::sync::Arc;

    #[test]
    fn a_face_that_jumped_leaves_behind_what_was_seen() {
        let matte = Matte {
            width: 0,
            height: 0,
            alpha: Arc::from([]),
            region: Rect {
                x: 50.0,
                y: 50.0,
                width: 200.0,
                height: 200.0,
            },
        };
        let mut seen = Observation {
            matte: Some(matte),
            ..Observation::default()
        };
        let from = ([100.0, 100.0], 60.0);
        assert!(carry(&mut seen, from, ([110.0, 90.0], 66.0)));
        let region = seen.matte.as_ref().map(|matte| matte.region);
        let [x, y, width] = region.map_or([0.0; 3], |region| [region.x, region.y, region.width]);
        assert!((x - 55.0).abs() < 1e-3 && (y - 35.0).abs() < 1e-3 && (width - 220.0).abs() < 1e-3);
        for jump in [
            ([150.0, 90.0], 66.0),
            ([110.0, 90.0], 120.0),
            ([f32::NAN; 2], 60.0),
        ] {
            let mut seen = seen.clone();
            assert!(!carry(&mut seen, ([110.0, 90.0], 66.0), jump));
            assert!(seen.matte.is_none(), "{jump:?}");
        }
    }
}
