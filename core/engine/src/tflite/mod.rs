//! A `.tflite` file as it is written: tensors, constants, operators in order. Nothing is interpreted here but types:
//! numbers are checked to lie inside the file, weights come out as `f32`.

mod flatbuffer;
pub(crate) mod half;
mod sparse;

pub(crate) use flatbuffer::Table;

use std::ops::Range;

use crate::error::LoadError;
use crate::limits;

/// A tensor: its shape as the file writes it, and its values if it is a constant.
pub(crate) struct Tensor {
    pub name: String,
    pub shape: Vec<usize>,
    pub kind: Kind,
    pub constant: Option<Constant>,
}

/// The element types this engine reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Float,
    Half,
    Int,
    Other,
}

/// The values of a constant tensor.
pub(crate) enum Constant {
    Floats(Vec<f32>),
    Ints(Vec<i32>),
}

/// An operator with the indices of its tensors; an absent optional input is `None`.
pub(crate) struct Operator<'a> {
    pub name: String,
    pub inputs: Vec<Option<usize>>,
    pub outputs: Vec<usize>,
    pub options: Option<Table<'a>>,
    pub custom_options: &'a [u8],
}

/// The first subgraph of a file.
pub(crate) struct File<'a> {
    pub tensors: Vec<Tensor>,
    pub operators: Vec<Operator<'a>>,
    pub inputs: Vec<usize>,
    pub outputs: Vec<usize>,
}

impl<'a> File<'a> {
    pub fn parse(bytes: &'a [u8]) -> Result<Self, LoadError> {
        let root = Table::root(bytes)?;
        let graphs = root.tables(2)?;
        let [graph] = graphs.as_slice() else {
            return Err(LoadError::Malformed("not exactly one subgraph"));
        };
        let buffers = root.tables(4)?;
        let tensor_tables = graph.tables(0)?;
        let operator_tables = graph.tables(3)?;
        if tensor_tables.len() > limits::TENSORS || operator_tables.len() > limits::OPERATORS {
            return Err(LoadError::TooLarge("too many tensors or operators"));
        }
        let names = root
            .tables(1)?
            .iter()
            .map(operator_name)
            .collect::<Result<Vec<_>, _>>()?;
        let mut values = 0;
        let tensors = tensor_tables
            .iter()
            .map(|table| {
                let tensor = tensor(table, &buffers)?;
                values += tensor.shape.iter().product::<usize>();
                if values > limits::VALUES {
                    return Err(LoadError::TooLarge("too many values in all tensors"));
                }
                Ok(tensor)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let index = |i: i32| {
            let i = usize::try_from(i).ok().filter(|&i| i < tensors.len());
            i.ok_or(LoadError::Malformed("a tensor index is out of range"))
        };
        let all = |list: Vec<i32>| list.into_iter().map(index).collect::<Result<Vec<_>, _>>();
        let mut operators = Vec::with_capacity(operator_tables.len());
        for table in &operator_tables {
            let name = names.get(table.scalar::<u32>(0, 0)? as usize);
            let optional = |i: i32| if i < 0 { Ok(None) } else { index(i).map(Some) };
            operators.push(Operator {
                name: name
                    .ok_or(LoadError::Malformed("an operator has no code"))?
                    .clone(),
                inputs: table
                    .vector::<i32>(1)?
                    .into_iter()
                    .map(optional)
                    .collect::<Result<_, _>>()?,
                outputs: all(table.vector::<i32>(2)?)?,
                options: table.table(4)?,
                custom_options: table.bytes(5)?,
            });
        }
        let (inputs, outputs) = (all(graph.vector::<i32>(1)?)?, all(graph.vector::<i32>(2)?)?);
        Ok(Self {
            tensors,
            operators,
            inputs,
            outputs,
        })
    }

    /// Where the constants of at least `least` 32-bit floats lie in the file, in order and apart from each other.
    pub fn large_floats(bytes: &[u8], least: usize) -> Result<Vec<Range<usize>>, LoadError> {
        let root = Table::root(bytes)?;
        let buffers = root.tables(4)?;
        let mut ranges = Vec::new();
        for graph in root.tables(2)? {
            for table in graph.tables(0)? {
                let data = data(&table, &buffers)?;
                if kind(&table)? == Kind::Float && data.len() >= 4 * least && data.len() % 4 == 0 {
                    let start = data.as_ptr().addr() - bytes.as_ptr().addr();
                    ranges.push(start..start + data.len());
                }
            }
        }
        ranges.sort_by_key(|range| range.start);
        // Tensors may share a buffer.
        ranges.dedup();
        if ranges.windows(2).any(|pair| pair[0].end > pair[1].start) {
            return Err(LoadError::Malformed("constants overlap"));
        }
        Ok(ranges)
    }
}

fn kind(table: &Table) -> Result<Kind, LoadError> {
    Ok(match table.scalar::<i8>(1, 0)? {
        0 => Kind::Float,
        1 => Kind::Half,
        2 => Kind::Int,
        _ => Kind::Other,
    })
}

/// The values of a tensor as they are stored; empty if it is no constant.
fn data<'a>(table: &Table<'a>, buffers: &[Table<'a>]) -> Result<&'a [u8], LoadError> {
    let buffer = buffers.get(table.scalar::<u32>(2, 0)? as usize);
    buffer
        .ok_or(LoadError::Malformed("a buffer index is out of range"))?
        .bytes(0)
}

fn tensor(table: &Table, buffers: &[Table]) -> Result<Tensor, LoadError> {
    let shape = shape(&table.vector::<i32>(0)?)?;
    let kind = kind(table)?;
    let data = data(table, buffers)?;
    let constant = if data.is_empty() {
        None
    } else {
        constant(table, kind, &shape, data)?
    };
    Ok(Tensor {
        name: table.string(3)?,
        shape,
        kind,
        constant,
    })
}

fn shape(dimensions: &[i32]) -> Result<Vec<usize>, LoadError> {
    if dimensions.len() > 4 {
        return Err(LoadError::TooLarge("a tensor of more than four dimensions"));
    }
    let shape = dimensions
        .iter()
        .map(|&d| usize::try_from(d).ok().filter(|&d| d > 0))
        .collect::<Option<Vec<_>>>()
        .ok_or(LoadError::Malformed("a dimension is not positive"))?;
    let len = shape.iter().try_fold(1usize, |len, &d| {
        len.checked_mul(d)
            .filter(|&len| len <= limits::TENSOR_VALUES)
    });
    len.map(|_| shape)
        .ok_or(LoadError::TooLarge("too many values in a tensor"))
}

fn constant(
    table: &Table,
    kind: Kind,
    shape: &[usize],
    data: &[u8],
) -> Result<Option<Constant>, LoadError> {
    let wrong_size = LoadError::Malformed("a constant has another size than its shape");
    let len: usize = shape.iter().product();
    let floats = match kind {
        Kind::Other => return Ok(None),
        Kind::Int => {
            let values: Vec<i32> = data
                .as_chunks::<4>()
                .0
                .iter()
                .map(|&bytes| i32::from_le_bytes(bytes))
                .collect();
            return if values.len() == len {
                Ok(Some(Constant::Ints(values)))
            } else {
                Err(wrong_size)
            };
        }
        Kind::Float => data
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&bytes| f32::from_le_bytes(bytes))
            .collect(),
        Kind::Half => data
            .as_chunks::<2>()
            .0
            .iter()
            .map(|&bytes| half::to_f32(u16::from_le_bytes(bytes)))
            .collect::<Vec<_>>(),
    };
    match table.table(6)? {
        Some(sparsity) => {
            sparse::densify(&sparsity, shape, &floats).map(|dense| Some(Constant::Floats(dense)))
        }
        None if floats.len() == len => Ok(Some(Constant::Floats(floats))),
        None => Err(wrong_size),
    }
}

/// The name of an operator code, as in the TFLite schema; a custom one by its own name.
fn operator_name(table: &Table) -> Result<String, LoadError> {
    // Old files know a byte only; new ones write both.
    let code = table
        .scalar::<i32>(3, 0)?
        .max(i32::from(table.scalar::<i8>(0, 0)?));
    if code == 32 {
        return table.string(1);
    }
    let known = BUILTIN.iter().find(|(number, _)| *number == code);
    Ok(known.map_or_else(
        || format!("builtin operator {code}"),
        |(_, name)| (*name).to_owned(),
    ))
}

/// The numbers of the builtin operators that this engine runs.
const BUILTIN: &[(i32, &str)] = &[
    (0, "ADD"),
    (1, "AVERAGE_POOL_2D"),
    (2, "CONCATENATION"),
    (3, "CONV_2D"),
    (4, "DEPTHWISE_CONV_2D"),
    (5, "DEPTH_TO_SPACE"),
    (6, "DEQUANTIZE"),
    (14, "LOGISTIC"),
    (17, "MAX_POOL_2D"),
    (18, "MUL"),
    (19, "RELU"),
    (22, "RESHAPE"),
    (23, "RESIZE_BILINEAR"),
    (25, "SOFTMAX"),
    (34, "PAD"),
    (39, "TRANSPOSE"),
    (40, "MEAN"),
    (41, "SUB"),
    (42, "DIV"),
    (45, "STRIDED_SLICE"),
    (54, "PRELU"),
    (59, "NEG"),
    (67, "TRANSPOSE_CONV"),
    (74, "SUM"),
    (75, "SQRT"),
    (76, "RSQRT"),
    (97, "RESIZE_NEAREST_NEIGHBOR"),
    (99, "SQUARED_DIFFERENCE"),
    (117, "HARD_SWISH"),
    (124, "DENSIFY"),
];
