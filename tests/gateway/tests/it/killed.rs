//! What the program answered, it keeps.

use crate::program::Program;
use crate::support::phone::{Phone, creation, head, job, patch};
use crate::support::photo;

#[test]
fn killed_at_any_moment_it_keeps_what_it_answered() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let program = Program::start(folder.path());
    let phone = Phone::bind(&program.api(), 0);
    let session = program.session().to_owned();
    let enrolment = phone.enrol(&session, program.code());
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
