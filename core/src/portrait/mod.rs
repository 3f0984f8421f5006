//! The portrait a picture gives: where to cut ([`crop`]), the person taken out of the background, and the file as the
//! programme wants it.
//!
//! Only crop and uniform scale touch the geometry: nothing is rotated, mirrored or levelled, and no pixel of the person is
//! retouched. What the picture lacks is named by [`Proposal::missing`](crop::Proposal), never painted.

mod coarse;
pub mod crop;
mod head;
mod jpeg;
mod light;
mod marks;
mod matting;
mod resample;

pub use jpeg::{Encoded, Fit};
pub use marks::{Extent, Mark, marks};

use crate::profile::Profile;
use crate::report::Reason;
use crate::vision::Observation;
use crop::{Head, Proposal};
use image::RgbImage;
use light::linear_rgb;

/// What lies behind the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// The profile's colour.
    Official,
    /// What was there.
    Kept,
}

/// A finished portrait.
pub struct Portrait {
    /// The pixels that the file holds, before compression.
    pub pixels: RgbImage,
    /// The file.
    pub file: Encoded,
    /// Where it was cut, and what the picture lacks for every official range.
    pub proposal: Proposal,
}

/// Why a picture gives no portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PortraitError {
    /// The head was not seen.
    #[error("the head was not seen: {0:?}")]
    NoHead(Reason),
    /// The head cannot be that of an upright portrait: eyes below the chin, or no width.
    #[error("the head is not upright")]
    NotUpright,
}

impl PortraitError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoHead(_) => "portrait_no_head",
            Self::NotUpright => "portrait_not_upright",
        }
    }
}

/// Makes the portrait of the largest face. `picture` is the upright picture that `observation` speaks of, at full size.
///
/// The same input gives the same bytes on every machine of one kind; between kinds of machines, floating point may move a
/// grey level.
///
/// # Errors
/// Every [`PortraitError`]. A picture that misses official ranges still gives a portrait: see [`Portrait::proposal`].
pub fn compose(
    picture: &RgbImage,
    observation: &Observation,
    profile: &Profile,
    background: Background,
) -> Result<Portrait, PortraitError> {
    let output = &profile.output;
    let (width, height) = (output.width as usize, output.height as usize);
    let head = Head::of(observation).map_err(PortraitError::NoHead)?;
    let proposal = crop::propose(
        &head,
        picture.dimensions(),
        output.aspect(),
        &profile.geometry,
    )
    .ok_or(PortraitError::NotUpright)?;
    let cut = resample::resample(picture, &proposal.crop, width, height);
    let portrait = match background {
        Background::Kept => cut,
        Background::Official => {
            let guess = coarse::guess(observation, &proposal.crop, width, height)
                .ok_or(PortraitError::NoHead(Reason::NoModel))?;
            let person = matting::cut_out(&cut, &guess);
            person
                .foreground
                .over(linear_rgb(output.background), &person.alpha)
        }
    };
    let pixels = portrait.encode();
    Ok(Portrait {
        file: jpeg::encode(&pixels, output),
        pixels,
        proposal,
    })
}

#[cfg(test)]
mod tests;
