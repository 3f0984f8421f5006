//! Any bytes are a model that runs, or an error; what is halved loads as before.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xueying_engine::Model;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(mut model) = Model::load(bytes) {
        if let Ok(halved) = xueying_engine::halve(bytes) {
            assert!(Model::load(&halved).is_ok());
        }
        // Larger ones only take longer.
        if model.memory() < 1 << 20 {
            model.run();
        }
    }
});
