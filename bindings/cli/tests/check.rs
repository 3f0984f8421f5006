//! `xueying check` as a user runs it, with the real models on the sample photo.

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use xueying_e2e::{models_folder, sample_photo};

fn xueying(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xueying"));
    command
        .current_dir(folder)
        .env(
            "XUEYING_MODELS",
            fs::canonicalize(models_folder()).expect("the folder is there"),
        )
        .env("LC_ALL", "en_GB.UTF-8");
    command
}

/// A folder with the sample photo, twice, and files that are none.
fn photos() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let sample = sample_photo();
    for (name, bytes) in [
        ("a.png", &sample[..]),
        ("b.jpg", b""),
        ("c.jpg", &sample[..]),
        ("d.png", &sample[..sample.len() / 2]),
        ("e.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("notes.txt", b"not a photo"),
    ] {
        fs::write(folder.path().join(name), bytes).expect("room for a photo");
    }
    folder
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

#[test]
fn lines_keep_the_order_and_a_bad_file_does_not_stop_the_others() {
    let folder = photos();
    let output = xueying(folder.path())
        .args(["check", "--json", "--jobs", "3", "missing.jpg", "."])
        .output()
        .unwrap();
    let lines = lines(&output);
    let told: Vec<_> = lines
        .iter()
        .map(|line| {
            let code = line["error"]["code"].as_str();
            (
                line["path"].as_str().unwrap(),
                code.unwrap_or(line["verdict"].as_str().unwrap_or("?")),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("missing.jpg", "file_missing"),
            ("./a.png", "fail"),
            ("./b.jpg", "empty"),
            ("./c.jpg", "fail"),
            ("./d.png", "truncated"),
            ("./e.heic", "unsupported_heic"),
        ]
    );
    assert_eq!(output.status.code(), Some(2));
    // The content counts, not the ending: the same bytes give the same findings.
    assert_eq!(lines[1]["findings"], lines[3]["findings"]);
}

#[test]
fn a_line_holds_what_the_readme_says() {
    let folder = photos();
    let output = xueying(folder.path())
        .args(["check", "--json", "--landmarks", "--lang", "zh", "a.png"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "the sample shows teeth");
    let line = &lines(&output)[0];
    let teeth = line["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["id"] == "teeth_hidden")
        .unwrap();
    assert_eq!(teeth["verdict"], "fail");
    assert_eq!(teeth["message"], "露出了牙齿。");
    assert!(teeth["score"].as_f64().unwrap() > teeth["bands"]["pass"][1].as_f64().unwrap());
    let observation = &line["observation"];
    assert_eq!(observation["landmarks"].as_array().unwrap().len(), 478);
    assert_eq!(observation["blendshapes"].as_object().unwrap().len(), 52);
    assert_eq!(observation["faces"][0]["box"].as_array().unwrap().len(), 4);
    assert!(observation["pose"]["yaw"].is_number());
    assert_eq!(line["crop"].as_array().unwrap().len(), 4);
    for stage in ["decode", "vision", "quality", "total"] {
        assert!(line["ms"][stage].as_f64().unwrap() >= 0.0);
    }
    assert_eq!(line["profile"]["id"], "chsi");
    assert_eq!(line["lang"], "zh");
}

#[test]
fn a_finished_portrait_is_judged_as_a_whole() {
    let folder = photos();
    let output = xueying(folder.path())
        .args(["check", "--json", "--as", "portrait", "a.png"])
        .output()
        .unwrap();
    assert_eq!(
        lines(&output)[0]["crop"],
        serde_json::json!([0.0, 0.0, 512.0, 512.0])
    );
}

/// The verdict and the message of one check on a finished portrait.
fn judged(folder: &Path, name: &str, id: &str) -> (String, String) {
    let output = xueying(folder)
        .args(["check", "--json", "--as", "portrait", name])
        .output()
        .expect("it runs");
    let line = &lines(&output)[0];
    let mut findings = line["findings"].as_array().expect("findings").iter();
    let found = findings.find(|found| found["id"] == id).expect("the check");
    let text = |key: &str| found[key].as_str().expect("text").to_owned();
    (text("verdict"), text("message"))
}

#[test]
fn a_portrait_of_our_own_passes_and_one_with_its_background_kept_does_not() {
    let folder = photos();
    for arguments in [
        &["portrait", "a.png", "-o", "new.jpg"][..],
        &["portrait", "a.png", "-o", "kept.jpg", "--keep-background"][..],
    ] {
        let output = xueying(folder.path()).args(arguments).output().unwrap();
        // The sample is tight above the hair; the portrait is written all the same.
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.contains("at its upper edge"), "{told}");
    }
    for (name, id, verdict) in [
        ("new.jpg", "output_spec", "pass"),
        ("new.jpg", "background_uniform", "pass"),
        ("kept.jpg", "output_spec", "pass"),
        ("kept.jpg", "background_uniform", "fail"),
        ("a.png", "output_spec", "fail"),
    ] {
        assert_eq!(judged(folder.path(), name, id).0, verdict, "{name} {id}");
    }
    let message = judged(folder.path(), "a.png", "output_spec").1;
    for part in [
        "Format PNG instead of JPEG.",
        "Size 512×512 instead of 480×640.",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn the_report_is_one_file_with_every_photo() {
    let folder = photos();
    let output = xueying(folder.path())
        .args(["check", "--report", "out.html", "a.png", "b.jpg"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("Teeth show.") && text.contains("The file is empty."),
        "{text}"
    );
    assert!(!text.contains('\x1b'), "no colours where no terminal is");
    let page = fs::read_to_string(folder.path().join("out.html")).unwrap();
    assert!(page.contains("id=\"photo-2\"") && page.contains("露出了牙齿。"));
}

#[test]
fn wrong_usage_says_what_to_do() {
    let folder = photos();
    let told = |arguments: &[&str]| {
        let output = xueying(folder.path()).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told(&["check"]).contains("Usage"));
    assert!(told(&["check", "--profile", "nobody", "a.png"]).contains("chsi"));
    assert!(
        told(&["check", "--lang", "zh", "--profile", "nobody", "a.png"]).contains("请给出内置名称")
    );
    assert!(
        told(&["check", "--report", "no/such/folder/out.html", "a.png"])
            .contains("cannot be written")
    );
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert!(told(&["check", "empty"]).contains("no pictures"));
    let output = xueying(folder.path())
        .env("XUEYING_MODELS", "empty")
        .args(["check", "a.png"])
        .output()
        .unwrap();
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("cargo xtask models")
    );
}

#[cfg(unix)]
#[test]
fn broken_off_it_ends_between_lines_and_still_writes_the_report() {
    let folder = photos();
    let mut child = xueying(folder.path())
        .args([
            "check",
            "--json",
            "--landmarks",
            "--jobs",
            "1",
            "--report",
            "out.html",
        ])
        .args(std::iter::repeat_n("a.png", 200))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    output.read_line(&mut first).unwrap();
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let rest: Vec<_> = output.lines().map(Result::unwrap).collect();
    assert!(rest.len() < 199, "it went on to the end");
    for line in std::iter::once(&first).chain(&rest) {
        serde_json::from_str::<Value>(line).expect("every line is whole");
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let page = fs::read_to_string(folder.path().join("out.html")).unwrap();
    assert!(page.contains("The check was interrupted") && page.ends_with("</html>"));
}
