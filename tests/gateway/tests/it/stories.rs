//! Many lives of a phone with the program at the end of a bad road: both are killed, the disk fills up, the token is lost,
//! the photo is taken anew.

use crate::client::{bind, client, enrolled};
use crate::program::Program;
use crate::road::Road;
use fastrand::Rng;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;
use xueying::capture::{CaptureOrder, SealedPhoto};
use xueying::collection::client::Client;
use xueying::collection::courier::{Carried, Courier};
use xueying::collection::wire::{self, Word};
use xueying::outbox::{Attention, Effect};
use xueying::vault::{JobId, VaultError};
use xueying_e2e::crash_disk::CrashDisk;
use xueying_e2e::leaks::{self, assert_no_leak};
use xueying_e2e::phone::{EXPIRES, at, carry_step, open, store};
use xueying_e2e::sealed;

/// Of so many seeds one is told here; the others need no program.
const SHARE: u64 = 10;
/// So often a token is lost: the service sends five codes at once.
const LOSSES: u8 = 3;

#[test]
fn nothing_is_lost_and_nothing_taken_twice_with_the_program_over_a_bad_road() {
    let seeds = std::env::var("XUEYING_SEEDS").map_or(20, |seeds| seeds.parse().expect("a number"));
    let stories = (seeds / SHARE).max(1);
    let next = Mutex::new(0..stories);
    let told = Mutex::new([0; 3]);
    let work = || {
        loop {
            let seed = next.lock().expect("seeds").next();
            let Some(seed) = seed else { return };
            let one = Story::begin(seed).end();
            let mut all = told.lock().expect("numbers");
            *all = [0, 1, 2].map(|at: usize| all[at] + one[at]);
        }
    };
    // Most of the time is waiting.
    thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            worker.join().expect("a story ends well");
        }
    });
    let [photos, kills, faults] = told.into_inner().expect("numbers");
    println!(
        "{stories} stories with the program, {photos} photos, {kills} kills of it, {faults} faults of the road: \
         0 lost, 0 taken twice, 0 in the clear"
    );
    assert!(photos as u64 >= stories && faults as u64 > stories);
}

struct Story {
    chance: Rng,
    folder: TempDir,
    program: Program,
    road: Road,
    client: Client,
    enrolment: String,
    disk: CrashDisk,
    photos: Vec<SealedPhoto>,
    secrets: Vec<Vec<u8>>,
    /// Photos whose storing was begun, and those that were said to be stored.
    begun: usize,
    stored: usize,
    /// The service's ids of the photos that were said to be accepted.
    accepted: BTreeSet<String>,
    losses: u8,
    kills: usize,
    now: u64,
}

impl Story {
    /// A bound phone, a student who consented, a photo and one to retake it with.
    fn begin(seed: u64) -> Self {
        let folder = TempDir::new().expect("a folder");
        let program = Program::start(folder.path());
        let road = Road::to(program.address(), seed);
        let mut client = client(&format!("http://{}", road.address));
        bind(&mut client);
        let session = program.session().to_owned();
        let enrolment = enrolled(&mut client, &session, program.code());
        let mut secrets = leaks::words(&[&session, &enrolment, "camera_rear", "inter-eye"]);
        let photos = [(); 2].map(|()| {
            let nonce = client.ask(&wire::issue_nonce(&enrolment)).expect("a nonce");
            secrets.extend(leaks::words(&[&nonce.nonce]));
            let order = CaptureOrder::rehearsal(session.clone(), nonce.nonce);
            sealed::photo_for(order)
        });
        secrets.extend(photos.iter().flat_map(|photo| leaks::strips(photo.jpeg())));
        Self {
            chance: Rng::with_seed(seed),
            folder,
            program,
            road,
            client,
            enrolment,
            disk: CrashDisk::default(),
            photos: photos.into(),
            secrets,
            begun: 0,
            stored: 0,
            accepted: BTreeSet::new(),
            losses: 0,
            kills: 0,
            now: 0,
        }
    }

    /// Six bad lives and a good one. How many photos, kills and faults there were.
    fn end(mut self) -> [usize; 3] {
        self.road.be(true);
        for _ in 0..6 {
            if self.chance.bool() {
                self.disk.die_after(self.chance.u64(..60));
            }
            if self.chance.u8(..4) == 0 {
                let (after, long) = (self.chance.u64(..30), self.chance.u64(1..20));
                self.disk.fill_after(after, long);
            }
            // How a life ends does not matter.
            let _ = self.life(12);
            assert_no_leak(&self.disk, &self.secrets);
            self.disk.crash(self.chance.usize(..50));
            self.now = match self.chance.u8(..5) {
                0 => self.chance.u64(..1 << 42),
                _ => self.now + 60_000,
            };
        }
        self.road.be(false);
        self.losses = LOSSES;
        self.life(200).expect("nothing is in the way");
        self.assert_settled();
        [self.stored, self.kills, self.road.faults()]
    }

    /// One life of the phone, of at most so many steps.
    fn life(&mut self, steps: usize) -> Result<(), VaultError> {
        let mut outbox = open(&self.disk, 1, self.chance.u64(..))?;
        let retakes = self.stored == 0 || self.chance.u8(..3) == 0;
        if retakes && let Some(photo) = self.photos.get(self.stored) {
            self.begun = self.stored + 1;
            let (_, effects) = outbox.store(photo, &self.enrolment, EXPIRES, at(self.now))?;
            self.stored = self.begun;
            for effect in effects {
                if let Effect::Cancel { upload } = effect {
                    // Whether it is heard does not matter.
                    let _ = self
                        .client
                        .ask(&wire::cancel_upload(&upload).expect("ours"));
                }
            }
        }
        let Some(job) = outbox.job_of(&self.enrolment).cloned() else {
            return Ok(());
        };
        let mut courier = Courier::new(job);
        let mut again = true;
        for _ in 0..steps {
            self.now += 10;
            if self.losses < LOSSES && self.chance.u8(..30) == 0 {
                self.losses += 1;
                self.client.sign_in(None);
            }
            let kills = steps < 100 && self.chance.u8(..20) == 0;
            let after = Duration::from_micros(self.chance.u64(..20_000));
            let (client, now) = (&mut self.client, self.now);
            let carried = thread::scope(|scope| {
                if kills {
                    scope.spawn(|| {
                        thread::sleep(after);
                        self.program.kill();
                    });
                }
                let say = |word: Word<'_>| client.ask(&wire::say(word)?);
                carry_step(&mut courier, &mut outbox, again, at(now), say)
            });
            if kills {
                self.restart();
            }
            again = false;
            match carried? {
                Carried::On { .. } => {}
                Carried::Wait { until, .. } => self.now = until.0,
                Carried::Accepted { photo } => {
                    self.accepted.insert(photo);
                    return Ok(());
                }
                Carried::Stuck(attention) => {
                    self.act(attention);
                    again = true;
                }
            }
        }
        Ok(())
    }

    fn restart(&mut self) {
        self.kills += 1;
        self.program = Program::start(self.folder.path());
        self.road.lead_to(self.program.address());
    }

    /// A person does what is asked.
    fn act(&mut self, attention: Attention) {
        match attention {
            Attention::SignIn => {
                self.road.be(false);
                bind(&mut self.client);
                self.road.be(true);
            }
            // What a stranger on the road said.
            Attention::Update => {}
            other => panic!("stuck: {}", other.code()),
        }
    }

    /// Every photo that was stored was taken, once, and left nothing behind on the phone.
    fn assert_settled(&self) {
        assert_eq!(self.disk.names(), Vec::<String>::new());
        let database = rusqlite::Connection::open(self.folder.path().join("gateway.sqlite"));
        let database = database.expect("the database");
        let mut query = database
            .prepare(
                "SELECT photos.id, uploads.key, uploads.sha256 FROM photos
                 JOIN uploads ON uploads.id = photos.upload ORDER BY serial",
            )
            .expect("the photos");
        let taken = query.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]));
        let taken: Vec<[String; 3]> = taken
            .expect("rows")
            .map(|row| row.expect("a row"))
            .collect();
        let jobs: BTreeSet<&String> = taken.iter().map(|[_, job, _]| job).collect();
        assert_eq!(jobs.len(), taken.len(), "taken twice: {taken:?}");
        let lost = |photo: &&String| !taken.iter().any(|[id, ..]| id == *photo);
        assert_eq!(self.accepted.iter().find(lost), None, "lost");
        // The last photo that was stored was taken; one more may be stored although nobody was told any more.
        let ids = self.ids();
        let known = &ids[self.stored.saturating_sub(1)..self.begun];
        let [_, job, sha256] = taken.last().expect("a photo was stored in the end");
        let at = known.iter().position(|id| id.as_str() == job);
        let photo = &self.photos[self.stored.saturating_sub(1) + at.expect("the last one")];
        assert_eq!(*sha256, xueying::digest::sha256(photo.jpeg()));
    }

    /// The jobs that the photos become.
    fn ids(&self) -> Vec<JobId> {
        let mut outbox = open(&CrashDisk::default(), 1, 1).expect("nothing is in the way");
        let ids = self.photos.iter();
        ids.map(|photo| {
            let id = store(&mut outbox, photo, &self.enrolment, 1);
            id.expect("nothing is in the way")
        })
        .collect()
    }
}
