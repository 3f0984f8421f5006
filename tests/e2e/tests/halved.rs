//! The large model as a phone stores it: half the bytes, and the regions it tells apart stay.

use xueying::models::{Model, ModelSet};
use xueying::report::Stamp;
use xueying::vision::Vision;
use xueying::{frame, vision::View};
use xueying_e2e::{models_folder, sample_photo};

/// Pixels that may change their class.
const CHANGED: f64 = 0.005;

#[test]
fn halved_weights_see_the_same_regions() {
    let mut set =
        ModelSet::from_folder(&models_folder(), &Vision::MODELS).expect("the models are there");
    let photo = frame::decode(&sample_photo(), &frame::Limits::default()).expect("a picture");
    let view = View::of(&photo.pixels);
    let whole = set.get(Model::RegionClasses).expect("it is there").to_vec();
    let halved = xueying_engine::halve(&whole).expect("it is a model");
    assert!(halved.len() * 100 < whole.len() * 51);

    let mut vision = Vision::load(&set).expect("the models fit");
    let classes = vision.observe(&view).classes.expect("regions");
    set.insert(Model::RegionClasses, halved)
        .expect("the lock knows the halved file too");
    let mut smaller = Vision::load(&set).expect("the models fit");
    let others = smaller.observe(&view).classes.expect("regions");

    let likeliest = |shares: &[u8; 6]| (0..6).max_by_key(|&class| shares[class]);
    let pairs = classes.shares.iter().zip(others.shares.iter());
    let changed = pairs.filter(|(a, b)| likeliest(a) != likeliest(b)).count();
    let all = classes.shares.len();
    assert!(
        (changed as f64) < CHANGED * all as f64,
        "{changed} of {all}"
    );
    let hash = |stamps: &[Stamp]| {
        stamps
            .iter()
            .map(|stamp| stamp.sha256.clone())
            .collect::<Vec<_>>()
    };
    assert_ne!(
        hash(vision.stamps()),
        hash(smaller.stamps()),
        "a report says which it was"
    );
}
