//! The vocabulary of a verdict. Every rule has a [`CheckId`]; what was found about it is a [`Finding`];
//! what only a person can answer is a [`Question`]; all of them together are a [`Report`].
//!
//! Nothing passes silently: a check that could not run is [`Verdict::Unknown`] with a [`Reason`].

mod bands;
mod check_id;
mod miss;
mod region;

pub use bands::{Bands, Range, Side};
pub use check_id::{CheckId, Kind, Unit, UnknownCheck};
pub use miss::{Miss, Property};
pub use region::Region;

use serde::{Deserialize, Serialize};

/// The version of the report's JSON. It grows when a field changes its meaning or goes away.
pub const SCHEMA: u32 = 1;

/// How a check ended, from harmless to grave: `Pass < Warn < Unknown < Fail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The rule is kept.
    Pass,
    /// The rule is nearly broken, or broken beyond doubt only for a person's eye.
    Warn,
    /// The check could not run; the finding names the [`Reason`].
    Unknown,
    /// The rule is broken.
    Fail,
}

/// Why a check could not run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// What one check found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub id: CheckId,
    /// How the rule is judged.
    pub kind: Kind,
    /// How it ended.
    pub verdict: Verdict,
    /// The measured value in `unit`; absent when the check could not run.
    pub score: Option<f64>,
    /// What the score counts.
    pub unit: Unit,
    /// The ranges the score was judged by; absent for facts that need none.
    pub bands: Option<Bands>,
    /// On which side of the passing range the score lies; absent inside it.
    pub side: Option<Side>,
    /// How far the measure is to be trusted here, 0 to 1.
    pub confidence: f32,
    /// Where in the upright picture to look.
    pub region: Option<Region>,
    /// Why the verdict is [`Verdict::Unknown`].
    pub reason: Option<Reason>,
    /// What about the file is not as prescribed; empty for every other rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misses: Vec<Miss>,
}

impl Finding {
    /// Judges a score. `worst` caps the verdict: a rule without enough evidence behind it may only warn.
    pub fn measured(id: CheckId, score: f64, bands: Bands, worst: Verdict) -> Self {
        let verdict = bands.judge(score).min(worst);
        Self {
            score: Some(score),
            side: bands.side(score),
            bands: Some(bands),
            ..Self::bare(id, verdict)
        }
    }

    /// States a fact that needs no bands.
    pub fn exact(id: CheckId, holds: bool) -> Self {
        let verdict = if holds { Verdict::Pass } else { Verdict::Fail };
        Self::bare(id, verdict)
    }

    /// States what about a file is not as prescribed; nothing is a pass.
    pub fn of_file(id: CheckId, misses: Vec<Miss>) -> Self {
        let holds = misses.is_empty();
        Self {
            misses,
            ..Self::exact(id, holds)
        }
    }

    /// Says that the check could not run, and why.
    pub fn unknown(id: CheckId, reason: Reason) -> Self {
        Self {
            confidence: 0.0,
            reason: Some(reason),
            ..Self::bare(id, Verdict::Unknown)
        }
    }

    /// The same finding, pointing at a place in the picture.
    pub fn at(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// The same finding, trusted less: `confidence` from 0 to 1.
    pub fn trusted(mut self, confidence: f32) -> Self {
        self.confidence = confidence.clamp(0.0, 1.0);
        self
    }

    fn bare(id: CheckId, verdict: Verdict) -> Self {
        Self {
            id,
            kind: id.kind(),
            verdict,
            score: None,
            unit: id.unit(),
            bands: None,
            side: None,
            confidence: 1.0,
            region: None,
            reason: None,
            misses: vec![],
        }
    }
}

/// What a person must answer. The model may suspect, it never answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The rule that is asked about.
    pub id: CheckId,
    /// How much the picture speaks for a broken rule, 0 to 1; at 0.5 and above the model suspects it.
    pub suspicion: f32,
    /// Where in the upright picture to look.
    pub region: Option<Region>,
}

/// Which data made a report: a name, a version and the SHA-256 of its bytes in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The name, such as `chsi` or `face_detector.tflite`.
    pub id: String,
    /// The version; empty where the hash alone tells.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Lower-case hexadecimal SHA-256.
    pub sha256: String,
}

/// Everything that was found out about one picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The profile that judged.
    pub profile: Stamp,
    /// The models that looked.
    pub models: Vec<Stamp>,
    /// The worst verdict of all findings.
    pub verdict: Verdict,
    /// One finding for every check that ran or should have run, in the order of [`CheckId`].
    pub findings: Vec<Finding>,
    /// What a person must answer, most suspicious first.
    pub questions: Vec<Question>,
}

impl Report {
    /// Puts findings and questions in order and draws the overall verdict; open questions do not change it.
    pub fn new(
        profile: Stamp,
        models: Vec<Stamp>,
        mut findings: Vec<Finding>,
        mut questions: Vec<Question>,
    ) -> Self {
        findings.sort_by_key(|finding| finding.id);
        questions.sort_by(|a, b| b.suspicion.total_cmp(&a.suspicion));
        let verdict = findings
            .iter()
            .map(|finding| finding.verdict)
            .max()
            .unwrap_or(Verdict::Unknown);
        Self {
            schema: SCHEMA,
            profile,
            models,
            verdict,
            findings,
            questions,
        }
    }

    /// The finding about one rule, if the check ran.
    pub fn finding(&self, id: CheckId) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp() -> Stamp {
        Stamp {
            id: "test".into(),
            version: "1".into(),
            sha256: String::new(),
        }
    }

    #[test]
    fn the_worst_finding_decides_and_an_unknown_outweighs_a_warning() {
        let bands = Bands::between([-5.0, 5.0], [-8.0, 8.0]);
        let warn = Finding::measured(CheckId::HeadYaw, 6.0, bands, Verdict::Fail);
        let unknown = Finding::unknown(CheckId::EyesOpen, Reason::Hidden);
        let report = Report::new(stamp(), vec![], vec![unknown, warn], vec![]);
        assert_eq!(report.verdict, Verdict::Unknown);
        assert_eq!(report.findings[0].id, CheckId::HeadYaw);
    }

    #[test]
    fn a_report_without_findings_is_not_a_pass() {
        let report = Report::new(stamp(), vec![], vec![], vec![]);
        assert_eq!(report.verdict, Verdict::Unknown);
    }

    #[test]
    fn a_rule_without_evidence_only_warns() {
        let bands = Bands::at_least(0.6, 0.4);
        let finding = Finding::measured(CheckId::LightEven, 0.1, bands, Verdict::Warn);
        assert_eq!(finding.verdict, Verdict::Warn);
        assert_eq!(finding.side, Some(Side::Low));
    }
}
