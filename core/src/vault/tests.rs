use super::photo::{pack, unpack};
use super::*;
use crate::camera::{FrameTime, SessionMode, Source};
use crate::capture::{CameraFacts, Envelope, Link, Manifest, SealedPhoto, SoftwareKey, WallTime};
use crate::digest::sha256;
use crate::report::{Report, Stamp};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Chance that is none, so that bytes can be frozen.
struct Counting(u8);

impl Chance for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ChanceError> {
        for byte in bytes {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
        Ok(())
    }
}

fn vault(folder: &std::path::Path, master: u8) -> Result<Vault, VaultError> {
    let disk = RealDisk::open(folder.to_owned()).unwrap();
    let keys = SoftwareVault::new(Zeroizing::new([master; 32]), Box::new(Counting(0)));
    Vault::open(Box::new(disk), Box::new(keys), Box::new(Counting(100)))
}

const JPEG: &[u8] = b"the bytes of a JPEG";

fn envelope() -> Envelope {
    let stamp = Stamp {
        id: "chsi".into(),
        version: "1".into(),
        sha256: sha256(b"profile"),
    };
    let manifest = Manifest {
        version: crate::capture::VERSION,
        nonce: "n-1".into(),
        session: "25103003".into(),
        mode: SessionMode::Rehearsal,
        source: Source::Simulated,
        camera: CameraFacts {
            lens: "0".into(),
            angle: None,
            still: [3000, 4000],
            frames: 120,
        },
        link: Link {
            frame: FrameTime(5),
            still: FrameTime(6),
            shift: 0.0,
            luma: 1.0,
        },
        taken: WallTime(1_790_000_000_000),
        report: Report::new(stamp, vec![], vec![], vec![]),
        overrides: BTreeMap::new(),
        photo: sha256(JPEG),
    };
    let key = SoftwareKey::from_bytes(&[7; 32]).unwrap();
    manifest.seal(&key).unwrap()
}

const FACTS: &str = concat!(
    r#"{"version":1,"enrolment":"e-1","session":"25103003","mode":"rehearsal","#,
    r#""manifest":"MANIFEST","photo":"PHOTO","length":19,"stored":1790000000000,"#,
    r#""expires":1790000600000,"supersedes":null}"#
);

fn facts() -> Facts {
    let manifest = sha256(envelope().manifest.as_bytes());
    let json = FACTS.replace("MANIFEST", &manifest);
    Facts::read(json.replace("PHOTO", &sha256(JPEG)).as_bytes()).unwrap()
}

#[test]
fn the_bytes_of_the_sealed_form_are_frozen() {
    let key: PhotoKey = Zeroizing::new([9; 32]);
    let sealed = seal::seal(&key, &[b"photo", b"job"], b"plain", &mut Counting(0)).unwrap();
    let hex: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
    // The same bytes come from libsodium.
    let frozen = concat!(
        "58595601",
        "0102030405060708090a0b0c0d0e0f101112131415161718",
        "42ee90f88183cbf79fff03b4240993e7d260d27560"
    );
    assert_eq!(hex, frozen);
    let again = seal::open(&key, &[b"photo", b"job"], &sealed).unwrap();
    assert_eq!(again.as_slice(), b"plain");
}

#[test]
fn the_json_of_facts_is_frozen_and_other_versions_are_refused() {
    let written = String::from_utf8(facts().write().unwrap()).unwrap();
    let manifest = facts().manifest;
    let frozen = FACTS.replace("MANIFEST", &manifest);
    assert_eq!(written, frozen.replace("PHOTO", &sha256(JPEG)));
    for other in [
        written.replace(r#""version":1"#, r#""version":2"#),
        written.replace(r#""length""#, r#""size""#),
        String::new(),
    ] {
        assert_eq!(Facts::read(other.as_bytes()), Err(VaultError::Damaged));
    }
}

#[test]
fn what_is_sealed_opens_for_the_same_key_bound_to_the_same_and_whole() {
    let key: PhotoKey = Zeroizing::new([9; 32]);
    let sealed = seal::seal(&key, &[b"ab", b"c"], b"plain", &mut Counting(0)).unwrap();
    let refused = |key: &PhotoKey, bound: &[&[u8]], sealed: &[u8]| {
        assert_eq!(
            seal::open(key, bound, sealed).err(),
            Some(VaultError::Damaged)
        );
    };
    refused(&Zeroizing::new([8; 32]), &[b"ab", b"c"], &sealed);
    refused(&key, &[b"a", b"bc"], &sealed);
    refused(&key, &[b"ab"], &sealed);
    for place in 0..sealed.len() {
        refused(&key, &[b"ab", b"c"], &sealed[..place]);
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        refused(&key, &[b"ab", b"c"], &changed);
    }
}

#[test]
fn a_photo_that_is_not_the_one_of_its_facts_is_damaged() {
    let packed = pack(&envelope(), JPEG).unwrap();
    let contents = unpack(&packed, &facts()).unwrap();
    assert_eq!(contents.jpeg.as_slice(), JPEG);
    assert_eq!(contents.envelope, envelope());

    let other = pack(&envelope(), b"another photo").unwrap();
    assert_eq!(unpack(&other, &facts()).err(), Some(VaultError::Damaged));
    let edits: [fn(&mut Facts); 4] = [
        |facts| facts.session = "25103004".into(),
        |facts| facts.mode = SessionMode::Real,
        |facts| facts.manifest = sha256(b"another manifest"),
        |facts| facts.photo = sha256(b"another photo"),
    ];
    for edit in edits {
        let mut facts = facts();
        edit(&mut facts);
        assert_eq!(unpack(&packed, &facts).err(), Some(VaultError::Damaged));
    }
    for length in 0..packed.len() {
        assert!(unpack(&packed[..length], &facts()).is_err());
    }
}

#[test]
fn a_wrapped_key_belongs_to_its_place() {
    let mut keys = SoftwareVault::new(Zeroizing::new([1; 32]), Box::new(Counting(0)));
    let key: PhotoKey = Zeroizing::new([5; 32]);
    let wrapped = keys.wrap(&key, b"here").unwrap();
    assert_eq!(keys.unwrap(&wrapped, b"here"), Ok(key));
    assert_eq!(keys.unwrap(&wrapped, b"there"), Err(KeyError::Refused));
    assert!(!wrapped.windows(8).any(|part| part == [5; 8]));
}

#[test]
fn a_note_comes_back_and_goes_with_its_student() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = vault(folder.path(), 1).unwrap();
    assert_eq!(first.kept("e-1", Note::Way), Ok(None));
    first.keep("e-1", Note::Way, b"token 13800138000").unwrap();
    first.keep("e-1", Note::Way, b"token 13900139000").unwrap();
    first.keep("e-2", Note::Way, b"other").unwrap();
    let note = |vault: &mut Vault, enrolment| {
        let kept = vault.kept(enrolment, Note::Way).unwrap();
        kept.map(|plain| plain.to_vec())
    };
    let mut again = vault(folder.path(), 1).unwrap();
    assert_eq!(
        note(&mut again, "e-1").as_deref(),
        Some(b"token 13900139000".as_slice())
    );

    let mut stolen = vault(folder.path(), 2).unwrap();
    assert_eq!(stolen.kept("e-1", Note::Way), Err(VaultError::Damaged));

    again.wipe("e-1").unwrap();
    let mut after = vault(folder.path(), 1).unwrap();
    assert_eq!(note(&mut after, "e-1"), None);
    assert_eq!(
        note(&mut after, "e-2").as_deref(),
        Some(b"other".as_slice())
    );
}

#[test]
fn a_draft_comes_back_as_it_was_and_is_forgotten_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = vault(folder.path(), 1).unwrap();
    let photo = SealedPhoto::restored(JPEG.to_vec(), envelope()).unwrap();
    first.keep("e-1", Note::Way, b"preview").unwrap();
    first.keep_draft("e-1", &photo).unwrap();
    let mut again = vault(folder.path(), 1).unwrap();
    let draft = again.draft("e-1").unwrap().unwrap();
    assert_eq!(
        (draft.jpeg(), draft.envelope()),
        (photo.jpeg(), photo.envelope())
    );
    assert_eq!(again.jobs().count(), 0);
    assert!(matches!(again.draft("e-2"), Ok(None)));
    let mut stolen = vault(folder.path(), 2).unwrap();
    assert!(matches!(stolen.draft("e-1"), Err(VaultError::Damaged)));

    again.forget("e-1", Note::Draft).unwrap();
    assert!(matches!(again.draft("e-1"), Ok(None)));
    assert!(again.kept("e-1", Note::Way).unwrap().is_some());
    let other = SealedPhoto::restored(b"other pixels".to_vec(), envelope());
    assert!(other.is_none());
}

#[test]
fn ids_tell_nothing_and_take_nothing_else() {
    let partition = Partition::of("2023001");
    assert!(!partition.as_str().contains("2023001"));
    assert_ne!(JobId::of("a"), JobId::of("b"));
    for text in ["", "..", "AB", &"g".repeat(32), &"a".repeat(33)] {
        assert_eq!(JobId::parse(text), None, "{text}");
    }
    let id = JobId::of("a");
    assert_eq!(JobId::parse(id.as_str()), Some(id));
}
