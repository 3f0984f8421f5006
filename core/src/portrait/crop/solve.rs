//! The solver behind [`super::propose`].
//!
//! With `s = 1/h`, `t = y/h` and `u = x/w` for a crop at `(x, y)` of `w` by `h` pixels, every share the programme asks
//! for is linear in `(s, t, u)`, and so are the picture's edges. "As near to the targets as the official ranges and the
//! edges allow" is then a convex problem, solved by nested golden sections: one over `s`, inside it one for `t` and one
//! for `u`, which do not touch each other.

use super::{Crop, Head, Missing, Shares, outside};
use crate::profile::{Geometry, Official};
use crate::report::Range;

/// What gives way when ranges and edges do not fit together.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Edges {
    /// The crop stays inside the picture; ranges may be missed.
    Hard,
    /// The ranges are kept; the crop may reach out of the picture, as little as possible.
    Soft,
}

/// `s = 1/height`, `t = y/height`, `u = x/width`.
#[derive(Clone, Copy)]
pub(super) struct Point {
    s: f64,
    t: f64,
    u: f64,
}

pub(super) struct Problem<'a> {
    pub head: &'a Head,
    /// Width and height, in pixels.
    pub picture: [f64; 2],
    /// Width / height of the portrait.
    pub aspect: f64,
    pub geometry: &'a Geometry,
}

/// A miss of an official range outweighs any distance from a target.
const RANGE_WEIGHT: f64 = 1e4;
/// Shares keep this far from the ends of their ranges where they can: whoever measures the finished portrait finds other
/// pixels.
const MARGIN: f64 = 0.01;
/// Coming nearer weighs less than leaving the picture, more than missing a target.
const MARGIN_WEIGHT: f64 = 10.0;
/// Leaving the picture weighs less than missing a range, more than missing a target.
const EDGE_WEIGHT: f64 = 1e2;

impl Problem<'_> {
    pub(super) fn solve(&self, edges: Edges) -> Point {
        let [width, height] = self.picture;
        // The smallest crop is half a face wide; the largest fills the picture, or has the face at a fiftieth.
        let most = 2.0 * self.aspect / self.head.face_width;
        let least = match edges {
            Edges::Hard => (1.0 / height).max(self.aspect / width),
            Edges::Soft => 0.02 * self.aspect / self.head.face_width,
        };
        let s = golden(least, most.max(least), |s| {
            let (t, vertical) = self.best_t(s, edges);
            let (u, horizontal) = self.best_u(s, edges);
            let point = Point { s, t, u };
            vertical + horizontal + self.scale_cost(&self.shares(point))
        });
        Point {
            s,
            t: self.best_t(s, edges).0,
            u: self.best_u(s, edges).0,
        }
    }

    /// The best `t` for a scale, and its cost.
    fn best_t(&self, s: f64, edges: Edges) -> (f64, f64) {
        let room = self.picture[1] * s - 1.0;
        let around = self.head.eye_line * s;
        self.best(room, [around - 2.0, around + 1.0], edges, |t| {
            let shares = self.shares(Point { s, t, u: 0.0 });
            cost(shares.crown, self.geometry.crown)
                + cost(shares.eye_line, self.geometry.eye_line)
                + cost(shares.body_share, self.geometry.body_share)
        })
    }

    /// The best `u` for a scale, and its cost.
    fn best_u(&self, s: f64, edges: Edges) -> (f64, f64) {
        let room = self.picture[0] * s / self.aspect - 1.0;
        let around = self.head.center * s / self.aspect;
        self.best(room, [around - 2.0, around + 1.0], edges, |u| {
            let shares = self.shares(Point { s, t: 0.0, u });
            cost(shares.center, self.geometry.center)
        })
    }

    /// The least cost of an offset whose place inside the picture is `0..=room`.
    fn best(
        &self,
        room: f64,
        free: [f64; 2],
        edges: Edges,
        cost: impl Fn(f64) -> f64,
    ) -> (f64, f64) {
        let ([lo, hi], weight) = match edges {
            Edges::Hard => ([0.0, room.max(0.0)], 0.0),
            Edges::Soft => (free, EDGE_WEIGHT),
        };
        let full = |offset: f64| {
            let overreach = (-offset).max(0.0) + (offset - room).max(0.0);
            cost(offset) + weight * overreach
        };
        let offset = golden(lo, hi, full);
        (offset, full(offset))
    }

    fn scale_cost(&self, shares: &Shares) -> f64 {
        cost(shares.face_width, self.geometry.face_width)
            + cost(shares.head_share, self.geometry.head_share)
    }

    pub(super) fn shares(&self, point: Point) -> Shares {
        let Head {
            crown,
            eye_line,
            chin,
            center,
            face_width,
        } = *self.head;
        let Point { s, t, u } = point;
        Shares {
            crown: crown * s - t,
            eye_line: eye_line * s - t,
            face_width: face_width * s / self.aspect,
            center: center * s / self.aspect - u,
            head_share: (chin - crown) * s,
            body_share: 1.0 - (chin * s - t),
        }
    }

    pub(super) fn crop(&self, point: Point) -> Crop {
        let height = 1.0 / point.s;
        let width = height * self.aspect;
        Crop {
            x: point.u * width,
            y: point.t * height,
            width,
            height,
        }
    }

    pub(super) fn missing(&self, point: Point) -> Missing {
        let crop = self.crop(point);
        Missing {
            left: (-crop.x).max(0.0),
            top: (-crop.y).max(0.0),
            right: (crop.x + crop.width - self.picture[0]).max(0.0),
            bottom: (crop.y + crop.height - self.picture[1]).max(0.0),
        }
    }
}

/// Squared distance from the target, and the weighted distances from the official range and from its inner part.
fn cost(share: f64, part: Official) -> f64 {
    let Range(least, most) = part.official;
    let inner = Range(least.map(|lo| lo + MARGIN), most.map(|hi| hi - MARGIN));
    (share - part.target).powi(2)
        + RANGE_WEIGHT * outside(share, part.official)
        + MARGIN_WEIGHT * outside(share, inner)
}

/// The place of the least value of a convex function on `[lo, hi]`, to a billionth of its length.
fn golden(mut lo: f64, mut hi: f64, f: impl Fn(f64) -> f64) -> f64 {
    const RATIO: f64 = 0.618_033_988_749_894_8;
    let (mut a, mut b) = (hi - RATIO * (hi - lo), lo + RATIO * (hi - lo));
    let (mut fa, mut fb) = (f(a), f(b));
    for _ in 0..44 {
        if fa <= fb {
            (hi, b, fb) = (b, a, fa);
            a = hi - RATIO * (hi - lo);
            fa = f(a);
        } else {
            (lo, a, fa) = (a, b, fb);
            b = lo + RATIO * (hi - lo);
            fb = f(b);
        }
    }
    if fa <= fb { a } else { b }
}
