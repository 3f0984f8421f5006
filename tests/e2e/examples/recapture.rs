//! What the search for recaptured photos finds on any photos, as they are and shown on a screen: `recapture MODELS PHOTO…`.
//! A table of how many photos show none, one, two and three signs.

use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::vision::Vision;
use xueying_e2e::recapture::{STAGINGS, signs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let models = arguments.next().ok_or("usage: recapture MODELS PHOTO…")?;
    let models = ModelSet::from_folder(Path::new(&models), &Vision::MODELS)?;
    let mut vision = Vision::load(&models)?;
    let profile = Profile::chsi();
    let mut tallies = vec![[0; 4]; STAGINGS.len()];
    for path in arguments {
        let photo = decode(&std::fs::read(&path)?, &Limits::default())?.pixels;
        for (staging, tally) in STAGINGS.iter().zip(&mut tallies) {
            match signs(&photo, staging, &mut vision, &profile) {
                Some(count) => tally[count.min(3)] += 1,
                None => eprintln!("{}: no face, {}", path.to_string_lossy(), staging.name),
            }
        }
    }
    println!("{:38} {:>5} {:>5} {:>5} {:>5}", "signs", 0, 1, 2, 3);
    for (staging, [none, one, two, three]) in STAGINGS.iter().zip(tallies) {
        println!("{:38} {none:>5} {one:>5} {two:>5} {three:>5}", staging.name);
    }
    Ok(())
}
