//! What a shell does for the desk.

use crate::live::CaptureOrder;
use std::sync::Arc;
use xueying::collection::{desk, wire};
use zeroize::Zeroizing;

/// What is to be done for the desk.
#[derive(Clone, uniffi::Enum)]
pub enum Errand {
    /// Send a request, and tell what came back with [`Desk::replied`](crate::Desk::replied).
    Send {
        /// Names it.
        ticket: u64,
        /// What to send.
        request: ServiceRequest,
        /// Not before so many milliseconds.
        after_ms: u64,
    },
    /// Come back later: [`Desk::woken`](crate::Desk::woken).
    Wake {
        /// Names it.
        ticket: u64,
        /// In so many milliseconds.
        after_ms: u64,
    },
    /// Open a live session with this order: [`Desk::taken`](crate::Desk::taken), or
    /// [`Desk::camera`](crate::Desk::camera) where the camera is refused.
    OpenCamera {
        /// What the session is opened with.
        order: Arc<CaptureOrder>,
    },
    /// Close it, and forget its frames.
    CloseCamera,
    /// Ask the platform for the camera: [`Desk::camera`](crate::Desk::camera).
    AskCamera,
    /// Open the platform's settings: [`Desk::camera`](crate::Desk::camera) on the way back.
    OpenSettings,
    /// Ask the platform whether notifications may be shown: [`Desk::notifications`](crate::Desk::notifications).
    AskNotifications,
    /// Save the portrait's file where the person wants it: [`Desk::saved`](crate::Desk::saved).
    Save {
        /// The file.
        jpeg: Vec<u8>,
    },
}

/// A request, to be sent as it is. It holds a person's data: it belongs in no log.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ServiceRequest {
    /// As HTTP writes it.
    pub method: String,
    /// From the root of the service on: `/v1/…`.
    pub path: String,
    /// Names and values.
    pub headers: Vec<HttpHeader>,
    /// The body, if there is one.
    pub body: Option<Vec<u8>>,
    /// The most bytes of its answer.
    pub largest: u64,
}

/// A header of HTTP.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct HttpHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// An answer of the service.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ServiceReply {
    /// The status code.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<HttpHeader>,
    /// The body.
    pub body: Vec<u8>,
}

impl From<desk::Errand> for Errand {
    fn from(errand: desk::Errand) -> Self {
        let millis = |time: std::time::Duration| time.as_millis() as u64;
        match errand {
            desk::Errand::Send {
                ticket,
                request,
                after,
            } => Self::Send {
                ticket: ticket.0,
                request: request.into(),
                after_ms: millis(after),
            },
            desk::Errand::Wake { ticket, after } => Self::Wake {
                ticket: ticket.0,
                after_ms: millis(after),
            },
            desk::Errand::OpenCamera(order) => Self::OpenCamera {
                order: Arc::new(CaptureOrder(order)),
            },
            desk::Errand::CloseCamera => Self::CloseCamera,
            desk::Errand::AskCamera => Self::AskCamera,
            desk::Errand::OpenSettings => Self::OpenSettings,
            desk::Errand::AskNotifications => Self::AskNotifications,
            desk::Errand::Save(jpeg) => Self::Save {
                jpeg: jpeg.to_vec(),
            },
        }
    }
}

impl From<wire::Request> for ServiceRequest {
    fn from(request: wire::Request) -> Self {
        let header = |(name, value): &(String, Zeroizing<String>)| HttpHeader {
            name: name.clone(),
            value: value.to_string(),
        };
        Self {
            method: request.method.name().to_owned(),
            headers: request.headers.iter().map(header).collect(),
            body: request.body.as_ref().map(|body| body.to_vec()),
            path: request.path,
            largest: request.largest,
        }
    }
}

impl From<ServiceReply> for wire::Reply {
    fn from(reply: ServiceReply) -> Self {
        let header = |header: HttpHeader| (header.name, header.value);
        Self {
            status: reply.status,
            headers: reply.headers.into_iter().map(header).collect(),
            body: Zeroizing::new(reply.body),
        }
    }
}
