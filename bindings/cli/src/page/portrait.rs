//! The portrait as it would be handed in, under the official lines it is measured by.

use super::{both, figure};
use maud::{Markup, html};
use xueying::portrait::{Extent, Mark};
use xueying::profile::Profile;
use xueying::report::CheckId;

/// A portrait that was made for the report.
pub struct Shown {
    /// The file.
    pub jpeg: Vec<u8>,
    /// What it was measured by.
    pub marks: [Mark; 6],
}

/// The portrait with its lines: what the programme accepts as bands, what the portrait has as lines.
pub fn portrait(shown: &Shown, profile: &Profile) -> Markup {
    let [width, height] = [profile.output.width, profile.output.height].map(f64::from);
    let at = |id: CheckId| shown.marks.iter().find(|mark| mark.id == id);
    let eyes = at(CheckId::EyeLinePosition).map_or(height / 2.0, |mark| mark.value);
    let middle = at(CheckId::Centering).map_or(width / 2.0, |mark| mark.value);
    html! {
        div class="portrait" {
            svg viewBox=(format!("0 0 {width} {height}")) aria-hidden="true" {
                image width=(width) height=(height) href=(figure::data_uri(&shown.jpeg)) {}
                @for mark in &shown.marks {
                    g class=(if mark.met { "mark met" } else { "mark unmet" }) {
                        @match mark.extent {
                            Extent::FromTop => (lying(mark, width)),
                            Extent::FromLeft => (standing(mark, height)),
                            Extent::Across => (across(mark, middle, eyes)),
                            // Head and body follow from the crown and the chin: no line of their own.
                            Extent::Down => {}
                        }
                    }
                }
            }
            p { (both("report.portrait")) }
        }
    }
}

/// A band across, and a line where the portrait has it.
fn lying(mark: &Mark, width: f64) -> Markup {
    let [least, most] = [mark.least.unwrap_or(0.0), mark.most.unwrap_or(mark.value)];
    html! {
        rect class="range" x="0" y=(pixels(least)) width=(width) height=(pixels(most - least)) {}
        path class="value" d=(format!("M0 {:.1}H{width}", mark.value)) {}
    }
}

/// A band down, and a line where the portrait has it.
fn standing(mark: &Mark, height: f64) -> Markup {
    let [least, most] = [mark.least.unwrap_or(0.0), mark.most.unwrap_or(mark.value)];
    html! {
        rect class="range" x=(pixels(least)) y="0" width=(pixels(most - least)) height=(height) {}
        path class="value" d=(format!("M{:.1} 0V{height}", mark.value)) {}
    }
}

/// The face's width below the eyes, between ticks for the least and the most.
fn across(mark: &Mark, middle: f64, eyes: f64) -> Markup {
    let y = eyes + 0.25 * mark.value;
    let ticks =
        [mark.least, mark.most]
            .into_iter()
            .flatten()
            .fold(String::new(), |path, length| {
                let [left, right] = [middle - length / 2.0, middle + length / 2.0];
                path + &format!(
                    "M{left:.1} {:.1}v24M{right:.1} {:.1}v24",
                    y - 12.0,
                    y - 12.0
                )
            });
    let [left, right] = [middle - mark.value / 2.0, middle + mark.value / 2.0];
    html! {
        path class="ticks" d=(ticks) {}
        path class="value" d=(format!("M{left:.1} {y:.1}H{right:.1}")) {}
    }
}

fn pixels(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use xueying::portrait::crop::Shares;
    use xueying::portrait::marks;

    #[test]
    fn official_bands_stand_in_the_portraits_own_pixels() {
        let profile = Profile::chsi();
        let shares = Shares {
            crown: 0.1,
            eye_line: 0.38,
            face_width: 0.7,
            center: 0.5,
            head_share: 0.5,
            body_share: 0.36,
        };
        let shown = Shown {
            jpeg: vec![1, 2, 3],
            marks: marks(&shares, &profile),
        };
        let drawn = portrait(&shown, &profile).into_string();
        for expected in [
            r#"viewBox="0 0 480 640""#,
            r#"y="50.0" width="480" height="60.0""#,
            r#"y="200.0" width="480" height="100.0""#,
            r#"d="M0 64.0H480""#,
            r#"d="M240.0 0V640""#,
            r#"class="mark unmet""#,
        ] {
            assert!(drawn.contains(expected), "{expected} in {drawn}");
        }
    }
}
