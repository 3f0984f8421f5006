//! `xueying-gateway`: starts the reference collection service as a rehearsal and says how to use it.

mod board;

use anyhow::{Context, Result};
use board::Board;
use clap::Parser;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use xueying_gateway::{Delivery, Gateway, Settings, SystemClock};

/// The reference collection service, for rehearsals: SMS codes are echoed, students are invented, no photo counts.
#[derive(Parser)]
struct Arguments {
    /// Where to answer
    #[arg(long, default_value = "127.0.0.1:8037")]
    address: SocketAddr,
    /// The folder of the database, the poster and the codes
    #[arg(long, default_value = "target/gateway")]
    data: PathBuf,
    /// The folder of the models [default: what XUEYING_MODELS names, or models]
    #[arg(long)]
    models: Option<PathBuf>,
    /// A folder with a page to serve beside the API
    #[arg(long)]
    page: Option<PathBuf>,
    /// Print one line of JSON for a program to read
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let data = &arguments.data;
    std::fs::create_dir_all(data).with_context(|| format!("no folder {}", data.display()))?;
    let named = std::env::var_os("XUEYING_MODELS").map(PathBuf::from);
    let models = arguments.models.clone().or(named);
    let settings = Settings {
        database: data.join("gateway.sqlite"),
        models: models.unwrap_or_else(|| "models".into()),
        delivery: Delivery::Echo,
        clock: Arc::new(SystemClock),
        page: arguments.page.clone(),
    };
    let gateway = Gateway::start(arguments.address, settings)?;
    let board = Board::new(&gateway, data)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&board)?);
    } else {
        print!("{board}");
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(tokio::signal::ctrl_c())?;
    gateway.stop();
    Ok(())
}
