//! Why a model was refused. A message names the operator at fault, never its data.

/// A model that cannot be run, and the first reason found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The bytes are no TFLite flatbuffer, or an offset in them points outside.
    #[error("malformed model: {0}")]
    Malformed(&'static str),
    /// An operator, or a form of it, that this engine does not run.
    #[error("operator {index} ({name}): {reason}")]
    Operator {
        /// Position in the file's list of operators.
        index: usize,
        /// Its name in the TFLite schema, or the name of the custom operator.
        name: String,
        /// What is not supported or not consistent.
        reason: &'static str,
    },
    /// A tensor or the whole model is beyond the limits of [`crate::limits`].
    #[error("model too large: {0}")]
    TooLarge(&'static str),
    /// The instruction set asked for is not there on this processor.
    #[error("this processor has no {0}")]
    NoSuchIsa(&'static str),
}
