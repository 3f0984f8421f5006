//! Somebody else in the picture.

use image::{Pixel, Rgb, RgbImage, imageops};

/// Copies a face to another place: the box `face` (`[x, y, width, height]`, inside the picture), scaled so that its
/// area is `area` times the first one's, its middle at `middle`. An oval with a soft rim, so that the copy has no
/// corners of its own.
///
/// To be found, the copy must show more than the face proper: give a box that reaches from above the hair to below
/// the chin. What falls outside the picture is cut.
pub fn second_face(image: &RgbImage, face: [u32; 4], area: f32, middle: [i32; 2]) -> RgbImage {
    let side = |length: u32| ((length as f32 * area.sqrt()).round() as u32).max(1);
    let (width, height) = (side(face[2]), side(face[3]));
    let part = imageops::crop_imm(image, face[0], face[1], face[2], face[3]).to_image();
    let copy = imageops::resize(&part, width, height, imageops::FilterType::CatmullRom);
    let corner = [middle[0] - width as i32 / 2, middle[1] - height as i32 / 2];
    let mut out = image.clone();
    for (x, y, pixel) in copy.enumerate_pixels() {
        let (to_x, to_y) = (corner[0] + x as i32, corner[1] + y as i32);
        let (Ok(to_x), Ok(to_y)) = (u32::try_from(to_x), u32::try_from(to_y)) else {
            continue;
        };
        if let Some(target) = out.get_pixel_mut_checked(to_x, to_y) {
            let share = oval(x as f32 + 0.5, y as f32 + 0.5, width as f32, height as f32);
            *target = mix(*target, *pixel, share);
        }
    }
    out
}

/// 1 inside the oval that fills the box, 0 outside, falling over the outermost eighth.
fn oval(x: f32, y: f32, width: f32, height: f32) -> f32 {
    let distance = (2.0 * x / width - 1.0).hypot(2.0 * y / height - 1.0);
    ((1.0 - distance) * 8.0).clamp(0.0, 1.0)
}

fn mix(below: Rgb<u8>, above: Rgb<u8>, share: f32) -> Rgb<u8> {
    below.map2(&above, |below, above| {
        (f32::from(below) * (1.0 - share) + f32::from(above) * share).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::grey;

    #[test]
    fn the_copy_has_the_area_and_the_place_that_were_asked_for() {
        let mut image = grey(400, 300, 0);
        let face = [40, 50, 100, 120];
        for y in 50..170 {
            for x in 40..140 {
                image.put_pixel(x, y, Rgb([255; 3]));
            }
        }
        for area in [0.05, 0.3, 1.0] {
            let damaged = second_face(&image, face, area, [290, 150]);
            let copy: f32 = damaged
                .enumerate_pixels()
                .filter(|(x, _, _)| *x >= 200)
                .map(|(_, _, pixel)| f32::from(pixel[0]) / 255.0)
                .sum();
            // The light of an oval with a soft rim: the mean radius is 15/16 of the half axes.
            let expected = 12_000.0 * area * std::f32::consts::FRAC_PI_4 * (15.0f32 / 16.0).powi(2);
            assert!(
                (copy / expected - 1.0).abs() < 0.05,
                "{area}: {copy} {expected}"
            );
            assert_eq!(*damaged.get_pixel(290, 150), Rgb([255; 3]));
            assert_eq!(*damaged.get_pixel(90, 110), Rgb([255; 3]));
        }
    }

    #[test]
    fn a_copy_over_the_edge_is_cut() {
        let image = grey(50, 50, 90);
        assert_eq!(second_face(&image, [10, 10, 20, 20], 4.0, [-5, 60]), image);
    }
}
