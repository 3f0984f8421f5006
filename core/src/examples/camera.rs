//! Drawings about phone and place rather than the face.

use super::bust::Bust;
use super::canvas::Paint::{Dash, Fill, Pen, Veil};
use super::canvas::{Canvas, HEIGHT, WIDTH, ink};

/// A ground for everything here.
fn ground(on: &mut Canvas) {
    on.block([0.0, 0.0], [WIDTH, HEIGHT], 0.0, Fill(ink::WALL));
}

/// The student in a frame of this width, cut off at its edges.
fn framed(on: &mut Canvas, corner: [f32; 2], width: f32) {
    on.framed(corner, width, |on| Bust::default().draw(on));
}

/// A phone seen from the back, where the main lens is, or from the front, where the student sees himself.
pub fn lens(rear: bool, on: &mut Canvas) {
    ground(on);
    on.block([28.0, 14.0], [64.0, 132.0], 9.0, Fill(ink::LINE));
    if rear {
        on.block([31.0, 17.0], [58.0, 126.0], 7.0, Fill("#6f7782"));
        on.block([36.0, 22.0], [28.0, 28.0], 7.0, Fill(ink::LINE));
        on.oval([50.0, 36.0], [9.5, 9.5], Fill("#1c2127"));
        on.oval([50.0, 36.0], [5.0, 5.0], Fill("#4f6c8f"));
        on.oval([48.0, 34.0], [1.6, 1.6], Fill(ink::WHITE));
    } else {
        on.block([31.0, 22.0], [58.0, 116.0], 3.0, Fill("#cfd8e1"));
        framed(on, [31.0, 60.0], 58.0);
        on.oval([60.0, 18.0], [2.2, 2.2], Fill("#4f6c8f"));
        on.oval([60.0, 18.0], [5.5, 5.5], Pen(ink::WRONG, 1.6));
    }
}

/// A student photographed by a phone, or a phone before a picture of one.
pub fn live(person: bool, on: &mut Canvas) {
    ground(on);
    if person {
        framed(on, [0.0, 0.0], WIDTH);
    } else {
        on.moved("rotate(-7 60 60)", |on| {
            on.block([18.0, 8.0], [84.0, 104.0], 2.0, Fill(ink::WHITE));
            on.block([24.0, 14.0], [72.0, 92.0], 0.0, Fill(ink::OFFICIAL));
            framed(on, [25.5, 14.0], 69.0);
            on.path("M18 8L34 8L18 24Z", Veil(ink::SHADE, 0.6));
        });
    }
    on.block([78.0, 96.0], [36.0, 58.0], 5.0, Fill(ink::LINE));
    on.block([81.0, 101.0], [30.0, 46.0], 2.0, Fill(ink::WALL));
    framed(on, [82.0, 108.0], 28.0);
}

/// A picture on a screen: bezel, stripes, a slanting reflection.
pub fn recapture(person: bool, on: &mut Canvas) {
    if person {
        ground(on);
        framed(on, [0.0, 0.0], WIDTH);
        return;
    }
    on.block([0.0, 0.0], [WIDTH, HEIGHT], 0.0, Fill("#b9c2cb"));
    on.block([8.0, 14.0], [104.0, 124.0], 5.0, Fill("#1c2127"));
    on.block([14.0, 20.0], [92.0, 112.0], 0.0, Fill(ink::WALL));
    framed(on, [18.0, 20.0], 84.0);
    on.block([8.0, 132.0], [104.0, 24.0], 4.0, Fill("#1c2127"));
    for line in 0..14u8 {
        let y = 22.0 + 8.0 * f32::from(line);
        on.path(
            &format!("M14 {y}Q60 {} 106 {y}", y + 6.0),
            Pen("#5a8fd0", 0.9),
        );
    }
    on.path("M78 20H98L42 132H22Z", Veil(ink::WHITE, 0.4));
}

/// Two people with a phone between them, an arm's length or two steps apart.
pub fn distance(far: bool, on: &mut Canvas) {
    ground(on);
    on.path("M0 140H120", Pen("#b4bec8", 3.0));
    let helper = if far { 16.0 } else { 58.0 };
    figure(on, 100.0, ink::CLOTH, -1.0);
    figure(on, helper, "#8a6d3b", 1.0);
    on.line(
        [helper + 4.0, 82.0],
        [helper + 18.0, 62.0],
        Pen("#8a6d3b", 6.0),
    );
    on.block([helper + 17.0, 52.0], [4.5, 15.0], 1.4, Fill(ink::LINE));
    let (color, left) = if far {
        (ink::RIGHT, 42.0)
    } else {
        (ink::WRONG, 83.0)
    };
    on.path(
        &format!("M{left} 30H90M{left} 25v10M90 25v10"),
        Pen(color, 2.2),
    );
}

fn figure(on: &mut Canvas, x: f32, cloth: &str, facing: f32) {
    on.path(
        &format!(
            "M{:.1} 140V96Q{:.1} 74 {x} 74T{:.1} 96V140Z",
            x - 11.0,
            x - 11.0,
            x + 11.0
        ),
        Fill(cloth),
    );
    on.oval([x, 58.0], [10.0, 12.5], Fill(ink::SKIN));
    let hair = format!(
        "M{:.1} 58Q{:.1} 43 {x} 43T{:.1} 58Q{x} 46 {:.1} 58Z",
        x - 10.5,
        x - 11.0,
        x + 10.5,
        x - 10.5
    );
    on.path(&hair, Fill(ink::HAIR));
    on.oval([x + facing * 6.0, 57.0], [1.4, 1.8], Fill(ink::HAIR));
}

/// A phone held straight at eye level, or slanting.
pub fn tilt(straight: bool, on: &mut Canvas) {
    ground(on);
    let turn = if straight { 0 } else { 17 };
    on.path(
        "M60 4V156",
        Dash(if straight { ink::RIGHT } else { ink::WRONG }, 1.8),
    );
    on.moved(&format!("rotate({turn} 60 80)"), |on| {
        on.block([24.0, 22.0], [72.0, 116.0], 9.0, Fill(ink::LINE));
        on.block([28.0, 30.0], [64.0, 100.0], 2.0, Fill("#cfd8e1"));
    });
    framed(on, [30.0, 50.0], 60.0);
}

/// The lens in the corner of a phone, wiped or with a fingerprint on it.
pub fn clean(clean: bool, on: &mut Canvas) {
    ground(on);
    framed(on, [0.0, 0.0], WIDTH);
    if !clean {
        on.block([0.0, 0.0], [WIDTH, HEIGHT], 0.0, Veil("#f6f3ea", 0.62));
        for ring in 1..6u8 {
            let r = 4.4 * f32::from(ring);
            let data = format!(
                "M{:.1} 124A{r} {:.1} 0 0 1 {:.1} 124",
                30.0 - r,
                r * 1.35,
                30.0 + r
            );
            on.path(&data, Pen("#9d978a", 1.6));
        }
    }
}

/// The face in coarse squares: too few pixels for one.
pub fn coarse(on: &mut Canvas) {
    ground(on);
    const CELL: f32 = 10.0;
    for row in 0..16u8 {
        for column in 0..12u8 {
            let [x, y] = [f32::from(column) * CELL, f32::from(row) * CELL];
            if let Some(color) = mosaic(x + CELL / 2.0, y + CELL / 2.0) {
                on.block([x, y], [CELL, CELL], 0.0, Fill(color));
            }
        }
    }
}

/// The colour of the student at a place.
fn mosaic(x: f32, y: f32) -> Option<&'static str> {
    let oval = |cx: f32, cy: f32, rx: f32, ry: f32| {
        ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) < 1.0
    };
    if oval(48.0, 64.0, 5.0, 5.0)
        || oval(72.0, 64.0, 5.0, 5.0)
        || (oval(60.0, 58.0, 27.0, 33.0) && y < 48.0)
    {
        Some(ink::HAIR)
    } else if (50.0..70.0).contains(&x) && (80.0..90.0).contains(&y) {
        Some(ink::LIPS)
    } else if oval(60.0, 66.0, 26.0, 31.0)
        || ((50.0..70.0).contains(&x) && (80.0..112.0).contains(&y))
    {
        Some(ink::SKIN)
    } else if y > 112.0 && (x - 60.0).abs() < 20.0 + (y - 105.0) {
        Some(ink::CLOTH)
    } else {
        None
    }
}
