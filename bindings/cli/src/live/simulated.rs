//! The simulated phone as a camera.

use super::camera::{Camera, Frame, Shot};
use crate::problem::Problem;
use xueying::camera::{Gravity, Lens, Source};
use xueying::capture::Guidance;
use xueying_simulated::Phone;

impl Camera for Phone {
    fn source(&self) -> Source {
        Source::Simulated
    }

    fn lens(&self) -> Lens {
        Self::lens(self)
    }

    fn frame(&mut self) -> Result<Option<Frame<'_>>, Problem> {
        let frame = Self::frame(self).map_err(|error| Problem::because("frame", error))?;
        Ok(frame.map(|(time, view)| Frame { time, view }))
    }

    fn gravity(&self) -> Option<Gravity> {
        Some(Self::gravity(self))
    }

    fn burst(&mut self) -> Result<Vec<Shot>, Problem> {
        let shots = Self::burst(self).map_err(|error| Problem::because("output", error))?;
        Ok(shots
            .into_iter()
            .map(|(time, jpeg)| Shot { time, jpeg })
            .collect())
    }

    fn listen(&mut self, guidance: &Guidance) {
        Self::listen(self, guidance);
    }

    fn pressed(&mut self) -> bool {
        Self::pressed(self)
    }
}
