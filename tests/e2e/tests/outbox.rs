//! Nothing is lost, nothing is taken twice, nothing lies on the disk in the clear: killed at every step, over bad networks,
//! on full disks.

use fastrand::Rng;
use std::collections::BTreeSet;
use xueying::outbox::{Attention, Event, Failure, Job, Moment, step};
use xueying::texts::{Lang, text};
use xueying::vault::{Note, VaultError};
use xueying_e2e::crash_disk::CrashDisk;
use xueying_e2e::leaks::{self, assert_no_leak};
use xueying_e2e::phone::{Ended, at, carry, open, store};
use xueying_e2e::sealed::{NONCES, SESSION, photos};
use xueying_e2e::service::{Network, Service};
use xueying_e2e::{parse, scenarios};

const STUDENT: &str = "e000000000000001";

/// Strips of the photo, and what else must not be found.
fn secrets() -> Vec<Vec<u8>> {
    let mut secrets = leaks::strips(photos()[0].jpeg());
    let taken = "1790000000000";
    secrets.extend(leaks::words(&[
        SESSION,
        NONCES[0],
        "inter-eye",
        "camera_rear",
        taken,
        STUDENT,
    ]));
    secrets
}

/// A good network, a person who does what is asked: the end.
fn to_the_end(disk: &CrashDisk, service: &mut Service, seed: u64) -> Result<(), VaultError> {
    let mut outbox = open(disk, 1, seed)?;
    let jobs: Vec<_> = outbox.jobs().map(|(id, _)| id.clone()).collect();
    assert!(jobs.len() <= 1, "{} jobs for one student", jobs.len());
    for job in jobs {
        let mut signed_in = true;
        let mut network = Network {
            service,
            chance: None,
            signed_in: &mut signed_in,
        };
        let ended = carry(&mut outbox, &job, &mut network, &mut (1 << 30), 100)?;
        assert_eq!(ended, Ended::Accepted);
    }
    Ok(())
}

/// Every job was taken once, and left nothing behind.
fn assert_settled(disk: &CrashDisk, service: &Service) {
    let once: BTreeSet<&String> = service.taken.iter().collect();
    assert_eq!(
        once.len(),
        service.taken.len(),
        "taken twice: {:?}",
        service.taken
    );
    assert_eq!(disk.names(), Vec::<String>::new());
}

#[test]
fn killed_at_every_step_a_photo_is_there_whole_or_was_never_stored() {
    let secrets = secrets();
    let mut killed_after_storing = 0;
    for dies_after in 0.. {
        let mut done = false;
        // However many of the changes of names got through.
        for kept in 0..4 {
            let (disk, mut service) = (CrashDisk::default(), Service::default());
            disk.die_after(dies_after);
            let stored = life(&disk, &mut service);
            done = !disk.is_dead();
            assert_no_leak(&disk, &secrets);
            disk.crash(kept);
            let mut outbox = open(&disk, 1, 7).unwrap();
            let there = outbox.jobs().next().map(|(id, _)| id.clone());
            if let Some(id) = &there {
                let contents = outbox.read(id).unwrap();
                assert!(contents.jpeg.as_slice() == photos()[0].jpeg());
            }
            drop(outbox);
            to_the_end(&disk, &mut service, 9).unwrap();
            assert_settled(&disk, &service);
            if let Some(id) = stored {
                killed_after_storing += u32::from(!done);
                assert_eq!(service.taken, [id.to_string()]);
                assert!(service.photo(id.as_str()) == Some(photos()[0].jpeg()));
            }
        }
        if done {
            break;
        }
    }
    assert!(killed_after_storing > 20, "{killed_after_storing}");
}

/// One life of the program: a photo is stored and brought away. The job, if storing it worked.
fn life(disk: &CrashDisk, service: &mut Service) -> Option<xueying::vault::JobId> {
    let mut outbox = open(disk, 1, 5).ok()?;
    let job = store(&mut outbox, &photos()[0], STUDENT, 5).ok()?;
    let mut signed_in = true;
    let mut network = Network {
        service,
        chance: None,
        signed_in: &mut signed_in,
    };
    let _ = carry(&mut outbox, &job, &mut network, &mut 10, 100);
    Some(job)
}

/// What a student did and was told.
#[derive(Default)]
struct Story {
    /// Photos whose storing was begun.
    begun: usize,
    /// Photos that were said to be stored.
    stored: usize,
    /// By the phone's clock.
    now: u64,
}

/// Many lives: photos and retakes, kills, full disks, a bad network, an expiring token, a jumping clock.
fn lives(seed: u64, ids: &[String], secrets: &[Vec<u8>]) -> Story {
    let (disk, mut service) = (CrashDisk::default(), Service::default());
    let mut chance = Rng::with_seed(seed);
    let mut story = Story::default();
    for _ in 0..8 {
        if chance.bool() {
            disk.die_after(chance.u64(..60));
        }
        if chance.u8(..4) == 0 {
            disk.fill_after(chance.u64(..30), chance.u64(1..20));
        }
        // How a life ends does not matter.
        let _ = one_life(&disk, &mut service, &mut chance, &mut story);
        assert_no_leak(&disk, secrets);
        disk.crash(chance.usize(..50));
        story.now = match chance.u8(..5) {
            0 => chance.u64(..1 << 42),
            _ => story.now + 60_000,
        };
    }
    to_the_end(&disk, &mut service, seed).expect("nothing is in the way");
    assert_settled(&disk, &service);
    // The last photo that was stored was taken; one more may be stored although nobody was told any more.
    let last = service.taken.last();
    let known = ids[..story.begun]
        .iter()
        .skip(story.stored.saturating_sub(1));
    let fits = known.into_iter().any(|id| last == Some(id));
    let nothing = last.is_none() && story.stored == 0;
    assert!(
        fits || nothing,
        "seed {seed}: {last:?} of {ids:?}, {} stored",
        story.stored
    );
    story
}

fn one_life(
    disk: &CrashDisk,
    service: &mut Service,
    chance: &mut Rng,
    story: &mut Story,
) -> Result<(), VaultError> {
    let mut outbox = open(disk, 1, chance.u64(..))?;
    if story.stored < photos().len() && (story.stored == 0 || chance.u8(..3) == 0) {
        let photo = &photos()[story.stored];
        story.begun = story.stored + 1;
        store(&mut outbox, photo, STUDENT, story.now)?;
        story.stored = story.begun;
    }
    let Some(job) = outbox.job_of(STUDENT).cloned() else {
        return Ok(());
    };
    let mut signed_in = true;
    for _ in 0..3 {
        let mut network = Network {
            service,
            chance: Some(chance),
            signed_in: &mut signed_in,
        };
        match carry(&mut outbox, &job, &mut network, &mut story.now, 12)? {
            Ended::Stuck(attention) => {
                acts(attention);
                signed_in = true;
            }
            Ended::UnderWay => {}
            Ended::Accepted => return Ok(()),
        }
    }
    Ok(())
}

/// Whatever is asked of a person is said in words.
fn acts(attention: Attention) {
    let key = format!("outbox.{}.advice", attention.code());
    assert!(text(&key, Lang::Zh).is_some(), "{key}");
}

#[test]
fn nothing_is_lost_and_nothing_taken_twice_over_many_lives() {
    let seeds = std::env::var("XUEYING_SEEDS").map_or(20, |seeds| seeds.parse().unwrap());
    let secrets = secrets();
    let mut outbox = open(&CrashDisk::default(), 1, 1).unwrap();
    let ids = photos()
        .iter()
        .map(|photo| store(&mut outbox, photo, STUDENT, 1).unwrap());
    let ids: Vec<String> = ids.map(String::from).collect();
    let stored: usize = (0..seeds)
        .map(|seed| lives(seed, &ids, &secrets).stored)
        .sum();
    assert!(
        stored as u64 > seeds,
        "{stored} photos over {seeds} stories"
    );
    println!("{seeds} stories, {stored} photos: 0 lost, 0 taken twice, 0 in the clear");
}

#[test]
fn a_full_disk_keeps_the_photo_out_and_the_outbox_well() {
    for (after, long) in (0..12).flat_map(|after| [(after, 1), (after, 40)]) {
        let disk = CrashDisk::default();
        let mut outbox = open(&disk, 1, 5).unwrap();
        disk.fill_after(after, long);
        let stored = store(&mut outbox, &photos()[0], STUDENT, 5);
        if stored.is_err() {
            assert_eq!(stored, Err(VaultError::Full));
            assert_eq!(disk.names(), Vec::<String>::new());
        }
        disk.crash(0);
        let mut outbox = open(&disk, 1, 6).unwrap();
        let job = store(&mut outbox, &photos()[0], STUDENT, 5).unwrap();
        assert!(outbox.read(&job).unwrap().jpeg.as_slice() == photos()[0].jpeg());
    }
}

/// A photo that was stored, and the disk it lies on.
fn one_stored() -> CrashDisk {
    let disk = CrashDisk::default();
    let mut outbox = open(&disk, 1, 5).expect("nothing is in the way");
    let job = store(&mut outbox, &photos()[0], STUDENT, 5).expect("nothing is in the way");
    let failed = Event::Failed(Failure::Needs(Attention::SignIn));
    outbox
        .apply(&job, failed, at(6))
        .expect("nothing is in the way");
    outbox
        .vault()
        .keep(STUDENT, Note::Way, "张三 13800138000".as_bytes())
        .expect("nothing is in the way");
    disk
}

#[test]
fn a_stolen_folder_gives_nothing_without_the_phones_key() {
    let disk = one_stored();
    let mut all = secrets();
    all.extend(["张三", "13800138000", "sign_in"].map(|word| word.as_bytes().to_vec()));
    assert_no_leak(&disk, &all);
    let mut thief = open(&disk, 2, 5).unwrap();
    assert_eq!(thief.jobs().count(), 0);
    assert_eq!(thief.quarantined().len(), 1);
    assert!(thief.vault().kept(STUDENT, Note::Way).is_err());
    assert_no_leak(&disk, &all);
}

#[test]
fn what_is_spoilt_is_put_away_and_told() {
    let part = |ending: &str| {
        let disk = one_stored();
        let names = disk.names();
        let name = names.iter().find(|name| name.ends_with(ending)).unwrap();
        disk.spoil(name, |bytes| {
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
        });
        disk
    };
    for ending in [".facts", "1.key"] {
        let names = part(".facts").names();
        let job_key = names
            .iter()
            .find(|name| name.ends_with(".key") && !name.contains("note"));
        let ending = if ending == "1.key" {
            job_key.unwrap()
        } else {
            ending
        };
        let disk = part(ending);
        let mut outbox = open(&disk, 1, 6).unwrap();
        assert_eq!((outbox.jobs().count(), outbox.quarantined().len()), (0, 1));
        // It is still told after the next start, until the student is wiped.
        assert_eq!(open(&disk, 1, 7).unwrap().quarantined().len(), 1);
        outbox.withdraw(STUDENT).unwrap();
        assert_eq!(disk.names(), Vec::<String>::new());
    }

    let disk = part(".record");
    let mut outbox = open(&disk, 1, 6).unwrap();
    let (job, state) = outbox.jobs().next().unwrap();
    assert!(state.attention.is_none() && outbox.quarantined().is_empty());
    let job = job.clone();
    assert!(outbox.read(&job).is_ok());

    let disk = part(".photo");
    let mut outbox = open(&disk, 1, 6).unwrap();
    let (mut service, mut signed_in) = (Service::default(), true);
    let mut network = Network {
        service: &mut service,
        chance: None,
        signed_in: &mut signed_in,
    };
    let ended = carry(&mut outbox, &job, &mut network, &mut 10, 20).unwrap();
    assert_eq!(ended, Ended::Stuck(Attention::Damaged));
}

#[test]
fn a_retake_takes_the_place_of_the_photo_before() {
    let disk = one_stored();
    let mut outbox = open(&disk, 1, 6).unwrap();
    let first = outbox.job_of(STUDENT).cloned().unwrap();
    let second = store(&mut outbox, &photos()[1], STUDENT, 9).unwrap();
    assert_ne!(first, second);
    assert_eq!(
        store(&mut outbox, &photos()[1], STUDENT, 9),
        Ok(second.clone())
    );
    let other = store(&mut outbox, &photos()[2], "e000000000000002", 9).unwrap();
    let jobs: Vec<_> = outbox.jobs().map(|(id, _)| id.clone()).collect();
    assert!(jobs.len() == 2 && jobs.contains(&second) && jobs.contains(&other));
    assert!(
        !disk
            .names()
            .iter()
            .any(|name| name.contains(first.as_str()))
    );
    // Handed over, one student's photo stays until it is away; withdrawn, it goes, and the other one's stays.
    assert!(outbox.vault().kept(STUDENT, Note::Way).unwrap().is_some());
    assert_eq!(outbox.hand_over(STUDENT), Ok(true));
    assert_eq!(outbox.vault().kept(STUDENT, Note::Way), Ok(None));
    assert!(outbox.read(&second).is_ok());
    outbox.withdraw(STUDENT).unwrap();
    assert_eq!(
        outbox.jobs().map(|(id, _)| id).collect::<Vec<_>>(),
        [&other]
    );
    assert!(
        !disk
            .names()
            .iter()
            .any(|name| name.contains(second.as_str()))
    );
    assert_eq!(outbox.hand_over("e000000000000003"), Ok(false));
}

#[test]
fn expiry_is_by_the_servers_clock_alone() {
    let disk = CrashDisk::default();
    let mut outbox = open(&disk, 1, 5).unwrap();
    let expires = xueying::capture::WallTime(1_000);
    outbox.store(&photos()[0], STUDENT, expires, at(5)).unwrap();
    drop(outbox);
    let mut outbox = open(&disk, 1, 6).unwrap();
    assert_eq!(outbox.jobs().count(), 1);
    assert_eq!(
        outbox
            .expire(xueying::capture::WallTime(1_000), at(1 << 40))
            .unwrap()
            .len(),
        0
    );
    assert_eq!(
        outbox
            .expire(xueying::capture::WallTime(1_001), at(1))
            .unwrap()
            .len(),
        1
    );
    assert_eq!(disk.names(), Vec::<String>::new());
}

#[test]
fn the_machine_decides_as_the_scenarios_say() {
    let mut steps = 0;
    for case in scenarios("outbox") {
        let mut job = Job::new(case["length"].as_u64().unwrap());
        for one in case["steps"].as_array().unwrap() {
            let moment = Moment {
                now: parse(&one["now"]),
                chance: 0,
            };
            let (next, effects) = step(job, parse(&one["event"]), moment);
            job = next;
            let name = format!("{}: {}", case["name"], one["event"]);
            assert_eq!(serde_json::to_value(effects).unwrap(), one["do"], "{name}");
            let told = serde_json::to_value(job.attention).unwrap();
            assert_eq!(told, one["told"], "{name}");
            steps += 1;
        }
    }
    assert!(steps >= 50, "the table has shrunk to {steps} steps");
}
