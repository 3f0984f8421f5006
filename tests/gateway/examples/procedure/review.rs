//! The reviewer's page of one photo, with its pictures inside: what a browser shows, without a service behind it.

use crate::card::Picture;
use crate::say;
use crate::support::Service;
use crate::support::ask::Ask;
use anyhow::{Context, Result};
use maud::{DOCTYPE, PreEscaped, html};
use xueying::frame::{Limits, decode};
use xueying::texts::Lang;
use xueying_gateway::Role;

/// Looks at the oldest photo that waits, in Chinese and English, and approves it.
pub fn approve(service: &Service) -> Result<[String; 2]> {
    let (api, token) = (service.api(), service.token(Role::Reviewer));
    let ask = |path: &str| api.send(Ask::get(path).token(&token)).expect(200).body;
    let waiting: serde_json::Value = serde_json::from_slice(&ask("/v1/review/photos"))?;
    let photo = waiting[0]["photo"].as_str().context("no photo waits")?;
    let [original, portrait] =
        ["original", "portrait"].map(|name| ask(&format!("/v1/review/photos/{photo}/{name}")));
    let pixels = decode(&original, &Limits::default())?.pixels;
    let (width, height) = pixels.dimensions();
    let places = format!("viewBox=\"0 0 {width} {height}\"");
    let filled = [
        (
            "original",
            format!("src=\"{}\"", Picture::small(&pixels)?.0),
        ),
        (
            "portrait",
            format!("src=\"{}\"", Picture::jpeg(&portrait).0),
        ),
        ("places", places),
    ];
    let style = String::from_utf8(ask("/review.css"))?;
    let pages = Lang::ALL.map(|lang| {
        let query = if lang == Lang::En { "?lang=en" } else { "" };
        let case = ask(&format!("/review/cases/{photo}{query}"));
        let case = filled.iter().fold(text(&case), |case, (id, value)| {
            case.replace(&format!("id=\"{id}\""), &format!("id=\"{id}\" {value}"))
        });
        page(&style, &case, lang)
    });
    service.decide(photo, "approve", &[]).expect(200);
    Ok(pages)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn page(style: &str, case: &str, lang: Lang) -> String {
    let page = html! {
        (DOCTYPE)
        meta charset="utf-8";
        style { (PreEscaped(style)) }
        header { h1 { (say("review", lang)) } }
        main { (PreEscaped(case)) }
    };
    page.into_string()
}
