//! What tests and the load share: a service of its own for each, and phones that speak with it.

#![allow(dead_code)] // each user needs another part

pub mod ask;
pub mod phone;
pub mod photo;

use ask::{Api, Ask};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;
use xueying::camera::SessionMode;
use xueying_gateway::wire::{IdempotencyKey, NewSession, Place, ProfileName, Programme, Time};
use xueying_gateway::{
    Carrier, Clock, Delivery, Gateway, Holder, Role, Settings, SystemClock, Undelivered,
};

pub const DAY: u64 = 24 * 3600 * 1000;

/// The system's clock, set forward.
#[derive(Default)]
pub struct Ahead(AtomicU64);

impl Clock for Ahead {
    fn now(&self) -> u64 {
        SystemClock.now() + self.0.load(Ordering::SeqCst)
    }
}

impl Ahead {
    /// Sets it forward by milliseconds.
    pub fn by(&self, more: u64) {
        self.0.fetch_add(more, Ordering::SeqCst);
    }
}

/// A carrier whose messages tests read.
#[derive(Default)]
pub struct Letterbox(pub std::sync::Mutex<Vec<(String, String)>>);

impl Carrier for Letterbox {
    fn send(&self, number: &str, message: &str) -> Result<(), Undelivered> {
        let mut letters = self.0.lock().map_err(|_| Undelivered)?;
        letters.push((number.to_owned(), message.to_owned()));
        Ok(())
    }
}

/// A service on a database of its own.
pub struct Service {
    gateway: Option<Gateway>,
    address: SocketAddr,
    folder: TempDir,
    pub clock: Arc<Ahead>,
    delivery: Delivery,
}

impl Service {
    /// One that echoes codes and so rehearses.
    pub fn rehearsal() -> Self {
        Self::with(Delivery::Echo)
    }

    pub fn with(delivery: Delivery) -> Self {
        let mut service = Self {
            gateway: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            folder: TempDir::new().expect("a folder"),
            clock: Arc::default(),
            delivery,
        };
        service.restart();
        service
    }

    /// Stops it, where it runs, and starts it at the same address on what the database holds.
    pub fn restart(&mut self) {
        drop(self.gateway.take());
        let settings = Settings {
            database: self.folder.path().join("gateway.sqlite"),
            models: xueying_e2e::models_folder(),
            delivery: self.delivery.clone(),
            clock: self.clock.clone(),
            page: None,
        };
        let gateway = Gateway::start(self.address, settings).expect("a service");
        self.address = gateway.address();
        self.gateway = Some(gateway);
    }

    pub fn gateway(&self) -> &Gateway {
        self.gateway.as_ref().expect("it runs")
    }

    pub fn api(&self) -> Api {
        Api::new(&format!("http://{}", self.gateway().address()))
    }

    pub fn token(&self, role: Role) -> String {
        let name = match role {
            Role::Phone => "nobody's phone",
            Role::Reviewer => "reviewer",
            Role::Office => "office",
        };
        let token = self.gateway().token(role, name, DAY);
        token.expect("a token")
    }

    /// An open session of the office with so many students.
    pub fn session(&self, mode: SessionMode, students: usize) -> String {
        let now = self.clock.now();
        let new = NewSession {
            mode,
            profile: ProfileName("chsi".into()),
            programme: Programme("演练".into()),
            place: Place("一号楼".into()),
            opens_at: Time(now - 1),
            closes_at: Time(now + DAY),
        };
        let students: Vec<_> = (0..students)
            .map(|at| (student(at), format!("学生{at}")))
            .collect();
        static KEYS: AtomicU64 = AtomicU64::new(0);
        let key = IdempotencyKey(format!("{:032x}", KEYS.fetch_add(1, Ordering::SeqCst)));
        let session = self
            .gateway()
            .open_session("office", &key, &new, &students)
            .expect("a session");
        session.code
    }

    /// The collection code of a student of [`Service::session`].
    pub fn code(&self, at: usize) -> String {
        let holder = Holder::new(&student(at), &format!("学生{at}"), "110101200401010015");
        self.gateway().collection_code(&holder).expect("a code")
    }

    /// All bytes of the database and its log.
    pub fn disk(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).expect("the folder");
        files
            .flat_map(|file| std::fs::read(file.expect("a file").path()).expect("its bytes"))
            .collect()
    }

    /// The audit log: who, what, to which object.
    pub fn audit(&self) -> Vec<[String; 3]> {
        let path = self.folder.path().join("gateway.sqlite");
        let database = rusqlite::Connection::open(path).expect("the database");
        let mut query = database
            .prepare("SELECT actor, action, object FROM audit ORDER BY serial")
            .expect("the log");
        let rows = query.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]));
        rows.expect("lines")
            .map(|row| row.expect("a line"))
            .collect()
    }

    /// Decides about the photo as a reviewer.
    /// The one photo in the audit.
    pub fn only_photo(&self) -> String {
        let token = self.token(Role::Reviewer);
        let queue = Ask::get("/v1/review/photos").token(&token);
        let queue = self.api().send(queue).expect(200).json();
        let photos = queue.as_array().expect("a list");
        assert_eq!(photos.len(), 1, "{queue}");
        photos[0]["photo"].as_str().expect("an id").to_owned()
    }

    pub fn decide(&self, photo: &str, decision: &str, reasons: &[&str]) -> ask::Answer {
        let body = serde_json::json!({ "decision": decision, "reasons": reasons });
        let path = format!("/v1/review/photos/{photo}/decision");
        let token = self.token(Role::Reviewer);
        self.api().send(Ask::put(&path).token(&token).json(&body))
    }
}

/// Student number.
pub fn student(at: usize) -> String {
    format!("20220{at:05}")
}
