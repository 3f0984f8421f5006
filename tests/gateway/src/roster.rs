//! The roster as the office has it: CSV with the head line `student_number,name`.

use crate::problem::Problem;
use csv::{ReaderBuilder, StringRecord, Trim};
use std::collections::BTreeMap;

/// More students are refused.
const MOST: usize = 10_000;

/// Numbers and names, by number; a number that stands twice has its later name.
///
/// # Errors
/// [`Problem::Roster`]: not UTF-8, another head line, a number that is no file name, a name that is empty, too many lines.
pub fn students(csv: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    // Spreadsheets put a byte order mark in front.
    let csv = csv.strip_prefix("\u{feff}".as_bytes()).unwrap_or(csv);
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(csv);
    let head = reader.headers().map_err(|_| Problem::Roster)?;
    if head != &StringRecord::from(vec!["student_number", "name"]) {
        return Err(Problem::Roster);
    }
    let mut students = BTreeMap::new();
    for (at, line) in reader.records().enumerate() {
        let line = line.map_err(|_| Problem::Roster)?;
        let (number, name) = (&line[0], &line[1]);
        if at >= MOST || !is_number(number) || !is_name(name) {
            return Err(Problem::Roster);
        }
        students.insert(number.to_owned(), name.to_owned());
    }
    Ok(students.into_iter().collect())
}

/// A student number becomes the name of a file.
fn is_number(number: &str) -> bool {
    (1..=40).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_name(name: &str) -> bool {
    (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_comes_as_spreadsheets_write_it() {
        let csv = "\u{feff}student_number,name\r\n2022010002,\"王, 小明\"\r\n2022010001, 李 \r\n";
        let students = students(csv.as_bytes()).expect("a roster");
        let expected = [("2022010001", "李"), ("2022010002", "王, 小明")];
        assert_eq!(
            students,
            expected.map(|(number, name)| (number.to_owned(), name.to_owned()))
        );
    }

    #[test]
    fn what_is_no_roster_is_refused_whole() {
        let many: String = (0..=MOST).map(|at| format!("{at},a\n")).collect();
        for csv in [
            "",
            "name,student_number\n1,a\n",
            "student_number,name\n../1,a\n",
            "student_number,name\n1,\n",
            "student_number,name\n1\n",
            "student_number,name\n1,a,b\n",
            &format!("student_number,name\n{many}"),
        ] {
            assert_eq!(students(csv.as_bytes()), Err(Problem::Roster), "{csv:.40}");
        }
        let not_utf8 = b"student_number,name\n1,\xff\n";
        assert_eq!(students(not_utf8), Err(Problem::Roster));
    }
}
