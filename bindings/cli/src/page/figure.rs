//! The photo with everything drawn over it, and the portrait it would give. The picture is in the file once; whatever else
//! shows it refers to it.

use super::entry::Picture;
use super::{both, name, portrait};
use crate::reading::Reading;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};
use std::fmt::Write;
use xueying::guide::head_outline;
use xueying::portrait::crop::Crop;
use xueying::profile::{Geometry, Profile};
use xueying::report::Region;

/// The part of the photo around the crop that is shown at first, times the crop's own size.
const AROUND: f64 = 1.5;
/// A photo of which this share would be shown is shown whole.
const NEARLY_WHOLE: f64 = 0.6;
/// Radius of a number / width of what is shown.
const BADGE: f64 = 0.022;

/// The layers that can be switched off, by their name in styles and text keys.
const LAYERS: [&str; 5] = ["crop", "outline", "eyes", "landmarks", "regions"];

/// The photo and its portrait.
pub fn figure(photo: usize, picture: &Picture, reading: &Reading, profile: &Profile) -> Markup {
    let focus = focus(picture);
    let whole = whole(picture.size);
    let crop = picture.frame;
    html! {
        figure class="shot" {
            svg class="view" viewBox=(view_box(&focus)) data-focus=(view_box(&focus)) data-whole=(view_box(&whole))
                role="img" aria-label=(format!("{photo}")) {
                image id={ "image-" (photo) } width=(picture.size[0]) height=(picture.size[1])
                    preserveAspectRatio="none" href=(data_uri(&picture.jpeg)) {}
                @if let Some(crop) = &crop {
                    g class="layer-crop" {
                        path class="shade" fill-rule="evenodd" d=(shade(&whole, crop)) {}
                        (rectangle(crop, "frame"))
                    }
                    (outline(crop, &profile.geometry))
                }
                @if let Some(eyes) = picture.eyes {
                    (eye_line(eyes))
                }
                path class="layer-landmarks" d=(dots(&picture.landmarks)) {}
                (regions(photo, reading, &focus))
            }
            div class="below" {
                @match (&picture.portrait, &crop) {
                    (Some(made), _) => (portrait::portrait(made, profile)),
                    (None, Some(_)) => {}
                    (None, None) => p class="message" { (both("report.no_crop")) },
                }
                div class="layers" {
                    @for layer in LAYERS {
                        label {
                            input type="checkbox" data-layer=(layer) checked;
                            span class={ "swatch " (layer) } aria-hidden="true" {}
                            (both(&format!("report.layer.{layer}")))
                        }
                    }
                    @if focus != whole {
                        label {
                            input type="checkbox" data-layer="whole";
                            span class="swatch whole" aria-hidden="true" {}
                            (both("report.whole"))
                        }
                    }
                }
            }
        }
    }
}

/// The photo as small as a stamp.
pub fn thumbnail(photo: usize, picture: &Picture) -> Markup {
    html! {
        svg viewBox=(view_box(&focus(picture))) preserveAspectRatio="xMidYMin slice" aria-hidden="true" {
            use href={ "#image-" (photo) } {}
        }
    }
}

/// What is shown at first: the whole photo, or the part around a crop that is a small part of it.
fn focus(picture: &Picture) -> Crop {
    let whole = whole(picture.size);
    let Some(crop) = &picture.frame else {
        return whole;
    };
    let (width, height) = (
        (crop.width * AROUND).min(whole.width),
        (crop.height * AROUND).min(whole.height),
    );
    if width * height > NEARLY_WHOLE * whole.width * whole.height {
        return whole;
    }
    let centred = |start: f64, length: f64, shown: f64, all: f64| {
        (start + (length - shown) / 2.0).clamp(0.0, all - shown)
    };
    Crop {
        x: centred(crop.x, crop.width, width, whole.width),
        y: centred(crop.y, crop.height, height, whole.height),
        width,
        height,
    }
}

/// All of a picture.
pub fn whole(size: [u32; 2]) -> Crop {
    Crop {
        x: 0.0,
        y: 0.0,
        width: f64::from(size[0]),
        height: f64::from(size[1]),
    }
}

fn view_box(part: &Crop) -> String {
    format!(
        "{:.1} {:.1} {:.1} {:.1}",
        part.x, part.y, part.width, part.height
    )
}

/// A JPEG file inside an address.
pub fn data_uri(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg))
}

fn rectangle(part: &Crop, class: &str) -> Markup {
    let length = |value: f64| format!("{value:.1}");
    html! {
        rect class=(class) x=(length(part.x)) y=(length(part.y)) width=(length(part.width)) height=(length(part.height)) {}
    }
}

/// Everything but the crop.
fn shade(whole: &Crop, crop: &Crop) -> String {
    let path = |part: &Crop| {
        format!(
            "M{:.1} {:.1}h{:.1}v{:.1}h{:.1}z",
            part.x, part.y, part.width, part.height, -part.width
        )
    };
    path(whole) + &path(crop)
}

/// Where the head belongs in the portrait.
fn outline(crop: &Crop, geometry: &Geometry) -> Markup {
    let points = head_outline(crop, geometry);
    let points = points.iter().map(|[x, y]| format!("{x:.1},{y:.1}"));
    html! { polygon class="layer-outline" points=(points.collect::<Vec<_>>().join(" ")) {} }
}

/// From eye to eye and half as far again on both sides.
fn eye_line(eyes: [[f32; 2]; 2]) -> Markup {
    let [[rx, ry], [lx, ly]] = eyes;
    let (dx, dy) = ((lx - rx) / 2.0, (ly - ry) / 2.0);
    html! {
        g class="layer-eyes" {
            path d=(format!("M{:.1} {:.1}L{:.1} {:.1}", rx - dx, ry - dy, lx + dx, ly + dy)) {}
            path class="pupil" d=(dots(&eyes)) {}
        }
    }
}

/// A path of dots: lines so short that only their round ends show.
fn dots(points: &[[f32; 2]]) -> String {
    points.iter().fold(String::new(), |mut path, [x, y]| {
        let _ = write!(path, "M{x:.1} {y:.1}h.01");
        path
    })
}

/// The place behind each finding with its number.
fn regions(photo: usize, reading: &Reading, focus: &Crop) -> Markup {
    let radius = focus.width * BADGE;
    let mut taken = vec![];
    html! {
        g class="layer-regions" {
            @for (number, style, region) in places(reading) {
                @let [x, y] = badge_place(region, radius, focus, &mut taken);
                g class={ "region " (style) } id={ "region-" (photo) "-" (number) } data-finding={ "finding-" (photo) "-" (number) } {
                    (shape(region))
                    circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(format!("{radius:.1}")) {}
                    text x=(format!("{x:.1}")) y=(format!("{y:.1}")) font-size=(format!("{:.1}", radius * 1.3)) { (number) }
                }
            }
        }
    }
}

/// Each place with its number and its style.
fn places<'a>(reading: &'a Reading) -> impl Iterator<Item = (usize, &'static str, &'a Region)> {
    let troubles = reading.fails.iter().chain(&reading.warnings);
    let troubles = troubles.map(|finding| (name(finding.verdict), finding.region.as_ref()));
    let questions = reading.questions.iter();
    troubles
        .chain(questions.map(|question| ("question", question.region.as_ref())))
        .enumerate()
        .filter_map(|(index, (style, region))| Some((index + 1, style, region?)))
}

fn shape(region: &Region) -> Markup {
    match region {
        Region::Box([x, y, width, height]) => html! {
            rect class="shape" x=(x) y=(y) width=(width) height=(height) {}
        },
        Region::Polygon(points) => {
            let points: Vec<String> = points
                .iter()
                .map(|[x, y]| format!("{x:.1},{y:.1}"))
                .collect();
            html! { polygon class="shape" points=(points.join(" ")) {} }
        }
    }
}

/// Beside the upper left corner of a region, so that nothing of it is covered; below that, where other numbers are already.
fn badge_place(region: &Region, radius: f64, focus: &Crop, taken: &mut Vec<[f64; 2]>) -> [f64; 2] {
    let [left, top] = match region {
        Region::Box([x, y, ..]) => [*x, *y],
        Region::Polygon(points) => points
            .iter()
            .copied()
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1])])
            .unwrap_or_default(),
    };
    let step = 2.15 * radius;
    let inside = |value: f64, start: f64, length: f64| {
        value.clamp(start + radius, start + (length - radius).max(radius))
    };
    let x = inside(f64::from(left) - 1.3 * radius, focus.x, focus.width);
    let y = inside(f64::from(top) + radius, focus.y, focus.height);
    let rows = (((focus.y + focus.height - y) / step) as usize).clamp(1, 8);
    let mut place = [x, y];
    for turn in 0..60 {
        place = [
            x + step * (turn / rows) as f64,
            y + step * (turn % rows) as f64,
        ];
        let free =
            |other: &[f64; 2]| (place[0] - other[0]).hypot(place[1] - other[1]) >= 0.95 * step;
        if taken.iter().all(free) {
            break;
        }
    }
    taken.push(place);
    place
}
