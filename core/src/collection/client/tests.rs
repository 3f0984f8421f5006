use super::Pin;
use super::tls::is_pinned;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::CertificateDer;

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
