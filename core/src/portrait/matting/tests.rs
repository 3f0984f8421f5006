use super::synthetic::{Bust, HEIGHT, WIDTH, Wall};
use super::*;
use crate::portrait::light::{level_of, linear_rgb};

/// Mean absolute error of α within 10 and within 5 pixels of a mixed pixel, for a bust before a wall.
fn errors(wall: Wall, hairs: usize, cell: f32) -> [f32; 2] {
    let bust = Bust::new(hairs, hairs as u64);
    let alpha = alpha(&bust.before(wall, 1), &bust.guess(cell, 1));
    let errors = [10, 5].map(|reach| bust.error(&alpha, reach));
    println!("{wall:?}, {hairs} hairs, cells of {cell}: {errors:.4?}");
    errors
}

#[test]
fn known_alpha_comes_back_before_any_wall() {
    for (wall, hairs, cell) in [
        (Wall::Plain, 60, 2.5),
        (Wall::Plain, 500, 3.5),
        (Wall::Gradient, 250, 2.8),
        (Wall::Dark, 250, 2.8),
        (Wall::Leaves, 250, 2.8),
        (Wall::Stripes, 250, 2.8),
    ] {
        let [edge, _] = errors(wall, hairs, cell);
        assert!(edge <= 0.02, "{wall:?}, {hairs}: {edge}");
    }
}

#[test]
fn nothing_of_the_old_wall_stays_in_the_edge() {
    let bust = Bust::new(250, 3);
    let blue = linear_rgb([100, 197, 255]);
    let true_colors = Linear {
        width: WIDTH,
        height: HEIGHT,
        pixels: bust.colors.clone(),
    };
    let wanted = true_colors.over(blue, &bust.alpha);
    for wall in [Wall::Plain, Wall::Leaves] {
        let person = cut_out(&bust.before(wall, 2), &bust.guess(2.8, 2));
        let made = person.foreground.over(blue, &person.alpha);
        let mut bias = [0.0; 3];
        let mut count = 0.0;
        for (i, alpha) in bust.alpha.iter().enumerate() {
            if (0.1..0.9).contains(alpha) {
                count += 1.0;
                for (c, bias) in bias.iter_mut().enumerate() {
                    let levels = [&made, &wanted].map(|it| f32::from(level_of(it.pixels[i][c])));
                    *bias += levels[0] - levels[1];
                }
            }
        }
        let bias = bias.map(|sum| sum / count);
        println!("{wall:?}: {bias:.1?} grey levels");
        assert!(
            bias.iter().all(|bias| bias.abs() < 6.0),
            "{wall:?}: {bias:?}"
        );
    }
}

#[test]
fn sure_places_stay_what_they_are() {
    let bust = Bust::new(0, 5);
    let alpha = alpha(&bust.before(Wall::Leaves, 5), &bust.guess(2.8, 5));
    assert_eq!(alpha[10 * WIDTH + 10], 0.0);
    assert_eq!(alpha[300 * WIDTH + 240], 1.0);
}

#[test]
fn nobody_everybody_and_no_pixels_are_no_trouble() {
    let picture = Linear {
        width: 40,
        height: 30,
        pixels: vec![[0.5; 3]; 1200],
    };
    for share in [0.0, 0.5, 1.0] {
        let guess = Guess {
            person: vec![share; 1200],
            cautious: vec![share; 1200],
            hair: vec![0.0; 1200],
            cell: 2.5,
        };
        let person = cut_out(&picture, &guess);
        assert!(
            person
                .alpha
                .iter()
                .all(|alpha| (alpha - share).abs() < 0.02),
            "{share}"
        );
        assert!(
            person
                .foreground
                .pixels
                .iter()
                .all(|p| p.iter().all(|v| v.is_finite()))
        );
    }
    let empty = Linear {
        width: 0,
        height: 0,
        pixels: vec![],
    };
    let guess = Guess {
        person: vec![],
        cautious: vec![],
        hair: vec![],
        cell: 2.5,
    };
    assert!(cut_out(&empty, &guess).alpha.is_empty());
}
