//! The service as phones, reviewers and offices meet it: over HTTP, on a real database.

#[path = "../support/mod.rs"]
mod support;

mod client;
mod contract;
mod deletion;
mod desk;
mod faults;
mod identity;
mod killed;
mod matrix;
mod mix;
mod office;
mod program;
mod road;
mod stories;
mod way;
