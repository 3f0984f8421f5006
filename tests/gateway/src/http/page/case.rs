//! One photo as a reviewer sees it: both pictures, what the phone found, what was stated against it, what was signed, and
//! the decision. A part of the page, in HTML.

use super::super::auth::Reviewer;
use super::super::{Answer, Shared};
use super::{asked, say};
use crate::problem::Problem;
use crate::store::review;
use crate::wire::Id;
use axum::extract::{RawQuery, State};
use axum::response::Html;
use maud::{Markup, html};
use std::time::{Duration, UNIX_EPOCH};
use xueying::camera::{SessionMode, Source};
use xueying::capture::{Envelope, Manifest, WallTime};
use xueying::report::{CheckId, Finding, Region, Report, Verdict};
use xueying::texts::{self, Lang};

/// The last moment of the year 9999, beyond which no date is written.
const LATEST: u64 = 253_402_300_799_999;

pub async fn case(
    State(app): Shared,
    Reviewer(_): Reviewer,
    id: Id,
    RawQuery(query): RawQuery,
) -> Answer<Html<String>> {
    let found = app.read(move |all, _| review::reviewed(all, &id.0));
    let found = found.await?;
    let envelope: Envelope =
        serde_json::from_str(&found.envelope).map_err(|_| Problem::Internal)?;
    let manifest: Manifest =
        serde_json::from_str(&envelope.manifest).map_err(|_| Problem::Internal)?;
    let shown = shown(&found.masked_name, &manifest, asked(query.as_deref()));
    Ok(Html(shown.into_string()))
}

fn shown(student: &str, manifest: &Manifest, lang: Lang) -> Markup {
    let say = |key: &str| say(key, lang);
    html! {
        @if manifest.mode == SessionMode::Rehearsal {
            p .rehearsal { (say("rehearsal")) }
        }
        section .top {
            figure .original {
                div { img id="original" alt=(say("original")); (places(&manifest.report)) }
                figcaption { (say("original")) }
            }
            figure { img id="portrait" alt=(say("portrait")); figcaption { (say("portrait")) } }
            (facts(student, manifest, lang))
        }
        @if !manifest.overrides.is_empty() {
            section .stated {
                h2 { (say("stated")) }
                dl { @for (id, reason) in &manifest.overrides {
                    dt { (texts::title(*id, lang)) } dd { (reason) }
                } }
            }
        }
        section {
            h2 { (say("findings")) }
            (findings(&manifest.report, lang))
            (questions(&manifest.report, lang))
        }
        details { summary { (say("manifest")) }
            pre { (serde_json::to_string_pretty(manifest).unwrap_or_default()) }
        }
        (decision(&manifest.report, lang))
    }
}

/// Who, where, when, with what.
fn facts(student: &str, manifest: &Manifest, lang: Lang) -> Markup {
    let say = |key: &str| say(key, lang);
    let source = match manifest.source {
        Source::PhoneRear => "phone_rear",
        Source::Desktop => "desktop",
        Source::Simulated => "simulated",
    };
    let [width, height] = manifest.camera.still;
    html! {
        dl .facts {
            dt { (say("student")) } dd .name { (student) }
            dt { (say("session")) } dd { (manifest.session) }
            dt { (say("taken")) } dd { time data-at=(manifest.taken.0) { (moment(manifest.taken)) } }
            dt { (say("source.title")) } dd { (say(&format!("source.{source}"))) }
            dt { (say("still")) } dd { (width) " × " (height) }
            dt { (say("frames")) } dd { (manifest.camera.frames) }
            dt { (say("signature")) } dd .good { (say("signed")) }
        }
    }
}

/// By Greenwich; the page puts the reviewer's own time in its place.
fn moment(WallTime(at): WallTime) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_millis(at.min(LATEST)))
}

/// The places of what was found, over the photo. The page sets the box to the photo's pixels.
fn places(report: &Report) -> Markup {
    let findings = report.findings.iter().filter(|one| is_trouble(one));
    html! {
        svg id="places" aria-hidden="true" {
            @for finding in findings {
                @match &finding.region {
                    Some(Region::Box([x, y, width, height])) => {
                        rect data-of=(finding.id) data-verdict=(word(finding.verdict))
                            x=(x) y=(y) width=(width) height=(height) {}
                    }
                    Some(Region::Polygon(points)) => {
                        polygon data-of=(finding.id) data-verdict=(word(finding.verdict)) points=(corners(points)) {}
                    }
                    None => {}
                }
            }
        }
    }
}

fn corners(points: &[[f32; 2]]) -> String {
    let corners = points.iter().map(|[x, y]| format!("{x},{y}"));
    corners.collect::<Vec<_>>().join(" ")
}

fn is_trouble(finding: &Finding) -> bool {
    finding.verdict != Verdict::Pass
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Warn => "warn",
        Verdict::Unknown => "unknown",
        Verdict::Fail => "fail",
    }
}

/// The worst first; what passed folded away.
fn findings(report: &Report, lang: Lang) -> Markup {
    let (mut trouble, passed): (Vec<_>, Vec<_>) =
        report.findings.iter().partition(|one| is_trouble(one));
    trouble.sort_by_key(|finding| std::cmp::Reverse(finding.verdict));
    let count = passed.len().to_string();
    html! {
        (table(&trouble, lang))
        details { summary { (say("passed", lang).replace("{count}", &count)) } (table(&passed, lang)) }
    }
}

fn table(findings: &[&Finding], lang: Lang) -> Markup {
    html! {
        table { tbody { @for finding in findings {
            tr data-of=(finding.id) data-verdict=(word(finding.verdict)) {
                td { span .verdict { (verdict(finding.verdict, lang)) } }
                th scope="row" { (texts::title(finding.id, lang)) }
                td { (texts::finding(finding, lang).message) }
                td .measure { (measure(finding, lang)) }
            }
        } } }
    }
}

fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    texts::text(&format!("report.verdict.{}", word(verdict)), lang).unwrap_or_default()
}

/// The score, and what would have passed.
fn measure(finding: &Finding, lang: Lang) -> Markup {
    let value = |number| texts::value(number, finding.unit);
    let Some(score) = finding.score else {
        return html! {};
    };
    let wanted = finding
        .bands
        .map(|bands| match (bands.pass.0, bands.pass.1) {
            (Some(low), Some(high)) => format!("{} – {}", value(low), value(high)),
            (Some(low), None) => format!("≥ {}", value(low)),
            (None, Some(high)) => format!("≤ {}", value(high)),
            (None, None) => String::new(),
        });
    html! {
        b { (value(score)) }
        @if let Some(wanted) = wanted { " " small { (say("wanted", lang)) " " (wanted) } }
    }
}

/// What the phone asked the helper, the likeliest first.
fn questions(report: &Report, lang: Lang) -> Markup {
    let mut asked: Vec<_> = report.questions.iter().collect();
    asked.sort_by(|a, b| b.suspicion.total_cmp(&a.suspicion));
    html! {
        @if !asked.is_empty() {
            h3 { (say("questions", lang)) }
            ul .questions { @for question in asked {
                li .suspected[question.suspicion >= 0.5] { (texts::question(question.id, lang)) }
            } }
        }
    }
}

/// Approve, or refuse with the rules that are broken; those with findings stand out.
fn decision(report: &Report, lang: Lang) -> Markup {
    let say = |key: &str| say(key, lang);
    let found = |id| report.finding(id).map(|finding| word(finding.verdict));
    html! {
        form id="decision" {
            h2 { (say("decision")) }
            fieldset {
                legend { (say("reasons")) }
                @for id in CheckId::ALL {
                    label data-verdict=[found(*id)] { input type="checkbox" value=(id); (texts::title(*id, lang)) }
                }
            }
            div .buttons {
                button type="button" id="approve" { (say("approve")) }
                button type="submit" id="refuse" disabled { (say("refuse")) }
                span id="choose" { (say("choose")) }
            }
        }
    }
}
