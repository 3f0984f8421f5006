//! The core of Xueying: it decides everything a shell must not get wrong, and does no input or output of its own.
//!
//! The rooms, ground floor first; each knows only those above it in this list.
