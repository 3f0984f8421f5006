//! The weighted orthogonal Procrustes problem: the turn, scale and shift that lay one set of points on another.
//! After Akca, "Generalized Procrustes analysis and its applications in photogrammetry", 2003.

use nalgebra::{Matrix3, Matrix3xX, Vector3};

/// `target ≈ scale * rotation * source + translation`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Similarity {
    pub rotation: Matrix3<f64>,
    pub scale: f64,
    pub translation: Vector3<f64>,
}

/// The similarity with the least weighted squared distance; `None` where the points lie too close together.
/// All three have one column, or entry, per point; weights are not negative.
pub(super) fn fit(
    source: &Matrix3xX<f64>,
    target: &Matrix3xX<f64>,
    weights: &[f64],
) -> Option<Similarity> {
    let center = |points: &Matrix3xX<f64>| {
        let sum: Vector3<f64> = points
            .column_iter()
            .zip(weights)
            .map(|(point, &weight)| point * weight)
            .sum();
        sum / weights.iter().sum::<f64>()
    };
    let (source_center, target_center) = (center(source), center(target));
    let mut covariance = Matrix3::zeros();
    let mut spread = 0.0;
    for ((from, to), &weight) in source.column_iter().zip(target.column_iter()).zip(weights) {
        let from = from - source_center;
        covariance += (to - target_center) * from.transpose() * weight;
        spread += from.norm_squared() * weight;
    }
    let rotation = nearest_rotation(covariance)?;
    let scale = covariance.component_mul(&rotation).sum() / spread;
    let usable = scale.is_finite() && scale > 1e-9;
    usable.then(|| Similarity {
        rotation,
        scale,
        translation: target_center - rotation * source_center * scale,
    })
}

/// The rotation, never a reflection, that is nearest to a matrix.
fn nearest_rotation(matrix: Matrix3<f64>) -> Option<Matrix3<f64>> {
    if !matrix.iter().all(|value| value.is_finite()) {
        return None;
    }
    let svd = matrix.svd(true, true);
    let (mut u, v_t) = (svd.u?, svd.v_t?);
    if u.determinant() * v_t.determinant() < 0.0 {
        // The axis with the least singular value, which nalgebra sorts last.
        u.column_mut(2).neg_mut();
    }
    Some(u * v_t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Rotation3;
    use proptest::prelude::*;

    fn points() -> Matrix3xX<f64> {
        Matrix3xX::from_fn(12, |axis, i| ((i * 7 + axis * 5) as f64 * 0.71).sin() * 4.0)
    }

    proptest! {
        #[test]
        fn a_known_motion_is_found(
            angles in prop::array::uniform3(-1.5f64..1.5),
            shift in prop::array::uniform3(-50.0f64..50.0),
            scale in 0.1f64..30.0,
        ) {
            let rotation = Rotation3::from_euler_angles(angles[0], angles[1], angles[2]);
            let source = points();
            let mut target = rotation.matrix() * &source * scale;
            for mut point in target.column_iter_mut() {
                point += Vector3::from(shift);
            }
            // One stray point without weight must not matter.
            target.column_mut(5).fill(1e3);
            let mut weights = vec![1.0; 12];
            weights[5] = 0.0;
            weights[3] = 0.25;
            let found = fit(&source, &target, &weights).expect("points spread out");
            prop_assert!((found.rotation - rotation.matrix()).norm() < 1e-9);
            prop_assert!((found.scale - scale).abs() < 1e-9 * scale.max(1.0));
            prop_assert!((found.translation - Vector3::from(shift)).norm() < 1e-8);
        }
    }

    #[test]
    fn a_mirrored_target_gives_no_reflection() {
        let mut mirrored = points();
        mirrored.row_mut(0).neg_mut();
        let found = fit(&points(), &mirrored, &[1.0; 12]).expect("points spread out");
        assert!((found.rotation.determinant() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn points_in_one_place_have_no_pose() {
        let heap = Matrix3xX::zeros(12);
        assert!(fit(&points(), &heap, &[1.0; 12]).is_none());
        assert!(fit(&heap, &points(), &[1.0; 12]).is_none());
        let lost = Matrix3xX::from_element(12, f64::NAN);
        assert!(fit(&points(), &lost, &[1.0; 12]).is_none());
    }
}
