//! A request and a reply, as much of HTTP as the contract needs.

use std::fmt;
use zeroize::Zeroizing;

/// The most bytes of an answer in JSON.
pub const LARGEST_JSON: u64 = 1 << 20;
/// The most bytes of a portrait.
pub const LARGEST_PICTURE: u64 = 16 << 20;

/// What is done with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Read it.
    Get,
    /// Read its headers.
    Head,
    /// Make another one.
    Post,
    /// Set it.
    Put,
    /// Add to it.
    Patch,
    /// Remove it.
    Delete,
}

impl Method {
    /// As HTTP writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// The method of a name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Get,
            Self::Head,
            Self::Post,
            Self::Put,
            Self::Patch,
            Self::Delete,
        ];
        all.into_iter().find(|method| method.name() == name)
    }

    /// Whether it can be repeated without harm: a POST may have worked although its answer was lost.
    pub(super) const fn is_safe(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }
}

/// A request, to be sent as it is. Shows nothing personal in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// What is done.
    pub method: Method,
    /// From the root of the service on: `/v1/…`.
    pub path: String,
    /// Names and values.
    pub headers: Vec<(String, Zeroizing<String>)>,
    /// The body; wiped from memory when dropped.
    pub body: Option<Zeroizing<Vec<u8>>>,
    /// The most bytes of its answer; what is longer is to be cut off behind one byte more.
    pub largest: u64,
}

/// An answer of the service. Shows nothing personal in `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body; wiped from memory when dropped.
    pub body: Zeroizing<Vec<u8>>,
}

impl Reply {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({} ..)", self.method.name())
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({} ..)", self.status)
    }
}
