//! The reviewer's page: plain HTML over the API. The token stands behind the `#` of the address, which no browser sends;
//! the page itself holds nothing of anybody, what it shows it fetches with the token.

mod case;

use crate::app::App;
use axum::Router;
use axum::extract::RawQuery;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};
use std::sync::Arc;
use xueying::texts::{self, Lang};

const SCRIPT: &str = include_str!("review.js");
const STYLE: &str = include_str!("review.css");
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
        .route("/review/cases/{photo}", get(case::case))
}

async fn review(RawQuery(query): RawQuery) -> impl IntoResponse {
    let policy = [(header::CONTENT_SECURITY_POLICY, POLICY)];
    (policy, Html(page(asked(query.as_deref())).into_string()))
}

/// The language of a query.
fn asked(query: Option<&str>) -> Lang {
    match query {
        Some("lang=en") => Lang::En,
        _ => Lang::Zh,
    }
}

fn say(key: &str, lang: Lang) -> &'static str {
    texts::text(&format!("gateway.review.{key}"), lang).unwrap_or_default()
}

fn page(lang: Lang) -> Markup {
    // Who does not read the page's language reads the name of their own.
    let (locale, other, name) = match lang {
        Lang::Zh => ("zh-CN", "en", "English"),
        Lang::En => ("en", "zh", "中文"),
    };
    html! {
        (DOCTYPE)
        html lang=(locale) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (say("title", lang)) }
                link rel="stylesheet" href="/review.css";
                script src="/review.js" defer {}
            }
            body {
                header {
                    h1 { (say("title", lang)) }
                    span id="waiting" data-text=(say("waiting", lang)) {}
                    a id="other" href={ "/review?lang=" (other) } { (name) }
                }
                @for message in ["no_token", "empty", "failed", "approved", "refused"] {
                    p id=(message) .message role="status" hidden { (say(message, lang)) }
                }
                main id="case" {}
            }
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
            let words = ["<h1></h1>", "hidden></p>", "data-text=\"\"", "\"></a>"];
            assert!(!words.iter().any(|empty| page.contains(empty)), "{page}");
        }
    }
}
