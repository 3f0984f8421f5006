//! Broken files are answered, never a panic.

mod net;

use net::{Net, Table, op};
use xueying_engine::{LoadError, Model};

#[test]
fn a_file_cut_anywhere_is_refused() {
    let bytes = net::example();
    let step = if cfg!(miri) { 499 } else { 1 };
    for len in (0..bytes.len() - 16).step_by(step) {
        // The last bytes may be padding; up to there something is missing.
        assert!(
            Model::load(&bytes[..len]).is_err(),
            "{len} of {}",
            bytes.len()
        );
    }
}

#[test]
fn a_file_with_any_byte_changed_loads_or_is_refused() {
    let bytes = net::example();
    let step = if cfg!(miri) { 1999 } else { 1 };
    for at in (0..bytes.len()).step_by(step) {
        for change in [1, 0x80, 0xff] {
            let mut changed = bytes.clone();
            changed[at] ^= change;
            if let Ok(mut model) = Model::load(&changed) {
                model.run();
            }
        }
    }
}

fn refusal(bytes: &[u8]) -> String {
    Model::load(bytes).expect_err("the model loads").to_string()
}

#[test]
fn an_unknown_operator_is_named() {
    let mut net = Net::default();
    let image = net.input(&[1, 4, 4, 2]);
    let output = net.operator(98, &[image], &[1, 4, 4, 2], Table::default());
    assert_eq!(
        refusal(&net.finish(&[output])),
        "operator 0 (builtin operator 98): unknown operator"
    );
}

#[test]
fn a_wrong_shape_is_named() {
    let mut net = Net::default();
    let image = net.input(&[1, 4, 4, 2]);
    let (weights, bias) = (
        net.floats(&[3, 1, 1, 2], &[0.5; 6]),
        net.floats(&[3], &[0.0; 3]),
    );
    let output = net.operator(
        op::CONV_2D,
        &[image, weights, bias],
        &[1, 4, 5, 3],
        op::convolution(0, 1, 0),
    );
    let expected = "operator 0 (CONV_2D): its output has another shape than its inputs give";
    assert_eq!(refusal(&net.finish(&[output])), expected);
}

#[test]
fn an_operator_before_its_input_is_named() {
    let mut net = Net::default();
    let image = net.input(&[1, 4, 4, 2]);
    // The tensor 2 is the output of the second operator.
    net.operator(op::ADD, &[image, 2], &[1, 4, 4, 2], op::arithmetic(0));
    let output = net.operator(op::RELU, &[image], &[1, 4, 4, 2], Table::default());
    assert_eq!(
        refusal(&net.finish(&[output])),
        "operator 0 (ADD): an input is used before it is computed"
    );
}

#[test]
#[cfg_attr(miri, ignore = "64 MB of zeros take Miri too long")]
fn a_border_beyond_all_measure_is_refused() {
    let mut net = Net::default();
    // The image is as large as may be; its border is not in the file.
    let image = net.input(&[1, 64, 64, 4096]);
    let weights = net.floats(&[1, 3, 3, 4096], &vec![0.0; 9 * 4096]);
    let output = net.operator(
        op::CONV_2D,
        &[image, weights, -1],
        &[1, 64, 64, 1],
        op::convolution(0, 1, 0),
    );
    assert_eq!(
        refusal(&net.finish(&[output])),
        "operator 0 (CONV_2D): its padded input is too large"
    );
}

#[test]
fn an_empty_file_is_refused() {
    assert_eq!(
        Model::load(b"").unwrap_err(),
        LoadError::Malformed("the identifier TFL3 is missing")
    );
}
