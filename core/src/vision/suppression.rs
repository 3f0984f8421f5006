//! From many overlapping predictions to one box per face.

use super::Rect;

/// A prediction of a detector: a box and keypoints.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Prediction<const POINTS: usize> {
    pub bounds: Rect,
    pub points: [[f32; 2]; POINTS],
    pub score: f32,
}

/// Predictions that overlap the best one more than `max_overlap` (intersection over union) are averaged into it by
/// their scores; the rest is treated alike. The best first.
pub(super) fn suppress<const POINTS: usize>(
    mut predictions: Vec<Prediction<POINTS>>,
    max_overlap: f32,
) -> Vec<Prediction<POINTS>> {
    predictions.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept = Vec::new();
    while let Some(best) = predictions.first().cloned() {
        let (same, rest) = predictions
            .into_iter()
            .partition::<Vec<_>, _>(|other| overlap(other.bounds, best.bounds) > max_overlap);
        // A box without an area overlaps nothing, not even itself.
        let remaining = if same.is_empty() { 1 } else { 0 };
        predictions = rest.into_iter().skip(remaining).collect();
        kept.push(if same.is_empty() {
            best
        } else {
            average(&same, best.score)
        });
    }
    kept
}

fn average<const POINTS: usize>(same: &[Prediction<POINTS>], score: f32) -> Prediction<POINTS> {
    let total: f32 = same.iter().map(|one| one.score).sum();
    let mean = |value: &dyn Fn(&Prediction<POINTS>) -> f32| {
        same.iter().map(|one| value(one) * one.score).sum::<f32>() / total
    };
    Prediction {
        bounds: Rect {
            x: mean(&|one| one.bounds.x),
            y: mean(&|one| one.bounds.y),
            width: mean(&|one| one.bounds.width),
            height: mean(&|one| one.bounds.height),
        },
        points: std::array::from_fn(|i| [0, 1].map(|axis| mean(&|one| one.points[i][axis]))),
        score,
    }
}

/// Intersection over union; 0 where neither box has an area.
pub(super) fn overlap(a: Rect, b: Rect) -> f32 {
    let shared = |from: f32, len: f32, other: f32, other_len: f32| {
        ((from + len).min(other + other_len) - from.max(other)).max(0.0)
    };
    let both = shared(a.x, a.width, b.x, b.width) * shared(a.y, a.height, b.y, b.height);
    let either = a.width * a.height + b.width * b.height - both;
    if either > 0.0 { both / either } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prediction(x: f32, width: f32, score: f32) -> Prediction<1> {
        Prediction {
            bounds: Rect {
                x,
                y: 0.0,
                width,
                height: 10.0,
            },
            points: [[x, 5.0]],
            score,
        }
    }

    #[test]
    fn overlapping_boxes_are_averaged_by_score() {
        let found = suppress(
            vec![
                prediction(2.0, 10.0, 0.25),
                prediction(0.0, 10.0, 0.75),
                prediction(50.0, 10.0, 0.5),
            ],
            0.3,
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].score, 0.75);
        assert_eq!(found[0].bounds.x, 0.5);
        assert_eq!(found[0].points[0], [0.5, 5.0]);
        assert_eq!(found[1], prediction(50.0, 10.0, 0.5));
    }

    #[test]
    fn the_limit_is_strict() {
        // 5 of 15 shared.
        let pair = vec![prediction(0.0, 10.0, 0.9), prediction(5.0, 10.0, 0.8)];
        assert_eq!(suppress(pair.clone(), 0.3).len(), 1);
        assert_eq!(suppress(pair, 0.34).len(), 2);
    }

    #[test]
    fn boxes_without_an_area_end() {
        let flat = vec![prediction(0.0, 0.0, 0.9), prediction(0.0, 0.0, 0.8)];
        assert_eq!(suppress(flat, 0.3).len(), 2);
    }

    #[test]
    fn overlap_is_a_share() {
        let a = prediction(0.0, 10.0, 1.0).bounds;
        assert_eq!(overlap(a, a), 1.0);
        assert_eq!(overlap(a, prediction(20.0, 10.0, 1.0).bounds), 0.0);
    }
}
