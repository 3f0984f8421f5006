use super::*;
use crate::camera::{FrameTime, SessionMode, Source};
use crate::digest::sha256;
use crate::report::{Bands, CheckId, Finding, Report, Stamp, Verdict};
use proptest::prelude::*;
use std::collections::BTreeMap;

const PHOTO: &[u8] = b"the bytes of a JPEG";

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_bytes(&[seed; 32]).unwrap()
}

fn report(verdict_score: f64) -> Report {
    let stamp = Stamp {
        id: "chsi".into(),
        version: "1".into(),
        sha256: sha256(b"profile"),
    };
    let yaw = Finding::measured(
        CheckId::HeadYaw,
        verdict_score,
        Bands::between([-5.0, 5.0], [-8.0, 8.0]),
        Verdict::Fail,
    );
    Report::new(
        stamp,
        vec![],
        vec![Finding::exact(CheckId::CameraRear, true), yaw],
        vec![],
    )
}

fn manifest() -> Manifest {
    Manifest {
        version: VERSION,
        nonce: "n-1".into(),
        session: "25103003".into(),
        mode: SessionMode::Real,
        source: Source::PhoneRear,
        camera: CameraFacts {
            lens: "0".into(),
            angle: Some(69.4),
            still: [3000, 4000],
            frames: 120,
        },
        link: Link {
            frame: FrameTime(5_000_000_000),
            still: FrameTime(5_200_000_000),
            shift: 0.02,
            luma: 1.01,
        },
        taken: WallTime(1_790_000_000_000),
        report: report(1.0),
        overrides: BTreeMap::new(),
        photo: sha256(PHOTO),
    }
}

fn sealed(manifest: &Manifest) -> Vec<u8> {
    serde_json::to_vec(&manifest.seal(&key(7)).unwrap()).unwrap()
}

fn check(envelope: &[u8], photo: &[u8]) -> Result<Manifest, VerifyError> {
    let key = key(7).public_key();
    let expected = Expected {
        key: &key,
        nonce: "n-1",
        session: "25103003",
        mode: SessionMode::Real,
    };
    verify(envelope, photo, &expected)
}

#[test]
fn what_was_sealed_verifies_and_comes_back_whole() {
    assert_eq!(check(&sealed(&manifest()), PHOTO), Ok(manifest()));
}

#[test]
fn anything_else_does_not() {
    let edited = |edit: fn(&mut Manifest)| {
        let mut manifest = manifest();
        edit(&mut manifest);
        check(&sealed(&manifest), PHOTO)
    };
    assert_eq!(edited(|m| m.nonce = "n-2".into()), Err(VerifyError::Nonce));
    assert_eq!(
        edited(|m| m.session = "25103004".into()),
        Err(VerifyError::Session)
    );
    assert_eq!(
        edited(|m| m.mode = SessionMode::Rehearsal),
        Err(VerifyError::Session)
    );
    assert_eq!(
        edited(|m| m.source = Source::Desktop),
        Err(VerifyError::Source)
    );
    assert_eq!(
        edited(|m| m.source = Source::Simulated),
        Err(VerifyError::Source)
    );
    assert_eq!(edited(|m| m.version = 2), Err(VerifyError::Malformed));
    assert_eq!(
        check(&sealed(&manifest()), b"another photo"),
        Err(VerifyError::Photo)
    );

    let other = key(8).public_key();
    let expected = Expected {
        key: &other,
        nonce: "n-1",
        session: "25103003",
        mode: SessionMode::Real,
    };
    assert_eq!(
        verify(&sealed(&manifest()), PHOTO, &expected),
        Err(VerifyError::Signature)
    );
    let none = Expected {
        key: &[],
        ..expected
    };
    assert_eq!(
        verify(&sealed(&manifest()), PHOTO, &none),
        Err(VerifyError::Key)
    );
    assert_eq!(
        check(&vec![b' '; MAX_BYTES + 1], PHOTO),
        Err(VerifyError::TooLarge)
    );
}

#[test]
fn a_measured_fail_needs_a_reason_and_a_fact_has_none() {
    let mut turned = Manifest {
        report: report(20.0),
        ..manifest()
    };
    assert_eq!(check(&sealed(&turned), PHOTO), Err(VerifyError::Report));
    turned.overrides.insert(CheckId::HeadYaw, "  ".into());
    assert_eq!(check(&sealed(&turned), PHOTO), Err(VerifyError::Report));
    turned
        .overrides
        .insert(CheckId::HeadYaw, "torticollis".into());
    assert!(check(&sealed(&turned), PHOTO).is_ok());

    let mut front = manifest();
    front.report.findings[0] = Finding::exact(CheckId::CameraRear, false);
    front
        .overrides
        .insert(CheckId::CameraRear, "no other camera".into());
    assert_eq!(check(&sealed(&front), PHOTO), Err(VerifyError::Report));
}

#[test]
fn the_bytes_of_a_manifest_are_frozen() {
    insta::assert_snapshot!(serde_json::to_string(&manifest()).unwrap());
}

proptest! {
    #[test]
    fn one_changed_byte_of_the_envelope_is_one_too_many(place in 0usize..10_000, change in 1u8..=255) {
        let mut envelope = sealed(&manifest());
        let place = place % envelope.len();
        envelope[place] ^= change;
        // White space between the envelope's own fields is not signed and may differ; nothing that is read may.
        if let Ok(read) = check(&envelope, PHOTO) {
            prop_assert_eq!(read, manifest());
        }
    }

    #[test]
    fn one_changed_byte_of_the_photo_is_one_too_many(place in 0usize..PHOTO.len(), change in 1u8..=255) {
        let mut photo = PHOTO.to_vec();
        photo[place] ^= change;
        prop_assert_eq!(check(&sealed(&manifest()), &photo), Err(VerifyError::Photo));
    }

    #[test]
    fn another_nonce_session_or_key_never_verifies(
        nonce in "[ -~]{0,40}", session in "[ -~]{0,20}", seed in 1u8..=200,
    ) {
        prop_assume!(nonce != "n-1" && session != "25103003" && seed != 7);
        let (envelope, key, other) = (sealed(&manifest()), key(7).public_key(), key(seed).public_key());
        let expected = Expected { key: &key, nonce: "n-1", session: "25103003", mode: SessionMode::Real };
        let verified = |expected: Expected<'_>| verify(&envelope, PHOTO, &expected);
        prop_assert!(verified(expected).is_ok());
        prop_assert_eq!(verified(Expected { nonce: &nonce, ..expected }), Err(VerifyError::Nonce));
        prop_assert_eq!(verified(Expected { session: &session, ..expected }), Err(VerifyError::Session));
        prop_assert_eq!(verified(Expected { key: &other, ..expected }), Err(VerifyError::Signature));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(check(&bytes, PHOTO).is_err());
    }
}
