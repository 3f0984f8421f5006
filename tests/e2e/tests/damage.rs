//! The sample photo, damaged by known amounts: scores follow the damage, and verdicts change where the profile says.

use image::imageops::{FilterType, resize};
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::profile::Profile;
use xueying::report::{CheckId, Verdict};
use xueying::vision::Vision;
use xueying_e2e::trials::{Bench, Trial};
use xueying_e2e::{models_folder, sample_photo};

/// The sample photo is small: twice as large, there is room to lose.
const ENLARGED: u32 = 2;

fn trials() -> Vec<Trial> {
    let models =
        ModelSet::from_folder(&models_folder(), &Vision::MODELS).expect("the models are there");
    let mut vision = Vision::load(&models).expect("the models fit");
    let photo = decode(&sample_photo(), &Limits::default())
        .expect("a picture")
        .pixels;
    let (width, height) = photo.dimensions();
    let photo = resize(
        &photo,
        ENLARGED * width,
        ENLARGED * height,
        FilterType::CatmullRom,
    );
    let profile = Profile::chsi();
    let mut bench = Bench::new(&mut vision, &profile, photo).expect("a face");
    bench.trials()
}

#[test]
fn scores_follow_the_damage_and_verdicts_change_where_the_profile_says() {
    let trials = trials();
    let mut wrong = vec![];
    for trial in &trials {
        let backward = trial.backward(slack(trial.id));
        let misjudged = trial.misjudged();
        if !backward.is_empty() || !misjudged.is_empty() {
            let scores: Vec<_> = trial
                .steps
                .iter()
                .map(|step| (step.amount, step.truth, step.finding.score))
                .collect();
            wrong.push(format!(
                "{} {}: backward {backward:?}, misjudged {misjudged:?} of {scores:?}",
                trial.id, trial.damage
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Each damage went far enough to be refused, or warned of where the rule goes no further.
    for trial in trials {
        let worst = trial
            .verdicts()
            .into_iter()
            .filter(|verdict| *verdict != Verdict::Unknown)
            .max();
        assert_eq!(
            worst,
            Some(trial.rule.worst),
            "{} {}",
            trial.id,
            trial.damage
        );
    }
}

/// How far a score may go back on its way without meaning anything: what the landmarks waver from one picture to the next.
fn slack(id: CheckId) -> f64 {
    match id {
        CheckId::HeadRoll => 0.1,
        // A spot weaker than the skin's own ones lightens what is around those.
        CheckId::Resolution | CheckId::SkinShine => 0.5,
        CheckId::FaceCount => 0.01,
        _ => 0.005,
    }
}
