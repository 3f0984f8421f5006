//! `xueying live` and `xueying replay` as a user runs them: the simulated phone before the sample photo.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::time::Duration;
use xueying::camera::SessionMode;
use xueying::capture::{Envelope, Expected, Manifest, VerifyError, verify};
use xueying::profile::Profile;
use xueying::report::Verdict;
use xueying_e2e::models_folder;

/// Starts that a change is tried on; `cargo xtask soak` tries more.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=20;

fn xueying(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xueying"));
    command
        .current_dir(folder)
        .env("XUEYING_MODELS", models())
        .env("LC_ALL", "en_GB.UTF-8");
    command
}

fn models() -> std::path::PathBuf {
    fs::canonicalize(models_folder()).expect("the folder is there")
}

fn simulate(folder: &Path, seed: u64, more: &[&str]) -> Output {
    xueying(folder)
        .args(["live", "--simulate"])
        .arg(models().join("astronaut.png"))
        .args(["--seed", &seed.to_string()])
        .args(more)
        .output()
        .expect("the program runs")
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

/// What a collector makes of the files of a session.
fn collected(folder: &Path, nonce: &str) -> Result<Manifest, VerifyError> {
    let read = |name: &str| fs::read(folder.join(name)).expect("the file was written");
    let key = String::from_utf8(read("key.hex")).expect("hexadecimal");
    let digits = key.as_bytes().chunks_exact(2);
    let key: Vec<u8> = digits
        .map(|pair| {
            let pair = std::str::from_utf8(pair).expect("ASCII");
            u8::from_str_radix(pair, 16).expect("hexadecimal")
        })
        .collect();
    let expected = Expected {
        key: &key,
        nonce,
        session: "REHEARSAL",
        mode: SessionMode::Rehearsal,
    };
    verify(&read("manifest.json"), &read("photo.jpg"), &expected)
}

fn nonce(folder: &Path) -> String {
    let envelope = fs::read(folder.join("manifest.json")).expect("the file was written");
    let envelope: Envelope = serde_json::from_slice(&envelope).expect("an envelope");
    let manifest: Manifest = serde_json::from_str(&envelope.manifest).expect("a manifest");
    manifest.nonce
}

#[test]
fn bad_starts_end_with_a_good_photo() {
    let folder = tempfile::tempdir().unwrap();
    let seeds = Mutex::new(SEEDS);
    let ended: Vec<(u64, f64)> = std::thread::scope(|scope| {
        let work = || {
            let mut ended = vec![];
            loop {
                let Some(seed) = seeds.lock().unwrap().next() else {
                    return ended;
                };
                let name = seed.to_string();
                let output = simulate(folder.path(), seed, &["--json", "--out", &name]);
                let end = lines(&output).pop().expect("an end");
                if end["sealed"] == true {
                    judge(&folder.path().join(name));
                    ended.push((seed, end["t"].as_f64().unwrap()));
                }
            }
        };
        let workers = [scope.spawn(work), scope.spawn(work)];
        workers
            .into_iter()
            .flat_map(|one| one.join().unwrap())
            .collect()
    });
    assert!(ended.len() == SEEDS.count(), "{ended:?}");
    let mut times: Vec<f64> = ended.iter().map(|(_, t)| *t).collect();
    times.sort_by(f64::total_cmp);
    assert!(times[times.len() / 2] <= 12.0, "{ended:?}");
}

/// The photo verifies and keeps every rule that blocks.
fn judge(folder: &Path) {
    let manifest = collected(folder, &nonce(folder)).expect("it verifies");
    assert_eq!(manifest.report.profile.id, "chsi-rehearsal");
    for id in Profile::chsi().guide.blocking {
        let finding = manifest.report.finding(id).expect("it was judged");
        let kept = matches!(finding.verdict, Verdict::Pass | Verdict::Warn);
        assert!(kept, "{id}: {finding:?}");
    }
}

#[test]
fn a_session_is_kept_and_replays_to_the_same_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let more = [
        "--json", "--record", "r.jsonl", "--sheet", "s.html", "--out", "o",
    ];
    let output = simulate(folder.path(), 5, &more);
    assert!(output.status.success(), "{output:?}");
    let lines = lines(&output);
    for line in &lines {
        assert_eq!(
            (&line["mode"], &line["source"]),
            (&"rehearsal".into(), &"simulated".into())
        );
    }
    assert_eq!(lines.last().unwrap()["verified"], true);
    let sheet = fs::read_to_string(folder.path().join("s.html")).unwrap();
    assert!(sheet.contains("Rehearsal") && sheet.contains("<polygon"));

    let out = folder.path().join("o");
    let nonce = nonce(&out);
    assert!(collected(&out, &nonce).is_ok());
    assert_eq!(collected(&out, "another").err(), Some(VerifyError::Nonce));
    let photo = out.join("photo.jpg");
    let mut bytes = fs::read(&photo).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&photo, bytes).unwrap();
    assert_eq!(collected(&out, &nonce).err(), Some(VerifyError::Photo));

    let replay = |name: &str| {
        xueying(folder.path())
            .args(["replay", "--json", name])
            .output()
    };
    let same = replay("r.jsonl").unwrap();
    assert!(same.status.success(), "{same:?}");
    let frames = lines.iter().filter(|line| line["event"] == "frame").count();
    let told: Value = serde_json::from_slice(&same.stdout).unwrap();
    assert_eq!(
        told,
        serde_json::json!({"frames": frames, "differs": null, "taken": 1})
    );

    // Somebody makes the shutter fall a frame earlier than it did.
    let recording = fs::read_to_string(folder.path().join("r.jsonl")).unwrap();
    let forged = recording.replacen("\"event\":null", "\"event\":\"fire\"", 1);
    assert_ne!(forged, recording);
    fs::write(folder.path().join("f.jsonl"), forged).unwrap();
    let other = replay("f.jsonl").unwrap();
    assert_eq!(other.status.code(), Some(1), "{other:?}");
}

#[test]
fn the_same_seed_is_the_same_session() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str| {
        simulate(folder.path(), 2, &["--record", name]);
        fs::read(folder.path().join(name)).unwrap()
    };
    assert!(run("a") == run("b"));
}

#[test]
fn stored_frames_take_the_place_of_a_camera() {
    let folder = tempfile::tempdir().unwrap();
    let photo = image::open(models().join("astronaut.png"))
        .unwrap()
        .to_rgb8();
    // More room above the hair than the photo has.
    let still =
        image::RgbImage::from_fn(512, 560, |x, y| *photo.get_pixel(x, y.saturating_sub(48)));
    let mut jpeg = std::io::Cursor::new(vec![]);
    still.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let frames = folder.path().join("frames");
    fs::create_dir(&frames).unwrap();
    for number in 0..60 {
        fs::write(frames.join(format!("{number:03}.jpg")), &jpeg).unwrap();
    }
    fs::write(folder.path().join("v.mjpeg"), jpeg.repeat(60)).unwrap();
    fs::write(folder.path().join("v.y4m"), y4m(&still, 60)).unwrap();
    for input in ["frames", "v.mjpeg", "v.y4m"] {
        let output = xueying(folder.path())
            .args(["live", input, "--fps", "12", "--json", "--out", "o"])
            .output()
            .unwrap();
        let lines = lines(&output);
        let end = lines.last().unwrap();
        assert_eq!(end["verified"], true, "{input}: {end}");
        assert!(output.status.success());
        fs::remove_dir_all(folder.path().join("o")).unwrap();
    }
}

/// Frames of a picture, 4:2:0 by the plainest arithmetic.
fn y4m(picture: &image::RgbImage, frames: usize) -> Vec<u8> {
    let (width, height) = picture.dimensions();
    let coded = |rgb: [u8; 3]| {
        let [r, g, b] = rgb.map(f64::from);
        let y = 0.299 * r + 0.587 * g + 0.114 * b;
        [y, 128.0 + (b - y) / 1.772, 128.0 + (r - y) / 1.402]
    };
    let mut frame = b"FRAME\n".to_vec();
    frame.extend(picture.pixels().map(|pixel| coded(pixel.0)[0] as u8));
    for plane in [1, 2] {
        for y in (0..height).step_by(2) {
            let row = (0..width).step_by(2);
            frame.extend(row.map(|x| coded(picture.get_pixel(x, y).0)[plane] as u8));
        }
    }
    let header = format!("YUV4MPEG2 W{width} H{height} F12:1 C420jpeg XCOLORRANGE=FULL\n");
    [header.as_bytes(), &frame.repeat(frames)].concat()
}

#[test]
fn nobody_gives_no_photo_and_nonsense_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let grey = image::RgbImage::from_pixel(320, 240, image::Rgb([120; 3]));
    fs::write(folder.path().join("v.y4m"), y4m(&grey, 20)).unwrap();
    let output = xueying(folder.path())
        .args(["live", "v.y4m", "--json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let lines = lines(&output);
    let shown = lines.iter().find_map(|line| line["show"]["en"].as_str());
    assert_eq!(
        shown,
        Some("No face in view: come closer and aim at the student")
    );

    fs::write(folder.path().join("bad.y4m"), b"YUV4MPEG2 W0 H0\n").unwrap();
    fs::write(folder.path().join("r.jsonl"), b"{}\n").unwrap();
    for wrong in [
        &["live", "bad.y4m"][..],
        &["live", "missing.y4m"],
        &["live", "r.jsonl"],
        &["live"],
        &["live", "v.y4m", "--seed", "3"],
        &["live", "v.y4m", "--out", "v.y4m/o"],
        &["replay", "r.jsonl"],
        &["replay", "missing.jsonl"],
    ] {
        let output = xueying(folder.path()).args(wrong).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(!output.stderr.is_empty(), "{wrong:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_broken_off_leaves_whole_files() {
    let folder = tempfile::tempdir().unwrap();
    let grey = image::RgbImage::from_pixel(640, 480, image::Rgb([120; 3]));
    fs::write(folder.path().join("v.y4m"), y4m(&grey, 600)).unwrap();
    let mut child = xueying(folder.path())
        .args([
            "live", "v.y4m", "--json", "--record", "r.jsonl", "--sheet", "s.html",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let end: Value =
        serde_json::from_slice(output.stdout.split(|b| *b == b'\n').rev().nth(1).unwrap()).unwrap();
    assert_eq!(end["event"], "end");
    let replay = xueying(folder.path())
        .args(["replay", "r.jsonl"])
        .output()
        .unwrap();
    assert!(replay.status.success(), "{replay:?}");
    assert!(
        fs::read_to_string(folder.path().join("s.html"))
            .unwrap()
            .ends_with("</html>")
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}
