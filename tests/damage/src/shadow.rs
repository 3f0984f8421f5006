//! What a lamp makes of a wall close behind a person.

use crate::blur::spread;
use crate::light::{Light, relight};
use image::{GrayImage, Rgb, RgbImage};

/// A shadow on the wall behind a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shadow {
    /// How far it is moved from the person, in pixels.
    pub moved: [f32; 2],
    /// How much larger it is than the person.
    pub scale: f32,
    /// Light in the shadow / beside it.
    pub ratio: f32,
    /// Width of its edge, from a tenth to nine tenths of the fall, in pixels.
    pub edge: f32,
}

/// Throws the shadow of a person (0 background to 255 person, as large as the picture; continued beyond its lower edge) on what
/// is behind. `middle` is the place that stays where it is but for the shadow's move when the shadow grows.
pub fn wall_shadow(
    image: &RgbImage,
    person: &GrayImage,
    middle: [f32; 2],
    shadow: &Shadow,
) -> RgbImage {
    assert_eq!(image.dimensions(), person.dimensions());
    let (width, height) = person.dimensions();
    let before = |axis: usize, place: u32| {
        (place as f32 - shadow.moved[axis] - middle[axis]) / shadow.scale + middle[axis]
    };
    let thrown = Light::from_fn(width, height, |x, y| {
        let (x, y) = (before(0, x).round(), before(1, y).round());
        let held = (0.0..width as f32).contains(&x) && y >= 0.0;
        let y = (y as u32).min(height - 1);
        Rgb([f32::from(u8::from(held && person.get_pixel(x as u32, y)[0] > 127)); 3])
    });
    // Between these two parts a Gaussian fall is 2.56 standard deviations long.
    let thrown = spread(&thrown, (shadow.edge / 2.56).max(0.5));
    relight(image, |x, y| {
        let wall = 1.0 - f32::from(person.get_pixel(x, y)[0]) / 255.0;
        1.0 - (1.0 - shadow.ratio) * wall * thrown.get_pixel(x, y)[0]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::light::luminance;
    use crate::pictures::grey;
    use image::Luma;

    fn person() -> GrayImage {
        GrayImage::from_fn(100, 60, |x, _| {
            Luma([if (20..40).contains(&x) { 255 } else { 0 }])
        })
    }

    #[test]
    fn the_wall_keeps_its_part_of_the_light_and_the_person_all() {
        let image = grey(100, 60, 180);
        let shadow = Shadow {
            moved: [30.0, 0.0],
            scale: 1.0,
            ratio: 0.4,
            edge: 2.0,
        };
        let thrown = wall_shadow(&image, &person(), [30.0, 30.0], &shadow);
        let part = |x| luminance(&thrown, [x, 10, 4, 40]) / luminance(&image, [x, 10, 4, 40]);
        for (x, expected) in [(5, 1.0), (28, 1.0), (44, 1.0), (58, 0.4), (76, 1.0)] {
            assert!((part(x) - expected).abs() < 0.02, "{x}: {}", part(x));
        }
    }

    #[test]
    fn its_edge_is_as_wide_as_was_asked_for() {
        let image = grey(100, 60, 180);
        for edge in [4.0, 10.0] {
            let shadow = Shadow {
                moved: [35.0, 0.0],
                scale: 1.0,
                ratio: 0.5,
                edge,
            };
            let thrown = wall_shadow(&image, &person(), [30.0, 30.0], &shadow);
            let fall = |x: u32| {
                2.0 - 2.0 * luminance(&thrown, [x, 20, 1, 20]) / luminance(&image, [x, 20, 1, 20])
            };
            let wide = (66..100).filter(|&x| (0.1..0.9).contains(&fall(x))).count();
            assert!((wide as f32 - edge).abs() <= 1.0, "{edge}: {wide}");
        }
    }
}
