//! A model file with its weights in half precision: half the bytes to ship and to store, expanded when it is loaded.
//!
//! Most face models come that way from their makers; [`halve`] does it for one that does not. The file is kept as it is but
//! for its large constants, so no part of the format has to be written anew:
//!
//! ```text
//! "XYHALF01"  length of the whole file, number of constants      8 bytes, 2 × u32
//! where each constant begins in the whole file, its values       2 × u32 each
//! the file, each of those constants as 16-bit floats
//! ```

use std::borrow::Cow;

use crate::error::LoadError;
use crate::limits;
use crate::tflite::{File, half};

const MAGIC: &[u8; 8] = b"XYHALF01";
/// Smaller constants stay as they are: there is nothing to win.
const LEAST_VALUES: usize = 1024;

/// The same model with its large 32-bit constants rounded to half precision. A constant that half precision cannot hold
/// (beyond ±65504) stays as it is.
///
/// # Errors
/// If the file is malformed.
pub fn halve(tflite: &[u8]) -> Result<Vec<u8>, LoadError> {
    let mut floats = File::large_floats(tflite, LEAST_VALUES)?;
    floats.retain(|range| {
        values(&tflite[range.clone()]).all(|value| half::from_f32(value).is_some())
    });
    let mut halved = MAGIC.to_vec();
    let mut number = |n: usize| {
        let n = u32::try_from(n).map_err(|_| LoadError::TooLarge("a file of 4 GB"))?;
        halved.extend(n.to_le_bytes());
        Ok(())
    };
    number(tflite.len())?;
    number(floats.len())?;
    for range in &floats {
        number(range.start)?;
        number(range.len() / 4)?;
    }
    let mut done = 0;
    for range in floats {
        halved.extend(&tflite[done..range.start]);
        let halves = values(&tflite[range.clone()]).filter_map(half::from_f32);
        halved.extend(halves.flat_map(u16::to_le_bytes));
        done = range.end;
    }
    halved.extend(&tflite[done..]);
    Ok(halved)
}

/// The whole file behind a halved one; any other file is given back as it is.
pub(crate) fn expand(bytes: &[u8]) -> Result<Cow<'_, [u8]>, LoadError> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Ok(Cow::Borrowed(bytes));
    };
    let mut rest = rest;
    let len = number(&mut rest)?;
    let constants = number(&mut rest)?;
    if len > limits::FILE || constants > limits::TENSORS {
        return Err(LoadError::TooLarge("a halved file"));
    }
    let mut ranges = Vec::new();
    for _ in 0..constants {
        ranges.push((number(&mut rest)?, number(&mut rest)?));
    }
    let mut whole = Vec::with_capacity(len.min(2 * bytes.len()));
    for (start, count) in ranges {
        let before = start.checked_sub(whole.len()).ok_or(DISORDER)?;
        whole.extend(cut(&mut rest, before)?);
        let halves = cut(&mut rest, count.checked_mul(2).ok_or(CUT)?)?
            .as_chunks::<2>()
            .0;
        whole.extend(
            halves
                .iter()
                .flat_map(|&h| half::to_f32(u16::from_le_bytes(h)).to_le_bytes()),
        );
    }
    whole.extend(rest);
    if whole.len() == len {
        Ok(Cow::Owned(whole))
    } else {
        Err(CUT)
    }
}

const CUT: LoadError = LoadError::Malformed("a halved file of another length than it says");
const DISORDER: LoadError = LoadError::Malformed("the constants of a halved file are out of order");

fn number(rest: &mut &[u8]) -> Result<usize, LoadError> {
    let bytes = cut(rest, 4)?;
    Ok(bytes
        .iter()
        .rev()
        .fold(0, |n, &byte| n << 8 | usize::from(byte)))
}

fn cut<'a>(rest: &mut &'a [u8], len: usize) -> Result<&'a [u8], LoadError> {
    let (front, back) = rest.split_at_checked(len).ok_or(CUT)?;
    *rest = back;
    Ok(front)
}

fn values(bytes: &[u8]) -> impl Iterator<Item = f32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|&b| f32::from_le_bytes(b))
}
