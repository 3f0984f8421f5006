//! The choice of the one lens.

use super::{CameraPlan, Facing, Lens, SessionMode, Source};
use serde::{Deserialize, Serialize};

/// Above this angle along the long side a lens is ultra-wide: 20 mm on the 35 mm format.
const ULTRA_WIDE_FROM: f64 = 84.0;
/// Below this angle it is a tele: 36 mm on the 35 mm format.
const TELE_UP_TO: f64 = 53.0;
/// A phone's main lens: 26 mm on the 35 mm format.
const MAIN_ANGLE: f64 = 69.4;
/// A list longer than this is not a phone's.
const MAX_LENSES: usize = 64;

/// Why a lens is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// It looks at the person who holds the phone.
    Front,
    /// It is plugged in.
    External,
    /// The platform does not say which way it looks.
    UnknownFacing,
    /// It bends faces near the edge and invites standing too close.
    UltraWide,
    /// It flattens the face and needs too much distance.
    Tele,
    /// It gives no pictures, only depth or infrared.
    NoPictures,
    /// Another lens is the better main lens.
    NotMain,
}

/// One lens that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The lens.
    pub id: String,
    /// Why.
    pub reason: RefusalReason,
}

/// The lens to open, and why not the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// How to open it.
    pub plan: CameraPlan,
    /// Every other lens, in the order of the list.
    pub refused: Vec<Refusal>,
}

/// No lens may be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no lens of this device may be opened")]
pub struct NoCamera {
    /// Every lens, in the order of the list.
    pub refused: Vec<Refusal>,
}

/// Picks the lens for a session. A phone's main rear lens serves every session; where there is none, a computer's
/// camera serves a rehearsal.
///
/// # Errors
/// [`NoCamera`] with the reason for each lens.
pub fn choose(lenses: &[Lens], source: Source, mode: SessionMode) -> Result<Choice, NoCamera> {
    let lenses = &lenses[..lenses.len().min(MAX_LENSES)];
    let judged: Vec<Option<RefusalReason>> =
        lenses.iter().map(|lens| refuse(lens, source)).collect();
    let best = lenses
        .iter()
        .zip(&judged)
        .enumerate()
        .filter(|(_, (_, reason))| reason.is_none() && source.serves(mode))
        .min_by(|(_, (a, _)), (_, (b, _))| rank(a).total_cmp(&rank(b)))
        .map(|(index, _)| index);
    let refused = lenses.iter().zip(judged).enumerate();
    let refused = refused
        .filter(|(index, _)| Some(*index) != best)
        .map(|(_, (lens, reason))| Refusal {
            id: lens.id.clone(),
            reason: reason.unwrap_or(RefusalReason::NotMain),
        })
        .collect();
    match best {
        Some(index) => Ok(Choice {
            plan: CameraPlan::of(&lenses[index], source),
            refused,
        }),
        None => Err(NoCamera { refused }),
    }
}

fn refuse(lens: &Lens, source: Source) -> Option<RefusalReason> {
    if source != Source::PhoneRear {
        return None;
    }
    match lens.facing {
        Facing::Front => return Some(RefusalReason::Front),
        Facing::External => return Some(RefusalReason::External),
        Facing::Unknown => return Some(RefusalReason::UnknownFacing),
        Facing::Rear => {}
    }
    if lens.preview_sizes.is_empty() && !lens.still_sizes.is_empty() {
        return Some(RefusalReason::NoPictures);
    }
    match lens.angle() {
        Some(angle) if angle > ULTRA_WIDE_FROM => Some(RefusalReason::UltraWide),
        Some(angle) if angle < TELE_UP_TO => Some(RefusalReason::Tele),
        Some(_) => None,
        None => by_label(&lens.label),
    }
}

/// Browsers state no angle; the names that phones give their lenses do.
fn by_label(label: &str) -> Option<RefusalReason> {
    let label = label.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if says(&["ultra", "超广角"]) {
        Some(RefusalReason::UltraWide)
    } else if says(&["tele", "长焦"]) {
        Some(RefusalReason::Tele)
    } else if says(&["depth", "infrared", "lidar", "truedepth"]) {
        Some(RefusalReason::NoPictures)
    } else {
        None
    }
}

/// How far a lens is from a plain main lens: by its angle; a logical camera, which may switch lenses, comes after a
/// single one of the same angle.
fn rank(lens: &Lens) -> f64 {
    let angle = lens
        .angle()
        .map_or(10.0, |angle| (angle - MAIN_ANGLE).abs());
    angle
        + if lens.physical_ids.is_empty() {
            0.0
        } else {
            0.5
        }
}
