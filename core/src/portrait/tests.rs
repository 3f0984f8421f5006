use super::matting::synthetic::{Bust, HEIGHT, WIDTH, Wall};
use super::*;
use crate::vision::{BLENDSHAPES, Face, HeadPose, LANDMARKS, Matte, Rect};
use image::{ImageReader, Rgb, imageops};
use std::path::Path;

/// A bust in a picture of 1200 × 1600 pixels, with a red mark on the left of its chest, and what models would see.
fn scene() -> (RgbImage, Observation) {
    let bust = Bust::new(200, 7);
    let small = bust.before(Wall::Gradient, 7).encode();
    let mut picture = RgbImage::from_pixel(1200, 1600, Rgb([200, 195, 180]));
    let (left, top) = (240, 200);
    let large = imageops::resize(&small, 720, 960, imageops::CatmullRom);
    imageops::replace(&mut picture, &large, left, top);
    for (x, y) in (450..500).flat_map(|x| (1050..1100).map(move |y| (x, y))) {
        picture.put_pixel(x, y, Rgb([220, 20, 20]));
    }

    let guess = bust.guess(2.8, 7);
    let alpha = |share: &f32| (share * 255.0) as u8;
    let region = Rect {
        x: 240.0,
        y: 200.0,
        width: 720.0,
        height: 960.0,
    };
    let mut landmarks = vec![[600.0, 560.0, 0.0]; LANDMARKS];
    for (index, x, y) in [
        (33, 530.0, 530.0),
        (133, 570.0, 530.0),
        (362, 630.0, 530.0),
        (263, 670.0, 530.0),
        (152, 600.0, 771.0),
        (234, 446.0, 560.0),
        (454, 754.0, 560.0),
    ] {
        landmarks[index] = [x, y, 0.0];
    }
    let observation = Observation {
        width: 1200,
        height: 1600,
        faces: vec![],
        face: Some(Face {
            landmarks,
            presence: 1.0,
            blendshapes: [0.0; BLENDSHAPES],
            pose: HeadPose::default(),
        }),
        matte: Some(Matte {
            width: WIDTH,
            height: HEIGHT,
            alpha: guess.person.iter().map(alpha).collect(),
            region,
        }),
        classes: None,
        shoulders: None,
    };
    (picture, observation)
}

#[test]
fn the_portrait_is_the_programmes_file() {
    let (picture, seen) = scene();
    let profile = Profile::chsi();
    let portrait = compose(&picture, &seen, &profile, Background::Official).unwrap();
    assert_eq!(portrait.pixels.dimensions(), (480, 640));
    assert_eq!(portrait.file.fit, Fit::Inside, "{:?}", portrait.file);
    assert_eq!(portrait.pixels.get_pixel(3, 3).0, profile.output.background);
    let again = compose(&picture, &seen, &profile, Background::Official).unwrap();
    assert!(again.file == portrait.file);
}

#[test]
fn a_kept_background_is_the_pictures_own() {
    let (picture, seen) = scene();
    let kept = compose(&picture, &seen, &Profile::chsi(), Background::Kept).unwrap();
    let crop = kept.proposal.crop;
    let there = picture.get_pixel(crop.x as u32 + 5, crop.y as u32 + 5).0;
    let here = kept.pixels.get_pixel(3, 3).0;
    assert!(
        (0..3).all(|c| here[c].abs_diff(there[c]) < 12),
        "{here:?} {there:?}"
    );
}

#[test]
fn the_left_stays_left_and_the_top_on_top() {
    let (picture, seen) = scene();
    for background in [Background::Official, Background::Kept] {
        let portrait = compose(&picture, &seen, &Profile::chsi(), background).unwrap();
        let red: Vec<_> = portrait
            .pixels
            .enumerate_pixels()
            .filter(|(_, _, Rgb([r, g, b]))| *r > 180 && *g < 90 && *b < 90)
            .collect();
        assert!(red.len() > 100);
        assert!(red.iter().all(|(x, y, _)| *x < 200 && *y > 380));
    }
}

#[test]
fn what_cannot_become_a_portrait_is_said() {
    let (picture, seen) = scene();
    let profile = Profile::chsi();
    let error = |seen: &Observation| compose(&picture, seen, &profile, Background::Official).err();
    let nobody = Observation {
        face: None,
        ..seen.clone()
    };
    assert_eq!(error(&nobody), Some(PortraitError::NoHead(Reason::NoFace)));
    let blind = Observation {
        matte: None,
        ..seen.clone()
    };
    assert_eq!(error(&blind), Some(PortraitError::NoHead(Reason::NoModel)));
    let mut upside_down = seen;
    upside_down.face.as_mut().unwrap().landmarks[152][1] = 300.0;
    assert_eq!(error(&upside_down), Some(PortraitError::NotUpright));
}

/// The portrait of the synthetic scene as it was when it was last looked at. `UPDATE_GOLDEN=1` writes it anew.
#[test]
fn the_portrait_looks_as_it_did() {
    let (picture, seen) = scene();
    let portrait = compose(&picture, &seen, &Profile::chsi(), Background::Official).unwrap();
    let small = imageops::resize(&portrait.pixels, 240, 320, imageops::Triangle);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/portrait/golden.png");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        small.save(&path).unwrap();
    }
    let golden = ImageReader::open(&path)
        .unwrap()
        .decode()
        .unwrap()
        .to_rgb8();
    let differences = small
        .as_raw()
        .iter()
        .zip(golden.as_raw())
        .map(|(a, b)| a.abs_diff(*b));
    let mean = differences.clone().map(f64::from).sum::<f64>() / small.as_raw().len() as f64;
    let far = differences.filter(|difference| *difference > 24).count();
    assert!(
        mean < 0.5 && far < 50,
        "mean {mean:.2} grey levels, {far} values far off"
    );
}
