//! A lamp or a window mirrored in the glass of a screen: one burnt spot without detail that lies over the person and over
//! what is beside them alike, as hardly a light in the room does.

use crate::quality::measure::{
    Maps, Point, Scene,
    colour::{chroma_share, luma},
};
use crate::vision::Class;
use image::{GrayImage, Luma};
use imageproc::distance_transform::Norm;
use imageproc::morphology::dilate;
use imageproc::region_labelling::{Connectivity, connected_components};

/// Burnt from this grey level on,
const BURNT: f32 = 236.0;
/// and nearly white.
const COLOURLESS: f32 = 0.1;
/// The area of a spot as a share of the picture: smaller ones are shine, larger ones walls.
const AREA: [f32; 2] = [0.002, 0.15];
/// The rim round a spot, in pixels of the small picture.
const RIM: u8 = 3;
/// This much of the rim is skin or hair, and this much clothes or background.
const RIM_OF_EACH: f32 = 0.2;
/// More clothes and background than this within: a white collar, a window.
const MOST_BESIDE: f32 = 0.6;

/// The box round the largest such spot.
pub fn find(scene: &Scene) -> Option<Vec<Point>> {
    let small = scene.small();
    let (width, height) = small.dimensions();
    let scale = scene.pixels.width() as f32 / width.max(1) as f32;
    let burnt = GrayImage::from_fn(width, height, |x, y| {
        let colour = small.get_pixel(x, y).0;
        Luma([u8::from(luma(colour) >= BURNT && chroma_share(colour) <= COLOURLESS) * 255])
    });
    let labels = connected_components(&burnt, Connectivity::Four, Luma([0]));
    let count = labels.iter().max().map_or(0, |&most| most as usize);
    let mut areas = vec![0; count + 1];
    for label in labels.iter() {
        areas[*label as usize] += 1;
    }
    let limits = AREA.map(|share| (share * (width * height) as f32) as usize);
    let mut spots: Vec<usize> = (1..=count)
        .filter(|&spot| (limits[0]..limits[1]).contains(&areas[spot]))
        .collect();
    spots.sort_by_key(|&spot| std::cmp::Reverse(areas[spot]));
    let maps = scene.maps();
    spots.into_iter().find_map(|spot| {
        let mask = GrayImage::from_fn(width, height, |x, y| {
            Luma([u8::from(labels.get_pixel(x, y).0[0] as usize == spot) * 255])
        });
        let grown = dilate(&mask, Norm::LInf, RIM);
        let places = |inside: bool| -> Vec<Point> {
            let cells = grown.enumerate_pixels().filter(|(x, y, cell)| {
                cell.0[0] > 0 && (mask.get_pixel(*x, *y).0[0] > 0) == inside
            });
            cells
                .map(|(x, y, _)| [x, y].map(|at| (at as f32 + 0.5) * scale))
                .collect()
        };
        let within = places(true);
        let [_, beside] = shares(&maps, &within);
        let rim = shares(&maps, &places(false));
        let mirrored = beside <= MOST_BESIDE && rim.iter().all(|&share| share >= RIM_OF_EACH);
        mirrored.then_some(within)
    })
}

/// How much of some places is the person's own, skin and hair, and how much is clothes and background.
fn shares(maps: &Maps, places: &[Point]) -> [f32; 2] {
    let person = [Class::Hair, Class::FaceSkin, Class::BodySkin];
    let beside = [Class::Clothes, Class::Background];
    [person.as_slice(), &beside].map(|classes| {
        let at = |&point: &Point| -> f32 {
            let shares = classes
                .iter()
                .map(|&class| f32::from(maps.at(class, point)));
            shares.sum()
        };
        places.iter().map(at).sum::<f32>() / (255 * places.len().max(1)) as f32
    })
}
