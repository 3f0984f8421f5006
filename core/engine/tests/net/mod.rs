//! Writes small `.tflite` files, so that tests and fuzzing need none from elsewhere.
#![allow(dead_code)] // each test uses a part

/// A table of a flatbuffer: per field its value, if any.
#[derive(Default, Clone)]
pub struct Table(Vec<Option<Field>>);

#[derive(Clone)]
enum Field {
    Scalar(Vec<u8>),
    /// Element count and bytes, aligned for any element.
    Vector(usize, Vec<u8>),
    Table(Table),
    Tables(Vec<Table>),
}

impl Table {
    fn with(mut self, id: usize, field: Field) -> Self {
        if self.0.len() <= id {
            self.0.resize(id + 1, None);
        }
        self.0[id] = Some(field);
        self
    }

    pub fn byte(self, id: usize, value: i8) -> Self {
        self.with(id, Field::Scalar(value.to_le_bytes().to_vec()))
    }

    pub fn int(self, id: usize, value: i32) -> Self {
        self.with(id, Field::Scalar(value.to_le_bytes().to_vec()))
    }

    pub fn float(self, id: usize, value: f32) -> Self {
        self.with(id, Field::Scalar(value.to_le_bytes().to_vec()))
    }

    pub fn ints(self, id: usize, values: &[i32]) -> Self {
        self.with(
            id,
            Field::Vector(
                values.len(),
                values.iter().flat_map(|v| v.to_le_bytes()).collect(),
            ),
        )
    }

    pub fn bytes(self, id: usize, values: &[u8]) -> Self {
        self.with(id, Field::Vector(values.len(), values.to_vec()))
    }

    pub fn table(self, id: usize, table: Table) -> Self {
        self.with(id, Field::Table(table))
    }

    pub fn tables(self, id: usize, tables: Vec<Table>) -> Self {
        self.with(id, Field::Tables(tables))
    }

    /// Appends the table and what it refers to; returns where it starts.
    fn write(&self, out: &mut Vec<u8>) -> usize {
        let vtable = align(out, 4);
        // Every field gets eight bytes, which suits any scalar and any offset.
        let (vtable_len, table_len) = (4 + 2 * self.0.len(), 4 + 8 * self.0.len());
        out.extend((vtable_len as u16).to_le_bytes());
        out.extend((table_len as u16).to_le_bytes());
        for (id, field) in self.0.iter().enumerate() {
            let at = if field.is_some() { 4 + 8 * id } else { 0 };
            out.extend((at as u16).to_le_bytes());
        }
        let start = align(out, 4);
        out.extend(((start - vtable) as i32).to_le_bytes());
        out.resize(start + table_len, 0);
        for (id, field) in self.0.iter().enumerate() {
            let at = start + 4 + 8 * id;
            match field {
                None => {}
                Some(Field::Scalar(bytes)) => out[at..at + bytes.len()].copy_from_slice(bytes),
                Some(Field::Vector(len, bytes)) => {
                    // The bytes after the count start at a multiple of 16.
                    let target = align(out, 16) + 12;
                    out.resize(target, 0);
                    out.extend((*len as u32).to_le_bytes());
                    out.extend(bytes);
                    point(out, at, target);
                }
                Some(Field::Table(table)) => {
                    let target = table.write(out);
                    point(out, at, target);
                }
                Some(Field::Tables(tables)) => {
                    let target = align(out, 4);
                    out.extend((tables.len() as u32).to_le_bytes());
                    out.resize(target + 4 + 4 * tables.len(), 0);
                    point(out, at, target);
                    for (i, table) in tables.iter().enumerate() {
                        let element = table.write(out);
                        point(out, target + 4 + 4 * i, element);
                    }
                }
            }
        }
        start
    }
}

fn align(out: &mut Vec<u8>, to: usize) -> usize {
    out.resize(out.len().next_multiple_of(to), 0);
    out.len()
}

fn point(out: &mut [u8], from: usize, to: usize) {
    out[from..from + 4].copy_from_slice(&((to - from) as u32).to_le_bytes());
}

/// A network in the making.
#[derive(Default)]
pub struct Net {
    codes: Vec<Table>,
    tensors: Vec<Table>,
    operators: Vec<Table>,
    buffers: Vec<Table>,
    inputs: Vec<i32>,
}

impl Net {
    fn add(&mut self, shape: &[i32], kind: i8, data: &[u8]) -> i32 {
        self.buffers.push(if data.is_empty() {
            Table::default()
        } else {
            Table::default().bytes(0, data)
        });
        let buffer = self.buffers.len() as i32 - 1;
        self.tensors.push(
            Table::default()
                .ints(0, shape)
                .byte(1, kind)
                .int(2, buffer)
                .bytes(3, b"tensor"),
        );
        self.tensors.len() as i32 - 1
    }

    pub fn input(&mut self, shape: &[i32]) -> i32 {
        let tensor = self.add(shape, 0, &[]);
        self.inputs.push(tensor);
        tensor
    }

    pub fn floats(&mut self, shape: &[i32], values: &[f32]) -> i32 {
        self.add(
            shape,
            0,
            &values
                .iter()
                .flat_map(|v| v.to_le_bytes())
                .collect::<Vec<_>>(),
        )
    }

    pub fn ints(&mut self, shape: &[i32], values: &[i32]) -> i32 {
        self.add(
            shape,
            2,
            &values
                .iter()
                .flat_map(|v| v.to_le_bytes())
                .collect::<Vec<_>>(),
        )
    }

    /// An operator by its number in the schema, giving a tensor of `shape`.
    pub fn operator(&mut self, code: i32, inputs: &[i32], shape: &[i32], options: Table) -> i32 {
        let output = self.add(shape, 0, &[]);
        self.codes
            .push(Table::default().byte(0, code.min(127) as i8).int(3, code));
        let index = self.codes.len() as i32 - 1;
        let operator = Table::default()
            .int(0, index)
            .ints(1, inputs)
            .ints(2, &[output]);
        self.operators.push(operator.byte(3, 1).table(4, options));
        output
    }

    /// The file, with these outputs.
    pub fn finish(self, outputs: &[i32]) -> Vec<u8> {
        let graph = Table::default()
            .tables(0, self.tensors)
            .ints(1, &self.inputs)
            .ints(2, outputs)
            .tables(3, self.operators);
        let model = Table::default()
            .int(0, 3)
            .tables(1, self.codes)
            .tables(2, vec![graph])
            .tables(4, self.buffers);
        let mut out = b"\0\0\0\0TFL3".to_vec();
        let root = model.write(&mut out);
        out[..4].copy_from_slice(&(root as u32).to_le_bytes());
        out
    }
}

/// Operator numbers and options that tests use.
pub mod op {
    use super::Table;

    pub const ADD: i32 = 0;
    pub const CONV_2D: i32 = 3;
    pub const DEPTHWISE_CONV_2D: i32 = 4;
    pub const MUL: i32 = 18;
    pub const RELU: i32 = 19;
    pub const PAD: i32 = 34;

    /// Padding 0 is SAME, 1 VALID; activation 0 is none, 1 ReLU, 3 ReLU6.
    pub fn convolution(padding: i8, stride: i32, activation: i8) -> Table {
        Table::default()
            .byte(0, padding)
            .int(1, stride)
            .int(2, stride)
            .byte(3, activation)
    }

    pub fn depthwise(padding: i8, stride: i32, activation: i8) -> Table {
        Table::default()
            .byte(0, padding)
            .int(1, stride)
            .int(2, stride)
            .int(3, 1)
            .byte(4, activation)
    }

    pub fn arithmetic(activation: i8) -> Table {
        Table::default().byte(0, activation)
    }
}

/// A small face of every fold: a padded convolution, a depthwise one, 1×1 with a residual, a scale before a 1×1.
pub fn example() -> Vec<u8> {
    let wave = |len: i32, step: f32| {
        (0..len)
            .map(|i| (i as f32 * step).sin())
            .collect::<Vec<f32>>()
    };
    let mut net = Net::default();
    let image = net.input(&[1, 9, 8, 3]);
    let (weights, bias) = (
        net.floats(&[10, 3, 3, 3], &wave(270, 0.7)),
        net.floats(&[10], &wave(10, 1.1)),
    );
    let first = net.operator(
        op::CONV_2D,
        &[image, weights, bias],
        &[1, 5, 4, 10],
        op::convolution(0, 2, 1),
    );
    let (weights, bias) = (
        net.floats(&[1, 3, 3, 10], &wave(90, 0.3)),
        net.floats(&[10], &wave(10, 0.9)),
    );
    let second = net.operator(
        op::DEPTHWISE_CONV_2D,
        &[first, weights, bias],
        &[1, 5, 4, 10],
        op::depthwise(0, 1, 0),
    );
    let (weights, bias) = (
        net.floats(&[13, 1, 1, 10], &wave(130, 0.5)),
        net.floats(&[13], &wave(13, 0.2)),
    );
    let third = net.operator(
        op::CONV_2D,
        &[second, weights, bias],
        &[1, 5, 4, 13],
        op::convolution(1, 1, 0),
    );
    let zeros = net.ints(&[4, 2], &[0, 0, 0, 0, 0, 0, 0, 3]);
    let padded = net.operator(op::PAD, &[first, zeros], &[1, 5, 4, 13], Table::default());
    let sum = net.operator(op::ADD, &[padded, third], &[1, 5, 4, 13], op::arithmetic(1));
    let scale = net.floats(&[13], &wave(13, 0.4));
    let scaled = net.operator(op::MUL, &[sum, scale], &[1, 5, 4, 13], op::arithmetic(0));
    let (weights, bias) = (
        net.floats(&[6, 1, 1, 13], &wave(78, 0.6)),
        net.floats(&[6], &wave(6, 0.8)),
    );
    let last = net.operator(
        op::CONV_2D,
        &[scaled, weights, bias],
        &[1, 5, 4, 6],
        op::convolution(0, 1, 3),
    );
    net.finish(&[last, sum])
}
