//! The session code: a short word, typed, alone in a QR code, or inside a link or a sentence.

use std::collections::BTreeSet;
use std::fmt;

use super::{CodeError, CodeKind, trimmed};
use crate::codes::parse::collection;
use crate::profile::{CodePatterns, SessionPattern};

/// The code of a collection session. Its letters keep their case; its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionCode(String);

/// Where in a text a session code was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the whole text.
    Whole,
    /// A parameter of a link.
    Parameter,
    /// The end of a link's path.
    Path,
    /// A word of a sentence.
    Word,
}

impl SessionCode {
    /// Finds the session code in a text. Full-width letters and digits are folded. A link's parameter counts before its
    /// path, the path before words around it.
    ///
    /// # Errors
    /// [`CodeError::Ambiguous`] when several words may be the code; [`CodeError::WrongKind`] when the text looks like a
    /// collection code; [`CodeError::NotFound`], [`CodeError::Empty`], [`CodeError::TooLong`].
    pub fn parse(text: &str, patterns: &CodePatterns) -> Result<Self, CodeError> {
        match find(text, &patterns.session) {
            Ok((code, _)) => Ok(code),
            Err(CodeError::NotFound) if collection::plausible(text, &patterns.collection) => {
                Err(CodeError::WrongKind(CodeKind::Collection))
            }
            Err(error) => Err(error),
        }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionCode(..)")
    }
}

/// The code and where it stands.
pub(super) fn find(
    text: &str,
    pattern: &SessionPattern,
) -> Result<(SessionCode, Place), CodeError> {
    let text: String = trimmed(text)?.chars().map(fold).collect();
    if pattern.forms.iter().any(|form| form.matches(&text)) {
        return Ok((SessionCode(text), Place::Whole));
    }
    let (links, words): (Vec<&str>, Vec<&str>) = text
        .split_whitespace()
        .flat_map(pieces)
        .partition(|piece| is_link(piece));
    let parameters = links
        .iter()
        .flat_map(|link| parameters(link))
        .filter(|(name, _)| pattern.parameters.iter().any(|known| known == name));
    let path_ends = links.iter().filter_map(|link| path_end(link));
    let words = words
        .iter()
        .flat_map(|piece| piece.split(|c: char| !c.is_ascii_alphanumeric()));
    let found = only(parameters.map(|(_, value)| value), pattern, |_| true)?
        .map(|code| (code, Place::Parameter));
    let found = match found {
        None => only(path_ends, pattern, has_digit)?.map(|code| (code, Place::Path)),
        found => found,
    };
    match found {
        None => only(words, pattern, has_digit)?
            .map(|code| (code, Place::Word))
            .ok_or(CodeError::NotFound),
        Some(found) => Ok(found),
    }
}

/// Full-width letters, digits and space as ASCII. Full-width punctuation stays what ends a link.
fn fold(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        '\u{3000}' => ' ',
        other => other,
    }
}

/// The one word of the earliest form that has any.
fn only<'a>(
    words: impl Iterator<Item = &'a str>,
    pattern: &SessionPattern,
    extra: impl Fn(&str) -> bool,
) -> Result<Option<SessionCode>, CodeError> {
    let words: Vec<&str> = words.filter(|word| extra(word)).collect();
    for form in &pattern.forms {
        let matching: BTreeSet<&str> = words
            .iter()
            .copied()
            .filter(|word| form.matches(word))
            .collect();
        match matching.len() {
            0 => {}
            1 => return Ok(matching.first().map(|word| SessionCode((*word).to_owned()))),
            _ => return Err(CodeError::Ambiguous),
        }
    }
    Ok(None)
}

/// A word of letters alone is a word of the language, unless it stands where only a code stands.
fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_link(piece: &str) -> bool {
    piece.starts_with("http://") || piece.starts_with("https://")
}

/// Splits text from a link that follows it without a space, and a link from text that is not ASCII.
fn pieces(part: &str) -> Vec<&str> {
    let start = [part.find("http://"), part.find("https://")]
        .into_iter()
        .flatten()
        .min();
    let (before, link) = part.split_at(start.unwrap_or(part.len()));
    let end = link.find(|c: char| !c.is_ascii()).unwrap_or(link.len());
    let (link, after) = link.split_at(end);
    [before, link, after]
        .into_iter()
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// The names and values behind the question mark, and behind the hash where pages keep their own.
fn parameters(link: &str) -> impl Iterator<Item = (&str, &str)> {
    let behind = link.find(['?', '#']).map_or("", |at| &link[at + 1..]);
    behind
        .split(['?', '#', '&'])
        .filter_map(|pair| pair.split_once('='))
}

/// The last part of the path.
fn path_end(link: &str) -> Option<&str> {
    let (_, rest) = link.split_once("://")?;
    let path = rest.split(['?', '#']).next()?;
    path.trim_end_matches('/').split('/').skip(1).last()
}
