//! A bad road to a service: requests and answers are cut at any byte, requests come twice or behind the next one, and
//! somebody else answers in the service's place.

use fastrand::Rng;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// Answers that nobody's service gave.
const STRANGERS: [(u16, &str); 5] = [
    (500, "internal"),
    (503, "busy"),
    (409, "offset_mismatch"),
    (412, "tus_version"),
    (460, "checksum_mismatch"),
];

/// The road; it ends with the test.
#[derive(Clone)]
pub struct Road {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

struct State {
    /// Where it leads.
    to: SocketAddr,
    is_bad: bool,
    chance: Rng,
    /// A request that comes behind the next one.
    late: Option<Vec<u8>>,
    faults: usize,
}

enum Fault {
    /// So many bytes of the request come through, and no answer.
    Request(usize),
    /// The answer is cut; the part of it that comes through.
    Answer(f64),
    Twice,
    Late,
    Stranger(u16, &'static str),
}

impl Road {
    pub fn to(to: SocketAddr, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let state = Arc::new(Mutex::new(State {
            to,
            is_bad: false,
            chance: Rng::with_seed(seed),
            late: None,
            faults: 0,
        }));
        let road = Self { address, state };
        let all = road.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                // What is cut, and who is dead, is what the road is for.
                let _ = client.and_then(|client| all.carry(client));
            }
        });
        road
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics with it")
    }

    /// Leads to another address from now on.
    pub fn lead_to(&self, to: SocketAddr) {
        self.state().to = to;
    }

    pub fn be(&self, is_bad: bool) {
        self.state().is_bad = is_bad;
    }

    /// So many times something went wrong.
    pub fn faults(&self) -> usize {
        self.state().faults
    }

    /// One request and its answer.
    fn carry(&self, mut client: TcpStream) -> io::Result<()> {
        let request = request(&client)?;
        let (to, fault, late) = {
            let mut state = self.state();
            let late = state.late.take();
            (state.to, state.fault(request.len()), late)
        };
        match fault {
            None => client.write_all(&ask(to, &request)?)?,
            Some(Fault::Request(through)) => {
                let mut service = connect(to)?;
                service.write_all(&request[..through])?;
                service.shutdown(Shutdown::Both)?;
            }
            Some(Fault::Answer(part)) => {
                let answer = ask(to, &request)?;
                let through = (answer.len() as f64 * part) as usize;
                client.write_all(&answer[..through])?;
            }
            Some(Fault::Twice) => {
                ask(to, &request)?;
                client.write_all(&ask(to, &request)?)?;
            }
            Some(Fault::Late) => self.state().late = Some(request),
            Some(Fault::Stranger(status, code)) => {
                let head = request.starts_with(b"HEAD");
                client.write_all(stranger(status, code, head).as_bytes())?;
            }
        }
        drop(client);
        if let Some(late) = late {
            ask(to, &late)?;
        }
        Ok(())
    }
}

impl State {
    /// What goes wrong with a request of so many bytes.
    fn fault(&mut self, length: usize) -> Option<Fault> {
        if !self.is_bad {
            return None;
        }
        let fault = match self.chance.u8(..20) {
            0 | 1 => Fault::Request(self.chance.usize(..length)),
            2 | 3 => Fault::Answer(self.chance.f64()),
            4 => Fault::Twice,
            5 => Fault::Late,
            6 | 7 => {
                let (status, code) = STRANGERS[self.chance.usize(..STRANGERS.len())];
                Fault::Stranger(status, code)
            }
            _ => return None,
        };
        self.faults += 1;
        Some(fault)
    }
}

fn connect(to: SocketAddr) -> io::Result<TcpStream> {
    let service = TcpStream::connect(to)?;
    service.set_read_timeout(Some(Duration::from_secs(20)))?;
    Ok(service)
}

/// Brings a request to the service; its whole answer.
fn ask(to: SocketAddr, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut service = connect(to)?;
    service.write_all(request)?;
    let mut answer = vec![];
    service.read_to_end(&mut answer)?;
    Ok(answer)
}

/// Reads one request, and has it be the last one of its connection.
fn request(client: &TcpStream) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(client);
    let (mut request, mut length) = (vec![], 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        request.extend(line.into_bytes());
    }
    request.extend(b"Connection: close\r\n\r\n");
    let head = request.len();
    request.resize(head + length, 0);
    reader.read_exact(&mut request[head..])?;
    Ok(request)
}

fn stranger(status: u16, code: &str, head: bool) -> String {
    let body = match head {
        true => String::new(),
        false => format!("{{\"code\":\"{code}\"}}"),
    };
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\nConnection: close\r\nRetry-After: 1\r\nProblem-Code: {code}\r\n\
         Content-Type: application/problem+json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}
