//! The sample photo, as it is and shown on a screen: more than one sign makes a warning and a question, one does not.

use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::vision::Vision;
use xueying_e2e::recapture::{STAGINGS, signs};
use xueying_e2e::{models_folder, sample_photo};

#[test]
fn a_screen_is_told_from_a_person() {
    let models =
        ModelSet::from_folder(&models_folder(), &Vision::MODELS).expect("the models are there");
    let mut vision = Vision::load(&models).expect("the models fit");
    let photo = decode(&sample_photo(), &Limits::default())
        .expect("a picture")
        .pixels;
    let profile = Profile::chsi();
    for staging in STAGINGS {
        let found = signs(&photo, staging, &mut vision, &profile).expect("a face");
        let shown = [staging.screen.is_some(), staging.bezel, staging.lamp];
        let expected = shown.into_iter().filter(|sign| *sign).count();
        assert!(found <= expected, "{}: {found}", staging.name);
        assert_eq!(found > 1, expected > 1, "{}: {found}", staging.name);
    }
}
