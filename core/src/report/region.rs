//! A place in the upright picture.

use serde::{Deserialize, Serialize};

/// Where to look, in pixels of the upright picture: x to the right, y down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// `[x, y, width, height]`.
    Box([f32; 4]),
    /// The corners in order, at least three.
    Polygon(Vec<[f32; 2]>),
}

impl Region {
    /// The smallest upright box around the points; a point-sized one where there are none.
    pub fn around(points: impl IntoIterator<Item = [f32; 2]>) -> Self {
        let mut bounds: Option<[f32; 4]> = None;
        for [x, y] in points {
            let [left, top, right, bottom] = bounds.unwrap_or([x, y, x, y]);
            bounds = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
        }
        let [left, top, right, bottom] = bounds.unwrap_or_default();
        Self::Box([left, top, right - left, bottom - top])
    }
}
