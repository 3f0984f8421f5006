//! What each stage of vision costs on a picture, for benches: `stages MODELS PICTURE [RUNS]`.

use std::path::Path;

use rustix::time::{ClockId, clock_gettime};
use xueying::frame::{Limits, decode};
use xueying::models::ModelSet;
use xueying::vision::{View, Vision};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [folder, picture, rest @ ..] = arguments.as_slice() else {
        return Err("usage: stages MODELS PICTURE [RUNS]".into());
    };
    let runs = rest.first().map_or(Ok(10), |runs| runs.parse())?;
    let folder = Path::new(folder);
    let models = ModelSet::from_folder(folder, &Vision::MODELS)?;
    let picture = decode(&std::fs::read(picture)?, &Limits::default())?.pixels;
    time("read and check models", runs, || {
        ModelSet::from_folder(folder, &Vision::MODELS)
    });
    time("load models", runs, || Vision::load(&models));

    let mut vision = Vision::load(&models)?;
    time("view", runs, || drop(View::of(&picture)));
    let view = View::of(&picture);
    time("detect", runs, || vision.detect(&view));
    time("search", runs, || vision.search(&view));
    if let Some(face) = &vision.observe(&view).face {
        time("follow", runs, || vision.follow(&view, face));
        time("matte", runs, || vision.matte(&view, Some(face)));
        time("classes", runs, || vision.classes(&view, Some(face)));
        time("shoulders", runs, || vision.shoulders(&view, face));
    }
    time("view and observe", runs, || {
        vision.observe(&View::of(&picture))
    });
    Ok(())
}

/// Runs `work` once to warm up and `runs` times more, and prints the least and the median of its times.
fn time<T>(name: &str, runs: usize, mut work: impl FnMut() -> T) {
    work();
    let mut times: Vec<f64> = (0..runs.max(1))
        .map(|_| {
            let start = processor_time();
            std::hint::black_box(work());
            processor_time() - start
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (least, median) = (times[0], times[times.len() / 2]);
    println!("{name:24} least {least:8.2} ms   median {median:8.2} ms");
}

/// Milliseconds this thread has worked, right on a busy machine too.
fn processor_time() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
