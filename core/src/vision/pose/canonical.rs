//! The canonical face: a neutral head in centimetres, x to the student's left, y up, z forward.

use super::protobuf::{Fields, Malformed, Value};
use crate::vision::VisionError;
use nalgebra::{Matrix3xX, Vector3};

/// Landmarks of the face's surface; the irises have no place on the canonical face.
pub(super) const SURFACE: usize = 468;

/// Numbers of a vertex: its place and the place in a texture.
const VERTEX: usize = 5;

/// The model that the landmarks are laid on.
pub(super) struct CanonicalFace {
    /// One column per landmark.
    pub points: Matrix3xX<f64>,
    /// How much each landmark counts; few do, on bony places that no expression moves.
    pub weights: Vec<f64>,
}

impl CanonicalFace {
    /// Reads MediaPipe's `geometry_pipeline_metadata_landmarks.binarypb`.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, VisionError> {
        let mut vertices = Vec::new();
        let mut weights = vec![0.0; SURFACE];
        for field in Fields::of(bytes) {
            match field.map_err(malformed)? {
                (1, Value::Bytes(mesh)) => vertices = vertex_buffer(mesh).map_err(malformed)?,
                (2, Value::Bytes(basis)) => {
                    let (landmark, weight) = basis_point(basis).map_err(malformed)?;
                    let slot = usize::try_from(landmark)
                        .ok()
                        .and_then(|index| weights.get_mut(index))
                        .ok_or(VisionError::CanonicalFace("a weight for no landmark"))?;
                    *slot = f64::from(weight);
                }
                _ => {}
            }
        }
        if vertices.len() != SURFACE * VERTEX {
            return Err(VisionError::CanonicalFace("not 468 vertices"));
        }
        if !vertices.iter().all(|value| value.is_finite())
            || !weights.iter().all(|weight| (0.0..=1.0).contains(weight))
            || weights.iter().filter(|&&weight| weight > 0.0).count() < 3
        {
            return Err(VisionError::CanonicalFace("numbers out of range"));
        }
        let columns: Vec<_> = vertices
            .as_chunks::<VERTEX>()
            .0
            .iter()
            .map(|&[x, y, z, ..]| Vector3::new(x, y, z).map(f64::from))
            .collect();
        Ok(Self {
            points: Matrix3xX::from_columns(&columns),
            weights,
        })
    }
}

fn malformed(_: Malformed) -> VisionError {
    VisionError::CanonicalFace("not a protocol buffer")
}

/// The packed or single floats of a mesh's field 3.
fn vertex_buffer(mesh: &[u8]) -> Result<Vec<f32>, Malformed> {
    let mut floats = Vec::new();
    for field in Fields::of(mesh) {
        match field? {
            (3, Value::Bytes(packed)) => {
                floats.extend(packed.as_chunks().0.iter().map(|&b| f32::from_le_bytes(b)));
            }
            (3, Value::Float(float)) => floats.push(float),
            _ => {}
        }
    }
    Ok(floats)
}

/// A landmark's number and its weight.
fn basis_point(basis: &[u8]) -> Result<(u64, f32), Malformed> {
    let (mut landmark, mut weight) = (0, 0.0);
    for field in Fields::of(basis) {
        match field? {
            (1, Value::Number(number)) => landmark = number,
            (2, Value::Float(float)) => weight = float,
            _ => {}
        }
    }
    Ok((landmark, weight))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A face-like cloud of points in the file's format.
    pub(in crate::vision::pose) fn file(vertices: usize, basis: &[(u8, f32)]) -> Vec<u8> {
        let floats: Vec<u8> = (0..vertices)
            .flat_map(|i| {
                let t = i as f32 * 0.37;
                [
                    7.0 * t.sin(),
                    8.0 * (1.3 * t).cos(),
                    4.0 * (0.7 * t).sin(),
                    0.0,
                    0.0,
                ]
            })
            .flat_map(f32::to_le_bytes)
            .collect();
        let mut bytes = field(1, &field(3, &floats));
        for (landmark, weight) in basis {
            let mut point = vec![0x08, *landmark, 0x15];
            point.extend(weight.to_le_bytes());
            bytes.extend(field(2, &point));
        }
        bytes
    }

    fn field(number: u8, content: &[u8]) -> Vec<u8> {
        let mut bytes = vec![number << 3 | 2];
        let mut len = content.len();
        while len >= 0x80 {
            bytes.push(len as u8 | 0x80);
            len >>= 7;
        }
        bytes.push(len as u8);
        bytes.extend(content);
        bytes
    }

    const BASIS: [(u8, f32); 4] = [(4, 0.5), (33, 0.25), (100, 1.0), (120, 0.125)];

    #[test]
    fn points_and_weights_are_read() {
        let face = CanonicalFace::parse(&file(SURFACE, &BASIS)).expect("a face");
        assert_eq!(face.points.ncols(), SURFACE);
        assert_eq!((face.weights[4], face.weights[5]), (0.5, 0.0));
    }

    #[test]
    fn what_is_no_face_is_refused() {
        for bytes in [
            Vec::new(),
            file(SURFACE - 1, &BASIS),
            file(SURFACE, &[]),
            file(SURFACE, &[(4, f32::NAN), (5, 1.0), (6, 1.0), (7, 1.0)]),
            file(SURFACE, &BASIS)[..1000].to_vec(),
        ] {
            assert!(CanonicalFace::parse(&bytes).is_err());
        }
    }
}
