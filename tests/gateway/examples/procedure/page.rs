//! The page: every step with its screen, in both languages.

use crate::card::{Beside, Card, Picture, Within};
use crate::say;
use crate::shoot::Frame;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::fmt::Write;
use xueying::collection::flow::Input;
use xueying::guide::{Role, Shape, Tone};
use xueying::texts::{Lang, text};

const STYLE: &str = include_str!("page.css");

/// All of it.
pub fn page(cards: &[Card]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "学影 Xueying · " (say("title", Lang::Zh)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                input type="radio" name="language" id="zh" checked;
                input type="radio" name="language" id="en";
                header {
                    h1 { (both(|lang| say("title", lang).to_owned())) }
                    nav { label for="zh" { "中文" } label for="en" { "English" } }
                    p .rehearsal { (both(|lang| say("rehearsal", lang).to_owned())) }
                    p { (both(|lang| say("about", lang).to_owned())) }
                }
                main { @for (index, card) in cards.iter().enumerate() { (step(index + 1, card)) } }
            }
        }
    }
}

/// A text in both languages; the page shows one of them.
fn both(of: impl Fn(Lang) -> String) -> Markup {
    html! { @for lang in Lang::ALL { span lang=(locale(lang)) { (of(lang)) } } }
}

const fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

fn step(number: usize, card: &Card) -> Markup {
    let is_wide = |one: &Beside| !matches!(one, Beside::Picture(..));
    html! {
        section .wide[card.beside.iter().any(is_wide)] {
            h2 { b { (number) } (both(|lang| card.views[place(lang)].title.clone())) }
            div .step {
                @for lang in Lang::ALL {
                    div .phone lang=(locale(lang)) { (screen(card, lang)) }
                }
                @if !card.beside.is_empty() {
                    div .beside { @for one in &card.beside { (beside(one)) } }
                }
            }
        }
    }
}

fn place(lang: Lang) -> usize {
    usize::from(lang == Lang::En)
}

/// A screen as the view says it.
fn screen(card: &Card, lang: Lang) -> Markup {
    let view = &card.views[place(lang)];
    let [first, more] = [0, 1].map(|at| view.actions.get(at..).unwrap_or_default());
    html! {
        @if let Some(rehearsal) = &view.rehearsal { p .ribbon { (rehearsal) } }
        @if let Some(progress) = view.progress {
            progress value=(progress.step) max=(progress.of) {}
        }
        h3 { (view.title) }
        @for line in &view.body { p { (line) } }
        @if let Some([sent, of]) = view.progress.and_then(|progress| progress.sent) {
            p { progress value=(sent) max=(of) {} (sent / 1024) " / " (of / 1024) " KiB" }
        }
        @if !view.points.is_empty() {
            ul { @for point in &view.points { li .done[point.done] { (point.text) } } }
        }
        @if let Some(input) = view.input {
            p .input .code[input != Input::Phone] { (card.typed.as_deref().unwrap_or_default()) }
        }
        @match &card.within {
            Some(Within::Picture(Picture(address))) => img src=(address) alt="";
            Some(Within::Camera(frame)) => (overlaid(frame)),
            None => {}
        }
        @if let Some(notice) = &view.notice { p .notice { (notice) } }
        @if view.waiting { p .waiting { (say("awaited", lang)) } }
        footer {
            @for button in first.iter().take(1) { span .button .leads { (button.label) } }
            @for button in more { span .button { (button.label) } }
        }
    }
}

fn beside(one: &Beside) -> Markup {
    match one {
        Beside::Picture(key, Picture(address)) => html! {
            figure class=(key) {
                img src=(address) alt="";
                figcaption { (both(|lang| say(key, lang).to_owned())) }
            }
        },
        Beside::Frames(frames) => html! {
            div .frames { @for frame in frames { (live(frame)) } }
        },
        Beside::Review(pages) => html! {
            @for lang in Lang::ALL {
                figure .review lang=(locale(lang)) {
                    iframe srcdoc=(pages[place(lang)]) title=(say("review", lang)) sandbox="" {}
                    figcaption { (say("review", lang)) }
                }
            }
        },
    }
}

/// A frame with what helper and student see and hear.
fn live(frame: &Frame) -> Markup {
    let messages = &frame.guidance.messages;
    let state = format!("{:?}", frame.guidance.state).to_lowercase();
    html! {
        figure {
            (overlaid(frame))
            figcaption {
                (format!("{:.1} s · ", frame.seconds)) (both(|lang| live_word(&format!("state.{state}"), lang)))
                @for (class, hint) in [("helper", &messages.show), ("student", &messages.say)] {
                    @if let Some(hint) = hint {
                        p class=(class) { (both(|lang| text(&hint.key, lang).unwrap_or_default().to_owned())) }
                    }
                }
            }
        }
    }
}

fn overlaid(frame: &Frame) -> Markup {
    let [width, height] = frame.size;
    let Picture(address) = Picture::jpeg(&frame.jpeg);
    html! {
        svg viewBox={ "0 0 " (width) " " (height) } {
            image href=(address) width=(width) height=(height) {}
            @for shape in &frame.guidance.overlay.shapes { (drawn(shape, frame.size)) }
        }
    }
}

fn live_word(key: &str, lang: Lang) -> String {
    text(&format!("live.{key}"), lang)
        .unwrap_or_default()
        .to_owned()
}

fn drawn(shape: &Shape, [width, height]: [u32; 2]) -> Markup {
    let mut points = String::new();
    for [x, y] in shape
        .points
        .iter()
        .chain(shape.points.first().filter(|_| shape.closed))
    {
        // A string takes everything.
        let _ = write!(points, "{:.1},{:.1} ", x * width as f32, y * height as f32);
    }
    let tone = match shape.tone {
        Tone::Waiting => "tone-waiting",
        Tone::Wrong => "tone-wrong",
        Tone::Right => "tone-right",
    };
    let role = match shape.role {
        Role::SafeArea => "area",
        Role::HeadOutline => "outline",
        Role::EyeLine | Role::ShoulderLine => "level",
        Role::Arrow => "arrow",
    };
    html! { polyline class={ (tone) " " (role) } points=(points) {} }
}
