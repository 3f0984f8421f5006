//! Connections: at most so many at once, and none that idles, trickles or stays for ever.

use crate::problem::Problem;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::{IntoResponse, Response};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower_service::Service;

/// Before the next connection is taken where the system gave none.
const PAUSE: Duration = Duration::from_millis(200);

/// What connections are allowed.
#[derive(Clone, Copy)]
pub struct Connections {
    /// So many at once; the next ones wait until one ends.
    pub most: usize,
    /// The next request, to the end of its headers, comes within this time.
    pub idle: Duration,
    /// A request is read and answered within this time.
    pub request: Duration,
    /// So long are requests taken; who reads the last answer slowly has `request` to the end.
    pub life: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self {
            // Fewer than the files that a process may open where nobody set it.
            most: 768,
            idle: Duration::from_secs(30),
            request: Duration::from_secs(60),
            life: Duration::from_secs(600),
        }
    }
}

impl Connections {
    /// Answers what comes, for ever.
    pub async fn serve(self, listener: TcpListener, router: Router) {
        let places = Arc::new(Semaphore::new(self.most));
        while let Ok(place) = places.clone().acquire_owned().await {
            let Some((stream, peer)) = accept(&listener).await else {
                continue;
            };
            let router = router.clone();
            tokio::spawn(async move {
                self.answer(stream, peer, router).await;
                drop(place);
            });
        }
    }

    /// One connection from its beginning to its end.
    async fn answer(self, stream: TcpStream, peer: SocketAddr, router: Router) {
        let service = service_fn(|request| self.request(request, peer, router.clone()));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.idle)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        // Who hangs up or is too slow is not told about here.
        if timeout(self.life, connection.as_mut()).await.is_err() {
            connection.as_mut().graceful_shutdown();
            let _ = timeout(self.request, connection).await;
        }
    }

    async fn request(
        self,
        request: Request<Incoming>,
        peer: SocketAddr,
        mut router: Router,
    ) -> Result<Response, Infallible> {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        timeout(self.request, router.call(request))
            .await
            .unwrap_or_else(|_| Ok(Problem::Busy.into_response()))
    }
}

/// The next connection; `None` where there is none to be had now.
async fn accept(listener: &TcpListener) -> Option<(TcpStream, SocketAddr)> {
    match listener.accept().await {
        Ok(connection) => Some(connection),
        // It was given up before its turn.
        Err(error) if error.kind() == ErrorKind::ConnectionAborted => None,
        Err(error) => {
            eprintln!("no connection: {error}");
            sleep(PAUSE).await;
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use axum::routing::any;
    use std::io::{Read, Write};
    use std::net::{self, TcpListener as Listener};
    use std::thread;
    use std::time::Instant;
    use tokio::runtime::Runtime;

    const SHORT: Duration = Duration::from_millis(400);
    const LONG: Duration = Duration::from_secs(60);
    const ASK: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    fn patient() -> Connections {
        Connections {
            most: 8,
            idle: LONG,
            request: LONG,
            life: LONG,
        }
    }

    /// A service that reads the whole request before it answers.
    fn started(connections: Connections) -> SocketAddr {
        let listener = Listener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("it is bound");
        listener.set_nonblocking(true).expect("a socket");
        thread::spawn(move || {
            let router = Router::new().fallback(any(async |body: Bytes| body.len().to_string()));
            Runtime::new().expect("a runtime").block_on(async {
                let listener = TcpListener::from_std(listener).expect("a socket");
                connections.serve(listener, router).await;
            });
        });
        address
    }

    fn connected(address: SocketAddr) -> net::TcpStream {
        let stream = net::TcpStream::connect(address).expect("a connection");
        let time = Some(Duration::from_secs(10));
        stream.set_read_timeout(time).expect("a socket");
        stream
    }

    /// Asks, and reads the answer, which is of one digit.
    fn ask(stream: &mut net::TcpStream) -> String {
        stream.write_all(ASK).expect("sent");
        let mut answer = vec![];
        while !answer.ends_with(b"\r\n\r\n0") {
            let mut byte = [0];
            stream.read_exact(&mut byte).expect("an answer");
            answer.extend(byte);
        }
        String::from_utf8(answer).expect("ASCII")
    }

    /// What comes until the other end closes.
    fn rest(stream: &mut net::TcpStream) -> String {
        let mut rest = vec![];
        // A connection that is cut with bytes on their way is reset.
        let ended = stream.read_to_end(&mut rest);
        let cut = ended
            .as_ref()
            .is_err_and(|error| error.kind() == ErrorKind::ConnectionReset);
        assert!(ended.is_ok() || cut, "it stays open: {ended:?}");
        String::from_utf8(rest).expect("ASCII")
    }

    #[test]
    fn who_says_nothing_or_trickles_is_cut_off() {
        let address = started(Connections {
            idle: SHORT,
            ..patient()
        });
        let mut silent = connected(address);
        let mut idle = connected(address);
        assert!(ask(&mut idle).starts_with("HTTP/1.1 200"));
        let mut slow = connected(address);
        slow.write_all(b"GET / HTTP/1.1\r\nX: ").expect("sent");
        let began = Instant::now();
        while began.elapsed() < 3 * SHORT && slow.write_all(b"x").is_ok() {
            thread::sleep(SHORT / 16);
        }
        for stream in [&mut silent, &mut idle, &mut slow] {
            assert!(!rest(stream).contains("200"));
        }
    }

    #[test]
    fn a_body_that_does_not_come_is_not_waited_for() {
        let address = started(Connections {
            request: SHORT,
            ..patient()
        });
        let mut slow = connected(address);
        let head = b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx";
        slow.write_all(head).expect("sent");
        let answer = rest(&mut slow);
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    }

    #[test]
    fn the_next_connection_waits_until_one_ends_and_none_stays_for_ever() {
        let address = started(Connections {
            most: 1,
            life: 2 * SHORT,
            ..patient()
        });
        let mut first = connected(address);
        assert!(ask(&mut first).starts_with("HTTP/1.1 200"));
        let began = Instant::now();
        assert!(ask(&mut connected(address)).starts_with("HTTP/1.1 200"));
        assert!(began.elapsed() > SHORT, "it did not wait");
        assert_eq!(rest(&mut first), "");
    }
}
