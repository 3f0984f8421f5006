//! Uploads on a bad network.

use crate::support::ask::Ask;
use crate::support::phone::{Phone, creation, head, job, patch};
use crate::support::{DAY, Service, photo};
use xueying::camera::SessionMode;

struct Scene {
    service: Service,
    session: String,
    phone: Phone,
    enrolment: String,
}

impl Scene {
    fn new() -> Self {
        let service = Service::rehearsal();
        let session = service.session(SessionMode::Rehearsal, 1);
        let phone = Phone::bind(&service.api(), 0);
        let enrolment = phone.enrol(&session, &service.code(0));
        Self {
            service,
            session,
            phone,
            enrolment,
        }
    }

    fn create(&self, key: usize) -> String {
        let created = self
            .phone
            .send(creation(&self.enrolment, &job(key), photo::jpeg()));
        created.expect(201).header("location").to_owned()
    }

    fn offset(&self, upload: &str) -> String {
        let asked = self.phone.send(head(upload)).expect(200);
        assert_eq!(asked.header("cache-control"), "no-store");
        asked.header("upload-offset").to_owned()
    }
}

#[test]
fn what_a_bad_network_does_to_an_upload_is_refused_and_changes_nothing() {
    let scene = Scene::new();
    let (phone, upload) = (&scene.phone, scene.create(1));
    let bytes = photo::jpeg();
    let first = || patch(&upload, 0, &bytes[..1000]);
    let refused: [(Ask, (u16, &str)); 8] = [
        (patch(&upload, 1, &bytes[1..9]), (409, "offset_mismatch")),
        (
            first().bytes("application/offset+octet-stream", &bytes[1..1001]),
            (460, "checksum_mismatch"),
        ),
        (first().without("Tus-Resumable"), (412, "tus_version")),
        (
            first()
                .without("Tus-Resumable")
                .header("Tus-Resumable", "0.2.2"),
            (412, "tus_version"),
        ),
        (
            first().bytes("image/jpeg", &bytes[..1000]),
            (415, "content_type"),
        ),
        (first().without("Upload-Checksum"), (400, "malformed")),
        (first().without("Upload-Offset"), (400, "malformed")),
        (
            patch(&upload, 0, &[bytes, b"more"].concat()),
            (413, "too_large"),
        ),
    ];
    for (ask, problem) in refused {
        assert_eq!(phone.send(ask).problem(), problem);
        assert_eq!(scene.offset(&upload), "0");
    }
    phone.send(first()).expect(204);
    assert_eq!(phone.send(first()).problem(), (409, "offset_mismatch"));
    assert_eq!(scene.offset(&upload), "1000");
    assert_eq!(
        phone.send(head(&upload).without("Tus-Resumable")).problem(),
        (412, "tus_version")
    );
}

#[test]
fn a_creation_repeated_is_the_same_and_a_key_stands_for_one_photo() {
    let scene = Scene::new();
    let upload = scene.create(1);
    assert_eq!(scene.create(1), upload);
    assert_ne!(scene.create(2), upload);
    let other = creation(&scene.enrolment, &job(1), b"another photo");
    assert_eq!(scene.phone.send(other).problem(), (409, "key_reused"));
    let large = creation(&scene.enrolment, &job(3), photo::jpeg());
    let large = large
        .without("Upload-Length")
        .header("Upload-Length", "33554433");
    assert_eq!(scene.phone.send(large).problem(), (413, "too_large"));
}

#[test]
fn an_upload_that_is_given_up_or_expires_is_gone_and_its_key_begins_anew() {
    let scene = Scene::new();
    let upload = scene.create(1);
    let cancel = Ask::delete(&upload).header("Tus-Resumable", "1.0.0");
    for _ in 0..2 {
        scene.phone.send(cancel.clone()).expect(204);
        assert_eq!(
            scene.phone.send(head(&upload)).problem(),
            (410, "upload_gone")
        );
    }
    let second = scene.create(1);
    assert_ne!(second, upload);
    scene.service.clock.by(DAY + 1);
    assert_eq!(
        scene.phone.send(patch(&second, 0, b"late")).problem(),
        (410, "upload_gone")
    );
    // The session is over by now; what was taken in time may still come.
    assert_ne!(scene.create(1), second);
    scene.service.clock.by(3 * DAY);
    let late = creation(&scene.enrolment, &job(1), photo::jpeg());
    assert_eq!(scene.phone.send(late).problem(), (410, "session_closed"));
}

#[test]
fn a_photo_is_accepted_once_whatever_is_repeated() {
    let scene = Scene::new();
    let phone = &scene.phone;
    let manifest = photo::manifest(&scene.session, &phone.nonce(&scene.enrolment));
    let envelope = photo::sealed(&manifest, &photo::key(phone.seed));
    let upload = scene.create(1);
    let bytes = photo::jpeg();
    phone.send(patch(&upload, 0, &bytes[..9000])).expect(204);
    assert_eq!(
        phone.finish(&upload, &envelope).problem(),
        (409, "upload_incomplete")
    );
    phone.send(patch(&upload, 9000, &bytes[9000..])).expect(204);
    let photo = phone.finish(&upload, &envelope).expect(200).text("photo");
    assert_eq!(
        phone.finish(&upload, &envelope).expect(200).text("photo"),
        photo
    );
    assert_eq!(scene.create(1), upload);
    assert_eq!(scene.offset(&upload), bytes.len().to_string());
    let cancel = Ask::delete(&upload).header("Tus-Resumable", "1.0.0");
    assert_eq!(phone.send(cancel).problem(), (409, "photo_accepted"));
    // The nonce is used up: the same photo in another upload is another photo, and none.
    let again = phone.upload(&scene.enrolment, &job(2), bytes, 1 << 20);
    assert_eq!(
        phone.finish(&again, &envelope).problem(),
        (422, "manifest_nonce")
    );
}
