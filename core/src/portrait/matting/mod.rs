//! Taking the person out of the background: how much of each pixel is person, and of which colour.
//!
//! A pixel `c` at the edge is a mixture `c = α f + (1 - α) b` of person and background, in linear light. The models give a
//! coarse matte; here it becomes a fine one, in four steps, each in a file of its own:
//!
//! 1. `zones`: what is surely person, what is surely background, and the band between, wide along hair;
//! 2. `samples`: each pixel of the band looks along rays for colours of both sides, and takes the pair that explains it;
//! 3. `agree`: α follows the colours from pixel to pixel, the well explained ones leading;
//! 4. `colours`: given α, the colours of person and background everywhere, so that none of the old background stays in the
//!    edge.

mod agree;
mod colours;
mod samples;
mod zones;

use super::light::Linear;

/// What the models think of each pixel of a picture.
pub struct Guess {
    /// How much of it is person, 0 to 1.
    pub person: Vec<f32>,
    /// The same, but near 0 or 1 only where every model says so.
    pub cautious: Vec<f32>,
    /// How much of it is hair, 0 to 1.
    pub hair: Vec<f32>,
    /// The side of a cell of the models' output, in pixels of this picture: how far the guess may be off.
    pub cell: f32,
}

/// A person without a background.
pub struct Cutout {
    /// How much of each pixel is person, 0 to 1.
    pub alpha: Vec<f32>,
    /// The person's own colours; where α is 0, the nearest ones continued.
    pub foreground: Linear,
}

/// Takes the person out of a picture. The guess has one value for each pixel.
pub fn cut_out(picture: &Linear, guess: &Guess) -> Cutout {
    let alpha = alpha(picture, guess);
    let foreground = colours::foreground(picture, &alpha);
    Cutout { alpha, foreground }
}

/// How much of each pixel is person.
fn alpha(picture: &Linear, guess: &Guess) -> Vec<f32> {
    let zones = zones::zones(picture.width, picture.height, guess);
    let estimate = samples::estimate(picture, &zones, &guess.person);
    agree::agree(picture, &zones, estimate)
}

#[cfg(test)]
pub(super) mod synthetic;
#[cfg(test)]
mod tests;
