//! What a shell draws, shows, says and does after a frame.

use xueying::capture;
use xueying::guide::{self, Haptic, Hint, Role, ShutterEvent, ShutterState, Tone};
use xueying::report::Side;

/// What a shape stands for.
#[uniffi::remote(Enum)]
pub enum Role {
    /// Where the portrait is cut.
    SafeArea,
    /// Where the head belongs.
    HeadOutline,
    /// Where the eyes belong.
    EyeLine,
    /// Where the shoulders belong.
    ShoulderLine,
    /// From where the head is to where it belongs.
    Arrow,
}

/// How a shape is coloured.
#[uniffi::remote(Enum)]
pub enum Tone {
    /// No face yet.
    Waiting,
    /// Something is wrong.
    Wrong,
    /// Everything is right.
    Right,
}

/// How far the way to the photo has come.
#[uniffi::remote(Enum)]
pub enum ShutterState {
    /// There is no face.
    Searching,
    /// There is a face, and something is wrong yet.
    Found,
    /// Everything is right; it must stay so.
    Steady,
    /// It stayed so: the photo comes in a moment.
    Ready,
    /// The still is being taken; frames no longer matter.
    Capturing,
}

/// What happens at one frame.
#[uniffi::remote(Enum)]
pub enum ShutterEvent {
    /// Take the still now.
    Fire,
    /// It takes long: offer the manual shutter.
    TimedOut,
}

/// A tap the helper feels without looking.
#[uniffi::remote(Enum)]
pub enum Haptic {
    /// Another message is shown.
    Tick,
    /// Nothing is left to say.
    Done,
}

/// On which side of the passing range a score lies.
#[uniffi::remote(Enum)]
pub enum Side {
    /// Below it.
    Low,
    /// Above it.
    High,
}

/// A place. In an overlay x and y go from 0 to 1 of the upright preview; elsewhere they are pixels.
#[derive(Debug, Clone, Copy, PartialEq, uniffi::Record)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// A line through points, to be drawn over the preview.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct OverlayShape {
    /// What it stands for.
    pub role: Role,
    /// Its colour.
    pub tone: Tone,
    /// Its points, normalised.
    pub points: Vec<Point>,
    /// Whether the last point joins the first.
    pub closed: bool,
    /// Whether the line is dashed: three widths drawn, two left out.
    pub dashed: bool,
    /// The line's colour in sRGB, 0xRRGGBB.
    pub colour: u32,
    /// Width of the line, in parts of the preview's shorter side.
    pub width: f32,
    /// Width of the black line below it, alike: so it shows on any background.
    pub edge: f32,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Message {
    /// The stable name of the rule it is about.
    pub id: String,
    /// On which side the score falls out.
    pub side: Option<Side>,
    /// The key of the text.
    pub text_key: String,
}

/// Everything after one frame.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Guidance {
    /// How far the way to the photo has come.
    pub state: ShutterState,
    /// Nearness to a photo, 0 to 1.
    pub readiness: f32,
    /// Whether a face is seen.
    pub face: bool,
    /// What to draw, back to front.
    pub overlay: Vec<OverlayShape>,
    /// What stays on the screen, for the helper.
    pub show: Option<Message>,
    /// What begins to be spoken now, to the student.
    pub say: Option<Message>,
    /// What is felt now.
    pub haptic: Option<Haptic>,
    /// Take the still now, or offer the manual shutter.
    pub event: Option<ShutterEvent>,
}

impl Guidance {
    pub(super) fn of(guidance: &capture::Guidance, face: bool) -> Self {
        let messages = &guidance.messages;
        Self {
            state: guidance.state,
            readiness: guidance.readiness,
            face,
            overlay: guidance.overlay.shapes.iter().map(Into::into).collect(),
            show: messages.show.as_ref().map(Into::into),
            say: messages.say.as_ref().map(Into::into),
            haptic: messages.haptic,
            event: guidance.event,
        }
    }
}

impl From<&guide::Shape> for OverlayShape {
    fn from(shape: &guide::Shape) -> Self {
        let ink = shape.ink();
        let [red, green, blue] = ink.colour;
        Self {
            role: shape.role,
            tone: shape.tone,
            points: shape.points.iter().copied().map(Into::into).collect(),
            closed: shape.closed,
            dashed: shape.dashed,
            colour: u32::from_be_bytes([0, red, green, blue]),
            width: ink.width,
            edge: ink.edge,
        }
    }
}

impl From<&Hint> for Message {
    fn from(hint: &Hint) -> Self {
        Self {
            id: hint.id.to_string(),
            side: hint.side,
            text_key: hint.key.clone(),
        }
    }
}

impl From<[f32; 2]> for Point {
    fn from([x, y]: [f32; 2]) -> Self {
        Self { x, y }
    }
}
