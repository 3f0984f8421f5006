//! How to open the chosen lens.

use super::{Lens, Source};
use serde::{Deserialize, Serialize};

/// Width and height, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Size(pub u32, pub u32);

impl Size {
    fn area(self) -> u64 {
        u64::from(self.0) * u64::from(self.1)
    }

    /// Long side / short side.
    fn aspect(self) -> f64 {
        let (a, b) = (f64::from(self.0.max(1)), f64::from(self.1.max(1)));
        a.max(b) / a.min(b)
    }
}

/// What a lens can do, as far as a plan asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Focus on a region.
    FocusRegion,
    /// Expose for a region.
    ExposureRegion,
    /// Hold the white balance.
    WhiteBalanceLock,
    /// A ratio of zoom.
    Zoom,
    /// A lamp.
    Torch,
    /// The platform smooths skin unless told not to.
    BeautyFilter,
    /// A logical camera that can be held to one of its lenses.
    HoldLens,
}

/// The only thing a session opens a camera with. It comes from [`super::choose`] alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CameraPlan {
    /// The lens.
    pub lens: String,
    /// What its frames count as.
    pub source: Source,
    /// Size of the preview; `None` leaves it to the platform.
    pub preview: Option<Size>,
    /// Size of the still; `None` leaves it to the platform.
    pub still: Option<Size>,
    /// Always 1: a digital zoom only loses pixels.
    pub zoom: f64,
    /// Focus on the face.
    pub focus_on_face: bool,
    /// Expose for the face.
    pub expose_for_face: bool,
    /// Whether the platform must be told to keep to this lens.
    pub hold_lens: bool,
    /// Whether the platform must be told to leave the skin as it is.
    pub disable_beauty: bool,
    /// The angle of view along the long side, in degrees, where known: the distance to the student is read from it.
    pub angle: Option<f64>,
}

/// What the models need at most.
const PREVIEW: Size = Size(1280, 720);
/// The most pixels of a still: beyond this only the decoding grows.
const MAX_STILL: u64 = 16_000_000;

impl CameraPlan {
    pub(super) fn of(lens: &Lens, source: Source) -> Self {
        let can = |capability| lens.capabilities.contains(&capability);
        let still = largest_still(&lens.still_sizes);
        Self {
            lens: lens.id.clone(),
            source,
            preview: nearest_preview(&lens.preview_sizes, still),
            still,
            zoom: 1.0,
            focus_on_face: can(Capability::FocusRegion),
            expose_for_face: can(Capability::ExposureRegion),
            hold_lens: !lens.physical_ids.is_empty() && can(Capability::HoldLens),
            disable_beauty: can(Capability::BeautyFilter),
            angle: lens.angle(),
        }
    }
}

/// The largest size within the limit; the smallest of all where every size is beyond it.
fn largest_still(sizes: &[Size]) -> Option<Size> {
    let within = sizes.iter().filter(|size| size.area() <= MAX_STILL);
    let best = within.max_by_key(|size| size.area());
    best.or_else(|| sizes.iter().min_by_key(|size| size.area()))
        .copied()
}

/// The size nearest to [`PREVIEW`]'s area, of the still's shape where there is one: both then show the same view.
fn nearest_preview(sizes: &[Size], still: Option<Size>) -> Option<Size> {
    let alike =
        |size: &&Size| still.is_none_or(|still| (size.aspect() - still.aspect()).abs() < 0.02);
    let distance = |size: &&Size| size.area().abs_diff(PREVIEW.area());
    let same_view = sizes.iter().filter(alike).min_by_key(distance);
    same_view
        .or_else(|| sizes.iter().min_by_key(distance))
        .copied()
}
