//! Places in the face mesh, by the numbers of MediaPipe's canonical face. Left and right are the student's own.

/// Outer and inner corner.
pub const RIGHT_EYE: [usize; 2] = [33, 133];
/// Outer and inner corner.
pub const LEFT_EYE: [usize; 2] = [263, 362];
/// The upper lid and the point of the lower lid below it.
pub const RIGHT_LIDS: [[usize; 2]; 5] =
    [[161, 163], [160, 144], [159, 145], [158, 153], [157, 154]];
/// The upper lid and the point of the lower lid below it.
pub const LEFT_LIDS: [[usize; 2]; 5] = [[388, 390], [387, 373], [386, 374], [385, 380], [384, 381]];
/// Around the opening, from the outer corner over the upper lid.
pub const RIGHT_EYE_RING: [usize; 16] = [
    33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7,
];
/// Around the opening, from the outer corner over the upper lid.
pub const LEFT_EYE_RING: [usize; 16] = [
    263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249,
];
/// Round the brow, along its upper edge from the outside and back along the lower one.
pub const RIGHT_BROW: [usize; 10] = [70, 63, 105, 66, 107, 55, 65, 52, 53, 46];
/// Round the brow, along its upper edge from the outside and back along the lower one.
pub const LEFT_BROW: [usize; 10] = [300, 293, 334, 296, 336, 285, 295, 282, 283, 276];
/// Centre of the iris.
pub const RIGHT_IRIS: usize = 468;
/// Centre of the iris.
pub const LEFT_IRIS: usize = 473;

/// The edge of the upper lip below the nose.
pub const UPPER_LIP: usize = 0;
/// The lowest point.
pub const CHIN: usize = 152;
/// Corners of the mouth: the student's right, then left.
pub const MOUTH: [usize; 2] = [61, 291];
/// The edge of the upper lip inside the mouth and the point of the lower one below it, corner to corner.
pub const INNER_LIPS: [[usize; 2]; 9] = [
    [191, 95],
    [80, 88],
    [81, 178],
    [82, 87],
    [13, 14],
    [312, 317],
    [311, 402],
    [310, 318],
    [415, 324],
];
/// The opening between the lips, from the right corner over the upper lip.
pub const INNER_LIPS_RING: [usize; 20] = [
    78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
];
/// Around both lips, from the right corner over the upper lip.
pub const OUTER_LIPS_RING: [usize; 20] = [
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
];

/// Around the face, from the middle of the forehead over the left cheek.
pub const FACE_RING: [usize; 36] = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/// Middle of the forehead.
pub const FOREHEAD: usize = 151;
/// Below the middle of each lower lid: the student's right, then left.
pub const UNDER_EYES: [usize; 2] = [119, 348];
/// The widest points of the cheeks: the student's right, then left.
pub const CHEEKS: [usize; 2] = [234, 454];
/// Where the forehead meets the hair.
pub const HAIRLINE: usize = 10;
/// The tip of the nose.
pub const NOSE_TIP: usize = 1;
/// Where skin shines first: forehead, bridge of the nose, both cheeks.
pub const SHINE: [usize; 6] = [151, 108, 337, 5, 50, 280];
