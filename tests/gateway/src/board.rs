//! What somebody who rehearses needs: a session, its poster, students with their codes, addresses with tokens.

use anyhow::{Context, Result, anyhow};
use image::GrayImage;
use serde::Serialize;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use xueying::camera::SessionMode;
use xueying::codes::make::{Correction, Symbol};
use xueying_gateway::wire::{
    IdempotencyKey, NewSession, Place, ProfileName, Programme, Session, Time,
};
use xueying_gateway::{Clock, Gateway, Holder, Problem, Role, SystemClock, poster};

const DAY: u64 = 24 * 3600 * 1000;
const OFFICE: &str = "office";
/// Nobody: number, name, number of the identity card.
const STUDENTS: [[&str; 3]; 3] = [
    ["2022010001", "甲同学", "000000200401010001"],
    ["2022010002", "乙同学", "000000200401010002"],
    ["2022010003", "丙同学", "000000200401010003"],
];

/// Everything at a glance.
#[derive(Serialize)]
pub struct Board {
    service: String,
    session: String,
    poster: PathBuf,
    students: Vec<Student>,
    reviewer: String,
    review_page: String,
    office: String,
}

/// An invented student.
#[derive(Serialize)]
struct Student {
    number: String,
    collection_code: String,
    picture: PathBuf,
}

impl Board {
    /// Opens a session where there is none that is open, and writes poster and codes into `folder`.
    pub fn new(gateway: &Gateway, folder: &Path) -> Result<Self> {
        let session = session(gateway).map_err(told)?;
        let path = folder.join("poster.svg");
        fs::write(&path, poster(&session).map_err(told)?)?;
        let students = STUDENTS
            .iter()
            .map(|student| print(gateway, student, folder));
        let service = format!("http://{}", gateway.address());
        let reviewer = gateway
            .token(Role::Reviewer, "reviewer", 30 * DAY)
            .map_err(told)?;
        Ok(Self {
            session: session.code,
            poster: path,
            students: students.collect::<Result<_>>()?,
            review_page: format!("{service}/review#{reviewer}"),
            reviewer,
            office: gateway
                .token(Role::Office, OFFICE, 30 * DAY)
                .map_err(told)?,
            service,
        })
    }
}

fn told(problem: Problem) -> anyhow::Error {
    anyhow!(problem)
}

/// The open session, or a new one of a week.
fn session(gateway: &Gateway) -> Result<Session, Problem> {
    let now = SystemClock.now();
    let known = gateway.sessions(OFFICE)?;
    let open = known
        .into_iter()
        .rev()
        .find(|one| one.closes_at > now + DAY);
    if let Some(open) = open {
        return Ok(open);
    }
    let new = NewSession {
        mode: SessionMode::Rehearsal,
        profile: ProfileName("chsi".into()),
        programme: Programme("毕业生学历图像采集（演练）".into()),
        place: Place("演练".into()),
        opens_at: Time(now),
        closes_at: Time(now + 7 * DAY),
    };
    let key = IdempotencyKey(format!("{now:032x}"));
    let students = STUDENTS.map(|[number, name, _]| (number.to_owned(), name.to_owned()));
    gateway.open_session(OFFICE, &key, &new, &students)
}

/// A student's collection code, as text and as a picture to scan.
fn print(gateway: &Gateway, [number, name, card]: &[&str; 3], folder: &Path) -> Result<Student> {
    let code = gateway
        .collection_code(&Holder::new(number, name, card))
        .map_err(told)?;
    let picture = folder.join(format!("code-{number}.png"));
    let (luma, side) = Symbol::new(&code, Correction::Medium)?.luma(8);
    let side = u32::try_from(side)?;
    let pixels = GrayImage::from_raw(side, side, luma).context("a square")?;
    pixels.save(&picture)?;
    Ok(Student {
        number: (*number).to_owned(),
        collection_code: code,
        picture,
    })
}

impl fmt::Display for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "REHEARSAL: codes are echoed, students are invented, no photo counts.\n"
        )?;
        writeln!(f, "service      {}", self.service)?;
        writeln!(
            f,
            "session      {}   {}",
            self.session,
            self.poster.display()
        )?;
        for student in &self.students {
            writeln!(
                f,
                "student      {}   {}",
                student.number,
                student.picture.display()
            )?;
            writeln!(f, "             {}", student.collection_code)?;
        }
        writeln!(f, "review       {}", self.review_page)?;
        writeln!(
            f,
            "office       curl -H 'Authorization: Bearer {}' {}/v1/office/sessions/{}/progress",
            self.office, self.service, self.session
        )?;
        writeln!(f, "\nCtrl-C stops it; the database stays.")
    }
}
