//! The program as it is started, and killed without warning.

use crate::support::ask::Api;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The program on the data of a folder.
pub struct Program {
    child: Child,
    pub board: Value,
}

impl Program {
    pub fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xueying-gateway"))
            .args(["--json", "--address", "127.0.0.1:0", "--data"])
            .arg(folder)
            .arg("--models")
            .arg(xueying_e2e::models_folder())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        Self {
            child,
            board: serde_json::from_str(&line).expect("JSON"),
        }
    }

    pub fn api(&self) -> Api {
        Api::new(self.text("service"))
    }

    pub fn address(&self) -> SocketAddr {
        let address = self.text("service").strip_prefix("http://");
        address.expect("HTTP").parse().expect("an address")
    }

    pub fn session(&self) -> &str {
        self.text("session")
    }

    /// The collection code of its first student.
    pub fn code(&self) -> &str {
        let code = self.board["students"][0]["collection_code"].as_str();
        code.expect("a code")
    }

    fn text(&self, field: &str) -> &str {
        self.board[field].as_str().expect("a text")
    }

    /// As `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("dead");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
