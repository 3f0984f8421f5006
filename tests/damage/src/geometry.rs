//! Where things are: turned, scaled, moved, cut.

use image::{RgbImage, imageops};
use imageproc::geometric_transformations::{self as warp, Border, Interpolation};

/// The picture turned clockwise about a point; its size stays, its edge is repeated into the corners.
///
/// A head turned clockwise leans towards its own left shoulder: `degrees` add to the roll.
pub fn rotate(image: &RgbImage, about: [f32; 2], degrees: f32) -> RgbImage {
    warp::rotate(
        image,
        (about[0], about[1]),
        degrees.to_radians(),
        Interpolation::Bicubic,
        Border::Replicate,
    )
}

/// The picture with `factor` times as many pixels to a side, at least one.
pub fn scale(image: &RgbImage, factor: f32) -> RgbImage {
    let side = |length: u32| ((length as f32 * factor).round() as u32).max(1);
    imageops::resize(
        image,
        side(image.width()),
        side(image.height()),
        imageops::FilterType::CatmullRom,
    )
}

/// The content moved right and down; its edge is repeated where nothing is left.
pub fn shift(image: &RgbImage, right: i32, down: i32) -> RgbImage {
    crop(image, [-right, -down], [image.width(), image.height()])
}

/// A part of the picture by its corner and size. It may reach beyond the picture, whose edge is then repeated.
pub fn crop(image: &RgbImage, corner: [i32; 2], size: [u32; 2]) -> RgbImage {
    let inside = |place: u32, start: i32, length: u32| {
        (i64::from(place) + i64::from(start)).clamp(0, i64::from(length) - 1) as u32
    };
    RgbImage::from_fn(size[0], size[1], |x, y| {
        *image.get_pixel(
            inside(x, corner[0], image.width()),
            inside(y, corner[1], image.height()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::gradient;
    use image::Rgb;

    #[test]
    fn a_clockwise_quarter_turn_brings_the_top_to_the_right() {
        let mut image = RgbImage::new(41, 41);
        image.put_pixel(20, 5, Rgb([255; 3]));
        let turned = rotate(&image, [20.0, 20.0], 90.0);
        assert!(turned.get_pixel(35, 20)[0] > 200);
        assert!(turned.get_pixel(20, 5)[0] < 50);
    }

    #[test]
    fn a_small_turn_moves_a_point_by_the_angle_and_leaves_the_pivot() {
        let mut image = RgbImage::new(201, 201);
        for at in [(100, 100), (180, 100)] {
            imageproc::drawing::draw_filled_circle_mut(&mut image, at, 3, Rgb([255; 3]));
        }
        let turned = rotate(&image, [100.0, 100.0], 10.0);
        let (sin, cos) = 10f32.to_radians().sin_cos();
        let moved = turned.get_pixel((100.0 + 80.0 * cos) as u32, (100.0 + 80.0 * sin) as u32);
        assert!(moved[0] > 200);
        assert!(turned.get_pixel(100, 100)[0] > 200);
    }

    #[test]
    fn scaling_there_and_back_keeps_the_picture() {
        let image = gradient(120, 80);
        let half = scale(&image, 0.5);
        assert_eq!(half.dimensions(), (60, 40));
        let back = scale(&half, 2.0);
        for (a, b) in image.pixels().zip(back.pixels()) {
            assert!(a.0.iter().zip(b.0).all(|(a, b)| a.abs_diff(b) <= 3));
        }
        assert_eq!(scale(&image, 0.0).dimensions(), (1, 1));
    }

    #[test]
    fn what_is_moved_out_is_gone_and_the_edge_fills_in() {
        let image = gradient(50, 40);
        let moved = shift(&image, 10, -5);
        assert_eq!(moved.get_pixel(30, 10), image.get_pixel(20, 15));
        assert_eq!(moved.get_pixel(3, 10), image.get_pixel(0, 15));
        assert_eq!(moved.get_pixel(30, 39), image.get_pixel(20, 39));
    }

    #[test]
    fn a_crop_may_reach_outside() {
        let image = gradient(20, 20);
        let wide = crop(&image, [-10, 5], [40, 10]);
        assert_eq!(wide.dimensions(), (40, 10));
        assert_eq!(wide.get_pixel(0, 0), image.get_pixel(0, 5));
        assert_eq!(wide.get_pixel(39, 0), image.get_pixel(19, 5));
        assert_eq!(wide.get_pixel(15, 3), image.get_pixel(5, 8));
    }
}
