//! One call: its request, and how its answer is read.

use super::http::{LARGEST_JSON, Method, Reply, Request};
use crate::collection::Problem;
use serde::Deserialize;
use zeroize::Zeroizing;

type Read<T> = Box<dyn Fn(&Reply) -> Result<T, Problem> + Send>;

/// A request whose answer is a `T`.
pub struct Call<T> {
    pub(super) request: Request,
    /// Whether it shows the token.
    pub(super) signed: bool,
    /// Whether it may be repeated.
    pub(super) safe: bool,
    read: Read<T>,
}

impl<T: 'static> Call<T> {
    /// A call of the contract; `path` has the parts behind `/v1`, percent-encoded here.
    pub(super) fn new(
        method: Method,
        path: &[&str],
        read: impl Fn(&Reply) -> Result<T, Problem> + Send + 'static,
    ) -> Self {
        let path = path.iter().map(|part| format!("/{}", encoded(part)));
        Self {
            request: Request {
                method,
                path: format!("/v1{}", path.collect::<String>()),
                headers: vec![],
                body: None,
                largest: LARGEST_JSON,
            },
            signed: true,
            safe: method.is_safe(),
            read: Box::new(read),
        }
    }

    /// What it asks for, with another answer.
    pub fn map<U: 'static>(self, f: impl Fn(T) -> U + Send + 'static) -> Call<U> {
        let read = self.read;
        Call {
            request: self.request,
            signed: self.signed,
            safe: self.safe,
            read: Box::new(move |reply| read(reply).map(&f)),
        }
    }

    pub(super) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = Zeroizing::new(value.into());
        self.request.headers.push((name.to_owned(), value));
        self
    }

    pub(super) fn body(mut self, kind: &str, body: Vec<u8>) -> Self {
        self.request.body = Some(Zeroizing::new(body));
        self.header("Content-Type", kind)
    }

    pub(super) fn json(self, body: &serde_json::Value) -> Self {
        self.body("application/json", body.to_string().into_bytes())
    }

    pub(super) const fn largest(mut self, bytes: u64) -> Self {
        self.request.largest = bytes;
        self
    }

    /// Without the token.
    pub(super) const fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }

    /// Left to whoever calls: it knows when, and from where on.
    pub(super) const fn once(mut self) -> Self {
        self.safe = false;
        self
    }

    /// What an answer means.
    pub(super) fn read(&self, reply: &Reply) -> Result<T, Problem> {
        if reply.body.len() as u64 > self.request.largest {
            return Err(Problem::Contract);
        }
        match reply.status {
            200..=299 | 304 => (self.read)(reply),
            _ => Err(problem(reply)),
        }
    }
}

/// Reads JSON.
pub(super) fn json<T: for<'a> Deserialize<'a>>(reply: &Reply) -> Result<T, Problem> {
    serde_json::from_slice(&reply.body).map_err(|_| Problem::Contract)
}

/// What an answer that is no success means.
fn problem(reply: &Reply) -> Problem {
    match reply.status {
        401 => return Problem::Expired,
        429 | 500.. => {
            let after = reply.header("Retry-After");
            let after = after.and_then(|after| after.parse().ok());
            return Problem::Server { after };
        }
        400..=499 => {}
        _ => return Problem::Contract,
    }
    #[derive(Deserialize)]
    struct Said {
        code: String,
    }
    let said = json::<Said>(reply).map(|said| said.code).ok();
    // A HEAD has no body.
    let code = said.or_else(|| reply.header("Problem-Code").map(str::to_owned));
    match code.filter(|code| is_code(code)) {
        Some(code) => Problem::Refused { code },
        None => Problem::Contract,
    }
}

fn is_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=60).contains(&code.len()) && code.bytes().all(plain)
}

/// A part of a path, with everything but the unreserved characters of RFC 3986 percent-encoded.
fn encoded(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    for byte in part.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => text.push(byte.into()),
            // A part of dots alone would lead up.
            b'.' if part.bytes().any(|byte| byte != b'.') => text.push('.'),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
