//! The service as a thing that is started, asked for tokens and codes, and stopped.

use crate::app::{App, Settings, StartError, blocking};
use crate::code::Holder;
use crate::http;
use crate::http::connections::Connections;
use crate::problem::Problem;
use crate::store::{audit, sessions, tokens};
use crate::wire::{IdempotencyKey, NewSession, Session};
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// What has had its time is looked for so often.
const CLEANING: Duration = Duration::from_secs(60);

/// A service that answers.
pub struct Gateway {
    address: SocketAddr,
    app: Arc<App>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Gateway {
    /// Opens the database and answers on `address`; port 0 takes any that is free.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(address: SocketAddr, settings: Settings) -> Result<Self, StartError> {
        let app = Arc::new(App::open(settings)?);
        app.clean().map_err(StartError::Read)?;
        let runtime = Runtime::new()?;
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new().name("gateway".into()).spawn({
            let app = app.clone();
            move || serve(&runtime, listener, &app, stopped)
        })?;
        Ok(Self {
            address,
            app,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where it answers.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A token for a reviewer or an office of this name, or for a phone of this id.
    ///
    /// # Errors
    /// [`Problem::Internal`].
    pub fn token(&self, role: tokens::Role, owner: &str, lifetime: u64) -> Result<String, Problem> {
        let expires_at = self.app.clock.now().saturating_add(lifetime);
        self.app
            .store
            .write(|all| tokens::issue(all, role, owner, expires_at))
    }

    /// Opens a session as an office of this name.
    ///
    /// # Errors
    /// [`Problem::KeyReused`], [`Problem::Internal`].
    pub fn open_session(
        &self,
        office: &str,
        key: &IdempotencyKey,
        new: &NewSession,
        students: &[(String, String)],
    ) -> Result<Session, Problem> {
        let now = self.app.clock.now();
        self.app.store.write(|all| {
            let session = sessions::create(all, office, &key.0, new, now)?;
            sessions::enrol(all, &session.code, students)?;
            audit::note(all, now, office, "session.created", &session.code)?;
            Ok(session)
        })
    }

    /// The sessions of an office, oldest first.
    ///
    /// # Errors
    /// [`Problem::Internal`].
    pub fn sessions(&self, office: &str) -> Result<Vec<Session>, Problem> {
        let now = self.app.clock.now();
        self.app
            .store
            .read(|all| sessions::all_of_office(all, office, now))
    }

    /// A collection code that this service reads.
    ///
    /// # Errors
    /// [`Problem::Internal`].
    pub fn collection_code(&self, holder: &Holder) -> Result<String, Problem> {
        self.app.codes.seal(holder)
    }

    /// Cuts the connections, finishes the changes and calibrations that run, and closes the database.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.app.calibrators.stop();
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.end();
    }
}

/// Answers until the sender of `stopped` is gone.
fn serve(runtime: &Runtime, listener: TcpListener, app: &Arc<App>, stopped: oneshot::Receiver<()>) {
    runtime.block_on(async {
        let server = Connections::default().serve(listener, http::router(app.clone()));
        // Connections that are kept open for nothing do not hold up the end.
        tokio::select! {
            () = server => {}
            _ = stopped => {}
            () = keep_clean(app) => {}
        }
    });
}

/// Deletes, from time to time, what has had its time.
async fn keep_clean(app: &Arc<App>) {
    let mut ticks = tokio::time::interval(CLEANING);
    loop {
        ticks.tick().await;
        let app = app.clone();
        if let Err(problem) = blocking(move || app.clean()).await {
            eprintln!("cleaning: {problem}");
        }
    }
}
