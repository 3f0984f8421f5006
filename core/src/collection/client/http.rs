//! One request and its answer: time-outs, repetition, the clock, and what an error means.

use super::tls::{self, Pin};
use crate::capture::WallTime;
use crate::collection::Problem;
use crate::collection::api::Token;
use crate::vault::Chance;
use reqwest::blocking::{Client as Http, RequestBuilder, Response};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode, Url, redirect};
use rustls::crypto::CryptoProvider;
use serde::Deserialize;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

const CONNECT: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_secs(30);
/// Something safe is asked for at most so often.
const TRIES: u32 = 3;
/// The first wait before a repetition; a server may ask for one up to `PATIENCE`, beyond that the person decides.
const FIRST_WAIT: Duration = Duration::from_millis(300);
const PATIENCE: Duration = Duration::from_secs(3);
/// The most bytes of an answer.
pub(super) const LARGEST_JSON: u64 = 1 << 20;

/// What a client is made of.
pub struct Setup {
    /// Where the service is: `https://…`, or `http://` for this machine alone.
    pub address: String,
    /// The crypto of TLS.
    pub provider: Arc<CryptoProvider>,
    /// The service's keys, if they are pinned.
    pub pins: Vec<Pin>,
    /// For the waits.
    pub chance: Box<dyn Chance>,
}

/// Why there is no client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// Not an address of a service.
    #[error("this is not the address of a service")]
    Address,
    /// Plain HTTP to another machine.
    #[error("a service on another machine is spoken with over https alone")]
    Insecure,
    /// The crypto provider cannot do TLS.
    #[error("the crypto provider cannot do TLS")]
    Crypto,
}

impl SetupError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Address => "client_address",
            Self::Insecure => "client_insecure",
            Self::Crypto => "client_crypto",
        }
    }
}

/// The connection to one service.
pub struct Client {
    http: Http,
    address: Url,
    chance: Box<dyn Chance>,
    token: Option<Token>,
    /// The server's clock when it last answered.
    clock: Option<(WallTime, Instant)>,
    pub(super) etag: Option<String>,
}

/// A request.
pub(super) struct Call {
    method: Method,
    url: Url,
    headers: Vec<(&'static str, String)>,
    body: Option<(&'static str, Zeroizing<Vec<u8>>)>,
    signed: bool,
    /// Whether it may be repeated.
    tries: u32,
}

/// An answer of the contract.
pub(super) struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Zeroizing<Vec<u8>>,
}

impl Client {
    /// A client of the service at an address.
    ///
    /// # Errors
    /// [`SetupError`].
    pub fn new(setup: Setup) -> Result<Self, SetupError> {
        let address = Url::parse(&setup.address).map_err(|_| SetupError::Address)?;
        let host = address.host_str().ok_or(SetupError::Address)?;
        let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        match address.scheme() {
            "https" => {}
            "http" if here => {}
            "http" => return Err(SetupError::Insecure),
            _ => return Err(SetupError::Address),
        }
        let mut builder = Http::builder()
            .user_agent(concat!("xueying/", env!("CARGO_PKG_VERSION")))
            .tls_backend_preconfigured(tls::config(setup.provider, setup.pins)?)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(WHOLE);
        if here {
            builder = builder.no_proxy();
        }
        Ok(Self {
            http: builder.build().map_err(|_| SetupError::Crypto)?,
            address,
            chance: setup.chance,
            token: None,
            clock: None,
            etag: None,
        })
    }

    /// Shows this token from now on; `None` to be nobody.
    pub fn sign_in(&mut self, token: Option<Token>) {
        self.token = token;
        self.etag = None;
    }

    /// What the server's clock says now; `None` before its first answer.
    pub fn server_time(&self) -> Option<WallTime> {
        let (date, then) = self.clock?;
        let since = u64::try_from(then.elapsed().as_millis()).unwrap_or(u64::MAX);
        Some(WallTime(date.0.saturating_add(since)))
    }

    /// How far the phone's clock, which says `now`, is ahead of the server's, in milliseconds.
    pub fn skew(&self, now: WallTime) -> Option<i64> {
        let server = i64::try_from(self.server_time()?.0).ok()?;
        i64::try_from(now.0).ok()?.checked_sub(server)
    }

    pub(super) fn call(&self, method: Method, path: &[&str]) -> Call {
        let mut url = self.address.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("v1").extend(path);
        }
        // A POST may have worked although its answer was lost.
        let safe = method != Method::POST && method != Method::PATCH;
        Call {
            method,
            url,
            headers: vec![],
            body: None,
            signed: true,
            tries: if safe { TRIES } else { 1 },
        }
    }

    /// Sends a request; repeats it where that is safe.
    pub(super) fn exchange(&mut self, call: &Call, largest: u64) -> Result<Reply, Problem> {
        let mut wait = FIRST_WAIT;
        for tried in 1.. {
            let problem = match self.exchange_once(call, largest) {
                Err(problem) if tried < call.tries => problem,
                ended => return ended,
            };
            let asked = match problem {
                Problem::Offline => Duration::ZERO,
                Problem::Server { after } => Duration::from_secs(after.unwrap_or(0).into()),
                other => return Err(other),
            };
            if asked > PATIENCE {
                return Err(problem);
            }
            std::thread::sleep(asked.max(self.about(wait)));
            wait *= 2;
        }
        Err(Problem::Offline)
    }

    /// Half of a wait to all of it.
    fn about(&mut self, wait: Duration) -> Duration {
        let mut byte = [0];
        // Without chance the waits are longer, not shorter.
        let part = self.chance.fill(&mut byte).map_or(255, |()| byte[0]);
        wait / 2 + wait / 2 * u32::from(part) / 255
    }

    fn exchange_once(&mut self, call: &Call, largest: u64) -> Result<Reply, Problem> {
        let request = self.request(call);
        let response = request.send().map_err(|_| Problem::Offline)?;
        self.clock = date(response.headers())
            .map(|date| (date, Instant::now()))
            .or(self.clock);
        let reply = read(response, largest)?;
        if reply.status.is_success() || reply.status == StatusCode::NOT_MODIFIED {
            return Ok(reply);
        }
        Err(problem(&reply))
    }

    fn request(&self, call: &Call) -> RequestBuilder {
        let mut request = self.http.request(call.method.clone(), call.url.clone());
        if let Some(token) = self.token.as_ref().filter(|_| call.signed) {
            request = request.bearer_auth(token.token.as_str());
        }
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        match &call.body {
            Some((kind, body)) => request
                .header("Content-Type", *kind)
                .body(body.as_slice().to_vec()),
            None => request,
        }
    }

    /// Sends a request whose answer is JSON.
    pub(super) fn json<T: for<'a> Deserialize<'a>>(&mut self, call: &Call) -> Result<T, Problem> {
        let reply = self.exchange(call, LARGEST_JSON)?;
        serde_json::from_slice(&reply.body).map_err(|_| Problem::Contract)
    }

    /// The full address of a path that the service gave, which must be one of its uploads.
    pub(super) fn upload_url(&self, path: &str) -> Result<Url, Problem> {
        let id = path.strip_prefix("/v1/uploads/").ok_or(Problem::Contract)?;
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if id.is_empty() || !plain {
            return Err(Problem::Contract);
        }
        Ok(self.call(Method::HEAD, &["uploads", id]).url)
    }
}

impl Call {
    /// A request to an address that the service gave.
    pub(super) const fn to(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: vec![],
            body: None,
            signed: true,
            tries: 1,
        }
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn body(mut self, kind: &'static str, body: Vec<u8>) -> Self {
        self.body = Some((kind, Zeroizing::new(body)));
        self
    }

    pub(super) fn with_json(self, body: &serde_json::Value) -> Self {
        let body = body.to_string().into_bytes();
        self.body("application/json", body)
    }

    /// Without the token.
    pub(super) const fn unsigned(mut self) -> Self {
        self.signed = false;
        self
    }
}

fn read(response: Response, largest: u64) -> Result<Reply, Problem> {
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Zeroizing::new(vec![]);
    let read = response.take(largest + 1).read_to_end(&mut body);
    read.map_err(|_| Problem::Offline)?;
    if body.len() as u64 > largest {
        return Err(Problem::Contract);
    }
    Ok(Reply {
        status,
        headers,
        body,
    })
}

/// What an answer that is no success means.
fn problem(reply: &Reply) -> Problem {
    let after = || {
        let after = reply.headers.get(RETRY_AFTER)?.to_str().ok()?;
        after.parse().ok()
    };
    match reply.status.as_u16() {
        401 => return Problem::Expired,
        429 | 500.. => return Problem::Server { after: after() },
        400..=499 => {}
        _ => return Problem::Contract,
    }
    #[derive(Deserialize)]
    struct Said {
        code: String,
    }
    let said = serde_json::from_slice::<Said>(&reply.body).map(|said| said.code);
    let code = said.ok().or_else(|| {
        // A HEAD has no body.
        let code = reply.headers.get("Problem-Code")?.to_str().ok()?;
        Some(code.to_owned())
    });
    match code.filter(|code| is_code(code)) {
        Some(code) => Problem::Refused { code },
        None => Problem::Contract,
    }
}

fn is_code(code: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=60).contains(&code.len()) && code.bytes().all(plain)
}

/// The `Date` of an answer.
fn date(headers: &HeaderMap) -> Option<WallTime> {
    let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    let since = date.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(WallTime(u64::try_from(since.as_millis()).ok()?))
}
