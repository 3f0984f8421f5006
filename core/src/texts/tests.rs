use super::*;
use crate::profile::Profile;
use crate::report::{Bands, CheckId, Finding, Kind, Range, Reason, Side, Verdict};
use std::fmt::Write;

/// Rules judged on both sides; the programme's own bands may add to them, never take away.
const TWO_SIDED: &[CheckId] = &[
    CheckId::CrownPosition,
    CheckId::EyeLinePosition,
    CheckId::FaceWidth,
    CheckId::Centering,
    CheckId::HeadYaw,
    CheckId::HeadPitch,
    CheckId::HeadRoll,
    CheckId::ShouldersLevel,
    CheckId::HeadShare,
    CheckId::BodyShare,
];

/// Rules that a person answers, alone or beside the measure.
const QUESTIONS: &[CheckId] = &[
    CheckId::IdentityConfirmed,
    CheckId::EarLeftVisible,
    CheckId::EarRightVisible,
    CheckId::HairTiedBack,
    CheckId::GlassesTinted,
    CheckId::ContactLenses,
    CheckId::Headwear,
    CheckId::Jewellery,
    CheckId::Makeup,
    CheckId::LensClean,
    CheckId::ClothesHood,
    CheckId::ClothesNeckline,
    CheckId::Recapture,
];

fn both(key: &str) -> [&'static str; 2] {
    Lang::ALL.map(|lang| text(key, lang).unwrap_or_else(|| panic!("{key} is missing")))
}

#[test]
fn every_rule_has_its_texts_and_no_other_rule_has_any() {
    for id in CheckId::ALL {
        for part in ["title", "rule", "pass"] {
            both(&format!("checks.{id}.{part}"));
        }
        let from_profile = Profile::chsi()
            .rule(*id)
            .is_some_and(|rule| matches!(rule.pass, Range(Some(_), Some(_))));
        let sides: &[&str] = if TWO_SIDED.contains(id) || from_profile {
            &[".low", ".high"]
        } else {
            &[""]
        };
        for side in sides {
            for part in ["message", "advice"] {
                both(&format!("checks.{id}{side}.{part}"));
            }
            let key = format!("checks.{id}{side}.say");
            assert!(text(&key, Lang::Zh).is_some(), "{key} is missing");
        }
        let asked = text(&format!("checks.{id}.question"), Lang::Zh).is_some();
        assert_eq!(asked, QUESTIONS.contains(id), "{id}");
        assert!(asked || id.kind() != Kind::Asked, "{id}");
    }
    for key in keys().filter(|key| key.starts_with("checks.")) {
        let id = key.split('.').nth(1).unwrap();
        assert!(id.parse::<CheckId>().is_ok(), "{key}");
    }
}

#[test]
fn every_reason_has_its_texts() {
    for reason in REASONS {
        let unknown = Finding::unknown(CheckId::HeadYaw, reason);
        for lang in Lang::ALL {
            let text = finding(&unknown, lang);
            assert!(
                !text.message.is_empty() && !text.advice.is_empty(),
                "{reason:?}"
            );
        }
    }
}

/// The most characters of a text, Chinese and English: a title fits a chip, a spoken sentence takes three seconds.
const BOUNDS: &[(&str, [usize; 2])] = &[
    ("title", [8, 24]),
    ("say", [18, 50]),
    ("question", [22, 60]),
    ("pass", [24, 60]),
    ("rule", [30, 90]),
    ("message", [30, 90]),
    ("advice", [45, 120]),
];

#[test]
fn texts_are_short_and_well_formed() {
    for key in keys() {
        let [zh, en] = both(key);
        let part = key.rsplit('.').next().unwrap();
        let bounds = BOUNDS.iter().find(|(name, _)| *name == part);
        if let Some((_, [most_zh, most_en])) = bounds.filter(|_| key.starts_with("checks.")) {
            assert!(zh.chars().count() <= *most_zh, "{key}: {zh}");
            assert!(en.chars().count() <= *most_en, "{key}: {en}");
        }
        assert_eq!(zh.is_empty(), en.is_empty(), "{key}");
        assert_eq!(zh.contains("{score}"), en.contains("{score}"), "{key}");
        if part != "say" {
            assert!(!zh.is_empty(), "{key}");
        }
        let is_sentence = match part {
            "message" | "advice" => true,
            "say" | "question" | "pass" | "rule" => key.starts_with("checks."),
            _ => false,
        };
        if is_sentence {
            assert!(zh.is_empty() || zh.ends_with(['。', '？']), "{key}: {zh}");
            assert!(en.is_empty() || en.ends_with(['.', '?']), "{key}: {en}");
        }
        assert!(!zh.contains(['"', '\'', ',', ';', '!', '?']), "{key}: {zh}");
        // Examples of a command line are indented.
        let gap = |text: &str| text.contains("  ") && part != "examples";
        assert!(!gap(zh) && zh.trim() == zh, "{key}: {zh}");
        assert!(!gap(en) && en.trim() == en, "{key}: {en}");
        let chinese = |c: char| {
            ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c)
        };
        assert!(!en.contains(chinese), "{key}: {en}");
    }
}

#[test]
fn a_locale_gives_its_language() {
    for (locale, lang) in [
        ("zh_CN.UTF-8", Lang::Zh),
        ("zh-Hans", Lang::Zh),
        ("ZH", Lang::Zh),
        ("en_GB.UTF-8", Lang::En),
        ("zha_CN", Lang::En),
        ("C", Lang::En),
        ("", Lang::En),
    ] {
        assert_eq!(Lang::of_locale(locale), lang, "{locale}");
    }
}

const REASONS: [Reason; 6] = [
    Reason::NoFace,
    Reason::FaceTooSmall,
    Reason::OutsidePicture,
    Reason::Hidden,
    Reason::NotInPicture,
    Reason::NoModel,
];

/// A passing finding, and one for every way out of the passing range.
fn samples(id: CheckId) -> Vec<Finding> {
    if id.kind() != Kind::Measured {
        return vec![Finding::exact(id, true), Finding::exact(id, false)];
    }
    let bands = Bands::between([-5.0, 5.0], [-8.0, 8.0]);
    let sides: &[f64] = if TWO_SIDED.contains(&id) {
        &[1.0, -7.0, 9.0]
    } else {
        &[1.0, 9.0]
    };
    let mut findings: Vec<Finding> = sides
        .iter()
        .map(|score| Finding::measured(id, *score, bands, Verdict::Fail))
        .collect();
    if id == CheckId::FaceCount {
        findings.push(Finding::exact(id, false));
    }
    findings
}

#[test]
fn what_a_person_reads_and_hears() {
    for lang in Lang::ALL {
        let mut all = String::new();
        for id in CheckId::ALL {
            writeln!(all, "# {id}: {}", rule(*id, lang)).unwrap();
            for sample in samples(*id) {
                let text = finding(&sample, lang);
                let side = match sample.side {
                    Some(Side::Low) if TWO_SIDED.contains(id) => " low",
                    Some(Side::High) if TWO_SIDED.contains(id) => " high",
                    _ => "",
                };
                let verdict = format!("{:?}", sample.verdict).to_lowercase();
                write!(all, "{verdict}{side} [{}] {}", text.title, text.message).unwrap();
                for part in [text.advice, text.say]
                    .iter()
                    .filter(|part| !part.is_empty())
                {
                    write!(all, " / {part}").unwrap();
                }
                assert!(
                    !all.contains(['{', '}']),
                    "{id}: a placeholder was left over"
                );
                all.push('\n');
            }
            if QUESTIONS.contains(id) {
                writeln!(all, "asked {}", question(*id, lang)).unwrap();
            }
        }
        for reason in REASONS {
            let text = finding(&Finding::unknown(CheckId::HeadYaw, reason), lang);
            writeln!(all, "# {reason:?}: {} / {}", text.message, text.advice).unwrap();
        }
        insta::assert_snapshot!(format!("{lang:?}").to_lowercase(), all);
    }
}
