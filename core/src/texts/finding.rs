//! The sentences of one finding.

use super::{Lang, text};
use crate::report::{CheckId, Finding, Miss, Side, Unit, Verdict};

/// What a person is told about one finding. Empty strings where there is nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FindingText {
    /// The rule's short name.
    pub title: String,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// The sentence to speak to the student.
    pub say: String,
}

/// The sentences of a finding.
pub fn finding(finding: &Finding, lang: Lang) -> FindingText {
    let id = finding.id;
    let part = |name: &str| fill(of_side(id, finding.side, name, lang), finding);
    let title = title(id, lang).to_owned();
    match finding.verdict {
        Verdict::Pass => FindingText {
            title,
            message: fill(check(id, "pass", lang), finding),
            advice: String::new(),
            say: String::new(),
        },
        Verdict::Unknown => {
            let reason = finding.reason.map(|reason| {
                let name = serde_json::to_value(reason).unwrap_or_default();
                let key =
                    |part: &str| format!("reasons.{}.{part}", name.as_str().unwrap_or_default());
                (text(&key("message"), lang), text(&key("advice"), lang))
            });
            let (message, advice) = reason.unwrap_or_default();
            FindingText {
                title,
                message: message.unwrap_or_default().to_owned(),
                advice: advice.unwrap_or_default().to_owned(),
                say: String::new(),
            }
        }
        Verdict::Warn | Verdict::Fail => FindingText {
            title,
            message: part("message") + &misses(finding, lang),
            advice: part("advice"),
            say: part("say"),
        },
    }
}

/// What about a file is not as prescribed, a sentence each.
fn misses(finding: &Finding, lang: Lang) -> String {
    let word = |key: &str| text(&format!("report.file.{key}"), lang).unwrap_or_default();
    let gap = match lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    let sentence = |miss: &Miss| {
        let property = serde_json::to_value(miss.property).unwrap_or_default();
        let filled = word("miss")
            .replace("{property}", word(property.as_str().unwrap_or_default()))
            .replace("{found}", &miss.found)
            .replace("{wanted}", &miss.wanted);
        format!("{gap}{filled}")
    };
    finding.misses.iter().map(sentence).collect()
}

/// The question a person answers about a rule; "yes" always means that the rule is kept. Empty where nobody is asked.
pub fn question(id: CheckId, lang: Lang) -> &'static str {
    check(id, "question", lang)
}

/// The short name of a rule.
pub fn title(id: CheckId, lang: Lang) -> &'static str {
    check(id, "title", lang)
}

/// What a rule demands.
pub fn rule(id: CheckId, lang: Lang) -> &'static str {
    check(id, "rule", lang)
}

fn check(id: CheckId, part: &str, lang: Lang) -> &'static str {
    text(&format!("checks.{id}.{part}"), lang).unwrap_or_default()
}

/// A text that may differ by side: `checks.ID.low.PART`, or `checks.ID.PART` where both sides read alike.
fn of_side(id: CheckId, side: Option<Side>, part: &str, lang: Lang) -> &'static str {
    let name = match side {
        Some(Side::Low) => "low",
        Some(Side::High) => "high",
        None => return check(id, part, lang),
    };
    text(&format!("checks.{id}.{name}.{part}"), lang).unwrap_or_else(|| check(id, part, lang))
}

/// A score or a limit as people read it, with the sign of its unit.
pub fn value(number: f64, unit: Unit) -> String {
    let digits = |factor: f64, digits: i32| {
        let scale = 10f64.powi(digits);
        // Adding zero takes the sign off a zero.
        let rounded = (number * factor * scale).round() / scale + 0.0;
        format!("{rounded:.*}", digits as usize)
    };
    // A small share gets one more digit.
    let more = i32::from(number.abs() < 0.1);
    match unit {
        Unit::Share => digits(100.0, more) + " %",
        Unit::Degrees => digits(1.0, 0) + "°",
        Unit::Metres => digits(1.0, 1) + " m",
        Unit::Pixels => digits(1.0, 0) + " px",
        Unit::Ratio => digits(1.0, 2 + more),
        Unit::DeltaE => format!("ΔE {}", digits(1.0, 0)),
        Unit::None | Unit::Count => digits(1.0, 0),
    }
}

/// Puts the score in place of `{score}`. The text around it says on which side it lies, and its unit unless degrees.
fn fill(template: &str, finding: &Finding) -> String {
    let Some(score) = finding.score else {
        return template.to_owned();
    };
    let number = match finding.unit {
        Unit::Metres => format!("{score:.1}"),
        Unit::Pixels => format!("{score:.0}"),
        unit => value(score.abs(), unit),
    };
    template.replace("{score}", &number)
}
