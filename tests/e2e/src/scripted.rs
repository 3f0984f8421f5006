//! A server that says what it is told to, whatever it is asked, and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// The server; it lives as long as the test.
pub struct Scripted {
    /// Where it is, `http://127.0.0.1:…`.
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// Says these answers, one for each connection; then nothing any more.
    ///
    /// # Panics
    /// If the machine gives no port.
    pub fn saying(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let asked = Arc::new(Mutex::new(vec![]));
        let remembered = Arc::clone(&asked);
        let answers: Vec<String> = answers.iter().map(|&answer| answer.to_owned()).collect();
        thread::spawn(move || {
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept() else {
                    return;
                };
                let request = read(&stream);
                remembered.lock().expect("nobody panics").push(request);
                // Who hangs up early does not want to know.
                let _ = stream.write_all(answer.as_bytes());
            }
            thread::sleep(Duration::from_secs(120));
        });
        Self {
            address: format!("http://{address}"),
            asked,
        }
    }

    /// What it was asked, the bodies too.
    ///
    /// # Panics
    /// Never.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panics").clone()
    }
}

/// An answer with a body of JSON.
pub fn json(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
}

fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        head.push_str(&lower);
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    head + &String::from_utf8_lossy(&body)
}
