//! `cargo xtask`: what a developer or a new user runs.

fn main() {}
