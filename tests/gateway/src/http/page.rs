//! The reviewer's page: plain HTML over the API. The token stands behind the `#` of the address, which no browser sends;
//! the page itself holds nothing of anybody.

use crate::app::App;
use axum::Router;
use axum::extract::RawQuery;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};
use std::sync::Arc;
use xueying::report::CheckId;
use xueying::texts::{self, Lang};

const SCRIPT: &str = include_str!("../page/review.js");
const STYLE: &str = include_str!("../page/review.css");
/// Nothing from elsewhere; pictures are fetched with the token and shown from memory.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src blob:; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub fn router() -> Router<Arc<App>> {
    let script = async || ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT);
    let style = async || ([(header::CONTENT_TYPE, "text/css")], STYLE);
    Router::new()
        .route("/review", get(review))
        .route("/review.js", get(script))
        .route("/review.css", get(style))
}

async fn review(RawQuery(query): RawQuery) -> impl IntoResponse {
    let lang = match query.as_deref() {
        Some("lang=en") => Lang::En,
        _ => Lang::Zh,
    };
    let policy = [(header::CONTENT_SECURITY_POLICY, POLICY)];
    (policy, Html(page(lang).into_string()))
}

fn page(lang: Lang) -> Markup {
    let say = |key: &str| texts::text(&format!("gateway.review.{key}"), lang).unwrap_or_default();
    let locale = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    html! {
        (DOCTYPE)
        html lang=(locale) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (say("title")) }
                link rel="stylesheet" href="/review.css";
                script src="/review.js" defer {}
            }
            body {
                h1 { (say("title")) }
                @for message in ["no_token", "empty", "failed"] {
                    p id=(message) role="status" hidden { (say(message)) }
                }
                main id="case" hidden {
                    p id="rehearsal" hidden { strong { (say("rehearsal")) } }
                    p { (say("student")) " " b id="student" {} }
                    div .pictures {
                        figure { img id="original" alt=(say("original")); figcaption { (say("original")) } }
                        figure { img id="portrait" alt=(say("portrait")); figcaption { (say("portrait")) } }
                    }
                    (evidence(&say))
                    (decision(&say, lang))
                }
            }
        }
    }
}

/// What the phone found, and what it signed.
fn evidence<'a>(say: &impl Fn(&str) -> &'a str) -> Markup {
    html! {
        h2 { (say("findings")) }
        table {
            thead { tr {
                @for column in ["rule", "verdict", "measure", "stated"] { th { (say(column)) } }
            } }
            tbody id="findings" {}
        }
        details { summary { (say("manifest")) } pre id="manifest" {} }
    }
}

/// Approve, or refuse with the rules that are broken.
fn decision<'a>(say: &impl Fn(&str) -> &'a str, lang: Lang) -> Markup {
    html! {
        form id="decision" {
            h2 { (say("decision")) }
            button type="button" id="approve" { (say("approve")) }
            fieldset {
                legend { (say("reasons")) }
                @for id in CheckId::ALL {
                    label { input type="checkbox" value=(id) data-title=(texts::title(*id, lang)); " " (texts::title(*id, lang)) }
                }
            }
            button type="submit" { (say("refuse")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_all_its_words_in_both_languages() {
        for lang in Lang::ALL {
            let page = page(lang).into_string();
            assert!(
                !page.contains("<h1></h1>") && !page.contains("<th></th>"),
                "{page}"
            );
            assert!(!page.contains("<p hidden></p>") && !page.contains("<legend></legend>"));
            assert!(page.contains("value=\"head_yaw\""));
        }
    }
}
