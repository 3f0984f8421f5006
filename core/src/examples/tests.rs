use super::*;
use crate::digest::sha256;

use std::fmt::Write;

const BOTH: [Example; 2] = [Example::Right, Example::Wrong];

#[test]
fn every_rule_is_drawn_twice_and_differently() {
    for id in CheckId::ALL {
        let [right, wrong] = BOTH.map(|example| draw(*id, example));
        // More differs than tick and cross.
        let body = |svg: &str| svg.split(r#"cx="15" cy="15""#).next().map(str::to_owned);
        assert_ne!(body(&right), body(&wrong), "{id}");
    }
}

#[test]
fn no_two_rules_have_the_same_wrong() {
    let mut seen = std::collections::BTreeMap::new();
    for id in CheckId::ALL {
        if let Some(other) = seen.insert(draw(*id, Example::Wrong), id) {
            panic!("{id} is drawn like {other}");
        }
    }
}

#[test]
fn drawings_are_well_formed_and_stand_alone() {
    for (id, example) in CheckId::ALL
        .iter()
        .flat_map(|id| BOTH.map(|example| (*id, example)))
    {
        let svg = draw(id, example);
        for banned in ["<text", " id=", "url(", "href", "NaN", "inf"] {
            assert!(!svg.contains(banned), "{id}: {banned}");
        }
        let mut open = vec![];
        for tag in svg.split('<').skip(1) {
            let name = tag
                .split([' ', '>', '/'])
                .find(|name| !name.is_empty())
                .unwrap();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{id}");
            } else if !tag.trim_end().ends_with("/>") {
                open.push(name);
            }
            assert_eq!(tag.matches('"').count() % 2, 0, "{id}: {tag}");
        }
        assert!(open.is_empty(), "{id}: {open:?}");
    }
}

/// One line for each rule: a change of any drawing shows here, to be looked at on the contact sheet.
#[test]
fn the_drawings_are_as_they_were_when_last_looked_at() {
    let mut lines = String::new();
    for id in CheckId::ALL {
        let short = |example| sha256(draw(*id, example).as_bytes())[..12].to_owned();
        let [right, wrong] = BOTH.map(short);
        let _ = writeln!(lines, "{id} {right} {wrong}");
    }
    insta::assert_snapshot!(lines);
    insta::assert_snapshot!(draw(CheckId::EarLeftVisible, Example::Wrong));
}

/// The picture of the README: eight rules, wrong above right. To draw it anew after a change, run this test with
/// `XUEYING_DRAW=1` and look at `sheet.svg`.
#[test]
fn the_sheet_of_the_readme_shows_the_drawings_as_they_are() {
    let rules = [
        CheckId::EarLeftVisible,
        CheckId::TeethHidden,
        CheckId::HeadRoll,
        CheckId::HairOverBrows,
        CheckId::LightEven,
        CheckId::GlassesGlare,
        CheckId::ClothesNeckline,
        CheckId::Backlight,
    ];
    let mut sheet = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 340">"#,
        rules.len() * 130
    );
    for (row, example) in [Example::Wrong, Example::Right].into_iter().enumerate() {
        for (column, id) in rules.into_iter().enumerate() {
            let (x, y) = (column * 130 + 5, row * 170 + 5);
            let drawing = draw(id, example);
            let _ = write!(
                sheet,
                r#"<svg x="{x}" y="{y}" width="120" height="160">{drawing}</svg>"#
            );
        }
    }
    sheet.push_str("</svg>\n");
    if std::env::var_os("XUEYING_DRAW").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/examples/sheet.svg");
        std::fs::write(path, &sheet).unwrap();
    } else {
        assert!(
            sheet == include_str!("sheet.svg"),
            "the drawings have changed"
        );
    }
}
