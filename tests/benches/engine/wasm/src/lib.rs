//! One model behind plain functions: `reserve` room, write the file there, `load`, write `input`, `run`, read `output`.

use std::cell::RefCell;
use xueying_engine::Model;

thread_local! {
    static FILE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static MODEL: RefCell<Option<Model>> = const { RefCell::new(None) };
}

fn with<T>(f: impl FnOnce(&mut Model) -> T) -> Option<T> {
    MODEL.with_borrow_mut(|model| model.as_mut().map(f))
}

/// Room for a file; returns where.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(len: usize) -> *mut u8 {
    FILE.with_borrow_mut(|file| {
        file.resize(len, 0);
        file.as_mut_ptr()
    })
}

/// Loads the file; returns the bytes kept, or 0.
#[unsafe(no_mangle)]
pub extern "C" fn load() -> usize {
    let model = FILE.take();
    MODEL.set(Model::load(&model).ok());
    with(|model| model.memory()).unwrap_or(0)
}

#[unsafe(no_mangle)]
pub extern "C" fn input() -> *mut f32 {
    with(|model| model.input_mut(0).as_mut_ptr()).unwrap_or(std::ptr::null_mut())
}

#[unsafe(no_mangle)]
pub extern "C" fn run() {
    with(Model::run);
}

#[unsafe(no_mangle)]
pub extern "C" fn output(index: usize) -> *const f32 {
    with(|model| model.output(index).as_ptr()).unwrap_or(std::ptr::null())
}

#[unsafe(no_mangle)]
pub extern "C" fn output_len(index: usize) -> usize {
    with(|model| model.output(index).len()).unwrap_or(0)
}
