//! The official measures of a portrait in its own pixels: what people read, and what is drawn over it.

use super::crop::Shares;
use crate::profile::{Official, Profile};
use crate::report::CheckId;

/// What a measure runs along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A height from the upper edge.
    FromTop,
    /// A place from the left edge.
    FromLeft,
    /// A length across.
    Across,
    /// A length down.
    Down,
}

/// One official measure, in pixels of the portrait.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// The rule it belongs to.
    pub id: CheckId,
    /// What it runs along.
    pub extent: Extent,
    /// What the portrait has.
    pub value: f64,
    /// The least that the programme accepts; `None` where it sets no end.
    pub least: Option<f64>,
    /// The most.
    pub most: Option<f64>,
    /// Whether the portrait keeps to it.
    pub met: bool,
}

/// The six official measures, in the order of [`Shares`].
pub fn marks(shares: &Shares, profile: &Profile) -> [Mark; 6] {
    use CheckId::{BodyShare, Centering, CrownPosition, EyeLinePosition, FaceWidth, HeadShare};
    let names = [
        (CrownPosition, Extent::FromTop),
        (EyeLinePosition, Extent::FromTop),
        (FaceWidth, Extent::Across),
        (Centering, Extent::FromLeft),
        (HeadShare, Extent::Down),
        (BodyShare, Extent::Down),
    ];
    let parts = shares.against(&profile.geometry);
    std::array::from_fn(|i| mark(names[i], parts[i], profile))
}

fn mark(
    (id, extent): (CheckId, Extent),
    (share, part): (f64, Official),
    profile: &Profile,
) -> Mark {
    let side = f64::from(match extent {
        Extent::FromTop | Extent::Down => profile.output.height,
        Extent::FromLeft | Extent::Across => profile.output.width,
    });
    let [least, most] = [part.official.0, part.official.1];
    Mark {
        id,
        extent,
        value: share * side,
        least: least.map(|end| end * side),
        most: most.map(|end| end * side),
        met: part.official.contains(share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_pixels_come_out() {
        let profile = Profile::chsi();
        let shares = Shares {
            crown: 0.1,
            eye_line: 0.38,
            face_width: 0.7,
            center: 0.5,
            head_share: 0.5,
            body_share: 0.36,
        };
        let [crown, eyes, face, ..] = marks(&shares, &profile);
        assert_eq!(
            (crown.least, crown.most, crown.value),
            (Some(50.0), Some(110.0), 64.0)
        );
        assert_eq!(
            (eyes.least, eyes.most, eyes.met),
            (Some(200.0), Some(300.0), true)
        );
        assert_eq!(
            (face.least, face.most, face.met),
            (Some(180.0), Some(300.0), false)
        );
    }
}
