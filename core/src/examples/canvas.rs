//! A few strokes of SVG. No ids are used, so any number of drawings can share a page.

use std::fmt::Write;

/// Colours of the drawings: they stand on light and on dark pages, for each drawing has a ground of its own.
pub mod ink {
    /// A quiet room.
    pub const WALL: &str = "#e6ebf0";
    /// The colour behind a finished portrait.
    pub const OFFICIAL: &str = "#64c5ff";
    /// Skin.
    pub const SKIN: &str = "#f3cba8";
    /// Skin in the shade, and the inner ear.
    pub const SHADE: &str = "#d99f78";
    /// Hair, brows, pupils.
    pub const HAIR: &str = "#33292b";
    /// Lips.
    pub const LIPS: &str = "#c4665f";
    /// The usual jacket.
    pub const CLOTH: &str = "#3d5576";
    /// Collars, teeth, the white of the eye, reflections.
    pub const WHITE: &str = "#ffffff";
    /// Lines of frames, phones, furniture.
    pub const LINE: &str = "#4a4f57";
    /// What to look at in a wrong example.
    pub const WRONG: &str = "#d6342c";
    /// The mark of a right example, and lines that are kept.
    pub const RIGHT: &str = "#1f9254";
    /// Gold, lamps, sunlight.
    pub const GOLD: &str = "#f2b632";
}

/// Width of a drawing, in its own units.
pub const WIDTH: f32 = 120.0;
/// Height.
pub const HEIGHT: f32 = 160.0;

/// A drawing under way.
#[derive(Default)]
pub struct Canvas(String);

/// How a shape is painted.
#[derive(Clone, Copy)]
pub enum Paint<'a> {
    /// Filled.
    Fill(&'a str),
    /// Filled and see-through to this degree: 0 nothing, 1 all.
    Veil(&'a str, f32),
    /// Drawn with a round pen of this width.
    Pen(&'a str, f32),
    /// Drawn with a dashed pen of this width.
    Dash(&'a str, f32),
}

impl Canvas {
    /// The finished SVG.
    pub fn finish(self) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{}</svg>"#,
            self.0
        )
    }

    /// A path by its data.
    pub fn path(&mut self, data: &str, paint: Paint) -> &mut Self {
        self.shape(&format!(r#"path d="{data}""#), paint)
    }

    /// An ellipse by its middle and radii.
    pub fn oval(&mut self, [cx, cy]: [f32; 2], [rx, ry]: [f32; 2], paint: Paint) -> &mut Self {
        let shape = format!(
            r#"ellipse cx="{}" cy="{}" rx="{}" ry="{}""#,
            n(cx),
            n(cy),
            n(rx),
            n(ry)
        );
        self.shape(&shape, paint)
    }

    /// A rectangle by corner and size, its corners rounded.
    pub fn block(
        &mut self,
        [x, y]: [f32; 2],
        [w, h]: [f32; 2],
        round: f32,
        paint: Paint,
    ) -> &mut Self {
        let shape = format!(
            r#"rect x="{}" y="{}" width="{}" height="{}" rx="{}""#,
            n(x),
            n(y),
            n(w),
            n(h),
            n(round)
        );
        self.shape(&shape, paint)
    }

    /// A straight line.
    pub fn line(&mut self, [x1, y1]: [f32; 2], [x2, y2]: [f32; 2], paint: Paint) -> &mut Self {
        self.path(&format!("M{} {}L{} {}", n(x1), n(y1), n(x2), n(y2)), paint)
    }

    /// Whatever is drawn inside, moved: `translate(…)`, `rotate(…)`, `scale(…)`.
    pub fn moved(&mut self, transform: &str, draw: impl FnOnce(&mut Self)) -> &mut Self {
        self.group(&format!(r#"transform="{transform}""#), draw)
    }

    /// Whatever is drawn inside, under attributes of its own.
    pub fn group(&mut self, attributes: &str, draw: impl FnOnce(&mut Self)) -> &mut Self {
        let _ = write!(self.0, "<g {attributes}>");
        draw(self);
        self.0.push_str("</g>");
        self
    }

    /// A drawing of the usual proportions inside this one, cut off at its own edges.
    pub fn framed(
        &mut self,
        [x, y]: [f32; 2],
        width: f32,
        draw: impl FnOnce(&mut Self),
    ) -> &mut Self {
        let height = width * HEIGHT / WIDTH;
        let _ = write!(
            self.0,
            r#"<svg x="{}" y="{}" width="{}" height="{}" viewBox="0 0 {WIDTH} {HEIGHT}">"#,
            n(x),
            n(y),
            n(width),
            n(height)
        );
        draw(self);
        self.0.push_str("</svg>");
        self
    }

    fn shape(&mut self, shape: &str, paint: Paint) -> &mut Self {
        let paint = match paint {
            Paint::Fill(color) => format!(r#"fill="{color}""#),
            Paint::Veil(color, share) => format!(r#"fill="{color}" fill-opacity="{}""#, n(share)),
            Paint::Pen(color, width) => pen(color, width, ""),
            Paint::Dash(color, width) => pen(color, width, r#" stroke-dasharray="4 4""#),
        };
        let _ = write!(self.0, "<{shape} {paint}/>");
        self
    }
}

fn pen(color: &str, width: f32, more: &str) -> String {
    format!(
        r#"fill="none" stroke="{color}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"{more}"#,
        n(width)
    )
}

/// A number as short as a drawing needs it.
fn n(value: f32) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}
