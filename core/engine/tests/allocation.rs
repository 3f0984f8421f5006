//! A run allocates nothing: counted.

mod net;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[allow(unsafe_code)] // an allocator cannot be written without
// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(bytes: &[u8]) -> (usize, usize) {
    let before = COUNT.get();
    let mut model = xueying_engine::Model::load(bytes).expect("a model");
    let loaded = COUNT.get();
    for run in 0..3 {
        model.input_mut(0).fill(run as f32 * 0.1);
        model.run();
        assert!(model.output(0).iter().all(|x| x.is_finite()));
    }
    (loaded - before, COUNT.get() - loaded)
}

#[test]
fn a_run_allocates_nothing() {
    let (load, runs) = allocations(&net::example());
    assert!(load > 0, "the counter does not count");
    assert_eq!(runs, 0);
}

#[test]
#[ignore = "needs the models: XUEYING_MODELS=DIR"]
fn a_run_of_a_real_model_allocates_nothing() {
    let folder = std::env::var("XUEYING_MODELS").unwrap();
    for model in [
        "face_landmarks_detector",
        "face_blendshapes",
        "selfie_segmenter",
        "pose_detection",
    ] {
        let bytes = std::fs::read(format!("{folder}/{model}.tflite")).unwrap();
        assert_eq!(allocations(&bytes).1, 0, "{model}");
    }
}
