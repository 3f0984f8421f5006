//! What every handler has at hand.

use crate::calibrate::Calibrators;
use crate::code::CodeKey;
use crate::delivery::Delivery;
use crate::http::limits::Limits;
use crate::problem::Problem;
use crate::store::{OpenError, Store, phones, secret, tokens, uploads};
use rusqlite::Transaction;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// The time, which tests move.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970.
    fn now(&self) -> u64;
}

/// The system's.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| {
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        })
    }
}

/// What a service is started with.
pub struct Settings {
    /// The file of the database; made where there is none.
    pub database: PathBuf,
    /// The folder of models.
    pub models: PathBuf,
    /// How codes reach phones.
    pub delivery: Delivery,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The folder of a page that is served beside the API, packed files (`.gz`) where there are any.
    pub page: Option<PathBuf>,
}

/// The service behind its handlers.
pub struct App {
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) delivery: Delivery,
    pub(crate) calibrators: Calibrators,
    pub(crate) limits: Limits,
    pub(crate) codes: CodeKey,
    pub(crate) page: Option<PathBuf>,
    /// Hides phone numbers: without it their hashes could be guessed through.
    pub(crate) salt: [u8; 32],
}

/// Why a service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Its first reading.
    #[error("the database cannot be read: {0}")]
    Read(Problem),
    /// The models.
    #[error(transparent)]
    Models(#[from] xueying::models::ModelError),
    /// The address, or threads.
    #[error("the service cannot be reached at its address: {0}")]
    Address(#[from] std::io::Error),
}

impl App {
    pub(crate) fn open(settings: Settings) -> Result<Self, StartError> {
        let store = Arc::new(Store::open(&settings.database)?);
        let (salt, code_key) = store
            .write(|all| {
                Ok((
                    secret(all, "phone numbers")?,
                    secret(all, "collection codes")?,
                ))
            })
            .map_err(StartError::Read)?;
        let calibrators = Calibrators::start(&store, &settings.models)?;
        Ok(Self {
            store,
            clock: settings.clock,
            delivery: settings.delivery,
            calibrators,
            limits: Limits::default(),
            codes: CodeKey::new(code_key),
            page: settings.page,
            salt,
        })
    }

    /// Deletes what has had its time.
    ///
    /// # Errors
    /// [`Problem::Internal`].
    pub(crate) fn clean(&self) -> Result<(), Problem> {
        let now = self.clock.now();
        self.store.write(|all| {
            phones::purge(all, now)?;
            tokens::purge(all, now)?;
            uploads::purge(all, now)
        })?;
        self.store.forget()
    }

    /// Changes the database, off the threads that answer.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Transaction<'_>, u64) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = Arc::clone(self);
        blocking(move || {
            app.store.write(|all| {
                // By the clock once it is this change's turn.
                let now = app.clock.now();
                work(all, now)
            })
        })
        .await
    }

    /// Reads the database, off the threads that answer.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Transaction<'_>, u64) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = Arc::clone(self);
        blocking(move || app.store.read(|all| work(all, app.clock.now()))).await
    }
}

/// Runs work that waits for a disk or takes long.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(Problem::Internal))
}
