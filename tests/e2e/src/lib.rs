//! Helpers shared by the tests of this crate: where the models and the sample photo are.
