//! One request over the network.

use super::tls::{self, Pin};
use crate::collection::wire::{Method, Reply, Request};
use reqwest::blocking::{Client as Connections, RequestBuilder, Response};
use reqwest::{Url, redirect};
use rustls::crypto::CryptoProvider;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

const CONNECT: Duration = Duration::from_secs(10);
const WHOLE: Duration = Duration::from_secs(30);

/// What the connection is made of.
pub struct Setup {
    /// Where the service is: `https://…`, or `http://` for this machine alone.
    pub address: String,
    /// The crypto of TLS.
    pub provider: Arc<CryptoProvider>,
    /// The service's keys, if they are pinned.
    pub pins: Vec<Pin>,
}

/// Why there is no connection.
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

/// The way to one service.
#[derive(Clone)]
pub struct Http {
    connections: Connections,
    /// Without a slash at its end.
    root: String,
}

impl Http {
    /// The way to the service at an address.
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
        if address.query().is_some() || address.fragment().is_some() {
            return Err(SetupError::Address);
        }
        let mut builder = Connections::builder()
            .user_agent(concat!("xueying/", env!("CARGO_PKG_VERSION")))
            .tls_backend_preconfigured(tls::config(setup.provider, setup.pins)?)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(WHOLE);
        if here {
            builder = builder.no_proxy();
        }
        Ok(Self {
            connections: builder.build().map_err(|_| SetupError::Crypto)?,
            root: address.as_str().trim_end_matches('/').to_owned(),
        })
    }

    /// Sends a request, once. `None` where no whole answer came: no network, a broken connection, a time-out, somebody who
    /// is not the service.
    pub fn send(&self, request: &Request) -> Option<Reply> {
        // Another beginning could lead to another machine.
        if !request.path.starts_with("/v1/") {
            return None;
        }
        let response = self.built(request).send().ok()?;
        read(response, request.largest)
    }

    fn built(&self, request: &Request) -> RequestBuilder {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let address = format!("{}{}", self.root, request.path);
        let mut built = self.connections.request(method, address);
        for (name, value) in &request.headers {
            built = built.header(name, value.as_str());
        }
        match &request.body {
            Some(body) => built.body(body.to_vec()),
            None => built,
        }
    }
}

fn read(response: Response, largest: u64) -> Option<Reply> {
    let status = response.status().as_u16();
    let headers = response.headers().iter();
    let headers = headers.filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let headers = headers.collect();
    let mut body = Zeroizing::new(vec![]);
    response.take(largest + 1).read_to_end(&mut body).ok()?;
    Some(Reply {
        status,
        headers,
        body,
    })
}
