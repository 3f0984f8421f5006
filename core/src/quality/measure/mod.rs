//! What several checks need: the geometry of the face, its pixels at one scale, luminance and colour of zones, region
//! classes. Everything is computed when it is first asked for, and once.

pub(super) mod colour;
mod grid;
pub(super) mod landmark;
mod maps;
mod mesh;
pub(super) mod patch;
mod skin;
pub(super) mod stats;

pub(super) use maps::Maps;
pub(super) use mesh::{Mesh, Point, distance, scaled, steps};
pub(super) use patch::{Patch, Rgb};
pub(super) use skin::Skin;

use super::{Evidence, Measured, Stage};
use crate::frame::downscale;
use crate::portrait::crop::Proposal;
use crate::report::{Reason, Region};
use crate::vision::Observation;
use colour::luminance;
use image::RgbImage;
use std::cell::OnceCell;

/// Faces with a smaller inter-eye distance than this many pixels show too little to measure anything but their place.
const LEAST_IED: f32 = 16.0;

/// See [`Scene::every`].
const LIVE_EVERY: usize = 6;

/// Longer side of the picture where all of it is looked at, in pixels.
const SMALL: u32 = 256;

/// One picture with what the checks share.
pub(super) struct Scene<'a> {
    pub observation: &'a Observation,
    pub crop: Option<&'a Proposal>,
    pub stage: Stage,
    /// The background colour of the profile.
    pub background: Rgb,
    /// The upright picture at full size.
    pub pixels: &'a RgbImage,
    mesh: Option<Mesh<'a>>,
    patch: OnceCell<Patch>,
    light: OnceCell<Result<Vec<f32>, Reason>>,
    bust: OnceCell<Patch>,
    small: OnceCell<RgbImage>,
}

impl<'a> Scene<'a> {
    pub fn new(evidence: &Evidence<'a>, background: Rgb) -> Self {
        Self {
            observation: evidence.observation,
            crop: evidence.crop,
            stage: evidence.stage,
            background,
            pixels: evidence.pixels,
            mesh: evidence.observation.face.as_ref().and_then(Mesh::new),
            patch: OnceCell::new(),
            light: OnceCell::new(),
            bust: OnceCell::new(),
            small: OnceCell::new(),
        }
    }

    /// The geometry of the face.
    pub fn mesh(&self) -> Result<&Mesh<'a>, Reason> {
        self.mesh.as_ref().ok_or(Reason::NoFace)
    }

    /// The geometry of a face that is large enough to look into.
    pub fn face(&self) -> Result<&Mesh<'a>, Reason> {
        let mesh = self.mesh()?;
        if mesh.ied < LEAST_IED {
            return Err(Reason::FaceTooSmall);
        }
        Ok(mesh)
    }

    /// The pixels of the face at the checks' scale.
    pub fn patch(&self) -> Result<&Patch, Reason> {
        let mesh = self.face()?;
        let patch = self
            .patch
            .get_or_init(|| Patch::cut(self.pixels, mesh, &patch::FACE));
        patch.some()
    }

    /// Linear luminance of the pixels of the face, or of every so-manieth: see [`every`](Self::every). 0 to 1.
    pub fn light(&self) -> Result<&[f32], Reason> {
        let (mesh, patch) = (self.face()?, self.patch()?);
        let look = || {
            let face = patch.zone(&mesh.ring(&landmark::FACE_RING))?;
            let some = face.into_iter().step_by(self.every());
            Ok(some.map(luminance).collect())
        };
        let light = self.light.get_or_init(look).as_ref();
        light.map(Vec::as_slice).map_err(|reason| *reason)
    }

    /// Large areas of colour are looked at in every so-manieth pixel or cell of every so-manieth row: between two frames
    /// there is no time for all.
    pub fn every(&self) -> usize {
        match self.stage {
            Stage::Live { .. } => LIVE_EVERY,
            Stage::Capture | Stage::Portrait => 1,
        }
    }

    /// The pixels of what is worn, at the scale of the portrait.
    pub fn bust(&self) -> Result<&Patch, Reason> {
        let mesh = self.face()?;
        let cut = || Patch::cut(self.pixels, mesh, &patch::BUST);
        self.bust.get_or_init(cut).some()
    }

    /// The whole picture, its longer side [`SMALL`] pixels long.
    pub fn small(&self) -> &RgbImage {
        self.small.get_or_init(|| downscale(self.pixels, SMALL))
    }

    /// Matte and region classes, asked by place.
    pub fn maps(&self) -> Maps<'_> {
        Maps::new(self.observation, self.pixels)
    }

    /// A score read from the mesh or the pixels of the face, trusted as far as the landmarks are and the face is large.
    pub fn measured(&self, score: f64, region: Region) -> Measured {
        let confidence = self.mesh.as_ref().map_or(0.0, Mesh::confidence);
        Measured {
            score,
            confidence,
            region,
        }
    }
}
