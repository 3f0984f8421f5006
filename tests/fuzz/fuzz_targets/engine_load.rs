//! Any bytes are a model that runs, or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xueying_engine::Model;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(mut model) = Model::load(bytes) {
        // Larger ones only take longer.
        if model.memory() < 1 << 20 {
            model.run();
        }
    }
});
