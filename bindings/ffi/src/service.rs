//! The way to a collection service, for shells whose platform would do it less safely.

use crate::desk::{HttpHeader, ServiceReply, ServiceRequest};
use crate::error::{Problem, told};
use std::sync::Arc;
use xueying::camera::Recovery;
use xueying::collection::client::{Http, Pin, Setup, SetupError};
use xueying::collection::wire;
use zeroize::Zeroizing;

/// The connection to one service, over TLS with bundled roots.
#[derive(uniffi::Object)]
pub struct ServiceClient(Http);

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ServiceError {
    /// Not the address of a service: `https://…`, or `http://` for this machine alone.
    #[error("this is not the address of a service")]
    Address,
    /// A pin is not 32 bytes.
    #[error("a pin is the SHA-256 of a public key")]
    Pin,
    /// TLS does not work here: a bug.
    #[error("TLS does not work here")]
    Crypto,
}

told!(ServiceError);

impl Problem for ServiceError {
    fn stable_code(&self) -> &'static str {
        match self {
            Self::Address => "client_address",
            Self::Pin => "client_pin",
            Self::Crypto => "client_crypto",
        }
    }

    fn way_out(&self) -> Recovery {
        Recovery::ContactSchool
    }

    fn told_by(&self) -> String {
        "errors.service.message".to_owned()
    }
}

#[uniffi::export]
impl ServiceClient {
    /// The way to the service at an address. `pins`: SHA-256 of the public keys it may have, none for any that the roots
    /// vouch for.
    #[uniffi::constructor]
    pub fn open(address: String, pins: Vec<Vec<u8>>) -> Result<Arc<Self>, ServiceError> {
        let pin = |pin: Vec<u8>| pin.try_into().map(Pin).map_err(|_| ServiceError::Pin);
        let http = Http::new(Setup {
            address,
            provider: Arc::new(rustls::crypto::ring::default_provider()),
            pins: pins.into_iter().map(pin).collect::<Result<_, _>>()?,
        });
        match http {
            Ok(http) => Ok(Arc::new(Self(http))),
            Err(SetupError::Crypto) => Err(ServiceError::Crypto),
            Err(_) => Err(ServiceError::Address),
        }
    }

    /// Sends a request of a desk and waits, for half a minute at most. None where no whole answer came.
    pub fn send(&self, request: ServiceRequest) -> Option<ServiceReply> {
        let reply = self.0.send(&asked(request)?)?;
        let header = |(name, value)| HttpHeader { name, value };
        Some(ServiceReply {
            status: reply.status,
            headers: reply.headers.into_iter().map(header).collect(),
            body: reply.body.to_vec(),
        })
    }
}

/// The core's own request; none for a method it does not know.
fn asked(request: ServiceRequest) -> Option<wire::Request> {
    let header = |header: HttpHeader| (header.name, Zeroizing::new(header.value));
    Some(wire::Request {
        method: wire::Method::named(&request.method)?,
        path: request.path,
        headers: request.headers.into_iter().map(header).collect(),
        body: request.body.map(Zeroizing::new),
        largest: request.largest,
    })
}
