//! The portrait a picture would give.
