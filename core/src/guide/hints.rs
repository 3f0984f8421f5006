//! At most one message for the helper, who sees the screen, and one for the student, who only hears.

use crate::camera::FrameTime;
use crate::profile::{Guide, Timing};
use crate::report::{CheckId, Finding, Side, Verdict};
use crate::texts;
use serde::{Deserialize, Serialize};

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Sees the screen.
    Helper,
    /// Hears the phone.
    Student,
}

/// A tap the helper feels without looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Haptic {
    /// Another message is shown.
    Tick,
    /// Nothing is left to say.
    Done,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// What it is about.
    pub id: CheckId,
    /// On which side the score falls out.
    pub side: Option<Side>,
    /// The key of the text.
    pub key: String,
}

/// What to show, say and tap for one frame.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Messages {
    /// Stays on the screen.
    pub show: Option<Hint>,
    /// Begins to be spoken now.
    pub say: Option<Hint>,
    /// Felt now.
    pub haptic: Option<Haptic>,
}

/// What is wrong, and since when.
#[derive(Debug, Clone)]
struct Trouble {
    id: CheckId,
    side: Option<Side>,
    since: FrameTime,
    seen: FrameTime,
}

/// What one person is being told.
#[derive(Debug, Clone, Default)]
struct Line {
    current: Option<(Hint, FrameTime)>,
    spoken: Option<FrameTime>,
    /// How often each sentence was said, and when last.
    said: Vec<(Hint, u32, FrameTime)>,
}

/// Follows the findings from frame to frame.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    troubles: Vec<Trouble>,
    helper: Line,
    student: Line,
}

impl Hints {
    /// The messages for the findings of one frame. `now` must not go back.
    pub fn update(&mut self, now: FrameTime, findings: &[Finding], guide: &Guide) -> Messages {
        self.follow(now, findings, guide);
        let timing = &guide.timing;
        let before = self.helper.current.is_some();
        let changed = self
            .helper
            .choose(now, &self.troubles, Audience::Helper, timing);
        self.student
            .choose(now, &self.troubles, Audience::Student, timing);
        let show = self.helper.current.as_ref().map(|(hint, _)| hint.clone());
        let haptic = match (&show, before) {
            (Some(_), _) if changed => Some(Haptic::Tick),
            (None, true) => Some(Haptic::Done),
            _ => None,
        };
        Messages {
            show,
            say: self.student.speak(now, timing),
            haptic,
        }
    }

    /// Keeps what is wrong in the order of the profile.
    fn follow(&mut self, now: FrameTime, findings: &[Finding], guide: &Guide) {
        for finding in findings {
            let wrong = matches!(finding.verdict, Verdict::Warn | Verdict::Fail);
            if !wrong || !guide.order.contains(&finding.id) {
                continue;
            }
            let same =
                |trouble: &&mut Trouble| trouble.id == finding.id && trouble.side == finding.side;
            match self.troubles.iter_mut().find(same) {
                Some(trouble) => trouble.seen = now,
                None => self.troubles.push(Trouble {
                    id: finding.id,
                    side: finding.side,
                    since: now,
                    seen: now,
                }),
            }
        }
        self.troubles
            .retain(|trouble| now.since(trouble.seen) <= guide.timing.release);
        let place = |id| guide.order.iter().position(|other| *other == id);
        self.troubles.sort_by_key(|trouble| place(trouble.id));
    }
}

impl Trouble {
    /// The message for one audience, if there is one.
    fn hint(&self, audience: Audience) -> Option<Hint> {
        let (room, part) = match audience {
            Audience::Helper => ("guide.helper", ""),
            Audience::Student => ("checks", ".say"),
        };
        let side = match self.side {
            Some(Side::Low) => ".low",
            Some(Side::High) => ".high",
            None => "",
        };
        let id = self.id;
        let keys = [
            format!("{room}.{id}{side}{part}"),
            format!("{room}.{id}{part}"),
        ];
        // The text of the side goes first, even where it is silence.
        let mut texts = keys
            .into_iter()
            .filter_map(|key| Some((texts::text(&key, texts::Lang::Zh)?, key)));
        let (_, key) = texts.next().filter(|(text, _)| !text.is_empty())?;
        Some(Hint {
            id,
            side: self.side,
            key,
        })
    }
}

impl Line {
    /// Keeps the current message or takes the next; whether it is another one than before.
    fn choose(
        &mut self,
        now: FrameTime,
        troubles: &[Trouble],
        audience: Audience,
        timing: &Timing,
    ) -> bool {
        let lasting = troubles
            .iter()
            .filter(|trouble| trouble.seen.since(trouble.since) >= timing.dwell);
        let mut ripe = lasting
            .filter_map(|trouble| trouble.hint(audience))
            .filter(|hint| !self.rests(now, hint, timing));
        let first = ripe.next();
        let still_wrong = |hint: &Hint| {
            let mut hints = troubles.iter().filter_map(|trouble| trouble.hint(audience));
            hints.any(|other| other == *hint)
        };
        if let Some((hint, since)) = &self.current {
            let held = now.since(*since) < timing.hold;
            let same = first.as_ref() == Some(hint);
            if still_wrong(hint) && !self.rests(now, hint, timing) && (held || same) {
                return false;
            }
        }
        let changed = first.as_ref() != self.current.as_ref().map(|(hint, _)| hint);
        self.current = first.map(|hint| (hint, now));
        changed
    }

    /// The sentence to begin now: a new one, or the same again after a while; never two in a row without a pause.
    fn speak(&mut self, now: FrameTime, timing: &Timing) -> Option<Hint> {
        let (hint, _) = self.current.as_ref()?;
        if self
            .spoken
            .is_some_and(|last| now.since(last) < timing.quiet)
        {
            return None;
        }
        match self.said.iter_mut().find(|(said, ..)| said == hint) {
            Some((.., last)) if now.since(*last) < timing.repeat => return None,
            Some((_, times, last)) => {
                // After a rest the sentence gets its tries anew.
                *times = if now.since(*last) >= timing.rest {
                    1
                } else {
                    *times + 1
                };
                *last = now;
            }
            None => self.said.push((hint.clone(), 1, now)),
        }
        self.spoken = Some(now);
        Some(hint.clone())
    }

    /// Whether a sentence was said in vain often enough: saying it again would only annoy.
    fn rests(&self, now: FrameTime, hint: &Hint, timing: &Timing) -> bool {
        self.said.iter().any(|(said, times, last)| {
            let since = now.since(*last);
            said == hint && *times >= timing.tries && (timing.repeat..timing.rest).contains(&since)
        })
    }
}
