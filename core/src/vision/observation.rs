//! What was seen in one picture. All places are pixels of the upright picture, x to the right and y down;
//! left and right are the student's own.

use std::sync::Arc;

/// Landmarks of a face mesh: 468 of the surface, then five for each iris.
pub const LANDMARKS: usize = 478;

/// Blendshape scores of a face.
pub const BLENDSHAPES: usize = 52;

/// An upright rectangle, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Rect {
    /// In square pixels.
    pub fn area(self) -> f32 {
        self.width * self.height
    }
}

/// Everything the models saw.
#[derive(Clone, Default)]
pub struct Observation {
    /// Width of the picture, in pixels.
    pub width: u32,
    /// Height of the picture, in pixels.
    pub height: u32,
    /// Every face found, the largest first.
    pub faces: Vec<FaceBox>,
    /// The largest face in detail.
    pub face: Option<Face>,
    /// The person, apart from the background.
    pub matte: Option<Matte>,
    /// Hair, skin, clothes, accessories.
    pub classes: Option<ClassMap>,
    /// Both shoulders.
    pub shoulders: Option<Shoulders>,
}

impl Observation {
    /// The same, in pixels of a part of the picture: one of `size` pixels that begins at `origin` and shows `step` by
    /// `step` pixels as one. The head pose stays as it was seen in the whole picture.
    pub fn within(&self, origin: [usize; 2], step: usize, size: (u32, u32)) -> Self {
        let (x, y, step) = (origin[0] as f32, origin[1] as f32, step.max(1) as f32);
        let place = |[px, py]: [f32; 2]| [(px - x) / step, (py - y) / step];
        let rect = |rect: Rect| {
            let [x, y] = place([rect.x, rect.y]);
            Rect {
                x,
                y,
                width: rect.width / step,
                height: rect.height / step,
            }
        };
        let face = |face: &Face| Face {
            landmarks: face
                .landmarks
                .iter()
                .map(|&[px, py, pz]| {
                    let [px, py] = place([px, py]);
                    [px, py, pz / step]
                })
                .collect(),
            ..face.clone()
        };
        let found = |found: &FaceBox| FaceBox {
            bounds: rect(found.bounds),
            keypoints: found.keypoints.map(place),
            ..*found
        };
        Self {
            width: size.0,
            height: size.1,
            faces: self.faces.iter().map(found).collect(),
            face: self.face.as_ref().map(face),
            matte: self.matte.clone().map(|matte| Matte {
                region: rect(matte.region),
                ..matte
            }),
            classes: self.classes.clone().map(|map| ClassMap {
                region: rect(map.region),
                ..map
            }),
            shoulders: self.shoulders.map(|shoulders| Shoulders {
                left: place(shoulders.left),
                right: place(shoulders.right),
                ..shoulders
            }),
        }
    }
}

/// A face that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceBox {
    /// Forehead to chin and cheek to cheek; from the detector alone a square, from the brows down, roughly.
    pub bounds: Rect,
    /// 0 to 1.
    pub confidence: f32,
    /// Right eye, left eye, nose tip, mouth, right tragion, left tragion.
    pub keypoints: [[f32; 2]; 6],
}

/// One face in detail.
#[derive(Clone)]
pub struct Face {
    /// [`LANDMARKS`] points: x, y in pixels of the picture, z on the same scale, negative towards the camera.
    pub landmarks: Vec<[f32; 3]>,
    /// How surely the landmarks lie on a face, 0 to 1.
    pub presence: f32,
    /// Scores from 0 to 1 in the order of `vision::blendshape::NAMES`.
    pub blendshapes: [f32; BLENDSHAPES],
    /// How the head is turned.
    pub pose: HeadPose,
}

/// How the head is turned, in degrees against the camera's axis.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HeadPose {
    /// Positive: turned to the student's own left.
    pub yaw: f32,
    /// Positive: chin up.
    pub pitch: f32,
    /// Positive: head towards the student's own left shoulder.
    pub roll: f32,
    /// The matrix behind the angles, row by row: it takes the canonical face to the space of a camera that looks along
    /// -z with a vertical field of view of 63°, in centimetres (MediaPipe's facial transformation matrix).
    pub transform: [[f32; 4]; 4],
}

/// How much of each place belongs to the person.
#[derive(Clone)]
pub struct Matte {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` values from 0 (background) to 255 (person), row by row.
    pub alpha: Arc<[u8]>,
    /// The part of the picture that the matte covers; it may reach beyond the picture's edges.
    pub region: Rect,
}

/// A class of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Class {
    /// Neither person nor what they wear.
    Background = 0,
    /// Hair of the head, and brows never.
    Hair = 1,
    /// Skin below the chin: neck, shoulders, hands.
    BodySkin = 2,
    /// Skin of the face, ears included.
    FaceSkin = 3,
    /// What is worn.
    Clothes = 4,
    /// Glasses, jewellery, headwear, things held.
    Accessories = 5,
}

impl Class {
    /// How many there are.
    pub const COUNT: usize = 6;
}

/// The class of every place.
#[derive(Clone)]
pub struct ClassMap {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` rows of six probabilities from 0 to 255, in the order of [`Class`].
    pub shares: Arc<[[u8; Class::COUNT]]>,
    /// The part of the picture that the map covers; it may reach beyond the picture's edges.
    pub region: Rect,
}

/// Where the shoulders are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shoulders {
    /// The student's left shoulder.
    pub left: [f32; 2],
    /// The student's right shoulder.
    pub right: [f32; 2],
    /// The lesser of both visibilities, 0 to 1.
    pub visibility: f32,
}
