//! From a file's operators to nodes, with every shape inferred anew and compared with what the file says.

mod filters;
mod layouts;
mod options;

use self::options::Reason;
use super::{
    Activation, BinaryOp, Graph, Node, Op, Origin, PoolOp, ReduceOp, Shape, UnaryOp, Value, ValueId,
};
use crate::error::LoadError;
use crate::tflite::{Constant, File, Kind, Operator};

/// The graph of a file, one node per operator that computes something.
pub(crate) fn import(mut file: File) -> Result<Graph, LoadError> {
    let mut values = Vec::with_capacity(file.tensors.len());
    for tensor in &mut file.tensors {
        let constant = tensor
            .constant
            .take_if(|constant| matches!(constant, Constant::Floats(_)));
        let constant = constant.map(|constant| match constant {
            Constant::Floats(floats) => floats,
            Constant::Ints(_) => Vec::new(),
        });
        values.push(Value {
            shape: Shape::from_file(&tensor.shape),
            constant,
        });
    }
    let mut known: Vec<bool> = values
        .iter()
        .map(|value| value.constant.is_some())
        .collect();
    for &input in &file.inputs {
        if file.tensors[input].kind != Kind::Float || known[input] {
            return Err(LoadError::Malformed(
                "an input is not a float tensor of its own",
            ));
        }
        known[input] = true;
    }
    let graph = Graph {
        values,
        nodes: Vec::new(),
        inputs: file.inputs.clone(),
        outputs: file.outputs.clone(),
    };
    let mut readers = vec![0; file.tensors.len()];
    let named = file
        .operators
        .iter()
        .flat_map(|operator| operator.inputs.iter().flatten());
    named
        .chain(&file.outputs)
        .for_each(|&input| readers[input] += 1);
    let mut importer = Importer {
        file: &file,
        graph,
        known,
        readers,
    };
    for (index, operator) in file.operators.iter().enumerate() {
        let fault = |reason| LoadError::Operator {
            index,
            name: operator.name.clone(),
            reason,
        };
        importer.operator(index, operator).map_err(fault)?;
    }
    let Importer { graph, known, .. } = importer;
    if graph
        .outputs
        .iter()
        .any(|&output| !known[output] || graph.values[output].constant.is_some())
    {
        return Err(LoadError::Malformed("an output is never computed"));
    }
    Ok(graph)
}

struct Importer<'a> {
    file: &'a File<'a>,
    graph: Graph,
    /// The values that are inputs, constants or computed so far.
    known: Vec<bool>,
    /// How often each value is named as an input, outputs of the graph included, less the constants taken.
    readers: Vec<usize>,
}

type Result<T, E = Reason> = std::result::Result<T, E>;
/// A node yet without a place: the operator, its inputs that are not options, the shape of its output.
type Read = (Op, Vec<ValueId>, Shape);

impl Importer<'_> {
    fn operator(&mut self, index: usize, operator: &Operator) -> Result<()> {
        let &[output] = operator.outputs.as_slice() else {
            return Err("not exactly one output");
        };
        if self.known[output] {
            return Err("its output has a value already");
        }
        if matches!(operator.name.as_str(), "DEQUANTIZE" | "DENSIFY") {
            return self.unpack(operator, output);
        }
        let (op, inputs, shape) = self.read(operator)?;
        if self.file.tensors[output].kind != Kind::Float {
            return Err("its output is not of floats");
        }
        if inputs.iter().any(|&input| !self.known[input]) {
            return Err("an input is used before it is computed");
        }
        if shape != self.shape(output) {
            return Err("its output has another shape than its inputs give");
        }
        self.known[output] = true;
        let origin = Origin {
            index,
            name: operator.name.clone(),
        };
        self.graph.nodes.push(Node {
            op,
            inputs,
            output,
            origin,
        });
        Ok(())
    }

    /// Half-precision and sparse constants are expanded by the reader already; here they get their place.
    fn unpack(&mut self, operator: &Operator, output: ValueId) -> Result<()> {
        let input = self.input(operator, 0)?;
        if self.shape(input) != self.shape(output) {
            return Err("its output has another shape than its input");
        }
        self.graph.values[output].constant = Some(self.take(operator, 0)?);
        self.known[output] = true;
        Ok(())
    }

    fn input(&self, operator: &Operator, at: usize) -> Result<ValueId> {
        operator
            .inputs
            .get(at)
            .copied()
            .flatten()
            .ok_or("an input is missing")
    }

    fn shape(&self, value: ValueId) -> Shape {
        self.graph.values[value].shape
    }

    fn floats(&self, operator: &Operator, at: usize) -> Result<&[f32]> {
        let value = &self.graph.values[self.input(operator, at)?];
        value
            .constant
            .as_deref()
            .ok_or("an input that must be a constant of floats is none")
    }

    /// The floats of a constant, which its last reader need not copy.
    fn take(&mut self, operator: &Operator, at: usize) -> Result<Vec<f32>> {
        let input = self.input(operator, at)?;
        self.readers[input] = self.readers[input].saturating_sub(1);
        let constant = &mut self.graph.values[input].constant;
        let floats = if self.readers[input] == 0 {
            constant.take()
        } else {
            constant.clone()
        };
        floats.ok_or("an input that must be a constant of floats is none")
    }

    fn integers(&self, operator: &Operator, at: usize) -> Result<&[i32]> {
        match &self.file.tensors[self.input(operator, at)?].constant {
            Some(Constant::Ints(values)) => Ok(values),
            _ => Err("an input that must be a constant of integers is none"),
        }
    }

    /// The number of dimensions that the file gives a value.
    fn rank(&self, value: ValueId) -> usize {
        self.file.tensors[value].shape.len()
    }

    /// The position among our four dimensions of a dimension of `value` in the file, which may count from the end.
    fn axis(&self, value: ValueId, axis: i32) -> Result<usize> {
        let rank = self.rank(value);
        let axis = if axis < 0 { axis + rank as i32 } else { axis };
        let axis = usize::try_from(axis).ok().filter(|&axis| axis < rank);
        Ok(axis.ok_or("a dimension is out of range")? + 4 - rank)
    }

    fn read(&mut self, operator: &Operator) -> Result<Read> {
        use Activation::{HardSwish, Relu};
        match operator.name.as_str() {
            "CONV_2D" => self.convolution(operator),
            "DEPTHWISE_CONV_2D" => self.depthwise(operator),
            "TRANSPOSE_CONV" => self.transpose_convolution(operator),
            "Convolution2DTransposeBias" => self.transpose_convolution_custom(operator),
            "ADD" => self.binary(operator, BinaryOp::Add),
            "SUB" => self.binary(operator, BinaryOp::Sub),
            "MUL" => self.binary(operator, BinaryOp::Mul),
            "DIV" => self.binary(operator, BinaryOp::Div),
            "SQUARED_DIFFERENCE" => self.binary(operator, BinaryOp::SquaredDifference),
            "NEG" => self.pointwise(operator, Op::Unary(UnaryOp::Neg)),
            "SQRT" => self.pointwise(operator, Op::Unary(UnaryOp::Sqrt)),
            "RSQRT" => self.pointwise(operator, Op::Unary(UnaryOp::Rsqrt)),
            "LOGISTIC" => self.pointwise(operator, Op::Unary(UnaryOp::Logistic)),
            "RELU" => self.pointwise(operator, Op::Activate(Relu)),
            "HARD_SWISH" => self.pointwise(operator, Op::Activate(HardSwish)),
            "PRELU" => self.prelu(operator),
            "SOFTMAX" if options::float(operator, 0)? == 1.0 => {
                self.pointwise(operator, Op::Softmax)
            }
            "SOFTMAX" => Err("a beta other than one"),
            "MAX_POOL_2D" => self.pool(operator, PoolOp::Max),
            "AVERAGE_POOL_2D" => self.pool(operator, PoolOp::Average),
            "MEAN" => self.reduce(operator, ReduceOp::Mean),
            "SUM" => self.reduce(operator, ReduceOp::Sum),
            "RESHAPE" => self.reshape(operator),
            "TRANSPOSE" => self.transpose(operator),
            "CONCATENATION" => self.concatenate(operator),
            "STRIDED_SLICE" => self.slice(operator),
            "PAD" => self.pad(operator),
            "RESIZE_BILINEAR" => self.resize(
                operator,
                Op::ResizeBilinear(options::sampling(operator, 2, 3)?),
            ),
            "RESIZE_NEAREST_NEIGHBOR" => self.resize(
                operator,
                Op::ResizeNearest(options::sampling(operator, 0, 1)?),
            ),
            "DEPTH_TO_SPACE" => self.depth_to_space(operator),
            _ => Err("unknown operator"),
        }
    }
}
