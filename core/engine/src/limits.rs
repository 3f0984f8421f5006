//! What a model may ask for. The largest of the face models stays below each by a factor of three or more.

/// Bytes of a file, expanded.
pub const FILE: usize = 1 << 27;
/// Operators in a file.
pub const OPERATORS: usize = 4096;
/// Tensors in a file.
pub const TENSORS: usize = 8192;
/// Values in one tensor (64 MB).
pub const TENSOR_VALUES: usize = 1 << 24;
/// Values in all tensors of a file together (1 GB if every one were kept, which none is).
pub const VALUES: usize = 1 << 28;
/// Floats alive at once while the model runs (256 MB).
pub const ARENA: usize = 1 << 26;
