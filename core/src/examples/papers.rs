//! Drawings about what surrounds the photo: the camera's permission, the identity, the finished file.

use super::bust::Bust;
use super::canvas::Paint::{Fill, Pen};
use super::canvas::{Canvas, HEIGHT, WIDTH, ink};
use super::hair::Hair;

fn ground(on: &mut Canvas) {
    on.block([0.0, 0.0], [WIDTH, HEIGHT], 0.0, Fill(ink::WALL));
}

/// A phone that shows what its camera sees, or a camera that is struck out.
pub fn permission(granted: bool, on: &mut Canvas) {
    ground(on);
    on.block([24.0, 10.0], [72.0, 140.0], 9.0, Fill(ink::LINE));
    on.block([28.0, 20.0], [64.0, 118.0], 3.0, Fill("#cfd8e1"));
    if granted {
        on.framed([28.0, 52.0], 64.0, |on| Bust::default().draw(on));
        return;
    }
    on.block([38.0, 66.0], [44.0, 30.0], 5.0, Fill(ink::LINE));
    on.block([51.0, 59.0], [18.0, 10.0], 3.0, Fill(ink::LINE));
    on.oval([60.0, 81.0], [9.5, 9.5], Fill("#cfd8e1"));
    on.oval([60.0, 81.0], [5.5, 5.5], Fill(ink::LINE));
    on.line([36.0, 104.0], [84.0, 56.0], Pen(ink::WRONG, 4.0));
}

/// A student above a card with the same face on it, or with another.
pub fn identity(same: bool, on: &mut Canvas) {
    ground(on);
    on.framed([27.0, 4.0], 66.0, |on| Bust::default().draw(on));
    on.block([12.0, 96.0], [96.0, 56.0], 5.0, Fill(ink::WHITE));
    on.block([18.0, 102.0], [33.0, 44.0], 2.0, Fill(ink::OFFICIAL));
    let hair = if same { Hair::Short } else { Hair::Loose };
    let shown = Bust {
        hair,
        ..Bust::default()
    };
    on.framed([18.0, 102.0], 33.0, |on| shown.draw(on));
    for (row, width) in [(108.0, 40.0), (120.0, 46.0), (132.0, 30.0)] {
        on.block([57.0, row], [width, 5.0], 2.5, Fill("#cfd8e1"));
    }
}

/// The portrait as it is handed in, or the same lying on its side.
pub fn file(upright: bool, on: &mut Canvas) {
    ground(on);
    let turn = if upright { 0 } else { 90 };
    on.moved(&format!("rotate({turn} 60 84)"), |on| {
        on.block([18.0, 28.0], [84.0, 112.0], 3.0, Fill(ink::WHITE));
        on.block([22.0, 32.0], [76.0, 104.0], 0.0, Fill(ink::OFFICIAL));
        on.framed([22.0, 34.6], 76.0, |on| Bust::default().draw(on));
    });
}
