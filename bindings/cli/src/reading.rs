//! A report in the order in which people read it: the gravest first, what could not be checked together by its reason.

use xueying::report::{Finding, Question, Reason, Report, Verdict};

/// The parts of a report. Fails, warnings and questions are numbered through, in this order, wherever they are shown.
pub struct Reading<'a> {
    pub fails: Vec<&'a Finding>,
    pub warnings: Vec<&'a Finding>,
    pub questions: &'a [Question],
    /// Each reason with what it kept from being checked, never empty.
    pub unknown: Vec<(Option<Reason>, Vec<&'a Finding>)>,
    pub passed: Vec<&'a Finding>,
}

impl<'a> Reading<'a> {
    /// Sorts a report.
    pub fn of(report: &'a Report) -> Self {
        let ended = |verdict| {
            let findings = report.findings.iter();
            findings.filter(move |finding| finding.verdict == verdict)
        };
        let mut unknown: Vec<(Option<Reason>, Vec<&Finding>)> = vec![];
        for finding in ended(Verdict::Unknown) {
            match unknown
                .iter_mut()
                .find(|(reason, _)| *reason == finding.reason)
            {
                Some((_, group)) => group.push(finding),
                None => unknown.push((finding.reason, vec![finding])),
            }
        }
        Self {
            fails: ended(Verdict::Fail).collect(),
            warnings: ended(Verdict::Warn).collect(),
            questions: &report.questions,
            unknown,
            passed: ended(Verdict::Pass).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xueying::report::{Bands, CheckId, Stamp};

    #[test]
    fn nothing_is_lost_and_reasons_stand_together() {
        let bands = Bands::at_most(1.0, 2.0);
        let measured = |id, score| Finding::measured(id, score, bands, Verdict::Fail);
        let findings = vec![
            measured(CheckId::HeadYaw, 3.0),
            Finding::unknown(CheckId::EyesOpen, Reason::Hidden),
            Finding::unknown(CheckId::HeadRoll, Reason::NoFace),
            Finding::unknown(CheckId::GazeForward, Reason::Hidden),
            measured(CheckId::HeadPitch, 1.5),
            measured(CheckId::FaceCount, 0.0),
        ];
        let stamp = Stamp {
            id: "test".into(),
            version: String::new(),
            sha256: String::new(),
        };
        let report = Report::new(stamp, vec![], findings, vec![]);
        let reading = Reading::of(&report);
        let ids = |findings: &[&Finding]| {
            findings
                .iter()
                .map(|finding| finding.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&reading.fails), [CheckId::HeadYaw]);
        assert_eq!(ids(&reading.warnings), [CheckId::HeadPitch]);
        assert_eq!(ids(&reading.passed), [CheckId::FaceCount]);
        assert_eq!(reading.unknown.len(), 2);
        assert_eq!(
            ids(&reading.unknown[1].1),
            [CheckId::EyesOpen, CheckId::GazeForward]
        );
    }
}
