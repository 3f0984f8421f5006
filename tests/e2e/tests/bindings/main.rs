//! The scenarios run through the surface that Kotlin, Swift and Python have, here from Rust, with the same results expected.

mod check;
mod codes;
mod desk;
mod live;
mod phone;

use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use xueying_e2e::pictures::Picture;
use xueying_e2e::{models_folder, parse, sample_photo, scenarios};
use xueying_ffi::{Checker, Models, Profile};

/// What is loaded once.
struct Tools {
    models: Arc<Models>,
    profile: Arc<Profile>,
    checker: Arc<Checker>,
}

static TOOLS: LazyLock<Tools> = LazyLock::new(|| {
    let models = Models::from_folder(&models_folder().to_string_lossy()).expect("the models");
    let profile = Profile::named("chsi").expect("a built-in profile");
    let checker = Checker::new(&models, Arc::clone(&profile)).expect("the models load");
    Tools {
        models,
        profile,
        checker,
    }
});

/// The bytes of a picture of the scenarios.
fn picture(name: &Value) -> Vec<u8> {
    static ALL: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
        let photo = image::load_from_memory(&sample_photo()).expect("the sample photo");
        let photo = photo.into_rgb8();
        let pictures = scenarios("pictures").into_iter().map(|fields| {
            let picture: Picture = parse(&fields);
            (picture.name.clone(), picture.bytes(&photo))
        });
        pictures.collect()
    });
    let name = name.as_str().expect("a name");
    let bytes = ALL.get(name);
    bytes
        .unwrap_or_else(|| panic!("there is no picture {name}"))
        .clone()
}

/// The cases of a set, never none.
fn cases(set: &str) -> Vec<Value> {
    let cases = scenarios(set);
    assert!(!cases.is_empty(), "{set} has no cases");
    println!("{set}: {} cases", cases.len());
    cases
}

/// The stable code of an error, as the scenarios have it.
macro_rules! code {
    ($result:expr) => {
        match &$result {
            Ok(_) => serde_json::Value::Null,
            Err(error) => {
                let told = xueying_ffi::text(&error.text_key(), xueying::texts::Lang::En);
                assert!(told.is_some(), "{}", error.text_key());
                serde_json::Value::String(error.code())
            }
        }
    };
}
use code;
