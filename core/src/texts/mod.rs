//! Every sentence a person reads or hears, by key, in Chinese and English.
//!
//! The sentences live in the JSON files of this folder: objects nest as they like, and an object with `zh` and `en`
//! is a text. Its key is the path of names, joined by dots: `checks.head_yaw.low.advice`.

mod finding;
#[cfg(test)]
mod tests;

pub use finding::{FindingText, finding, question, rule, title, value};

use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The language of a locale such as `zh_CN.UTF-8` or `zh-Hans`: Chinese for `zh`, English for all others.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '-', '.', '@']).next();
        if language.is_some_and(|name| name.eq_ignore_ascii_case("zh")) {
            Self::Zh
        } else {
            Self::En
        }
    }
}

/// The files of the catalogue with the first part of their keys.
const FILES: &[(&str, &str)] = &[
    ("camera", include_str!("camera.json")),
    ("checks", include_str!("checks/camera.json")),
    ("checks", include_str!("checks/framing.json")),
    ("checks", include_str!("checks/pose.json")),
    ("checks", include_str!("checks/hair.json")),
    ("checks", include_str!("checks/face.json")),
    ("checks", include_str!("checks/worn.json")),
    ("checks", include_str!("checks/light.json")),
    ("checks", include_str!("checks/scene.json")),
    ("codes", include_str!("codes.json")),
    ("gateway", include_str!("gateway.json")),
    ("guide", include_str!("guide.json")),
    ("cli", include_str!("cli.json")),
    ("live", include_str!("live.json")),
    ("errors", include_str!("errors.json")),
    ("errors", include_str!("take.json")),
    ("outbox", include_str!("outbox.json")),
    ("portrait", include_str!("portrait.json")),
    ("procedure", include_str!("procedure/screens.json")),
    ("procedure", include_str!("procedure/words.json")),
    ("reasons", include_str!("reasons.json")),
    ("report", include_str!("report.json")),
    ("web", include_str!("web.json")),
];

type Catalogue = BTreeMap<String, [String; 2]>;

/// The text of a key; `None` if the catalogue has no such key.
pub fn text(key: &str, lang: Lang) -> Option<&'static str> {
    let [zh, en] = catalogue().get(key)?;
    Some(match lang {
        Lang::Zh => zh,
        Lang::En => en,
    })
}

/// Every key of the catalogue, in order.
pub fn keys() -> impl Iterator<Item = &'static str> {
    catalogue().keys().map(String::as_str)
}

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut catalogue = Catalogue::new();
        for (name, json) in FILES {
            let value = serde_json::from_str(json).expect("the catalogue is tested");
            collect(name, &value, &mut catalogue);
        }
        catalogue
    })
}

fn collect(key: &str, value: &Value, into: &mut Catalogue) {
    let Value::Object(fields) = value else { return };
    if let (Some(Value::String(zh)), Some(Value::String(en))) = (fields.get("zh"), fields.get("en"))
    {
        into.insert(key.to_owned(), [zh.clone(), en.clone()]);
        return;
    }
    for (name, field) in fields {
        collect(&format!("{key}.{name}"), field, into);
    }
}
