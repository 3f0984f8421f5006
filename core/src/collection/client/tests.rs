use super::Pin;
use super::tls::{config, is_pinned, trusting};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PublicKeyData as _,
};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::version::{TLS12, TLS13};
use rustls::{
    ClientConfig, RootCertStore, ServerConfig, ServerConnection, StreamOwned,
    SupportedProtocolVersion,
};
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A certificate made by OpenSSL for nobody.
const CERTIFICATE: &str = concat!(
    "MIIBdDCCARmgAwIBAgIUHcU338wxX9tDt5IhNBh+eZX849wwCgYIKoZIzj0EAwIwDjEMMAoGA1UEAwwDcGluMCAXDTI2MTEy",
    "NjEwMzc0M1oYDzIxMjYxMTAyMTAzNzQzWjAOMQwwCgYDVQQDDANwaW4wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ7ZYSE",
    "215LPuFBff0/35HsqA8FjPE5ZZjoY1ivWwURCzG4dMwNZSdudkv8FG0SJZlk4pquM+CWQS+VGLRoNK4No1MwUTAdBgNVHQ4E",
    "FgQUcegyTVBZMaIwfkAR9tkUdIm0W9QwHwYDVR0jBBgwFoAUcegyTVBZMaIwfkAR9tkUdIm0W9QwDwYDVR0TAQH/BAUwAwEB",
    "/zAKBggqhkjOPQQDAgNJADBGAiEAqUrOPQo0oIbwVMBd+Jbq7Ip6ghUg2ubshgLu0TYm+J4CIQCSaLwVt2EceQt085COBM56",
    "8zPpuZYJuT7/HtNWkf31sw=="
);

/// SHA-256 of its public key, by OpenSSL.
const KEY: &str = "8231df4cb88663203fdb6d2f4b766f18441cb890bbe03be34ea3b8946de09837";

#[test]
fn a_pin_is_the_hash_of_the_public_key() {
    let certificate = CertificateDer::from(STANDARD.decode(CERTIFICATE).unwrap());
    let mut pin = Pin([0; 32]);
    for (index, byte) in pin.0.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&KEY[2 * index..2 * index + 2], 16).unwrap();
    }
    let pinned = |pins: &[Pin]| is_pinned(pins, &certificate).unwrap();
    assert!(pinned(&[Pin([7; 32]), pin]));
    assert!(!pinned(&[Pin([7; 32])]));
    let broken = CertificateDer::from(vec![1, 2, 3]);
    assert!(is_pinned(&[pin], &broken).is_err());
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// A server on this machine with a certificate for a name, by an authority that nobody knows but the test.
struct Server {
    address: SocketAddr,
    roots: RootCertStore,
    pin: Pin,
}

impl Server {
    fn named(name: &str, version: &'static SupportedProtocolVersion) -> Self {
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap());
        let authority = authority.unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = certificate.signed_by(&key, &authority).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(authority.der().clone()).unwrap();
        let pin = Pin(Sha256::digest(key.subject_public_key_info()).into());
        let secret = key.serialize_der().try_into().unwrap();
        let config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[version])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], secret)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let config = Arc::new(config);
        thread::spawn(move || {
            for stream in listener.incoming() {
                // A handshake that the client breaks off is what is tested.
                let _ = answer(stream.unwrap(), config.clone());
            }
        });
        Self {
            address,
            roots,
            pin,
        }
    }

    /// Whether a client with this configuration gets an answer.
    fn is_trusted(&self, config: ClientConfig) -> bool {
        let client = reqwest::blocking::Client::builder()
            .tls_backend_preconfigured(config)
            .no_proxy()
            .build()
            .unwrap();
        let answer = client.get(format!("https://{}/", self.address)).send();
        answer.is_ok_and(|answer| answer.status() == 204)
    }

    /// As [`Self::is_trusted`], by a client that knows the authority.
    fn is_trusted_with(&self, pins: &[Pin]) -> bool {
        let known = trusting(self.roots.clone(), provider(), pins.to_vec());
        self.is_trusted(known.unwrap())
    }
}

/// Reads a request to the empty line behind its headers, and answers.
fn answer(stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut reader = BufReader::new(StreamOwned::new(connection, stream));
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line)?;
    }
    let stream = reader.get_mut();
    stream.write_all(b"HTTP/1.1 204 X\r\nConnection: close\r\n\r\n")?;
    stream.conn.send_close_notify();
    stream.flush()
}

#[test]
fn a_pinned_server_is_trusted_with_its_own_key_alone() {
    for version in [&TLS12, &TLS13] {
        let server = Server::named("127.0.0.1", version);
        let wrong = Pin([7; 32]);
        assert!(server.is_trusted_with(&[]));
        assert!(server.is_trusted_with(&[server.pin]));
        assert!(server.is_trusted_with(&[wrong, server.pin]));
        assert!(!server.is_trusted_with(&[wrong]));
    }
}

#[test]
fn a_pin_stands_for_no_root_and_for_no_name() {
    let server = Server::named("127.0.0.1", &TLS13);
    for pins in [vec![], vec![server.pin]] {
        assert!(!server.is_trusted(config(provider(), pins).unwrap()));
    }
    let other = Server::named("another.example", &TLS13);
    for pins in [vec![], vec![other.pin]] {
        assert!(!other.is_trusted_with(&pins));
    }
}
