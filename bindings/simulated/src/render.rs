//! What the lens sees: the photo as a flat person before a wall.

use super::people::Scene;
use image::RgbImage;
use xueying::frame::downscale;
use xueying::portrait::crop::Head;
use xueying::profile::Profile;

/// Where the middle of the eyes belongs, as a share of the picture.
const EYES: [f32; 2] = [0.5, 0.42];
/// Over this many face widths beyond the photo its edge fades into the wall.
const FADE: f32 = 0.8;
/// Cycles of a trembling hand a second, across and down: never the same twice.
const TREMBLE: [f64; 2] = [1.7, 2.3];

/// The photo with everything that is needed to show it from any distance.
pub struct Stage {
    /// The photo, then halved again and again.
    levels: Vec<RgbImage>,
    /// Eye midpoint in the photo, in pixels.
    eyes: [f32; 2],
    /// Cheek to cheek in the photo, in pixels.
    face: f32,
    /// Cheek to cheek at a distance of 1, as a share of the picture's long side.
    share: f64,
    wall: [f32; 3],
}

/// One picture's way from its pixels to the photo's.
struct View {
    /// The photo's place at the picture's first pixel, and the steps along a row and from row to row.
    start: [f32; 2],
    along: [f32; 2],
    down: [f32; 2],
}

impl Stage {
    /// A stage for a photo in which `head` was found, before a lens of this angle of view along the long side.
    pub fn new(photo: RgbImage, head: Head, angle: f64) -> Self {
        let guide = Profile::chsi().guide;
        let distance = f64::midpoint(guide.distance[0], guide.distance[1]);
        let half_view = (angle.to_radians() / 2.0).tan();
        let wall = edge(&photo);
        let mut levels = vec![photo];
        while let Some(last) = levels
            .last()
            .filter(|last| last.width().min(last.height()) > 64)
        {
            let half = downscale(last, last.width().max(last.height()) / 2);
            levels.push(half);
        }
        Self {
            levels,
            eyes: [head.center as f32, head.eye_line as f32],
            face: head.face_width as f32,
            share: guide.face_width / distance / (2.0 * half_view),
            wall,
        }
    }

    /// Draws what is seen, over the whole of `picture`.
    pub fn draw(&self, scene: &Scene, picture: &mut RgbImage) {
        let (width, height) = picture.dimensions();
        let long = f64::from(width.max(height));
        // Photo pixels per pixel of the picture.
        let zoom = f64::from(self.face) * scene.distance / (self.share * long);
        let level = (zoom.log2().floor().max(0.0) as usize).min(self.levels.len() - 1);
        let view = self.view(scene, [width as f32, height as f32], zoom as f32);
        let photo = &self.levels[level];
        let shrink = photo.width() as f32 / self.levels[0].width() as f32;
        let light = scene.light.exp2() as f32;
        let rows = picture.chunks_exact_mut(width as usize * 3);
        for (y, row) in rows.enumerate() {
            let [mut u, mut v] = [0, 1].map(|axis| view.start[axis] + y as f32 * view.down[axis]);
            for pixel in row.as_chunks_mut::<3>().0 {
                let colour = self.colour(photo, shrink, [u, v]);
                let across = ((u - self.eyes[0]) / self.face).clamp(-0.5, 0.5);
                let shade = light * (1.0 - (1.0 - scene.even as f32) * (0.5 - across));
                // The square root stands in for sRGB's curve: light is linear, pixels are not.
                let gain = shade.sqrt();
                *pixel = colour.map(|value| (value * gain) as u8);
                u += view.along[0];
                v += view.along[1];
            }
        }
    }

    fn view(&self, scene: &Scene, size: [f32; 2], zoom: f32) -> View {
        let long = size[0].max(size[1]);
        let eyes = [0, 1].map(|axis| {
            let phase = scene.time * TREMBLE[axis] * std::f64::consts::TAU;
            let tremble = (scene.shake * phase.sin()) as f32 * long;
            (EYES[axis] + scene.offset[axis] as f32) * size[axis] + tremble
        });
        let (sin, cos) = (scene.roll as f32).to_radians().sin_cos();
        let along = [zoom * cos, -zoom * sin];
        let down = [zoom * sin, zoom * cos];
        View {
            start: [0, 1]
                .map(|axis| self.eyes[axis] - eyes[0] * along[axis] - eyes[1] * down[axis]),
            along,
            down,
        }
    }

    /// The colour at a place of the photo, given in pixels of its first level.
    fn colour(&self, photo: &RgbImage, shrink: f32, [u, v]: [f32; 2]) -> [f32; 3] {
        let (width, height) = (photo.width() as f32, photo.height() as f32);
        let (x, y) = (u * shrink, v * shrink);
        let inside = [x.clamp(0.0, width - 1.001), y.clamp(0.0, height - 1.001)];
        let beyond = (x - inside[0]).abs().max((y - inside[1]).abs()) / shrink;
        let fade = beyond / (FADE * self.face);
        if fade >= 1.0 {
            return self.wall;
        }
        let colour = bilinear(photo, inside);
        std::array::from_fn(|i| colour[i] + (self.wall[i] - colour[i]) * fade)
    }
}

/// The colour between four pixels; the place lies inside.
fn bilinear(photo: &RgbImage, [x, y]: [f32; 2]) -> [f32; 3] {
    let stride = photo.width() as usize;
    let pixels = photo.as_raw().as_chunks::<3>().0;
    let (column, row) = (x as usize, y as usize);
    let (right, below) = (x - column as f32, y - row as f32);
    let first = row * stride + column;
    let [a, b] = [pixels[first], pixels[first + 1]];
    let [c, d] = [pixels[first + stride], pixels[first + stride + 1]];
    std::array::from_fn(|i| {
        let [a, b, c, d] = [a[i], b[i], c[i], d[i]].map(f32::from);
        let (upper, lower) = (a + (b - a) * right, c + (d - c) * right);
        upper + (lower - upper) * below
    })
}

/// The mean colour along the upper edge.
fn edge(photo: &RgbImage) -> [f32; 3] {
    let row = photo.rows().next().into_iter().flatten();
    let mut sum = [0.0; 3];
    for pixel in row {
        for (sum, value) in sum.iter_mut().zip(pixel.0) {
            *sum += f32::from(value);
        }
    }
    sum.map(|sum| sum / photo.width().max(1) as f32)
}
