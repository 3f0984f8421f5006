//! The report of a check as one HTML file: the photos with what was found drawn over them, for people who would rather
//! look than read. Both languages are inside, nothing is loaded from elsewhere, and it prints.

mod entry;
mod figure;
mod findings;
mod portrait;
mod scale;
#[cfg(test)]
mod tests;

pub use entry::{Content, Entry, Picture};
pub use figure::whole;
pub use portrait::Shown;

use crate::check::Kind;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use xueying::profile::Profile;
use xueying::report::{Stamp, Verdict};
use xueying::texts::{Lang, text};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Everything a report shows.
pub struct Page<'a> {
    /// The language it opens in.
    pub lang: Lang,
    /// What the photos were judged as.
    pub kind: Kind,
    /// What they were judged by.
    pub profile: &'a Profile,
    /// The photos, in order.
    pub entries: &'a [Entry],
    /// Whether the check was broken off before the last one.
    pub interrupted: bool,
}

impl Page<'_> {
    /// The file.
    pub fn render(&self) -> String {
        html! {
            (DOCTYPE)
            html lang=(tag(self.lang)) data-lang=(code(self.lang)) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    title { "学影 Xueying · " (text("report.title", self.lang).unwrap_or_default()) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    (self.header())
                    main {
                        @for (index, entry) in self.entries.iter().enumerate() {
                            (entry::section(index + 1, entry, self.profile))
                        }
                    }
                    (self.footer())
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
        .into_string()
    }

    fn header(&self) -> Markup {
        html! {
            header class="top" {
                div class="brand" {
                    (PreEscaped(LOGO))
                    h1 { "学影" span class="latin" { "Xueying" } }
                    p { (both("report.title")) }
                }
                div class="switch" role="group" aria-label="语言 Language" {
                    @for (lang, name) in [(Lang::Zh, "中文"), (Lang::En, "English")] {
                        button type="button" lang=(tag(lang)) data-set=(code(lang)) { (name) }
                    }
                }
            }
            @if self.interrupted {
                p class="notice" { (both("report.interrupted")) }
            }
            @if self.entries.len() > 1 {
                (self.index())
            }
        }
    }

    fn index(&self) -> Markup {
        html! {
            nav class="index" aria-label="照片 Photos" {
                p class="counts" {
                    @for verdict in ["fail", "unknown", "warn", "pass", "unreadable"] {
                        @let count = self.entries.iter().filter(|entry| entry.verdict() == verdict).count();
                        @if count > 0 {
                            span class={ "count " (verdict) } {
                                b { (count) } " " (both(&format!("report.verdict.{verdict}")))
                            }
                        }
                    }
                }
                ol {
                    @for (index, entry) in self.entries.iter().enumerate() {
                        li { (entry::thumbnail(index + 1, entry)) }
                    }
                }
            }
        }
    }

    fn footer(&self) -> Markup {
        let models = self
            .entries
            .iter()
            .find_map(|entry| entry.picture())
            .map(|picture| picture.report.models.as_slice());
        let kind = match self.kind {
            Kind::Capture => "report.capture",
            Kind::Portrait => "report.finished",
        };
        html! {
            footer {
                p { (both("report.privacy")) }
                details {
                    summary { (both("report.details")) }
                    p { (both(kind)) }
                    dl {
                        dt { (both("report.profile")) }
                        dd { (stamp(&self.profile.stamp)) }
                        dt { (both("report.models")) }
                        @for model in models.unwrap_or_default() {
                            dd { (stamp(model)) }
                        }
                    }
                }
            }
        }
    }
}

/// Head and shoulders in a dashed outline.
const LOGO: &str = r#"<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7"/><path d="M5 29c1-7 5-9 11-9s10 2 11 9"/><ellipse cx="16" cy="12.5" rx="5.6" ry="7"/></svg>"#;

fn stamp(stamp: &Stamp) -> Markup {
    html! {
        (stamp.id) " " (stamp.version) " " code { (stamp.sha256) }
    }
}

/// The name of a verdict in styles and text keys.
const fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Warn => "warn",
        Verdict::Unknown => "unknown",
        Verdict::Fail => "fail",
    }
}

/// A sentence in both languages, of which the style shows one.
fn each(sentence: impl Fn(Lang) -> String) -> Markup {
    html! {
        @for lang in Lang::ALL {
            span lang=(tag(lang)) { (sentence(lang)) }
        }
    }
}

/// A text of the catalogue in both languages.
fn both(key: &str) -> Markup {
    each(|lang| text(key, lang).unwrap_or_default().to_owned())
}

const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}
