//! Writes the pictures of the scenarios: `scenario_files OUT`.

use std::path::Path;
use xueying::frame::{Limits, decode};
use xueying_e2e::pictures::Picture;
use xueying_e2e::{parse, sample_photo, scenarios};

fn main() {
    let out = std::env::args().nth(1).expect("scenario_files OUT");
    let out = Path::new(&out);
    std::fs::create_dir_all(out).expect("a folder that may be written to");
    let photo = decode(&sample_photo(), &Limits::default()).expect("the sample photo");
    for picture in scenarios("pictures") {
        let picture: Picture = parse(&picture);
        let bytes = picture.bytes(&photo.pixels);
        std::fs::write(out.join(&picture.name), bytes).expect("room for the pictures");
    }
}
