//! Every rule of the procedure by name.

use serde::{Deserialize, Serialize};

/// How a rule is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A fact.
    Exact,
    /// A score against a threshold.
    Measured,
    /// A person answers.
    Asked,
}

/// What a score counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Nothing: the rule is a fact or a question.
    None,
    /// A quotient of two like quantities.
    Ratio,
    /// A part of a whole, 0 to 1.
    Share,
    /// Degrees of arc.
    Degrees,
    /// Pixels of the still.
    Pixels,
    /// Metres.
    Metres,
    /// A colour difference in CIELAB.
    DeltaE,
    /// How many signs were seen.
    Count,
}

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $kind:ident, $unit:ident;)*) => {
        /// The name of a rule. The order is the order of a report: camera, framing, pose, face, light, clothes, output.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum CheckId { $($(#[$doc])* $name,)* }

        impl CheckId {
            /// Every rule, in the order of a report.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable name, as JSON has it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How the rule is judged.
            pub const fn kind(self) -> Kind {
                match self { $(Self::$name => Kind::$kind,)* }
            }

            /// What its score counts.
            pub const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)* }
            }
        }
    };
}

checks! {
    /// 采用后置摄像头: every frame comes from the main rear lens.
    CameraRear = "camera_rear", Exact, None;
    /// 必须本人实时拍照: the still comes from the session, linked to its preview.
    LiveCapture = "live_capture", Exact, None;
    /// The camera may be used.
    CameraPermission = "camera_permission", Exact, None;
    /// 需请他人协助: the helper stands far enough away.
    HelperDistance = "helper_distance", Measured, Metres;
    /// The phone is held upright.
    DeviceTilt = "device_tilt", Measured, Degrees;
    /// 单人: exactly one face.
    FaceCount = "face_count", Measured, Ratio;
    /// 学生本人: the helper confirms the masked name.
    IdentityConfirmed = "identity_confirmed", Asked, None;
    /// Top of the hair in the portrait, from its upper edge, as a share of its height.
    CrownPosition = "crown_position", Measured, Ratio;
    /// Eye line in the portrait, from its upper edge, as a share of its height.
    EyeLinePosition = "eye_line_position", Measured, Ratio;
    /// Cheek to cheek in the portrait, as a share of its width.
    FaceWidth = "face_width", Measured, Ratio;
    /// Eye midpoint in the portrait, as a share of its width.
    Centering = "centering", Measured, Ratio;
    /// 不得侧脸: the head is not turned.
    HeadYaw = "head_yaw", Measured, Degrees;
    /// 不得低头: the chin is neither up nor down.
    HeadPitch = "head_pitch", Measured, Degrees;
    /// 坐姿端正: the head is not tilted.
    HeadRoll = "head_roll", Measured, Degrees;
    /// 左右肩膀平衡: the shoulders are level; positive when the student's left one is lower.
    ShouldersLevel = "shoulders_level", Measured, Degrees;
    /// 不得侧身: the body faces the camera.
    BodyYaw = "body_yaw", Measured, Ratio;
    /// 耳朵对称: both sides of the face show alike.
    EarsSymmetric = "ears_symmetric", Measured, Ratio;
    /// 露出双耳: the student's left ear shows.
    EarLeftVisible = "ear_left_visible", Measured, Share;
    /// 露出双耳: the student's right ear shows.
    EarRightVisible = "ear_right_visible", Measured, Share;
    /// 头发整理扎好: long hair lies behind the shoulders.
    HairTiedBack = "hair_tied_back", Measured, Share;
    /// 头发不得遮挡眉毛.
    HairOverBrows = "hair_over_brows", Measured, Share;
    /// Hair leaves the eyes free.
    HairOverEyes = "hair_over_eyes", Measured, Share;
    /// 双眼自然睁开.
    EyesOpen = "eyes_open", Measured, Ratio;
    /// 平视镜头: the eyes look into the lens.
    GazeForward = "gaze_forward", Measured, Ratio;
    /// 嘴唇自然闭合.
    MouthClosed = "mouth_closed", Measured, Ratio;
    /// 不得露出牙齿.
    TeethHidden = "teeth_hidden", Measured, Share;
    /// 表情自然.
    ExpressionNeutral = "expression_neutral", Measured, Share;
    /// 不得佩戴反光眼镜.
    GlassesGlare = "glasses_glare", Measured, Share;
    /// No tinted glasses.
    GlassesTinted = "glasses_tinted", Measured, Ratio;
    /// 镜框不得遮挡眼睛.
    GlassesFrames = "glasses_frames", Measured, Share;
    /// No coloured contact lenses.
    ContactLenses = "contact_lenses", Asked, None;
    /// No hat, no hair ornament.
    Headwear = "headwear", Measured, Share;
    /// No earrings, no necklace.
    Jewellery = "jewellery", Measured, Share;
    /// 不化妆.
    Makeup = "makeup", Asked, None;
    /// No shining spots on the skin.
    SkinShine = "skin_shine", Measured, DeltaE;
    /// 阴阳脸: both cheeks are lit alike.
    LightEven = "light_even", Measured, Ratio;
    /// No shadow under eyes or chin.
    LightShadow = "light_shadow", Measured, Ratio;
    /// 不要背光及逆光.
    Backlight = "backlight", Measured, Ratio;
    /// The face is bright enough.
    FaceDark = "face_dark", Measured, Ratio;
    /// The face is not burnt out.
    FaceBright = "face_bright", Measured, Share;
    /// 色彩真实: the skin has a natural colour.
    WhiteBalance = "white_balance", Measured, DeltaE;
    /// 清晰通透: the face is sharp.
    Sharpness = "sharpness", Measured, Ratio;
    /// 清晰: the face has enough pixels.
    Resolution = "resolution", Measured, Pixels;
    /// Nothing moves.
    MotionBlur = "motion_blur", Measured, Ratio;
    /// 擦拭镜头: no haze.
    LensClean = "lens_clean", Measured, Ratio;
    /// 避免浅蓝色: clothes unlike the background.
    ClothesNotBackground = "clothes_not_background", Measured, DeltaE;
    /// 不得条纹、复杂图案.
    ClothesPlain = "clothes_plain", Measured, DeltaE;
    /// No hood.
    ClothesHood = "clothes_hood", Asked, None;
    /// No strap top, no low neckline.
    ClothesNeckline = "clothes_neckline", Measured, Share;
    /// 不要靠墙: no sharp shadow on a wall.
    WallDistance = "wall_distance", Measured, Ratio;
    /// 禁止翻拍: not a photo of a photo.
    Recapture = "recapture", Measured, Count;
    /// Head, crown to chin, as a share of the portrait's height.
    HeadShare = "head_share", Measured, Ratio;
    /// What lies below the chin, as a share of the portrait's height.
    BodyShare = "body_share", Measured, Ratio;
    /// The portrait's background is one colour.
    BackgroundUniform = "background_uniform", Measured, DeltaE;
    /// 照片规格: size, density, quality and bytes of the portrait file.
    OutputSpec = "output_spec", Exact, None;
}

impl std::fmt::Display for CheckId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for CheckId {
    type Err = UnknownCheck;

    fn from_str(name: &str) -> Result<Self, UnknownCheck> {
        let known = Self::ALL.iter().find(|id| id.name() == name);
        known.copied().ok_or_else(|| UnknownCheck(name.to_owned()))
    }
}

/// There is no rule of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no check named {0:?}")]
pub struct UnknownCheck(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_and_name_are_one() {
        for id in CheckId::ALL {
            let json = serde_json::to_string(id).unwrap();
            assert_eq!(json, format!("\"{id}\""));
            assert_eq!(id.name().parse(), Ok(*id));
        }
    }
}
