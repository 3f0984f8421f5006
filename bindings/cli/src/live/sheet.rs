//! The contact sheet: the way to the photo as one HTML file, a picture wherever something changed, with what was drawn over
//! it, shown and said. Nothing is loaded from elsewhere.

use super::End;
use super::keep::Photo;
use crate::problem::Problem;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::fmt::Write;
use xueying::camera::Source;
use xueying::capture::Guidance;
use xueying::frame::{FrameView, Upright};
use xueying::guide::{Hint, Shape, ShutterState};
use xueying::texts::{Lang, text};

const STYLE: &str = include_str!("sheet.css");
/// The longer side of a picture on the sheet, in pixels.
const SIDE: usize = 480;
/// Its JPEG quality.
const QUALITY: u8 = 80;
/// Between two pictures, in seconds; a change of state is always shown.
const APART: f64 = 0.4;
/// The sheet has at most so many pictures.
const MOST: usize = 120;

/// The sheet of one session.
pub struct Sheet {
    lang: Lang,
    source: Source,
    upright: Upright,
    cells: Vec<Cell>,
    last: Option<Last>,
}

/// What was last shown.
struct Last {
    t: f64,
    state: ShutterState,
    shown: Option<Hint>,
}

/// One picture with what goes with it.
struct Cell {
    t: f64,
    jpeg: Vec<u8>,
    size: (u32, u32),
    guidance: Guidance,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(lang: Lang, source: Source) -> Self {
        Self {
            lang,
            source,
            upright: Upright::default(),
            cells: vec![],
            last: None,
        }
    }

    /// Keeps a frame if something changed with it.
    pub fn see(
        &mut self,
        t: f64,
        frame: &FrameView<'_>,
        guidance: &Guidance,
    ) -> Result<(), Problem> {
        let messages = &guidance.messages;
        let changed = self.last.as_ref().is_none_or(|last| {
            let told = messages.show != last.shown || messages.say.is_some();
            last.state != guidance.state || (told && t - last.t >= APART)
        });
        if !changed || self.cells.len() == MOST {
            return Ok(());
        }
        let picture = self.upright.show(frame, None, SIDE);
        let mut jpeg = vec![];
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
            .encode_image(picture)
            .map_err(|error| Problem::because("report_unwritable", error))?;
        self.last = Some(Last {
            t,
            state: guidance.state,
            shown: messages.show.clone(),
        });
        self.cells.push(Cell {
            t,
            jpeg,
            size: picture.dimensions(),
            guidance: guidance.clone(),
        });
        Ok(())
    }

    /// The file.
    pub fn render(&self, photo: Option<&Photo>, end: End) -> String {
        let said = |key: &str| word(key, self.lang);
        let source = match self.source {
            Source::Simulated => "source.simulated",
            Source::Desktop => "source.desktop",
            Source::PhoneRear => "source.phone_rear",
        };
        let outcome = match (end, photo) {
            (End::Sealed, Some(photo)) if photo.verified => "verified",
            (End::Sealed, _) => "not_verified",
            (End::NoPhoto, _) => "no_photo",
            (End::Interrupted, _) => "interrupted",
        };
        html! {
            (DOCTYPE)
            html lang=(if self.lang == Lang::Zh { "zh-CN" } else { "en" }) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { "学影 Xueying · " (said("sheet")) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        h1 { (said("sheet")) }
                        p class="stamp" { (said("rehearsal")) " · " (said(source)) }
                        p { (said(outcome)) }
                    }
                    main {
                        @for cell in &self.cells { (self.figure(cell)) }
                        @if let Some(photo) = photo {
                            figure class="photo" {
                                img src=(data(&photo.jpeg)) alt=(said("photo"));
                                figcaption { strong { (said("photo")) } " " (said("rehearsal")) }
                            }
                        }
                    }
                }
            }
        }
        .into_string()
    }

    fn figure(&self, cell: &Cell) -> Markup {
        let Guidance {
            state,
            readiness,
            overlay,
            messages,
            ..
        } = &cell.guidance;
        let (width, height) = cell.size;
        let name = format!("{state:?}").to_lowercase();
        let line = |who: &str, hint: &Option<Hint>| {
            html! {
                @if let Some(hint) = hint {
                    p class=(who) title=(word(who, self.lang)) {
                        (text(&hint.key, self.lang).unwrap_or_default())
                    }
                }
            }
        };
        html! {
            figure {
                svg viewBox=(format!("0 0 {width} {height}")) role="img" {
                    image href=(data(&cell.jpeg)) width=(width) height=(height) {}
                    @for shape in &overlay.shapes { (drawn(shape, cell.size)) }
                }
                figcaption {
                    p class="state" {
                        strong class=(name) { (word(&format!("state.{name}"), self.lang)) }
                        (format!(" {:.1} s · {:.0} %", cell.t, readiness * 100.0))
                    }
                    (line("helper", &messages.show))
                    (line("student", &messages.say))
                }
            }
        }
    }
}

fn drawn(shape: &Shape, (width, height): (u32, u32)) -> Markup {
    let mut points = String::new();
    for [x, y] in &shape.points {
        let (x, y) = (x * width as f32, y * height as f32);
        write!(points, "{x:.1},{y:.1} ").expect("a string takes everything");
    }
    let ink = shape.ink();
    let [red, green, blue] = ink.colour;
    let side = width.min(height) as f32;
    let dashes = match shape.dashed {
        true => format!(
            "{:.1} {:.1}",
            3.0 * ink.width * side,
            2.0 * ink.width * side
        ),
        false => "none".to_owned(),
    };
    let lines = [
        ("#000".to_owned(), ink.edge),
        (format!("#{red:02x}{green:02x}{blue:02x}"), ink.width),
    ];
    html! {
        @for (stroke, broad) in lines {
            @let broad = format!("{:.1}", broad * side);
            @if shape.closed {
                polygon points=(points) stroke=(stroke) stroke-width=(broad) stroke-dasharray=(dashes) {}
            } @else {
                polyline points=(points) stroke=(stroke) stroke-width=(broad) stroke-dasharray=(dashes) {}
            }
        }
    }
}

fn data(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg))
}

fn word(name: &str, lang: Lang) -> &'static str {
    text(&format!("live.{name}"), lang).unwrap_or_default()
}
