//! TLS with bundled roots, and a pin where the collector gives one.

use super::SetupError;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// SHA-256 of a server's public key (its SubjectPublicKeyInfo, DER).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin(pub [u8; 32]);

/// The bundled roots, and on top of them the pins, if there are any.
pub(super) fn config(
    provider: Arc<CryptoProvider>,
    pins: Vec<Pin>,
) -> Result<ClientConfig, SetupError> {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    trusting(roots, provider, pins)
}

/// As [`config`], with these roots.
pub(super) fn trusting(
    roots: RootCertStore,
    provider: Arc<CryptoProvider>,
    pins: Vec<Pin>,
) -> Result<ClientConfig, SetupError> {
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|_| SetupError::Crypto)?;
    if pins.is_empty() {
        return Ok(builder.with_root_certificates(roots).with_no_client_auth());
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), provider)
        .build()
        .map_err(|_| SetupError::Crypto)?;
    // A pin only narrows what the roots allow: rustls calls every verifier of one's own dangerous.
    let pinned = Arc::new(Pinned { verifier, pins });
    let builder = builder.dangerous().with_custom_certificate_verifier(pinned);
    Ok(builder.with_no_client_auth())
}

/// What the roots allow, if the key is one of the pinned.
#[derive(Debug)]
struct Pinned {
    verifier: Arc<WebPkiServerVerifier>,
    pins: Vec<Pin>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified =
            self.verifier
                .verify_server_cert(end_entity, intermediates, server_name, ocsp, now)?;
        if is_pinned(&self.pins, end_entity)? {
            Ok(verified)
        } else {
            let failure = CertificateError::ApplicationVerificationFailure;
            Err(rustls::Error::InvalidCertificate(failure))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

pub(super) fn is_pinned(pins: &[Pin], cert: &CertificateDer<'_>) -> Result<bool, rustls::Error> {
    let parsed = ParsedCertificate::try_from(cert)?;
    let key = Sha256::digest(parsed.subject_public_key_info());
    Ok(pins.iter().any(|pin| pin.0 == *key))
}
