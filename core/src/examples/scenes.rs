//! Which drawing shows which rule: the table from a rule and its breach to a student, a wall and a light.

use super::body::Clothes;
use super::bust::Bust;
use super::camera;
use super::canvas::Canvas;
use super::face::{Brows, Eyes, Mouth};
use super::hair::Hair;
use super::papers;
use super::scene::Scene;
use super::setting::{Light, Wall};
use super::worn::{Glasses, Worn};
use crate::report::CheckId;

const LEFT_EAR: [f32; 4] = [84.0, 67.0, 10.0, 14.0];
const RIGHT_EAR: [f32; 4] = [36.0, 67.0, 10.0, 14.0];
const EYES: [f32; 4] = [60.0, 63.0, 24.0, 9.0];
const BROWS: [f32; 4] = [60.0, 55.0, 25.0, 9.0];
const MOUTH: [f32; 4] = [60.0, 82.0, 16.0, 10.0];
const CHEST: [f32; 4] = [60.0, 136.0, 46.0, 22.0];

/// Draws the example of a rule.
pub fn draw(id: CheckId, right: bool, on: &mut Canvas) {
    match id {
        CheckId::CameraRear => camera::lens(right, on),
        CheckId::LiveCapture => camera::live(right, on),
        CheckId::Recapture => camera::recapture(right, on),
        CheckId::HelperDistance => camera::distance(right, on),
        CheckId::DeviceTilt => camera::tilt(right, on),
        CheckId::LensClean => camera::clean(right, on),
        CheckId::Resolution if !right => camera::coarse(on),
        CheckId::CameraPermission => papers::permission(right, on),
        CheckId::IdentityConfirmed => papers::identity(right, on),
        CheckId::OutputSpec => papers::file(right, on),
        _ => scene(id, right).draw(right, on),
    }
}

fn scene(id: CheckId, right: bool) -> Scene {
    if right { kept(id) } else { broken(id) }
}

/// The student as the rule wants it: the usual one, with what the rule speaks of in view.
fn kept(id: CheckId) -> Scene {
    let usual = Scene::default();
    let student = |bust: Bust| Scene {
        bust,
        ..Scene::default()
    };
    match id {
        CheckId::GlassesGlare | CheckId::GlassesTinted | CheckId::GlassesFrames => student(Bust {
            glasses: Some(Glasses::Clear),
            ..Bust::default()
        }),
        CheckId::HairTiedBack => student(Bust {
            hair: Hair::Tied,
            ..Bust::default()
        }),
        CheckId::CrownPosition => Scene {
            lines: &[12.5, 37.0],
            wall: Wall::Official,
            ..placed(1.0, [0.0, -7.0])
        },
        CheckId::EyeLinePosition => Scene {
            lines: &[50.0, 75.0],
            wall: Wall::Official,
            ..usual
        },
        CheckId::FaceWidth => Scene {
            columns: &[34.0, 86.0],
            wall: Wall::Official,
            ..usual
        },
        CheckId::Centering => Scene {
            columns: &[60.0],
            wall: Wall::Official,
            ..usual
        },
        CheckId::HeadShare | CheckId::BodyShare => Scene {
            lines: &[31.0, 95.0],
            wall: Wall::Official,
            ..usual
        },
        CheckId::BackgroundUniform | CheckId::ClothesNotBackground => Scene {
            wall: Wall::Official,
            ..usual
        },
        _ => usual,
    }
}

/// The usual student at another place and size.
fn placed(scale: f32, shift: [f32; 2]) -> Scene {
    Scene {
        bust: Bust {
            scale,
            shift,
            ..Bust::default()
        },
        ..Scene::default()
    }
}

/// The student who breaks the rule.
fn broken(id: CheckId) -> Scene {
    match id {
        CheckId::CrownPosition
        | CheckId::EyeLinePosition
        | CheckId::FaceWidth
        | CheckId::Centering
        | CheckId::HeadShare
        | CheckId::BodyShare => misplaced(id),
        CheckId::LightEven
        | CheckId::LightShadow
        | CheckId::Backlight
        | CheckId::FaceDark
        | CheckId::FaceBright
        | CheckId::WhiteBalance
        | CheckId::WallDistance
        | CheckId::BackgroundUniform
        | CheckId::Sharpness
        | CheckId::MotionBlur => badly_lit(id),
        _ => {
            let (bust, ring) = unfit(id);
            let wall = if id == CheckId::ClothesNotBackground {
                Wall::Official
            } else {
                Wall::Room
            };
            let second = (id == CheckId::FaceCount).then(|| Bust {
                scale: 0.62,
                shift: [44.0, -2.0],
                clothes: Clothes::Hooded,
                hair: Hair::Tied,
                ..Bust::default()
            });
            Scene {
                bust,
                wall,
                ring,
                second,
                ..Scene::default()
            }
        }
    }
}

fn misplaced(id: CheckId) -> Scene {
    let scene = match id {
        CheckId::CrownPosition => Scene {
            lines: &[12.5, 37.0],
            ..placed(1.0, [0.0, -29.0])
        },
        CheckId::EyeLinePosition => Scene {
            lines: &[50.0, 75.0],
            ..placed(0.9, [0.0, 34.0])
        },
        CheckId::FaceWidth => Scene {
            columns: &[34.0, 86.0],
            ..placed(1.75, [0.0, 0.0])
        },
        CheckId::Centering => Scene {
            columns: &[60.0],
            ..placed(0.95, [24.0, 0.0])
        },
        CheckId::HeadShare => Scene {
            lines: &[31.0, 95.0],
            ..placed(0.55, [0.0, 12.0])
        },
        _ => Scene {
            lines: &[31.0, 95.0],
            ..placed(1.45, [0.0, 22.0])
        },
    };
    Scene {
        wall: Wall::Official,
        ..scene
    }
}

fn badly_lit(id: CheckId) -> Scene {
    let lit = |light| Scene {
        light,
        ..Scene::default()
    };
    match id {
        CheckId::LightEven => lit(Light::Half),
        CheckId::LightShadow => lit(Light::Above),
        CheckId::FaceDark => lit(Light::Dark),
        CheckId::FaceBright => lit(Light::Bright),
        CheckId::WhiteBalance => lit(Light::Orange),
        CheckId::Backlight => Scene {
            wall: Wall::Window,
            ..lit(Light::Behind)
        },
        CheckId::WallDistance => Scene {
            wall: Wall::Shadow,
            ..Scene::default()
        },
        CheckId::BackgroundUniform => Scene {
            wall: Wall::Gradient,
            ..Scene::default()
        },
        CheckId::Sharpness => Scene {
            style: r#"style="filter:blur(2.6px)""#,
            ..Scene::default()
        },
        _ => Scene {
            style: r#"opacity=".3""#,
            ..Scene::default()
        },
    }
}

/// What is wrong with the student, and where.
fn unfit(id: CheckId) -> (Bust, Option<[f32; 4]>) {
    let usual = Bust::default();
    let hair = |hair| Bust { hair, ..usual };
    let eyes = |eyes| Bust { eyes, ..usual };
    let mouth = |mouth| Bust { mouth, ..usual };
    let glasses = |glasses| Bust {
        glasses: Some(glasses),
        ..usual
    };
    let clothes = |clothes| Bust { clothes, ..usual };
    match id {
        CheckId::HeadYaw => (
            Bust {
                turn: 0.95,
                ..usual
            },
            None,
        ),
        CheckId::HeadPitch => (Bust { nod: 1.7, ..usual }, None),
        CheckId::HeadRoll => (
            Bust {
                lean: 15.0,
                ..usual
            },
            None,
        ),
        CheckId::ShouldersLevel => (
            Bust {
                slant: 10.0,
                ..usual
            },
            None,
        ),
        CheckId::BodyYaw => (
            Bust {
                body_turn: 1.0,
                turn: 0.25,
                ..usual
            },
            None,
        ),
        CheckId::EarsSymmetric => (
            Bust {
                turn: 0.62,
                ..usual
            },
            Some(LEFT_EAR),
        ),
        // The student's left is on the right of the picture.
        CheckId::EarLeftVisible => (hair(Hair::OverEar(1.0)), Some(LEFT_EAR)),
        CheckId::EarRightVisible => (hair(Hair::OverEar(-1.0)), Some(RIGHT_EAR)),
        CheckId::HairTiedBack => (hair(Hair::Loose), None),
        CheckId::HairOverBrows => (hair(Hair::OverBrows), Some(BROWS)),
        CheckId::HairOverEyes => (hair(Hair::OverEyes), Some(EYES)),
        CheckId::EyesOpen => (eyes(Eyes::Closed), Some(EYES)),
        CheckId::GazeForward => (eyes(Eyes::Aside), Some(EYES)),
        CheckId::ContactLenses => (eyes(Eyes::Coloured), Some(EYES)),
        CheckId::MouthClosed => (mouth(Mouth::Open), Some(MOUTH)),
        CheckId::TeethHidden => (mouth(Mouth::Teeth), Some(MOUTH)),
        CheckId::ExpressionNeutral => (
            Bust {
                brows: Brows::Frowning,
                ..mouth(Mouth::Grin)
            },
            None,
        ),
        CheckId::GlassesGlare => (glasses(Glasses::Glare), None),
        CheckId::GlassesTinted => (glasses(Glasses::Tinted), None),
        CheckId::GlassesFrames => (glasses(Glasses::Low), Some(EYES)),
        CheckId::Headwear => (
            Bust {
                worn: Some(Worn::Hat),
                ..usual
            },
            None,
        ),
        CheckId::Jewellery => (
            Bust {
                worn: Some(Worn::Jewellery),
                ..usual
            },
            None,
        ),
        CheckId::Makeup => (
            Bust {
                makeup: true,
                ..usual
            },
            None,
        ),
        CheckId::SkinShine => (
            Bust {
                shine: true,
                ..usual
            },
            None,
        ),
        CheckId::ClothesNotBackground => (clothes(Clothes::LightBlue), Some(CHEST)),
        CheckId::ClothesPlain => (clothes(Clothes::Striped), None),
        CheckId::ClothesHood => (clothes(Clothes::Hooded), None),
        CheckId::ClothesNeckline => (clothes(Clothes::Straps), None),
        _ => (usual, None),
    }
}
