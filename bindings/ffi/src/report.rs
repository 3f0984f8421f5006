//! What was found out about a picture.

use crate::live::Point;
use std::sync::Arc;
use xueying::report::{self, Kind as CheckKind, Reason, Unit as ScoreUnit, Verdict};
use xueying::texts::{self, Lang};

/// How a check ended, from harmless to grave.
#[uniffi::remote(Enum)]
pub enum Verdict {
    /// The rule is kept.
    Pass,
    /// The rule is nearly broken, or broken beyond doubt only for a person's eye.
    Warn,
    /// The check could not run; the finding names the reason.
    Unknown,
    /// The rule is broken.
    Fail,
}

/// How a rule is judged.
#[uniffi::remote(Enum)]
pub enum CheckKind {
    /// A fact.
    Exact,
    /// A score against a threshold.
    Measured,
    /// A person answers.
    Asked,
}

/// What a score counts.
#[uniffi::remote(Enum)]
pub enum ScoreUnit {
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

/// Why a check could not run.
#[uniffi::remote(Enum)]
pub enum Reason {
    /// There is no face in the picture.
    NoFace,
    /// The face is too small to measure this.
    FaceTooSmall,
    /// What is to be measured lies outside the picture.
    OutsidePicture,
    /// What is to be measured is hidden, by hair for instance.
    Hidden,
    /// The picture lacks what the measure needs: colour, for instance.
    NotInPicture,
    /// The model that the measure needs was not loaded.
    NoModel,
}

/// Where to look, in pixels of the upright picture.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum Region {
    /// An upright rectangle.
    Box {
        /// Left edge.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
    },
    /// Corners in order, at least three.
    Polygon {
        /// The corners.
        points: Vec<Point>,
    },
}

/// What one check found, with its sentences.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Finding {
    /// The stable name of the rule, such as `head_yaw`.
    pub id: String,
    /// How the rule is judged.
    pub kind: CheckKind,
    /// How it ended.
    pub verdict: Verdict,
    /// The measured value; none when the check could not run.
    pub score: Option<f64>,
    /// What the score counts.
    pub unit: ScoreUnit,
    /// How far the measure is to be trusted here, 0 to 1.
    pub confidence: f32,
    /// Where to look.
    pub region: Option<Region>,
    /// Why the verdict is unknown.
    pub reason: Option<Reason>,
    /// The rule's short name.
    pub title: String,
    /// What was found.
    pub message: String,
    /// What to do about it; empty where nothing is to be done.
    pub advice: String,
    /// The sentence to speak to the student; empty where nothing is to be said.
    pub say: String,
}

/// What a person must answer. The model may suspect, it never answers.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct Question {
    /// The stable name of the rule.
    pub id: String,
    /// The question; "yes" means that the rule is kept.
    pub text: String,
    /// How much the picture speaks for a broken rule, 0 to 1.
    pub suspicion: f32,
    /// Where to look.
    pub region: Option<Region>,
}

/// Everything that was found out about one picture.
#[derive(uniffi::Object)]
pub struct Report(report::Report);

impl Report {
    pub(crate) fn new(report: report::Report) -> Arc<Self> {
        Arc::new(Self(report))
    }
}

#[uniffi::export]
impl Report {
    /// The worst verdict of all findings; open questions do not change it.
    pub fn verdict(&self) -> Verdict {
        self.0.verdict
    }

    /// One finding for every check that ran or should have run.
    pub fn findings(&self, lang: Lang) -> Vec<Finding> {
        let findings = self.0.findings.iter();
        findings.map(|finding| told(finding, lang)).collect()
    }

    /// What a person must answer, most suspicious first.
    pub fn questions(&self, lang: Lang) -> Vec<Question> {
        let asked = |question: &report::Question| Question {
            id: question.id.to_string(),
            text: texts::question(question.id, lang).to_owned(),
            suspicion: question.suspicion,
            region: question.region.clone().map(Into::into),
        };
        self.0.questions.iter().map(asked).collect()
    }

    /// The whole report as JSON, with profile, models and the bands of every score, without sentences.
    pub fn json(&self) -> String {
        serde_json::to_string(&self.0).expect("numbers and strings always serialise")
    }
}

fn told(finding: &report::Finding, lang: Lang) -> Finding {
    let text = texts::finding(finding, lang);
    Finding {
        id: finding.id.to_string(),
        kind: finding.kind,
        verdict: finding.verdict,
        score: finding.score,
        unit: finding.unit,
        confidence: finding.confidence,
        region: finding.region.clone().map(Into::into),
        reason: finding.reason,
        title: text.title,
        message: text.message,
        advice: text.advice,
        say: text.say,
    }
}

impl From<report::Region> for Region {
    fn from(region: report::Region) -> Self {
        match region {
            report::Region::Box([x, y, width, height]) => Self::Box {
                x,
                y,
                width,
                height,
            },
            report::Region::Polygon(points) => Self::Polygon {
                points: points.into_iter().map(Into::into).collect(),
            },
        }
    }
}
