//! Help in the reader's language. The catalogue holds it under `cli.SUBCOMMAND.ARGUMENT`.

use clap::Command;
use std::ffi::OsString;
use xueying::texts::{Lang, text};

/// The language of the environment, as `setlocale` would choose it.
pub fn environment() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|locale| !locale.is_empty());
    Lang::of_locale(&locale.unwrap_or_default())
}

/// The language of the help: what `--lang` asks for wherever it stands, for help comes before anything is understood.
pub fn wanted(arguments: impl Iterator<Item = OsString>) -> Lang {
    let arguments: Vec<_> = arguments
        .filter_map(|text| text.into_string().ok())
        .collect();
    let after = arguments
        .windows(2)
        .find(|pair| pair[0] == "--lang")
        .map(|pair| pair[1].as_str());
    let joined = || {
        arguments
            .iter()
            .find_map(|text| text.strip_prefix("--lang="))
    };
    match after.or_else(joined) {
        Some(locale) => Lang::of_locale(locale),
        None => environment(),
    }
}

/// The same command with the texts of the catalogue.
pub fn translate(command: Command, lang: Lang) -> Command {
    let mut command = command.about(of("cli", "about", lang));
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        command =
            command.mut_subcommand(&name, |sub| subcommand(sub, &format!("cli.{name}"), lang));
    }
    command
}

fn subcommand(command: Command, key: &str, lang: Lang) -> Command {
    command
        .mut_args(|argument| {
            let help = of(key, argument.get_id().as_str(), lang);
            argument.help(help)
        })
        .about(of(key, "about", lang))
        .after_help(of(key, "examples", lang))
}

fn of(key: &str, name: &str, lang: Lang) -> &'static str {
    text(&format!("{key}.{name}"), lang).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_argument_is_explained_in_both_languages() {
        for lang in Lang::ALL {
            let command = translate(crate::Arguments::command(), lang);
            for sub in command.get_subcommands() {
                assert!(
                    sub.get_about()
                        .is_some_and(|about| !about.to_string().is_empty())
                );
                for argument in sub.get_arguments() {
                    let help = argument
                        .get_help()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    assert!(!help.is_empty(), "{} {}", sub.get_name(), argument.get_id());
                }
            }
        }
    }

    #[test]
    fn help_comes_in_the_language_that_is_asked_for() {
        let asked = |line: &str| wanted(line.split(' ').map(OsString::from));
        assert_eq!(asked("xueying check --lang zh --help"), Lang::Zh);
        assert_eq!(asked("xueying check --lang=zh"), Lang::Zh);
        assert_eq!(asked("xueying check --lang en a.jpg"), Lang::En);
    }
}
