//! A model with its weights in half precision, as a phone stores it.

mod net;

use net::{Net, op};
use xueying_engine::{LoadError, Model, halve};

const CHANNELS: usize = 40;

/// A 1×1 convolution with these weights.
fn convolution(weights: &[f32]) -> Vec<u8> {
    let mut net = Net::default();
    let image = net.input(&[1, 2, 2, CHANNELS as i32]);
    let n = CHANNELS as i32;
    let weights = net.floats(&[n, 1, 1, n], weights);
    let bias = net.floats(&[n], &[0.25; CHANNELS]);
    let output = net.operator(
        3,
        &[image, weights, bias],
        &[1, 2, 2, n],
        op::convolution(0, 1, 0),
    );
    net.finish(&[output])
}

/// Weights that half precision holds exactly when `spread` is a power of two.
fn weights(spread: f32) -> Vec<f32> {
    (0..CHANNELS * CHANNELS)
        .map(|i| ((i * 37 % 101) as f32 - 50.0) * spread)
        .collect()
}

fn outputs(bytes: &[u8]) -> Vec<f32> {
    let mut model = Model::load(bytes).expect("the model loads");
    for (i, value) in model.input_mut(0).iter_mut().enumerate() {
        *value = (i % 7) as f32 / 7.0;
    }
    model.run();
    model.output(0).to_vec()
}

#[test]
fn half_the_bytes_and_the_same_outputs_where_halves_are_exact() {
    let whole = convolution(&weights(0.125));
    let halved = halve(&whole).expect("a whole file");
    let saved = 2 * CHANNELS * CHANNELS;
    assert_eq!(halved.len(), whole.len() - saved + 24);
    assert_eq!(outputs(&halved), outputs(&whole));
}

#[test]
fn other_weights_are_rounded_once() {
    let (whole, halved) = (
        convolution(&weights(0.01)),
        halve(&convolution(&weights(0.01))),
    );
    let halved = outputs(&halved.expect("a whole file"));
    for (a, b) in halved.iter().zip(outputs(&whole)) {
        // Forty products of up to 0.5, each off by 2^-11 at most.
        assert!((a - b).abs() < 40.0 * 0.5 / 2048.0, "{a} and {b}");
    }
}

#[test]
fn what_halves_cannot_hold_stays_whole() {
    let mut large = weights(0.125);
    large[7] = 1e6;
    let whole = convolution(&large);
    let halved = halve(&whole).expect("a whole file");
    assert!(halved.len() >= whole.len());
    assert_eq!(outputs(&halved), outputs(&whole));
}

#[test]
fn a_broken_halved_file_is_refused_or_runs() {
    let halved = halve(&convolution(&weights(0.125))).expect("a whole file");
    let step = if cfg!(miri) { 499 } else { 7 };
    for len in (8..halved.len()).step_by(step) {
        assert!(
            Model::load(&halved[..len]).is_err(),
            "{len} of {}",
            halved.len()
        );
    }
    for at in (0..64).step_by(if cfg!(miri) { 9 } else { 1 }) {
        for change in [1, 0x80, 0xff] {
            let mut changed = halved.clone();
            changed[at] ^= change;
            if let Ok(mut model) = Model::load(&changed) {
                model.run();
            }
        }
    }
    let refused = Model::load(&halved[..40]).expect_err("a cut file");
    assert!(matches!(refused, LoadError::Malformed(_)), "{refused}");
}

#[test]
fn only_a_model_can_be_halved() {
    assert!(halve(b"").is_err());
    assert!(halve(b"not a model at all").is_err());
}
