//! The program as it is started, and killed without warning.

use crate::support::ask::Api;
use crate::support::phone::{Phone, creation, head, job, patch};
use crate::support::photo;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The program on the data of a folder.
struct Program {
    child: Child,
    board: Value,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xueying-gateway"))
            .args(["--json", "--address", "127.0.0.1:0", "--data"])
            .arg(folder)
            .arg("--models")
            .arg(xueying_e2e::models_folder())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        Self {
            child,
            board: serde_json::from_str(&line).expect("JSON"),
        }
    }

    fn api(&self) -> Api {
        Api::new(self.board["service"].as_str().expect("an address"))
    }

    fn session(&self) -> &str {
        self.board["session"].as_str().expect("a session")
    }
}

/// As `kill -9` does.
impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("dead");
    }
}

#[test]
fn killed_at_any_moment_it_keeps_what_it_answered() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let program = Program::start(folder.path());
    let phone = Phone::bind(&program.api(), 0);
    let session = program.session().to_owned();
    let code = program.board["students"][0]["collection_code"].as_str();
    let enrolment = phone.enrol(&session, code.expect("a code"));
    let nonce = phone.nonce(&enrolment);
    let bytes = photo::jpeg();
    let created = phone.send(creation(&enrolment, &job(1), bytes)).expect(201);
    let upload = created.header("location").to_owned();
    phone.send(patch(&upload, 0, &bytes[..30_000])).expect(204);
    drop(program);

    let program = Program::start(folder.path());
    assert_eq!(program.session(), session);
    let phone = Phone {
        api: program.api(),
        ..phone
    };
    let offset = phone.send(head(&upload)).expect(200);
    assert_eq!(offset.header("upload-offset"), "30000");
    phone
        .send(patch(&upload, 30_000, &bytes[30_000..]))
        .expect(204);
    let envelope = photo::sealed(&photo::manifest(&session, &nonce), &photo::key(phone.seed));
    let taken = phone.finish(&upload, &envelope).expect(200).text("photo");
    drop(program);

    let program = Program::start(folder.path());
    let phone = Phone {
        api: program.api(),
        ..phone
    };
    assert_eq!(
        phone.finish(&upload, &envelope).expect(200).text("photo"),
        taken
    );
    assert_eq!(phone.calibrated(&taken)["state"], "calibrated");
    for name in ["poster.svg", "code-2022010001.png"] {
        assert!(folder.path().join(name).is_file(), "{name}");
    }
}
