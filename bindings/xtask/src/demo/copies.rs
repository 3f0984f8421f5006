//! The damaged copies: what is done to each, and which check ought to find it.

use image::{GrayImage, Luma, RgbImage};
use xueying::report::CheckId;
use xueying_damage as damage;

/// Where the face is, in pixels.
pub struct Place {
    /// Brow to chin: `[x, y, width, height]`.
    pub face: [f32; 4],
    /// The middle between the eyes.
    pub eyes: [f32; 2],
    /// The distance of the eyes.
    pub between_eyes: f32,
}

/// One way to spoil a photo.
pub struct Copy {
    /// For the file.
    pub name: &'static str,
    /// What is done, in Chinese and English.
    pub done: [&'static str; 2],
    /// The check that ought to find it.
    pub expected: CheckId,
    /// Does it.
    pub damage: fn(&RgbImage, &Place) -> RgbImage,
}

pub const ALL: [Copy; 7] = [
    Copy {
        name: "dark",
        done: ["调暗三档", "three stops darker"],
        expected: CheckId::FaceDark,
        damage: |picture, _| damage::exposure(picture, -3.0),
    },
    Copy {
        name: "side-lit",
        done: [
            "侧光，暗侧亮度为亮侧的 0.3",
            "lit from one side, the other at 0.3",
        ],
        expected: CheckId::LightEven,
        damage: |picture, place| {
            let [x, _, width, _] = place.face;
            damage::side_light(picture, x + 0.35 * width, x + 0.65 * width, 0.3)
        },
    },
    Copy {
        name: "blurred",
        done: [
            "模糊，半径为眼距的 6 %",
            "blurred by 6 % of the eyes' distance",
        ],
        expected: CheckId::Sharpness,
        damage: |picture, place| damage::gaussian_blur(picture, 0.06 * place.between_eyes),
    },
    Copy {
        name: "tilted",
        done: ["头歪 10°", "tilted by 10°"],
        expected: CheckId::HeadRoll,
        damage: |picture, place| damage::rotate(picture, place.eyes, 10.0),
    },
    Copy {
        name: "too-close",
        done: [
            "离得太近，脸占满画面",
            "too close: the face fills the picture",
        ],
        expected: CheckId::FaceWidth,
        damage: too_close,
    },
    Copy {
        name: "backlit",
        done: [
            "逆光，人暗两档，背景亮一档",
            "backlit: the person two stops down, the rest one up",
        ],
        expected: CheckId::Backlight,
        damage: |picture, place| damage::backlight(picture, &silhouette(picture, place), -2.0, 1.0),
    },
    Copy {
        name: "second-face",
        done: [
            "旁边多一张脸，面积一半",
            "a second face beside it, half as large",
        ],
        expected: CheckId::FaceCount,
        damage: second_face,
    },
];

/// A portrait-shaped part whose width the face takes up by three quarters.
fn too_close(picture: &RgbImage, place: &Place) -> RgbImage {
    let [x, y, width, height] = place.face;
    let (across, down) = (width / 0.75, width);
    let corner = [
        x + (width - across) / 2.0,
        y + (height - down * 4.0 / 3.0 / 0.75) / 2.0,
    ];
    let size = [across, across * 4.0 / 3.0].map(|side| side.round().max(1.0) as u32);
    let corner = corner.map(|place| place.round().max(0.0) as i32);
    let inside =
        |start: i32, length: u32, all: u32| start.min(all.saturating_sub(length) as i32).max(0);
    let corner = [
        inside(corner[0], size[0], picture.width()),
        inside(corner[1], size[1], picture.height()),
    ];
    damage::crop(picture, corner, size)
}

/// The face with its hair, copied to the wider side.
fn second_face(picture: &RgbImage, place: &Place) -> RgbImage {
    let [x, y, width, height] = place.face;
    let head = [x - 0.3 * width, y - 0.4 * height, 1.6 * width, 1.7 * height];
    let (right, bottom) = (picture.width() as f32, picture.height() as f32);
    let left_room = x;
    let right_room = right - x - width;
    let middle = if left_room > right_room {
        left_room / 2.0
    } else {
        x + width + right_room / 2.0
    };
    let from = [head[0].max(0.0), head[1].max(0.0)];
    let to = [
        (head[0] + head[2]).min(right),
        (head[1] + head[3]).min(bottom),
    ];
    let face = [from[0], from[1], to[0] - from[0], to[1] - from[1]].map(|value| value as u32);
    let at = [middle, y + height / 2.0].map(|value| value as i32);
    damage::second_face(picture, face, 0.5, at)
}

/// Head and shoulders, roughly, with a soft edge.
fn silhouette(picture: &RgbImage, place: &Place) -> GrayImage {
    let [x, y, width, height] = place.face;
    let middle = x + width / 2.0;
    // Ovals: middle and half axes of the head with its hair, and of the body below the chin.
    let head = ([middle, y + 0.35 * height], [0.85 * width, 0.95 * height]);
    let body = ([middle, y + 3.3 * height], [2.1 * width, 2.4 * height]);
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let inside = |([cx, cy], [rx, ry]): ([f32; 2], [f32; 2])| {
            let distance = ((x as f32 - cx) / rx).hypot((y as f32 - cy) / ry);
            ((1.0 - distance) * 6.0).clamp(0.0, 1.0)
        };
        Luma([(inside(head).max(inside(body)) * 255.0) as u8])
    })
}
