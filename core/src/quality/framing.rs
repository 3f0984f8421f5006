//! Where head and eyes come to lie in the portrait: in the proposed crop of a capture, in the picture itself of a portrait.

use super::measure::Scene;
use super::{Measured, Stage};
use crate::portrait::crop::{Crop, Head, Shares};
use crate::report::{Reason, Region};

/// Between the pupils of an adult, in metres.
const PUPILS: f64 = 0.063;

/// From the phone to the face, in metres: how small the eyes lie apart through this lens.
pub fn distance(scene: &Scene) -> Result<Measured, Reason> {
    let mesh = scene.mesh()?;
    let Stage::Live { focal, .. } = scene.stage else {
        return Err(Reason::NotInPicture);
    };
    // A head that is turned away shows its eyes closer together.
    let eyes = f64::from(mesh.ied) / f64::from(mesh.face.pose.yaw).to_radians().cos().max(0.5);
    Ok(Measured {
        confidence: mesh.face.presence,
        ..scene.measured(focal * PUPILS / eyes, mesh.outline())
    })
}

/// Top of the hair.
pub fn crown(scene: &Scene) -> Result<Measured, Reason> {
    let Framing {
        head,
        crop,
        shares,
        confidence,
    } = Framing::of(scene)?;
    let height = head.crown - crop.y;
    Ok(Measured {
        score: shares.crown,
        confidence,
        region: region(crop.x, crop.y, crop.width, height),
    })
}

/// Eye line.
pub fn eye_line(scene: &Scene) -> Result<Measured, Reason> {
    let Framing {
        head,
        crop,
        shares,
        confidence,
    } = Framing::of(scene)?;
    Ok(Measured {
        score: shares.eye_line,
        confidence,
        region: region(crop.x, crop.y, crop.width, head.eye_line - crop.y),
    })
}

/// Cheek to cheek.
pub fn face_width(scene: &Scene) -> Result<Measured, Reason> {
    let Framing {
        head,
        shares,
        confidence,
        ..
    } = Framing::of(scene)?;
    Ok(Measured {
        score: shares.face_width,
        confidence,
        region: face(&head),
    })
}

/// Eye midpoint.
pub fn centering(scene: &Scene) -> Result<Measured, Reason> {
    let Framing {
        head,
        shares,
        confidence,
        ..
    } = Framing::of(scene)?;
    Ok(Measured {
        score: shares.center,
        confidence,
        region: face(&head),
    })
}

/// Crown to chin.
pub fn head_share(scene: &Scene) -> Result<Measured, Reason> {
    let Framing {
        head,
        shares,
        confidence,
        ..
    } = Framing::of(scene)?;
    Ok(Measured {
        score: shares.head_share,
        confidence,
        region: face(&head),
    })
}

/// What lies below the chin.
pub fn body_share(scene: &Scene) -> Result<Measured, Reason> {
    let Framing {
        head,
        crop,
        shares,
        confidence,
    } = Framing::of(scene)?;
    let height = crop.y + crop.height - head.chin;
    Ok(Measured {
        score: shares.body_share,
        confidence,
        region: region(crop.x, head.chin, crop.width, height.max(0.0)),
    })
}

struct Framing {
    head: Head,
    crop: Crop,
    shares: Shares,
    confidence: f32,
}

impl Framing {
    fn of(scene: &Scene) -> Result<Self, Reason> {
        let confidence = scene.mesh()?.confidence();
        let head = Head::of(scene.observation)?;
        let (crop, shares) = match scene.stage {
            Stage::Capture | Stage::Live { .. } => {
                let proposal = scene.crop.ok_or(Reason::OutsidePicture)?;
                (proposal.crop, proposal.shares)
            }
            Stage::Portrait => {
                let [width, height] =
                    [scene.observation.width, scene.observation.height].map(f64::from);
                let crop = Crop {
                    x: 0.0,
                    y: 0.0,
                    width,
                    height,
                };
                (crop, whole(&head, width, height))
            }
        };
        Ok(Self {
            head,
            crop,
            shares,
            confidence,
        })
    }
}

/// What the whole picture makes of a head.
fn whole(head: &Head, width: f64, height: f64) -> Shares {
    Shares {
        crown: head.crown / height,
        eye_line: head.eye_line / height,
        face_width: head.face_width / width,
        center: head.center / width,
        head_share: (head.chin - head.crown) / height,
        body_share: (height - head.chin) / height,
    }
}

fn face(head: &Head) -> Region {
    let left = head.center - head.face_width / 2.0;
    region(left, head.crown, head.face_width, head.chin - head.crown)
}

fn region(x: f64, y: f64, width: f64, height: f64) -> Region {
    Region::Box([x, y, width, height].map(|value| value as f32))
}
