//! One photo of the report.

use super::portrait::Shown;
use super::{both, figure, findings, name};
use crate::problem::Problem;
use crate::reading::Reading;
use maud::{Markup, html};
use xueying::portrait::crop::Crop;
use xueying::profile::Profile;
use xueying::report::Report;

/// A file that was checked, or could not be.
pub struct Entry {
    /// The path as it was given.
    pub path: String,
    /// What came of it.
    pub content: Content,
}

/// What came of a file.
pub enum Content {
    /// It was checked.
    Checked(Box<Picture>),
    /// It could not be read.
    Unreadable(Problem),
}

/// A photo that was checked.
pub struct Picture {
    /// A small copy, as a JPEG file.
    pub jpeg: Vec<u8>,
    /// Width and height of the photo, upright, in its own pixels; all places below are in these.
    pub size: [u32; 2],
    /// What was found.
    pub report: Report,
    /// Where the portrait is: the proposed crop, or the whole of a finished portrait.
    pub frame: Option<Crop>,
    /// The middles of both eyes.
    pub eyes: Option<[[f32; 2]; 2]>,
    /// The portrait of a capture.
    pub portrait: Option<Shown>,
    /// The landmarks of the face; empty without one.
    pub landmarks: Vec<[f32; 2]>,
}

impl Entry {
    /// The name of the verdict in styles and text keys.
    pub fn verdict(&self) -> &'static str {
        match &self.content {
            Content::Checked(picture) => name(picture.report.verdict),
            Content::Unreadable(_) => "unreadable",
        }
    }

    /// The photo, if it was checked.
    pub fn picture(&self) -> Option<&Picture> {
        match &self.content {
            Content::Checked(picture) => Some(picture),
            Content::Unreadable(_) => None,
        }
    }

    /// The last part of the path.
    fn file_name(&self) -> &str {
        let name = self.path.rsplit(['/', '\\']).next();
        name.filter(|name| !name.is_empty()).unwrap_or(&self.path)
    }
}

/// A link to the photo's part of the report.
pub fn thumbnail(number: usize, entry: &Entry) -> Markup {
    html! {
        a class={ "thumb " (entry.verdict()) } href={ "#photo-" (number) } {
            @match entry.picture() {
                Some(picture) => (figure::thumbnail(number, picture)),
                None => span class="nothing" aria-hidden="true" { "?" },
            }
            span class="verdict" { (both(&format!("report.verdict.{}", entry.verdict()))) }
            span class="name" { (entry.file_name()) }
        }
    }
}

/// The photo's part of the report.
pub fn section(number: usize, entry: &Entry, profile: &Profile) -> Markup {
    let verdict = entry.verdict();
    html! {
        section class={ "photo " (verdict) } id={ "photo-" (number) } {
            header {
                span class="verdict" { (both(&format!("report.verdict.{verdict}"))) }
                h2 { (both(&format!("report.headline.{verdict}"))) }
                p class="path" { (entry.path) }
            }
            @match &entry.content {
                Content::Checked(picture) => {
                    @let reading = Reading::of(&picture.report);
                    (figure::figure(number, picture, &reading, profile))
                    (findings::panel(number, &reading, profile))
                }
                Content::Unreadable(problem) => {
                    div class="panel" {
                        p class="message" { (super::each(|lang| problem.message(lang).to_owned())) }
                        p class="advice" { (super::each(|lang| problem.advice(lang).to_owned())) }
                    }
                }
            }
        }
    }
}
