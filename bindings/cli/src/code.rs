//! `xueying code`: posters of session codes.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use xueying::codes::make::Poster;
use xueying::codes::parse::SessionCode;
use xueying::profile::Profile;
use xueying::texts::{Lang, text};

use crate::problem::Problem;

// The help of each argument is in the catalogue of texts.
#[derive(clap::Args)]
pub struct Arguments {
    kind: Kind,
    #[arg(value_name = "CODE")]
    code: String,
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[arg(long, default_value = "场次编码")]
    title: String,
}

/// What a poster can be made of: a collection code is nothing to hang on a wall.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Session,
}

/// Wrong usage, or a file that cannot be written.
const FAILED: u8 = 2;

/// Makes a poster.
pub fn run(arguments: &Arguments) -> ExitCode {
    let lang = crate::help::environment();
    let Kind::Session = arguments.kind;
    match poster(arguments, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xueying: {message}");
            ExitCode::from(FAILED)
        }
    }
}

fn poster(arguments: &Arguments, lang: Lang) -> Result<(), String> {
    let say = |key: &str| text(key, lang).unwrap_or_default().to_owned();
    let parsed = SessionCode::parse(&arguments.code, &Profile::chsi().codes);
    let code = parsed.map_err(|error| say(error.text_key()))?;
    let poster = Poster {
        title: &arguments.title,
        code: &code,
    };
    let bytes = match arguments
        .output
        .extension()
        .and_then(|extension| extension.to_str())
    {
        Some("png") => poster.png(),
        Some("svg") => poster.svg().map(String::into_bytes),
        _ => return Err(say("cli.code.endings")),
    };
    let bytes = bytes.map_err(|error| say(error.text_key()))?;
    fs::write(&arguments.output, bytes)
        .map_err(|error| Problem::from(error).message(lang).to_owned())
}
