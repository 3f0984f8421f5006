//! Helper and student: where they put phone and head at first, and what they make of what they see and hear.

use fastrand::Rng;
use std::ops::Range;
use xueying::guide::{Hint, Messages};
use xueying::report::{CheckId, Side};

/// From seeing or hearing a message to moving, in seconds.
const REACTION: Range<f64> = 0.5..1.3;
/// How much of the way a person goes at once.
const GAIN: Range<f64> = 0.5..1.2;
/// How fast a movement is done: the part left after a second.
const LEFT_AFTER_A_SECOND: f64 = 0.03;
/// Before the same message moves anybody again, in seconds.
const AGAIN: f64 = 1.5;
/// A hand never trembles less, as a share of the long side.
const CALM: f64 = 0.0004;

/// How things are. A distance of 1, an even light of 1 and zero for all else would be perfect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scene {
    /// Distance in units of the middle of the programme's distances.
    pub distance: f64,
    /// How far the eyes are from where they belong, to the right and down, as a share of the picture.
    pub offset: [f64; 2],
    /// How far the head leans in the picture, in degrees clockwise.
    pub roll: f64,
    /// Exposure, in stops.
    pub light: f64,
    /// Light on the darker side of the face / on the brighter one.
    pub even: f64,
    /// How far the hand trembles, as a share of the long side.
    pub shake: f64,
    /// How far the phone looks up, in degrees.
    pub tilt: f64,
    /// Seconds: where in its trembling the hand is.
    pub time: f64,
}

/// A movement that somebody is about to make.
struct Intent {
    due: f64,
    id: CheckId,
    side: Option<Side>,
    gain: f64,
}

/// The people.
pub struct People {
    rng: Rng,
    scene: Scene,
    wanted: Scene,
    intents: Vec<Intent>,
    /// When each message was last acted on, in seconds.
    acted: Vec<(CheckId, f64)>,
}

impl People {
    /// People who begin badly, each seed in its own way.
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut between = |range: Range<f64>| range.start + (range.end - range.start) * rng.f64();
        let scene = Scene {
            distance: between(1.2..2.4),
            offset: [between(-0.35..0.35), between(-0.3..0.3)],
            roll: between(-14.0..14.0),
            light: between(-2.4..0.2),
            even: between(0.25..1.0),
            shake: between(0.001..0.006),
            tilt: between(-20.0..20.0),
            time: 0.0,
        };
        Self {
            rng,
            scene,
            wanted: Scene {
                shake: CALM,
                ..scene
            },
            intents: Vec::new(),
            acted: Vec::new(),
        }
    }

    /// How things are now.
    pub const fn scene(&self) -> Scene {
        self.scene
    }

    /// Lets time pass until `time`, in seconds.
    pub fn advance(&mut self, time: f64) {
        let (wanted, intents) = (&mut self.wanted, &mut self.intents);
        intents.retain(|intent| {
            let due = intent.due <= time;
            if due {
                *wanted = obey(*wanted, intent);
            }
            !due
        });
        let left = LEFT_AFTER_A_SECOND.powf((time - self.scene.time).max(0.0));
        let glide = |from: f64, to: f64| to + (from - to) * left;
        let (now, goal) = (self.scene, self.wanted);
        self.scene = Scene {
            distance: glide(now.distance, goal.distance),
            offset: [0, 1].map(|axis| glide(now.offset[axis], goal.offset[axis])),
            roll: glide(now.roll, goal.roll),
            light: glide(now.light, goal.light),
            even: glide(now.even, goal.even),
            shake: glide(now.shake, goal.shake),
            tilt: glide(now.tilt, goal.tilt),
            time,
        };
    }

    /// Takes in what is shown and said.
    pub fn listen(&mut self, messages: &Messages) {
        for hint in [&messages.show, &messages.say].into_iter().flatten() {
            self.intend(hint);
        }
    }

    fn intend(&mut self, hint: &Hint) {
        let now = self.scene.time;
        let lately = |(id, at): &(CheckId, f64)| *id == hint.id && now - at < AGAIN;
        if self.acted.iter().any(lately) {
            return;
        }
        self.acted.retain(|(id, _)| *id != hint.id);
        self.acted.push((hint.id, now));
        let mut between =
            |range: Range<f64>| range.start + (range.end - range.start) * self.rng.f64();
        self.intents.push(Intent {
            due: now + between(REACTION),
            id: hint.id,
            side: hint.side,
            gain: between(GAIN),
        });
    }
}

/// What a person wants to be the case after a message.
fn obey(scene: Scene, intent: &Intent) -> Scene {
    let Intent { id, side, gain, .. } = *intent;
    let towards = |value: f64, goal: f64| value + (goal - value) * gain;
    let step = |value: f64, low: f64| match side {
        Some(Side::Low) => value + low * gain,
        _ => value - low * gain,
    };
    let [x, y] = scene.offset;
    let closer = Scene {
        distance: towards(scene.distance, 1.0),
        ..scene
    };
    match id {
        CheckId::FaceCount => Scene {
            offset: scene.offset.map(|away| towards(away, 0.0)),
            ..closer
        },
        CheckId::Resolution | CheckId::HelperDistance => closer,
        CheckId::FaceWidth => Scene {
            distance: step(scene.distance, -0.25).max(0.6),
            ..scene
        },
        // Aiming higher lets the head sink in the picture; aiming to the left moves it to the right.
        CheckId::CrownPosition | CheckId::EyeLinePosition => Scene {
            offset: [x, step(y, 0.08)],
            ..scene
        },
        CheckId::Centering => Scene {
            offset: [step(x, 0.12), y],
            ..scene
        },
        CheckId::HeadRoll | CheckId::ShouldersLevel => Scene {
            roll: towards(scene.roll, 0.0),
            ..scene
        },
        CheckId::DeviceTilt => Scene {
            tilt: towards(scene.tilt, 0.0),
            ..scene
        },
        CheckId::FaceDark | CheckId::Backlight => Scene {
            light: towards(scene.light, 0.0),
            ..scene
        },
        CheckId::FaceBright => Scene {
            light: towards(scene.light, -0.3),
            ..scene
        },
        CheckId::LightEven | CheckId::LightShadow => Scene {
            even: towards(scene.even, 1.0).min(1.0),
            ..scene
        },
        _ => scene,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(id: CheckId, side: Option<Side>) -> Messages {
        Messages {
            show: Some(Hint {
                id,
                side,
                key: String::new(),
            }),
            ..Messages::default()
        }
    }

    #[test]
    fn a_message_is_obeyed_late_and_not_quite() {
        let mut people = People::new(3);
        let before = people.scene();
        people.listen(&told(CheckId::HeadRoll, None));
        people.advance(0.45);
        assert_eq!(people.scene().roll, before.roll);
        people.advance(1.4);
        people.advance(5.0);
        let after = people.scene().roll;
        assert!(after.abs() < before.roll.abs() && after != 0.0, "{after}");
    }

    #[test]
    fn to_aim_higher_lets_the_head_sink() {
        let mut people = People::new(1);
        let before = people.scene().offset[1];
        people.listen(&told(CheckId::CrownPosition, Some(Side::Low)));
        people.advance(2.0);
        people.advance(4.0);
        assert!(people.scene().offset[1] > before);
    }

    #[test]
    fn a_seed_is_a_session() {
        let end = |seed| {
            let mut people = People::new(seed);
            people.listen(&told(CheckId::FaceDark, None));
            people.advance(3.0);
            people.scene()
        };
        assert_eq!(end(5), end(5));
        assert_ne!(end(5), end(6));
    }
}
