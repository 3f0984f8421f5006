//! Where to cut the portrait out of a picture: only crop and uniform scale, no rotation, no invented pixels.

mod solve;

use crate::profile::{Geometry, Official};
use crate::report::{Range, Side};
use solve::{Edges, Problem};

/// The measures of a head in a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// y of the top of the hair.
    pub crown: f64,
    /// y of the eye line.
    pub eye_line: f64,
    /// y of the chin.
    pub chin: f64,
    /// x of the eye midpoint.
    pub center: f64,
    /// Cheek to cheek.
    pub face_width: f64,
}

/// A rectangle of the portrait's aspect, in pixels of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// What a crop makes of a head: shares of the portrait's width or height, as in [`Geometry`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// Crown from the upper edge / height.
    pub crown: f64,
    /// Eye line from the upper edge / height.
    pub eye_line: f64,
    /// Cheek to cheek / width.
    pub face_width: f64,
    /// Eye midpoint from the left edge / width.
    pub center: f64,
    /// Crown to chin / height.
    pub head_share: f64,
    /// Below the chin / height.
    pub body_share: f64,
}

/// How many pixels of picture are missing at each edge.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Missing {
    /// At the left edge.
    pub left: f64,
    /// At the upper edge.
    pub top: f64,
    /// At the right edge.
    pub right: f64,
    /// At the lower edge.
    pub bottom: f64,
}

/// The best crop of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// Inside the picture.
    pub crop: Crop,
    /// What it makes of the head.
    pub shares: Shares,
    /// What the picture lacks for a crop within every official range; all zero where none is missing.
    pub missing: Missing,
}

impl Shares {
    /// Each share with the range it is judged by, in the order of the fields.
    pub fn against(&self, geometry: &Geometry) -> [(f64, Official); 6] {
        [
            (self.crown, geometry.crown),
            (self.eye_line, geometry.eye_line),
            (self.face_width, geometry.face_width),
            (self.center, geometry.center),
            (self.head_share, geometry.head_share),
            (self.body_share, geometry.body_share),
        ]
    }

    /// Whether every official range is met.
    pub fn official(&self, geometry: &Geometry) -> bool {
        let parts = self.against(geometry);
        parts
            .iter()
            .all(|(share, part)| part.official.contains(*share))
    }

    /// A share that the solver left a hair's breadth outside its range is at its end: that is where it was driven to.
    fn settled(mut self, geometry: &Geometry) -> Self {
        let settle = |share: &mut f64, part: Official| {
            if outside(*share, part.official) < ROUNDING {
                let low = part.official.0.map_or(*share, |low| share.max(low));
                *share = part.official.1.map_or(low, |high| low.min(high));
            }
        };
        settle(&mut self.crown, geometry.crown);
        settle(&mut self.eye_line, geometry.eye_line);
        settle(&mut self.face_width, geometry.face_width);
        settle(&mut self.center, geometry.center);
        settle(&mut self.head_share, geometry.head_share);
        settle(&mut self.body_share, geometry.body_share);
        self
    }
}

impl Missing {
    /// Whether less than half a pixel is missing at every edge.
    pub fn nothing(&self) -> bool {
        [self.left, self.top, self.right, self.bottom]
            .iter()
            .all(|edge| *edge < 0.5)
    }

    /// The worst vertical edge: `Low` for the upper one. `None` where both suffice.
    pub fn vertical(&self) -> Option<Side> {
        if self.top.max(self.bottom) < 0.5 {
            None
        } else if self.top > self.bottom {
            Some(Side::Low)
        } else {
            Some(Side::High)
        }
    }
}

impl Head {
    /// Whether crown, eyes and chin are finite and in order, and the face has a width.
    pub fn is_plausible(&self) -> bool {
        let values = [
            self.crown,
            self.eye_line,
            self.chin,
            self.center,
            self.face_width,
        ];
        values
            .iter()
            .all(|value| value.is_finite() && value.abs() < 1e6)
            && self.crown < self.eye_line
            && self.eye_line < self.chin
            && self.face_width >= 1.0
    }
}

/// What the golden section leaves: a thousandth of a pixel of the portrait.
const ROUNDING: f64 = 1e-6;

/// The best crop for `head` in a picture of `size` (width, height) pixels; `aspect` is width / height of the portrait.
/// `None` if the head is not plausible or the picture has no area.
pub fn propose(
    head: &Head,
    size: (u32, u32),
    aspect: f64,
    geometry: &Geometry,
) -> Option<Proposal> {
    if !head.is_plausible() || size.0 == 0 || size.1 == 0 || !(0.1..=10.0).contains(&aspect) {
        return None;
    }
    let problem = Problem {
        head,
        picture: [f64::from(size.0), f64::from(size.1)],
        aspect,
        geometry,
    };
    let inside = problem.solve(Edges::Hard);
    let shares = problem.shares(inside).settled(geometry);
    let missing = if shares.official(geometry) {
        Missing::default()
    } else {
        problem.missing(problem.solve(Edges::Soft))
    };
    Some(Proposal {
        crop: problem.crop(inside),
        shares,
        missing,
    })
}

/// How far a share lies outside a range.
fn outside(share: f64, range: Range) -> f64 {
    let below = range.0.map_or(0.0, |lo| (lo - share).max(0.0));
    let above = range.1.map_or(0.0, |hi| (share - hi).max(0.0));
    below + above
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;
    use proptest::prelude::*;

    const ASPECT: f64 = 0.75;

    /// A head of usual proportions with a given face width, its eye midpoint at `(x, y)`.
    fn head(x: f64, y: f64, face_width: f64) -> Head {
        Head {
            crown: y - 0.98 * face_width,
            eye_line: y,
            chin: y + 0.86 * face_width,
            center: x,
            face_width,
        }
    }

    fn chsi() -> Geometry {
        Profile::chsi().geometry
    }

    #[test]
    fn a_helper_at_the_right_distance_gets_every_target() {
        let proposal =
            propose(&head(1500.0, 1500.0, 405.0), (3000, 4000), ASPECT, &chsi()).unwrap();
        assert!(proposal.shares.official(&chsi()), "{:?}", proposal.shares);
        assert!(proposal.missing.nothing());
        assert!((proposal.shares.center - 0.5).abs() < 1e-6);
        for (share, part) in proposal.shares.against(&chsi()) {
            assert!((share - part.target).abs() < 0.05, "{share} {part:?}");
        }
    }

    #[test]
    fn a_share_driven_to_the_end_of_its_range_keeps_it() {
        // Little room below: the crown goes up to its end to leave more body.
        let head = Head {
            crown: 211.8,
            eye_line: 610.8,
            chin: 976.0,
            center: 675.8,
            face_width: 436.8,
        };
        let tight = propose(&head, (1350, 1350), ASPECT, &chsi()).unwrap();
        let crown = chsi().crown.official;
        assert!(crown.contains(tight.shares.crown), "{tight:?}");
        assert!(
            crown
                .0
                .is_some_and(|end| tight.shares.crown - end < ROUNDING),
            "{tight:?}"
        );
    }

    #[test]
    fn what_is_missing_is_named_by_edge() {
        let low = propose(&head(600.0, 700.0, 400.0), (1200, 1250), ASPECT, &chsi()).unwrap();
        assert_eq!(low.missing.vertical(), Some(Side::High), "{low:?}");
        let high = propose(&head(600.0, 330.0, 400.0), (1200, 2000), ASPECT, &chsi()).unwrap();
        assert_eq!(high.missing.vertical(), Some(Side::Low), "{high:?}");
        let left = propose(&head(200.0, 800.0, 300.0), (1200, 2000), ASPECT, &chsi()).unwrap();
        assert!(
            left.missing.left > 1.0 && left.missing.vertical().is_none(),
            "{left:?}"
        );
    }

    #[test]
    fn nonsense_gives_no_crop() {
        for broken in [
            head(f64::NAN, 500.0, 100.0),
            head(500.0, 500.0, 0.0),
            Head {
                chin: 100.0,
                ..head(500.0, 500.0, 100.0)
            },
            head(500.0, f64::INFINITY, 100.0),
        ] {
            assert_eq!(propose(&broken, (1000, 1000), ASPECT, &chsi()), None);
        }
        assert_eq!(
            propose(&head(5.0, 5.0, 2.0), (0, 10), ASPECT, &chsi()),
            None
        );
    }

    proptest! {
        #[test]
        fn a_crop_never_leaves_the_picture(
            x in -200.0..3000.0f64, y in -200.0..3000.0f64, face in 5.0..2500.0f64,
            width in 1..4000u32, height in 1..4000u32,
        ) {
            let Some(proposal) = propose(&head(x, y, face), (width, height), ASPECT, &chsi()) else {
                return Err(TestCaseError::fail("a plausible head has a crop"));
            };
            let crop = proposal.crop;
            prop_assert!(crop.width > 0.0 && (crop.width / crop.height - ASPECT).abs() < 1e-9);
            prop_assert!(crop.x > -1e-6 && crop.x + crop.width < f64::from(width) + 1e-3, "{:?}", crop);
            prop_assert!(crop.y > -1e-6 && crop.y + crop.height < f64::from(height) + 1e-3, "{:?}", crop);
        }

        #[test]
        fn room_enough_means_official(
            x in 700.0..2300.0f64, y in 900.0..2000.0f64, face in 150.0..420.0f64,
        ) {
            let proposal = propose(&head(x, y, face), (3000, 4000), ASPECT, &chsi()).unwrap();
            prop_assert!(proposal.shares.official(&chsi()), "{:?}", proposal);
        }

        #[test]
        fn what_is_missing_would_have_sufficed(
            x in 100.0..900.0f64, y in 100.0..900.0f64, face in 100.0..900.0f64,
        ) {
            let geometry = chsi();
            let before = propose(&head(x, y, face), (1000, 1000), ASPECT, &geometry).unwrap();
            let Missing { left, top, right, bottom } = before.missing;
            let size = ((1001.0 + left + right).ceil() as u32, (1001.0 + top + bottom).ceil() as u32);
            let after = propose(&head(x + left, y + top, face), size, ASPECT, &geometry).unwrap();
            prop_assert!(after.shares.official(&geometry), "{:?} then {:?}", before, after);
        }
    }
}
