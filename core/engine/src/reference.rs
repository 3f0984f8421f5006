//! The engine against LiteRT's numbers, which `tests/engine/reference.py` writes to the folder `XUEYING_REFERENCE`;
//! the models are in the folder `XUEYING_MODELS`. Not having them is a failure, so these tests run on request only.

use crate::graph::{self, Graph, Node, Value};
use crate::plan::Plan;
use crate::tflite::File;
use crate::{Isa, Model, Options, buffer::Buffer};
use std::path::PathBuf;

const MODELS: [&str; 7] = [
    "face_blendshapes",
    "face_detector",
    "face_landmarks_detector",
    "pose_detection",
    "pose_landmark_full",
    "selfie_multiclass_256x256",
    "selfie_segmenter",
];
const INPUTS: [&str; 6] = ["photo", "flipped", "noise", "dark", "random", "zeros"];
/// Of an output's range.
const TOLERANCE: f32 = 5e-4;

fn folder(variable: &str) -> PathBuf {
    PathBuf::from(std::env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set")))
}

fn model(name: &str) -> Vec<u8> {
    std::fs::read(folder("XUEYING_MODELS").join(name).with_extension("tflite")).unwrap()
}

fn try_reference(model: &str, file: &str) -> Option<Vec<f32>> {
    let bytes = std::fs::read(folder("XUEYING_REFERENCE").join(model).join(file)).ok()?;
    Some(
        bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|&bytes| f32::from_le_bytes(bytes))
            .collect(),
    )
}

fn reference(model: &str, file: &str) -> Vec<f32> {
    try_reference(model, file).unwrap_or_else(|| panic!("no {model}/{file}"))
}

fn range(values: &[f32]) -> f32 {
    let largest = values.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let least = values.iter().fold(f32::INFINITY, |a, &b| a.min(b));
    largest - least
}

fn difference(ours: &[f32], theirs: &[f32]) -> f32 {
    assert_eq!(ours.len(), theirs.len());
    let differences = ours.iter().zip(theirs).map(|(a, b)| (a - b).abs());
    differences.fold(
        0.0,
        |worst, d| if d > worst || d.is_nan() { d } else { worst },
    )
}

/// The outputs of every model on six inputs. Where two sets of LiteRT's own kernels differ by more than the tolerance,
/// twice their difference is allowed: that is the mask of the pose model alone, where they differ by 1.3e-3 of its range.
#[test]
#[ignore = "needs XUEYING_MODELS and XUEYING_REFERENCE"]
fn outputs_are_those_of_litert() {
    for name in MODELS {
        let bytes = model(name);
        for isa in Isa::available() {
            let mut model = Model::load_with(
                &bytes,
                &Options {
                    isa: Some(isa),
                    ..Options::default()
                },
            )
            .unwrap();
            for output in 0..model.outputs().len() {
                let file = |input: &str, kind: &str| format!("{input}.{output}.{kind}");
                let theirs = INPUTS.map(|input| reference(name, &file(input, "out")));
                let plain = INPUTS.map(|input| try_reference(name, &file(input, "plain")));
                let span = range(&theirs.concat());
                let pairs = theirs.iter().zip(&plain);
                let own = pairs
                    .filter_map(|(a, b)| Some(difference(a, b.as_ref()?)))
                    .fold(0.0, f32::max);
                let mut worst = 0.0f32;
                for (input, theirs) in INPUTS.iter().zip(&theirs) {
                    model
                        .input_mut(0)
                        .copy_from_slice(&reference(name, &format!("{input}.in")));
                    model.run();
                    worst = worst.max(difference(model.output(output), theirs));
                }
                println!(
                    "{name} output {output} {:8} {:.1e} of its range; LiteRT's kernels among themselves {:.1e}",
                    isa.name(),
                    worst / span,
                    own / span
                );
                assert!(
                    worst <= (TOLERANCE * span).max(2.0 * own),
                    "{name} output {output} {isa:?}: {worst} of {span}"
                );
            }
        }
    }
}

/// Every operator alone, fed with LiteRT's own tensors.
#[test]
#[ignore = "needs XUEYING_MODELS and XUEYING_REFERENCE"]
fn every_operator_is_that_of_litert() {
    for name in MODELS {
        let bytes = model(name);
        let graph = graph::import(File::parse(&bytes).unwrap()).unwrap();
        for isa in Isa::available() {
            let mut worst = (0.0, String::new());
            for node in &graph.nodes {
                let share = alone(&graph, node, name, isa);
                assert!(
                    share <= 1e-5,
                    "{name}: {} {} on {isa:?}: {share}",
                    node.origin.index,
                    node.origin.name
                );
                if share > worst.0 {
                    worst = (share, format!("{} {}", node.origin.index, node.origin.name));
                }
            }
            println!(
                "{name} {:8} {} operators, worst {:.1e} ({})",
                isa.name(),
                graph.nodes.len(),
                worst.0,
                worst.1
            );
        }
    }
}

/// The largest difference of one node's output from LiteRT's, as a share of the values' size.
fn alone(graph: &Graph, node: &Node, model: &str, isa: Isa) -> f32 {
    let inputs: Vec<usize> = node
        .inputs
        .iter()
        .copied()
        .filter(|&i| graph.values[i].constant.is_none())
        .collect();
    let single = Graph {
        values: graph
            .values
            .iter()
            .enumerate()
            .map(|(i, value)| only(value, node.inputs.contains(&i)))
            .collect(),
        nodes: vec![node.clone()],
        inputs: inputs.clone(),
        outputs: vec![node.output],
    };
    let kernels = isa.kernels().unwrap();
    let plan = Plan::new(single, kernels).unwrap();
    let mut arena = Buffer::zeroed(plan.arena_len());
    for (at, &input) in inputs.iter().enumerate() {
        let values = match graph.inputs.contains(&input) {
            true => reference(model, "photo.in"),
            false => reference(model, &format!("{input}.tensor")),
        };
        arena.as_mut_slice()[plan.input(at)].copy_from_slice(&values);
    }
    plan.run(arena.as_mut_slice(), kernels, 1);
    let theirs = reference(model, &format!("{}.tensor", node.output));
    let size = theirs.iter().fold(0.0f32, |size, x| size.max(x.abs()));
    difference(&arena.as_slice()[plan.output(0)], &theirs) / size.max(1e-3)
}

/// A value without its constant if the node does not read it.
fn only(value: &Value, read: bool) -> Value {
    Value {
        shape: value.shape,
        constant: value.constant.clone().filter(|_| read),
    }
}
