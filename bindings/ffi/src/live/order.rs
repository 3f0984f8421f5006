//! What a live session is opened for.

use crate::codes::SessionCode;
use crate::error::{Problem, told};
use std::sync::Arc;
use xueying::camera::{Recovery, SessionMode};
use xueying::capture::{self, ConsentReceipt};

/// One photo of one student. A desk hands it out; without one no session opens.
#[derive(uniffi::Object)]
pub struct CaptureOrder(pub(crate) capture::CaptureOrder);

/// Why there is no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum OrderError {
    /// The student's consent is missing.
    #[error("this is no receipt of a consent")]
    NoConsent,
}

told!(OrderError);

impl Problem for OrderError {
    fn stable_code(&self) -> &'static str {
        "order_no_consent"
    }

    fn way_out(&self) -> Recovery {
        Recovery::Retry
    }
}

#[uniffi::export]
impl CaptureOrder {
    /// For a student who consented: `receipt` is the service's answer to the consent, as JSON, `nonce` what it gave for this
    /// photo alone.
    #[uniffi::constructor]
    pub fn consented(
        receipt: String,
        mode: SessionMode,
        session: Arc<SessionCode>,
        nonce: String,
    ) -> Result<Arc<Self>, OrderError> {
        let receipt = serde_json::from_str::<ConsentReceipt>(&receipt);
        let receipt = receipt.map_err(|_| OrderError::NoConsent)?;
        let session = session.0.as_str().to_owned();
        let order = capture::CaptureOrder::new(&receipt, mode, session, nonce);
        Ok(Arc::new(Self(order)))
    }

    /// For a rehearsal without a service: of a drawn face, or of the person who holds the device.
    #[uniffi::constructor]
    pub fn rehearsal(session: Arc<SessionCode>, nonce: String) -> Arc<Self> {
        let session = session.0.as_str().to_owned();
        Arc::new(Self(capture::CaptureOrder::rehearsal(session, nonce)))
    }

    /// Whether the photo counts: the mode to choose the camera for.
    pub fn mode(&self) -> SessionMode {
        self.0.mode()
    }
}
