//! The network as data: values (tensors) and nodes (operators), typed and with every shape checked.
//!
//! Importing a file gives one node per operator; [`crate::fold`] then rewrites the graph to fewer, larger nodes;
//! [`crate::plan`] turns what is left into steps.

mod import;
mod shape;

pub(crate) use import::import;
pub(crate) use shape::Shape;

/// Index of a value of a [`Graph`].
pub(crate) type ValueId = usize;

/// A tensor: its shape, and its values if it is a constant.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub shape: Shape,
    pub constant: Option<Vec<f32>>,
}

/// An operator on values.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub op: Op,
    pub inputs: Vec<ValueId>,
    pub output: ValueId,
    /// Where it comes from in the file, for messages.
    pub origin: Origin,
}

/// Position and name of an operator in the file.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub index: usize,
    pub name: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Graph {
    pub values: Vec<Value>,
    pub nodes: Vec<Node>,
    pub inputs: Vec<ValueId>,
    pub outputs: Vec<ValueId>,
}

/// What happens to a sum before it is stored.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Activation {
    None,
    Relu,
    Relu6,
    /// `x * clamp(x + 3, 0, 6) / 6`
    HardSwish,
    /// Negative values times a slope per channel.
    PRelu(Vec<f32>),
}

impl Activation {
    /// The same activation with other slopes.
    pub fn map(&self, slopes: impl FnOnce(&[f32]) -> Vec<f32>) -> Self {
        match self {
            Self::PRelu(values) => Self::PRelu(slopes(values)),
            other => other.clone(),
        }
    }
}

/// Rows or columns of zeros added around an image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Padding {
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
}

impl Padding {
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Size, step and border of a window moved over an image, as (height, width).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub size: [usize; 2],
    pub stride: [usize; 2],
    pub padding: Padding,
}

impl Window {
    /// One pixel at a time, and every pixel.
    pub fn is_pixelwise(&self) -> bool {
        self.size == [1, 1] && self.stride == [1, 1] && self.padding.is_none()
    }
}

/// Weights and what follows them in a convolution.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub window: Window,
    /// Convolution: `[out][height][width][in]`; depthwise: `[height][width][channel]`.
    pub weights: Vec<f32>,
    /// One per output channel.
    pub bias: Vec<f32>,
    pub activation: Activation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    SquaredDifference,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnaryOp {
    Neg,
    Sqrt,
    Rsqrt,
    Logistic,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PoolOp {
    Max,
    /// The mean of the window's pixels inside the image.
    Average,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReduceOp {
    Sum,
    Mean,
}

/// How the pixels of a resized image are placed on the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sampling {
    /// `old = new * (old size / new size)`
    Corner,
    /// The first and the last pixels coincide.
    AlignCorners,
    /// `old = (new + 0.5) * (old size / new size) - 0.5`
    HalfPixel,
}

/// An operator. The first input is the image unless stated otherwise.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// A second input, if any, is added before the activation; it may have fewer channels than the output.
    Convolution(Filter),
    Depthwise(Filter),
    /// A convolution whose stride is its size, backwards: each pixel becomes a block. Weights
    /// `[out][height][width][in]`.
    TransposeConvolution(Filter),
    /// Two inputs, either of which may be one wide in any dimension.
    Binary(BinaryOp, Activation),
    Unary(UnaryOp),
    Activate(Activation),
    Pool(PoolOp, Window),
    /// Over the dimensions marked.
    Reduce(ReduceOp, [bool; 4]),
    Reshape,
    /// Output dimension `i` is input dimension `permutation[i]`.
    Transpose([usize; 4]),
    /// Any number of inputs, joined along one dimension.
    Concatenate(usize),
    /// `size` elements from `begin`, every `stride`-th; the output may drop dimensions of one element.
    Slice {
        begin: [usize; 4],
        stride: [usize; 4],
        size: Shape,
    },
    /// Zeros before each dimension; those after it follow from the shapes.
    Pad([usize; 4]),
    ResizeBilinear(Sampling),
    ResizeNearest(Sampling),
    /// Over the channels.
    Softmax,
    /// Blocks of `size * size` channels become squares of pixels.
    DepthToSpace(usize),
}
