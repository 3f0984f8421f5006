//! The grid of places around which the detector predicts.

/// One layer of a detector: `cells` × `cells` places with `per_cell` predictions each.
pub(super) struct Layer {
    pub cells: usize,
    pub per_cell: usize,
}

/// Centres of all predictions in the model's order, in units of the input's side.
pub(super) fn anchors(layers: &[Layer]) -> Vec<[f32; 2]> {
    let mut centres = Vec::new();
    for layer in layers {
        let place = |i: usize| (i as f32 + 0.5) / layer.cells as f32;
        for row in 0..layer.cells {
            for column in 0..layer.cells {
                centres.extend(std::iter::repeat_n(
                    [place(column), place(row)],
                    layer.per_cell,
                ));
            }
        }
    }
    centres
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn centres_run_along_rows_layer_by_layer() {
        let layers = [
            Layer {
                cells: 2,
                per_cell: 2,
            },
            Layer {
                cells: 1,
                per_cell: 1,
            },
        ];
        let expected = [
            [0.25, 0.25],
            [0.25, 0.25],
            [0.75, 0.25],
            [0.75, 0.25],
            [0.25, 0.75],
            [0.25, 0.75],
            [0.75, 0.75],
            [0.75, 0.75],
            [0.5, 0.5],
        ];
        assert_eq!(anchors(&layers), expected);
    }
}
