//! What the models think of each pixel of the portrait.

use super::crop::Crop;
use super::matting::Guess;
use crate::vision::{Class, Observation, Rect};

/// The models' view of the part under `crop`, at `width` × `height` pixels; `None` without a matte.
///
/// Person is the mean of the matte and of the classes that are not background: the two models err in different places, and
/// where they differ the band becomes wide. Without classes the matte speaks alone, and hair is not known.
pub(super) fn guess(
    observation: &Observation,
    crop: &Crop,
    width: usize,
    height: usize,
) -> Option<Guess> {
    let matte = observation.matte.as_ref()?;
    let size = [width, height];
    let alpha = |i: usize| f32::from(*matte.alpha.get(i).unwrap_or(&0));
    let mut person = spread(
        &matte.region,
        [matte.width, matte.height],
        crop,
        size,
        alpha,
    );
    let mut hair = vec![0.0; width * height];
    if let Some(classes) = &observation.classes {
        let cells = [classes.width, classes.height];
        let share = |i: usize, class: Class| {
            f32::from(
                classes
                    .shares
                    .get(i)
                    .map_or(0, |shares| shares[class as usize]),
            )
        };
        let other = spread(&classes.region, cells, crop, size, |i| {
            255.0 - share(i, Class::Background)
        });
        for (person, other) in person.iter_mut().zip(other) {
            *person = (*person + other) / 2.0;
        }
        hair = spread(&classes.region, cells, crop, size, |i| {
            share(i, Class::Hair)
        });
    }
    let cell = f64::from(matte.region.width) / matte.width.max(1) as f64;
    Some(Guess {
        person,
        hair,
        cell: (cell * width as f64 / crop.width) as f32,
    })
}

/// A map of values from 0 to 255 over `region`, read between its cells for each pixel of the portrait, from 0 to 1. Beyond
/// the map its edge goes on.
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
            values.push((a + (b - a) * down) / 255.0);
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
