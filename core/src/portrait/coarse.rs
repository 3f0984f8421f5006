//! What the models think of each pixel of the portrait.

use super::crop::Crop;
use super::matting::Guess;
use crate::vision::{Class, ClassMap, Matte, Observation, Rect};
use image::{GrayImage, Luma};
use imageproc::distance_transform::Norm;
use imageproc::morphology::dilate;
use imageproc::region_labelling::{Connectivity, connected_components};

/// So far from an edge of the matte, in its cells, the classes have a say. Deeper inside they take dark clothes for
/// background now and then, and the matte does not.
const EDGE: usize = 5;
/// Loose hair lies this near to the person, in cells of the matte.
const LOOSE: u8 = 10;

/// The models' view of the part under `crop`, at `width` × `height` pixels; `None` without a matte.
///
/// Without classes the matte speaks alone, and hair is not known.
pub(super) fn guess(
    observation: &Observation,
    crop: &Crop,
    width: usize,
    height: usize,
) -> Option<Guess> {
    let matte = observation.matte.as_ref()?;
    let cells = [matte.width, matte.height];
    let size = [width, height];
    let [person, cautious] = match &observation.classes {
        Some(classes) => both(matte, classes),
        None => {
            let alone: Vec<f32> = (0..matte.width * matte.height)
                .map(|i| alpha(matte, i))
                .collect();
            [alone.clone(), alone]
        }
    }
    .map(|person| of_one_piece(person, cells));
    let whole = |values: &[f32]| spread(&matte.region, cells, crop, size, |i| values[i]);
    let hair = match &observation.classes {
        Some(classes) => {
            let cells = [classes.width, classes.height];
            let hair = |i: usize| share(classes, i, Class::Hair);
            spread(&classes.region, cells, crop, size, hair)
        }
        None => vec![0.0; width * height],
    };
    let cell = f64::from(matte.region.width) / matte.width.max(1) as f64;
    Some(Guess {
        person: whole(&person),
        cautious: whole(&cautious),
        hair,
        cell: (cell * width as f64 / crop.width) as f32,
    })
}

/// How much of each cell of the matte is person by the matte and the classes together: as likely as both say, and
/// cautiously.
///
/// The two models err in different places. Multiplied, their odds give an edge a third less wrong than their mean; but
/// where one is sure and wrong the product is too, and the mean is soft. No edge moves farther than [`EDGE`] from the matte's.
fn both(matte: &Matte, classes: &ClassMap) -> [Vec<f32>; 2] {
    let size = [matte.width, matte.height];
    let whole = Crop {
        x: f64::from(matte.region.x),
        y: f64::from(matte.region.y),
        width: f64::from(matte.region.width),
        height: f64::from(matte.region.height),
    };
    let cells = [classes.width, classes.height];
    let other = spread(&classes.region, cells, &whole, size, |i| {
        1.0 - share(classes, i, Class::Background)
    });
    let own: Vec<f32> = (0..other.len()).map(|i| alpha(matte, i)).collect();
    let least = extreme(&own, size, f32::min);
    let most = extreme(&own, size, f32::max);
    let product = |i: usize| {
        let odds = (log_odds(own[i]) + log_odds(other[i])).exp();
        (255.0 * odds / (1.0 + odds)).round() / 255.0
    };
    let mean = |i: usize| f32::midpoint(own[i], other[i]);
    let all = |of: &dyn Fn(usize) -> f32| -> Vec<f32> {
        let within = |i: usize| of(i).clamp(least[i], most[i]);
        (0..own.len()).map(within).collect()
    };
    [all(&product), all(&mean)]
}

/// Of a share that is never quite 0 or 1: the models' bytes are no finer.
fn log_odds(share: f32) -> f32 {
    let share = share.clamp(1.0 / 256.0, 255.0 / 256.0);
    (share / (1.0 - share)).ln()
}

/// Without what hangs together with nothing: a person is of one piece, and what the models see far from it is a ghost.
fn of_one_piece(mut person: Vec<f32>, [width, _]: [usize; 2]) -> Vec<f32> {
    let size = [width, person.len() / width.max(1)].map(|side| side as u32);
    let map = |set: &dyn Fn(usize) -> bool| {
        GrayImage::from_fn(size[0], size[1], |x, y| {
            Luma([u8::from(set(y as usize * width + x as usize)) * 255])
        })
    };
    let half = map(&|i| person[i] >= 0.5);
    let pieces = connected_components(&half, Connectivity::Eight, Luma([0]));
    let pieces = pieces.as_raw();
    let mut areas = vec![0_usize; pieces.iter().max().map_or(0, |&last| last as usize) + 1];
    for &piece in pieces.iter().filter(|piece| **piece > 0) {
        areas[piece as usize] += 1;
    }
    let largest = (1..areas.len()).max_by_key(|&piece| areas[piece]);
    let near = dilate(
        &map(&|i| Some(pieces[i] as usize) == largest),
        Norm::LInf,
        LOOSE,
    );
    for (share, near) in person.iter_mut().zip(near.as_raw()) {
        if *near == 0 {
            *share = 0.0;
        }
    }
    person
}

/// The least or greatest value within [`EDGE`] cells of each, along rows and then columns.
fn extreme(values: &[f32], [width, height]: [usize; 2], pick: fn(f32, f32) -> f32) -> Vec<f32> {
    let across = |i: usize| {
        let (row, x) = (i / width * width, i % width);
        let reach = row + x.saturating_sub(EDGE)..row + (x + EDGE + 1).min(width);
        values[reach].iter().copied().fold(values[i], pick)
    };
    let rows: Vec<f32> = (0..values.len()).map(across).collect();
    let down = |i: usize| {
        let (x, y) = (i % width, i / width);
        let reach = y.saturating_sub(EDGE)..(y + EDGE + 1).min(height);
        reach.map(|y| rows[y * width + x]).fold(rows[i], pick)
    };
    (0..values.len()).map(down).collect()
}

/// A cell of the matte, 0 to 1.
fn alpha(matte: &Matte, i: usize) -> f32 {
    f32::from(matte.alpha.get(i).copied().unwrap_or(0)) / 255.0
}

/// A class in a cell, 0 to 1.
fn share(classes: &ClassMap, i: usize, class: Class) -> f32 {
    let share = classes
        .shares
        .get(i)
        .map_or(0, |shares| shares[class as usize]);
    f32::from(share) / 255.0
}

/// A map of values over `region`, read between its cells for each pixel of the portrait. Beyond the map its edge goes on.
fn spread(
    region: &Rect,
    cells: [usize; 2],
    crop: &Crop,
    [width, height]: [usize; 2],
    value: impl Fn(usize) -> f32,
) -> Vec<f32> {
    if cells.contains(&0) {
        return vec![0.0; width * height];
    }
    let columns = places(
        [crop.x, crop.width],
        width,
        [region.x, region.width],
        cells[0],
    );
    let rows = places(
        [crop.y, crop.height],
        height,
        [region.y, region.height],
        cells[1],
    );
    let mut values = Vec::with_capacity(width * height);
    for (above, below, down) in rows {
        for (left, right, across) in &columns {
            let row = |y: usize| {
                let [a, b] = [left, right].map(|x| value(y * cells[0] + x));
                a + (b - a) * across
            };
            let [a, b] = [above, below].map(row);
            values.push(a + (b - a) * down);
        }
    }
    values
}

/// For each pixel along one axis the two cells whose middles it lies between, and how near to the second.
fn places(
    crop: [f64; 2],
    pixels: usize,
    region: [f32; 2],
    cells: usize,
) -> Vec<(usize, usize, f32)> {
    let [start, length] = region.map(f64::from);
    let place = |pixel: usize| {
        let at = crop[0] + (pixel as f64 + 0.5) * crop[1] / pixels as f64;
        let cell = (at - start) / length * cells as f64 - 0.5;
        let cell = cell.clamp(0.0, cells as f64 - 1.0);
        let first = cell as usize;
        (
            first,
            (first + 1).min(cells - 1),
            (cell - first as f64) as f32,
        )
    };
    (0..pixels).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 32;

    /// The right half is person for the matte; the classes see background everywhere, but for `edge` columns left of it.
    fn observation(edge: usize) -> Observation {
        let region = Rect {
            x: 100.0,
            y: 50.0,
            width: 320.0,
            height: 320.0,
        };
        let cells = 0..SIDE * SIDE;
        let matte = Matte {
            width: SIDE,
            height: SIDE,
            alpha: cells
                .clone()
                .map(|i| if i % SIDE >= SIDE / 2 { 255 } else { 0 })
                .collect(),
            region,
        };
        let hair = |i: usize| (SIDE / 2 - edge..SIDE / 2).contains(&(i % SIDE));
        let classes = ClassMap {
            width: SIDE,
            height: SIDE,
            shares: cells
                .map(|i| {
                    if hair(i) {
                        [0, 255, 0, 0, 0, 0]
                    } else {
                        [255, 0, 0, 0, 0, 0]
                    }
                })
                .collect(),
            region,
        };
        Observation {
            width: 500,
            height: 500,
            faces: vec![],
            face: None,
            matte: Some(matte),
            classes: Some(classes),
            shoulders: None,
        }
    }

    /// One pixel for each cell.
    fn guess_of(observation: &Observation) -> Guess {
        let crop = Crop {
            x: 100.0,
            y: 50.0,
            width: 320.0,
            height: 320.0,
        };
        guess(observation, &crop, SIDE, SIDE).unwrap()
    }

    #[test]
    fn classes_move_an_edge_but_open_no_hole_and_see_no_ghost() {
        let guess = guess_of(&observation(8));
        let row = &guess.person[10 * SIDE..11 * SIDE];
        let half = SIDE / 2;
        assert_eq!(row[half + EDGE..], [1.0].repeat(SIDE - half - EDGE));
        assert!(
            row[half..half + EDGE]
                .iter()
                .all(|share| (share - 0.5).abs() < 0.003)
        );
        assert!(
            row[half - EDGE..half]
                .iter()
                .all(|share| (share - 0.5).abs() < 0.003)
        );
        assert_eq!(row[..half - EDGE], [0.0].repeat(half - EDGE));
        let cautious = &guess.cautious[10 * SIDE..11 * SIDE];
        assert_eq!(cautious[half - EDGE..half + EDGE], [0.5; 2 * EDGE]);
        assert_eq!(guess.hair[10 * SIDE + half - 1], 1.0);
        assert_eq!(guess.cell, 1.0);
    }

    #[test]
    fn models_that_agree_make_an_edge_sharper_and_caution_does_not() {
        let mut seen = observation(0);
        let matte = seen.matte.as_mut().unwrap();
        let classes = seen.classes.as_mut().unwrap();
        let at = 10 * SIDE + SIDE / 2;
        std::sync::Arc::make_mut(&mut matte.alpha)[at] = 204;
        std::sync::Arc::make_mut(&mut classes.shares)[at] = [51, 204, 0, 0, 0, 0];
        let guess = guess_of(&seen);
        assert!((guess.person[at] - 16.0 / 17.0).abs() < 1e-3);
        assert!((guess.cautious[at] - 0.8).abs() < 1e-3);
    }

    #[test]
    fn a_piece_apart_is_no_person() {
        let mut seen = observation(0);
        let matte = seen.matte.as_mut().unwrap();
        for row in 4..8 {
            std::sync::Arc::make_mut(&mut matte.alpha)[row * SIDE + 1..][..4].fill(255);
        }
        let guess = guess_of(&seen);
        let row = &guess.person[5 * SIDE..6 * SIDE];
        assert_eq!(row[..SIDE / 2], [0.0].repeat(SIDE / 2));
        assert_eq!(row[SIDE - 1], 1.0);
    }

    #[test]
    fn the_matte_can_speak_alone_but_not_be_absent() {
        let mut seen = observation(0);
        seen.classes = None;
        let alone = guess_of(&seen);
        assert_eq!(alone.person[SIDE / 2], 1.0);
        assert!(alone.hair.iter().all(|hair| *hair == 0.0));
        seen.matte = None;
        let crop = Crop {
            x: 0.0,
            y: 0.0,
            width: 3.0,
            height: 4.0,
        };
        assert!(guess(&seen, &crop, 3, 4).is_none());
    }
}
