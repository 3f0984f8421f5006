//! The core of Xueying: it decides everything a shell must not get wrong. Files, keys, chance and the network are ports; only
//! `collection::client`, behind the feature `client`, opens a socket of its own.
//!
//! The rooms, ground floor first; each knows only those above it in this list.
//!
//! | room | one job |
//! |---|---|
//! | [`report`] | the vocabulary of a verdict: check, finding, bands, region, question |
//! | [`texts`] | every sentence a person reads or hears, in Chinese and English |
//! | [`profile`] | the numbers of one collection programme, from JSON |
//! | [`examples`] | right and wrong of each rule, drawn |
//! | [`frame`] | pixels: files decoded upright in sRGB, and the small picture the models see |
//! | [`models`] | which model files there are, known by their hash |
//! | [`camera`] | which lens may be opened, which frames may be looked at |
//! | [`codes`] | QR codes: found and read, parsed, made |
//! | [`vision`] | what the models see in a picture |
//! | [`portrait`] | the portrait a picture would give |
//! | [`quality`] | judges a picture by the rules of a profile |
//! | [`precheck`] | one picture: look, crop, judge |
//! | [`guide`] | outline, hints for two people, the auto-shutter |
//! | [`capture`] | the live session: from gated frames to a sealed photo |
//! | [`vault`] | photos at rest, encrypted |
//! | [`outbox`] | the durable queue of photos and its upload state machine |
//! | [`collection`] | the procedure: screens, consent, the way to the collection service |

pub mod camera;
pub mod capture;
pub mod codes;
pub mod collection;
pub mod digest;
pub mod examples;
pub mod frame;
pub mod guide;
pub mod models;
pub mod outbox;
pub mod portrait;
pub mod precheck;
pub mod profile;
pub mod quality;
pub mod report;
pub mod texts;
pub mod vault;
pub mod vision;
