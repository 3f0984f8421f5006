//! From what was seen to the measures of a head.

use super::crop::Head;
use crate::report::Reason;
use crate::vision::{Face, Matte, Observation};

/// Places in the face mesh, by their number.
mod landmark {
    /// Corners of both eyes: outer and inner of the student's right, inner and outer of the left.
    pub const EYE_CORNERS: [usize; 4] = [33, 133, 362, 263];
    /// The lowest point of the chin.
    pub const CHIN: usize = 152;
    /// The widest points of both cheeks: the student's right, then left.
    pub const CHEEKS: [usize; 2] = [234, 454];
}

/// Hair counts as the crown from this width on, as a share of the face's; a single strand does not.
const LEAST_CROWN: f64 = 0.08;
/// The crown lies above the face, within this many face widths of its middle.
const CROWN_REACH: f64 = 0.6;
/// A cell belongs to the person from half on.
const HALF: f64 = 127.5;

impl Head {
    /// The measures of the largest face: eyes, chin and cheeks from the face mesh, the crown from the matte.
    ///
    /// The eye line is the mean height of the four eye corners, which does not move with gaze or blinks. Where the hair
    /// reaches the upper edge of the matte, the crown is that edge, or the picture's if that is lower.
    ///
    /// # Errors
    /// [`Reason::NoFace`] without a face in detail, [`Reason::NoModel`] without a matte, [`Reason::Hidden`] where the matte
    /// shows no person at the eyes.
    pub fn of(observation: &Observation) -> Result<Self, Reason> {
        let face = observation.face.as_ref().ok_or(Reason::NoFace)?;
        let matte = observation.matte.as_ref().ok_or(Reason::NoModel)?;
        let face = Measures::of(face).ok_or(Reason::NoFace)?;
        let crown = crown(matte, &face).ok_or(Reason::Hidden)?;
        Ok(Self {
            crown,
            eye_line: face.eyes[1],
            chin: face.chin,
            center: face.eyes[0],
            face_width: face.width,
        })
    }
}

/// What the mesh alone tells.
struct Measures {
    /// Eye midpoint.
    eyes: [f64; 2],
    chin: f64,
    width: f64,
}

impl Measures {
    fn of(face: &Face) -> Option<Self> {
        let point = |index: usize| {
            let [x, y, _] = *face.landmarks.get(index)?;
            Some([f64::from(x), f64::from(y)])
        };
        let mut eyes = [0.0; 2];
        for corner in landmark::EYE_CORNERS {
            let [x, y] = point(corner)?;
            eyes[0] += x / 4.0;
            eyes[1] += y / 4.0;
        }
        let [right, left] = landmark::CHEEKS.map(point);
        Some(Self {
            eyes,
            chin: point(landmark::CHIN)?[1],
            width: (left?[0] - right?[0]).abs(),
        })
    }
}

/// Climbs from the eyes up to the row where the person ends, between two rows where the matte crosses one half.
fn crown(matte: &Matte, face: &Measures) -> Option<f64> {
    let left = f64::from(matte.region.x);
    let top = f64::from(matte.region.y);
    let cell = [
        f64::from(matte.region.width) / matte.width as f64,
        f64::from(matte.region.height) / matte.height as f64,
    ];
    let column = |x: f64| ((x - left) / cell[0]).clamp(0.0, matte.width as f64) as usize;
    let reach = CROWN_REACH * face.width;
    let columns = column(face.eyes[0] - reach)..column(face.eyes[0] + reach);
    let rank = (LEAST_CROWN * face.width / cell[0]) as usize;

    let start = (face.eyes[1] - top) / cell[1];
    if !(0.0..matte.height as f64).contains(&start) {
        return None;
    }
    let mut below = None;
    for row in (0..=start as usize).rev() {
        let cover = cover(matte, row, columns.clone(), rank)?;
        let y = top + (row as f64 + 0.5) * cell[1];
        if cover < HALF {
            let (y_below, cover_below): (f64, f64) = below?;
            let part = (cover_below - HALF) / (cover_below - cover);
            return Some((y_below - part * cell[1]).max(0.0));
        }
        below = Some((y, cover));
    }
    Some(top.max(0.0))
}

/// The value that more than `rank` cells of a row reach.
fn cover(matte: &Matte, row: usize, columns: std::ops::Range<usize>, rank: usize) -> Option<f64> {
    let start = row * matte.width;
    let mut cells = matte
        .alpha
        .get(start + columns.start..start + columns.end)?
        .to_vec();
    cells.sort_unstable_by(|a, b| b.cmp(a));
    Some(cells.get(rank).copied().map_or(0.0, f64::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vision::{BLENDSHAPES, HeadPose, LANDMARKS, Rect};
    use std::sync::Arc;

    /// A picture of 1000 × 1000 pixels: a disc of hair round (500, 400) with the given radius, eyes at its middle.
    fn observation(radius: f32) -> Observation {
        let mut landmarks = vec![[500.0, 450.0, 0.0]; LANDMARKS];
        for (index, place) in [
            (33, [420.0, 402.0]),
            (133, [470.0, 398.0]),
            (362, [530.0, 398.0]),
            (263, [580.0, 402.0]),
            (152, [500.0, 550.0]),
            (234, [400.0, 430.0]),
            (454, [600.0, 430.0]),
        ] {
            landmarks[index] = [place[0], place[1], 0.0];
        }
        let alpha = (0..250 * 250)
            .map(|i| {
                let (x, y) = ((i % 250) as f32 * 4.0 + 2.0, (i / 250) as f32 * 4.0 + 2.0);
                let edge = radius - (x - 500.0).hypot(y - 400.0);
                (127.5 + 20.0 * edge).clamp(0.0, 255.0) as u8
            })
            .collect();
        let region = Rect {
            x: 0.0,
            y: 0.0,
            width: 1000.0,
            height: 1000.0,
        };
        Observation {
            width: 1000,
            height: 1000,
            faces: vec![],
            face: Some(Face {
                landmarks,
                presence: 1.0,
                blendshapes: [0.0; BLENDSHAPES],
                pose: HeadPose::default(),
            }),
            matte: Some(Matte {
                width: 250,
                height: 250,
                alpha,
                region,
            }),
            classes: None,
            shoulders: None,
        }
    }

    #[test]
    fn every_measure_is_read_in_pixels_of_the_picture() {
        let head = Head::of(&observation(200.0)).unwrap();
        assert_eq!((head.eye_line, head.center), (400.0, 500.0));
        assert_eq!((head.chin, head.face_width), (550.0, 200.0));
        // 16 px wide at the least: the disc's top lies at 200, and is that wide 0.2 px below.
        assert!((head.crown - 200.2).abs() < 1.0, "{}", head.crown);
    }

    #[test]
    fn a_strand_is_not_the_crown() {
        let mut seen = observation(200.0);
        let alpha = Arc::make_mut(&mut seen.matte.as_mut().unwrap().alpha);
        for row in 10..60 {
            alpha[row * 250 + 125] = 255;
        }
        let head = Head::of(&seen).unwrap();
        assert!((head.crown - 200.2).abs() < 1.0, "{}", head.crown);
    }

    #[test]
    fn hair_beyond_the_picture_ends_at_its_edge() {
        assert_eq!(Head::of(&observation(900.0)).unwrap().crown, 0.0);
    }

    #[test]
    fn what_is_lacking_is_said() {
        let full = observation(200.0);
        for (expected, seen) in [
            (
                Reason::NoFace,
                Observation {
                    face: None,
                    ..full.clone()
                },
            ),
            (
                Reason::NoModel,
                Observation {
                    matte: None,
                    ..full.clone()
                },
            ),
            (Reason::Hidden, observation(-50.0)),
        ] {
            assert_eq!(Head::of(&seen), Err(expected));
        }
        let mut short = full.clone();
        short.face.as_mut().unwrap().landmarks.truncate(100);
        assert_eq!(Head::of(&short), Err(Reason::NoFace));
        let mut away = full;
        away.matte.as_mut().unwrap().region.y = 2000.0;
        assert_eq!(Head::of(&away), Err(Reason::Hidden));
    }
}
