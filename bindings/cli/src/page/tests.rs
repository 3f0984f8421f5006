use super::*;
use xueying::portrait::crop::Crop;
use xueying::report::{Bands, CheckId, Finding, Question, Reason, Region, Report};

const NAME: &str = "<img src=x onerror=alert(1)>&\"'.jpg";

fn picture() -> Picture {
    let profile = Profile::chsi();
    let measured = |id, score| {
        let rule = profile.rule(id).expect("the official profile has the rule");
        Finding::measured(id, score, rule.bands(), rule.worst)
    };
    let face = Region::Box([120.0, 90.0, 80.0, 100.0]);
    let brow = Region::Polygon(vec![[120.0, 100.0], [150.0, 95.0], [150.0, 105.0]]);
    let findings = vec![
        measured(CheckId::HeadYaw, 9.0).at(face.clone()),
        measured(CheckId::LightEven, 0.1).at(brow).trusted(0.2),
        measured(CheckId::HeadRoll, 0.0),
        Finding::measured(
            CheckId::HeadPitch,
            f64::MAX,
            Bands::at_most(5.0, 10.0),
            Verdict::Fail,
        ),
        Finding::unknown(CheckId::EyesOpen, Reason::Hidden),
    ];
    let questions = vec![Question {
        id: CheckId::Jewellery,
        suspicion: 0.7,
        region: Some(face),
    }];
    Picture {
        jpeg: vec![1, 2, 3],
        size: [320, 400],
        frame: Some(Crop {
            x: 80.0,
            y: 40.0,
            width: 150.0,
            height: 200.0,
        }),
        report: Report::new(profile.stamp.clone(), vec![], findings, questions),
        eyes: Some([[140.0, 120.0], [180.0, 120.0]]),
        portrait: None,
        landmarks: vec![[150.0, 130.0]],
    }
}

fn rendered() -> String {
    let entries = [
        Entry {
            path: NAME.into(),
            content: Content::Checked(Box::new(picture())),
        },
        Entry {
            path: "b.heic".into(),
            content: Content::Unreadable(crate::problem::Problem::new("unsupported_heic")),
        },
    ];
    let page = Page {
        lang: Lang::En,
        kind: Kind::Capture,
        profile: &Profile::chsi(),
        entries: &entries,
        interrupted: true,
    };
    page.render()
}

/// Every value of an attribute.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    let after = page.split(start.as_str()).skip(1);
    after.filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn names_of_files_are_shown_never_obeyed() {
    let page = rendered();
    assert!(!page.contains("<img"));
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let page = rendered();
    for target in values(&page, "href") {
        assert!(
            target.starts_with('#') || target.starts_with("data:image/jpeg;base64,"),
            "{target}"
        );
    }
    assert_eq!(values(&page, "src"), Vec::<&str>::new());
    assert!(!page.contains("url(") && !page.contains("@import") && !page.contains("fetch("));
}

#[test]
fn ids_are_unique_and_links_lead_somewhere() {
    let page = rendered();
    let mut ids = values(&page, "id");
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for link in values(&page, "href")
        .iter()
        .filter_map(|href| href.strip_prefix('#'))
    {
        assert!(ids.contains(&link), "{link}");
    }
    // Every place has its words; words without a place are allowed.
    for finding in values(&page, "data-finding") {
        assert!(ids.contains(&finding), "{finding}");
    }
    assert_eq!(values(&page, "data-finding").len(), 3);
    assert_eq!(values(&page, "data-region").len(), 4);
}

#[test]
fn both_languages_are_inside() {
    let page = rendered();
    for words in [
        "头往学生自己的左边转了约 9°。",
        "The head is turned about 9° to the student's own left.",
        "请把头往右转一点。",
        "没有戴耳环、项链等首饰，对吗？",
        "This file could not be checked",
        "这是 HEIC 格式，无法读取。",
        "检查被中断",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("data-lang=\"en\""));
}

#[test]
fn a_number_too_large_breaks_nothing() {
    for number in values(&rendered(), "style") {
        assert!(
            !number.contains("NaN") && !number.contains("inf"),
            "{number}"
        );
    }
}
