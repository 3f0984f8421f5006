//! Motion JPEG as cameras and `ffmpeg -f mjpeg` write it: one JPEG after the other.

use super::{Decoded, lens};
use crate::live::camera::{Camera, Frame, Shot, moment};
use crate::problem::Problem;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use xueying::camera::{Lens, Source};
use xueying::frame::Limits;

/// A JPEG begins so.
pub const START: [u8; 3] = [0xff, 0xd8, 0xff];

/// A file of JPEGs.
pub struct Mjpeg {
    file: BufReader<File>,
    now: Decoded,
    rate: f64,
    frames: u64,
}

impl Mjpeg {
    /// A file whose frames follow each other `rate` times a second.
    pub fn open(path: &Path, rate: f64) -> Result<Self, Problem> {
        Ok(Self {
            file: BufReader::new(File::open(path)?),
            now: Decoded::default(),
            rate,
            frames: 0,
        })
    }
}

impl Camera for Mjpeg {
    fn source(&self) -> Source {
        Source::Simulated
    }

    fn lens(&self) -> Lens {
        lens("files")
    }

    fn frame(&mut self) -> Result<Option<Frame<'_>>, Problem> {
        let Some(jpeg) = next_jpeg(&mut self.file)? else {
            return Ok(None);
        };
        self.now = Decoded::of(jpeg)?;
        self.frames += 1;
        self.now.frame(moment(self.frames, self.rate)).map(Some)
    }

    fn burst(&mut self) -> Result<Vec<Shot>, Problem> {
        self.now.burst(moment(self.frames, self.rate))
    }
}

/// The bytes up to and with the next end of an image; `None` at the end of the file, where a cut-off frame is dropped.
/// The bytes of a segment may look like an end, so segments are stepped over by their length.
fn next_jpeg(file: &mut impl BufRead) -> Result<Option<Vec<u8>>, Problem> {
    let mut jpeg = vec![];
    loop {
        // Up to a marker: whatever is between two segments, and the coded pixels.
        if file.read_until(0xff, &mut jpeg)? == 0 {
            return Ok(None);
        }
        let Some(marker) = byte(file, &mut jpeg)? else {
            return Ok(None);
        };
        match marker {
            0xd9 => return Ok(Some(jpeg)),
            // A byte 255 among coded pixels, a restart, the start, a fill byte: nothing follows that has a length.
            0x00 | 0x01 | 0xd0..=0xd8 => {}
            0xff => {}
            _ => {
                let (Some(high), Some(low)) = (byte(file, &mut jpeg)?, byte(file, &mut jpeg)?)
                else {
                    return Ok(None);
                };
                let length = u64::from(u16::from_be_bytes([high, low])).saturating_sub(2);
                let mut segment = std::io::Read::take(&mut *file, length);
                std::io::Read::read_to_end(&mut segment, &mut jpeg)?;
            }
        }
        if jpeg.len() > Limits::default().bytes {
            return Err(Problem::new("too_many_bytes"));
        }
    }
}

fn byte(file: &mut impl BufRead, into: &mut Vec<u8>) -> Result<Option<u8>, Problem> {
    let byte = file.fill_buf()?.first().copied();
    if let Some(byte) = byte {
        file.consume(1);
        into.push(byte);
    }
    Ok(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_told_apart_and_a_cut_off_one_is_dropped() {
        // A comment that holds what looks like an end.
        let one = [
            &START[..],
            &[
                0xfe, 0, 6, 0xff, 0xd9, 1, 2, 0xff, 0xda, 0, 2, 7, 0xff, 0, 8,
            ],
            &[0xff, 0xd9],
        ]
        .concat();
        let file = [&one[..], &one[..], &one[..9]].concat();
        let mut file = file.as_slice();
        assert_eq!(next_jpeg(&mut file), Ok(Some(one.clone())));
        assert_eq!(next_jpeg(&mut file), Ok(Some(one)));
        assert_eq!(next_jpeg(&mut file), Ok(None));
    }
}
