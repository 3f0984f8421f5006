//! Every sentence a person reads or hears, by key.

use xueying::report::CheckId;
use xueying::texts::{self, Lang};

/// The language of a text.
#[uniffi::remote(Enum)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// The sentences about a rule, whatever was found.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CheckText {
    /// Its short name.
    pub title: String,
    /// What it demands.
    pub rule: String,
    /// What a person is asked; "yes" means that the rule is kept. Empty where nobody is asked.
    pub question: String,
}

/// The text of a key; none if there is no such key.
#[uniffi::export]
pub fn text(key: &str, lang: Lang) -> Option<String> {
    texts::text(key, lang).map(str::to_owned)
}

/// Every key, in order.
#[uniffi::export]
pub fn text_keys() -> Vec<String> {
    texts::keys().map(str::to_owned).collect()
}

/// The language of a locale such as `zh_CN` or `zh-Hans`: Chinese for `zh`, English for all others.
#[uniffi::export]
pub fn lang_of_locale(locale: &str) -> Lang {
    Lang::of_locale(locale)
}

/// The sentences about a rule by its stable name; none if there is no such rule.
#[uniffi::export]
pub fn check_text(id: &str, lang: Lang) -> Option<CheckText> {
    let id: CheckId = id.parse().ok()?;
    Some(CheckText {
        title: texts::title(id, lang).to_owned(),
        rule: texts::rule(id, lang).to_owned(),
        question: texts::question(id, lang).to_owned(),
    })
}
