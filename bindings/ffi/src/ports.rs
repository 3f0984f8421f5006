//! What a shell lends the core. The language's own class implements the trait; what it throws beyond the declared error is
//! the same as the declared error.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use xueying::capture::{self, SoftwareKey, Stopwatch, WallTime};
use xueying::collection::desk;

/// The shell's own code did not do what it was asked for. Why is known to the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PortError {
    /// It failed.
    #[error("the shell's own code failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for PortError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Said where a clock throws.
const NO_TIME: &str = "the shell's clock gives the time";

/// The device's key. On a phone it never leaves the Secure Enclave or the AndroidKeyStore.
#[uniffi::export(with_foreign)]
pub trait Signer: Send + Sync {
    /// Signs `message` with ES256 (ECDSA on P-256 with SHA-256); the signature in DER.
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, PortError>;

    /// The public key, SEC1 uncompressed: 65 bytes.
    fn public_key(&self) -> Result<Vec<u8>, PortError>;
}

/// Time. The two clocks are never compared with each other, nor with the sensor's. The core cannot go on without time: a
/// clock that throws ends the call as a bug would.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync {
    /// Nanoseconds since any fixed moment; never goes back.
    fn monotonic_nanos(&self) -> Result<u64, PortError>;

    /// Milliseconds since 1970 by the phone's own clock, which may be wrong.
    fn wall_millis(&self) -> Result<u64, PortError>;
}

/// How much a line of the log matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// The usual course.
    Info,
    /// Something was refused.
    Warning,
}

/// Where the core's log goes. Lines hold codes and numbers, never a name, a code of a person, or what a picture shows.
#[uniffi::export(with_foreign)]
pub trait LogSink: Send + Sync {
    /// Takes a line: a stable code, and details as `name=value` words.
    fn log(&self, level: LogLevel, code: String, details: String) -> Result<(), PortError>;
}

/// Everything a session is lent.
#[derive(Clone, uniffi::Record)]
pub struct Ports {
    /// The device's key.
    pub signer: Arc<dyn Signer>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// The log.
    pub log: Arc<dyn LogSink>,
}

/// The machine's own clock, as nearly every shell wants it.
#[uniffi::export]
pub fn system_clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock(Instant::now()))
}

/// A log that nobody reads.
#[uniffi::export]
pub fn no_log() -> Arc<dyn LogSink> {
    Arc::new(NoLog)
}

/// A key in memory, from 32 secret bytes; none for the few values that are no key. For computers and rehearsals: a phone's
/// key store is the better place.
#[uniffi::export]
pub fn software_signer(secret: Vec<u8>) -> Option<Arc<dyn Signer>> {
    let key = SoftwareKey::from_bytes(&secret.try_into().ok()?)?;
    Some(Arc::new(key))
}

struct SystemClock(Instant);

impl Clock for SystemClock {
    fn monotonic_nanos(&self) -> Result<u64, PortError> {
        Ok(self.0.elapsed().as_nanos() as u64)
    }

    fn wall_millis(&self) -> Result<u64, PortError> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Ok(since.map_or(0, |since| since.as_millis() as u64))
    }
}

struct NoLog;

impl LogSink for NoLog {
    fn log(&self, _: LogLevel, _: String, _: String) -> Result<(), PortError> {
        Ok(())
    }
}

impl Signer for SoftwareKey {
    fn sign(&self, message: Vec<u8>) -> Result<Vec<u8>, PortError> {
        capture::Signer::sign(self, &message).map_err(|_| PortError::Failed)
    }

    fn public_key(&self) -> Result<Vec<u8>, PortError> {
        Ok(capture::Signer::public_key(self))
    }
}

impl Ports {
    /// The moment by the phone's clock.
    pub(crate) fn now(&self) -> WallTime {
        WallTime(self.clock.wall_millis().expect(NO_TIME))
    }

    /// Writes a line. A log that fails is no reason to fail.
    pub(crate) fn log(&self, level: LogLevel, code: &str, details: String) {
        let _ = self.log.log(level, code.to_owned(), details);
    }
}

impl Stopwatch for Ports {
    fn seconds(&self) -> f64 {
        nanos(&*self.clock) as f64 * 1e-9
    }
}

impl desk::Clock for Ports {
    fn wall(&self) -> WallTime {
        self.now()
    }

    fn steady(&self) -> Duration {
        Duration::from_nanos(nanos(&*self.clock))
    }
}

impl capture::Signer for Ports {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, capture::SignerError> {
        let signed = self.signer.sign(message.to_vec());
        signed.map_err(|_| capture::SignerError)
    }

    fn public_key(&self) -> Vec<u8> {
        self.signer.public_key().unwrap_or_default()
    }
}

/// The clock as the core's scanners read it.
pub(crate) fn elapsed(clock: &dyn Clock) -> impl Fn() -> Duration {
    move || Duration::from_nanos(nanos(clock))
}

fn nanos(clock: &dyn Clock) -> u64 {
    clock.monotonic_nanos().expect(NO_TIME)
}
