//! What was found, in words: the gravest first, then what a person must confirm, then what passed.

use super::{both, each, name, scale};
use crate::reading::Reading;
use maud::{Markup, PreEscaped, html};
use xueying::examples::{self, Example};
use xueying::profile::Profile;
use xueying::report::{CheckId, Finding, Question};
use xueying::texts;

/// Below this confidence a finding says that it is not sure.
const SURE: f32 = 0.5;
/// From this suspicion on a question asks to look closely.
const SUSPECTED: f32 = 0.5;

/// The words beside a photo.
pub fn panel(photo: usize, reading: &Reading, profile: &Profile) -> Markup {
    let questions = reading.fails.len() + reading.warnings.len();
    html! {
        div class="panel" {
            (troubles("fail", photo, 1, &reading.fails, profile))
            @if !reading.unknown.is_empty() {
                (unknown(reading))
            }
            (troubles("warn", photo, 1 + reading.fails.len(), &reading.warnings, profile))
            @if !reading.questions.is_empty() {
                (heading("questions", reading.questions.len()))
                ol class="findings" {
                    @for (index, asked) in reading.questions.iter().enumerate() {
                        (question(photo, questions + index + 1, asked))
                    }
                }
            }
            @if !reading.passed.is_empty() {
                (passed(&reading.passed))
            }
        }
    }
}

fn heading(section: &str, count: usize) -> Markup {
    html! {
        h3 { (both(&format!("report.section.{section}"))) " " span class="n" { (count) } }
    }
}

fn troubles(
    section: &str,
    photo: usize,
    first: usize,
    findings: &[&Finding],
    profile: &Profile,
) -> Markup {
    html! {
        @if !findings.is_empty() {
            (heading(section, findings.len()))
            ol class="findings" {
                @for (index, finding) in findings.iter().enumerate() {
                    (card(photo, first + index, finding.id, name(finding.verdict), trouble(finding, profile)))
                }
            }
        }
    }
}

/// A numbered card that is linked to its place on the photo.
fn card(photo: usize, number: usize, id: CheckId, style: &str, content: Markup) -> Markup {
    html! {
        li class={ "finding " (style) } tabindex="0" id={ "finding-" (photo) "-" (number) }
            data-region={ "region-" (photo) "-" (number) } {
            span class="number" aria-hidden="true" { (number) }
            div { (content) }
            (drawings(id))
        }
    }
}

fn trouble(finding: &Finding, profile: &Profile) -> Markup {
    let [zh, en] = texts::Lang::ALL.map(|lang| texts::finding(finding, lang));
    let part = |pick: fn(&texts::FindingText) -> &str| {
        each(|lang| {
            let words = if lang == texts::Lang::Zh { &zh } else { &en };
            pick(words).to_owned()
        })
    };
    html! {
        h4 { (part(|words| &words.title)) }
        p class="message" { (part(|words| &words.message)) }
        p class="advice" { (part(|words| &words.advice)) }
        @if !zh.say.is_empty() {
            p class="say" {
                span class="label" { (both("report.to_student")) }
                q { (part(|words| &words.say)) }
            }
        }
        @if finding.confidence < SURE {
            p class="unsure" { (both("report.uncertain")) }
        }
        (scale::scale(finding, profile))
    }
}

/// How it looks when the rule is broken, and when it is kept.
fn drawings(id: CheckId) -> Markup {
    let [wrong, right] =
        [Example::Wrong, Example::Right].map(|example| examples::draw(id, example));
    html! {
        div class="drawings" aria-hidden="true" { (PreEscaped(wrong)) (PreEscaped(right)) }
    }
}

fn question(photo: usize, number: usize, question: &Question) -> Markup {
    let content = html! {
        h4 { (each(|lang| texts::title(question.id, lang).to_owned())) }
        p class="message" { (each(|lang| texts::question(question.id, lang).to_owned())) }
        @if question.suspicion >= SUSPECTED {
            p class="unsure" { (both("report.suspected")) }
        }
    };
    card(photo, number, question.id, "question", content)
}

/// What could not be checked: one card for each reason.
fn unknown(reading: &Reading) -> Markup {
    let count = reading.unknown.iter().map(|(_, group)| group.len()).sum();
    html! {
        (heading("unknown", count))
        ul class="findings" {
            @for (_, group) in &reading.unknown {
                @let words = |lang| texts::finding(group[0], lang);
                li class="finding unknown" {
                    span class="number" aria-hidden="true" { "?" }
                    div {
                        p class="message" { (each(|lang| words(lang).message)) }
                        p class="advice" { (each(|lang| words(lang).advice)) }
                        p class="titles" {
                            @for finding in group {
                                span { (each(|lang| texts::title(finding.id, lang).to_owned())) } " "
                            }
                        }
                    }
                }
            }
        }
    }
}

fn passed(findings: &[&Finding]) -> Markup {
    html! {
        details class="passed" {
            summary { (heading("pass", findings.len())) }
            ul {
                @for finding in findings {
                    li {
                        span { (each(|lang| texts::title(finding.id, lang).to_owned())) }
                        @if let Some(score) = finding.score {
                            span class="value" { (texts::value(score, finding.unit)) }
                        }
                    }
                }
            }
        }
    }
}
