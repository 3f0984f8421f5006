//! YUV4MPEG2, the plainest of videos: `ffmpeg -i in.mp4 -pix_fmt yuv420p out.y4m`.

use super::{encode, lens};
use crate::live::camera::{Camera, Frame, Shot, moment};
use crate::problem::Problem;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use xueying::camera::{Lens, Source};
use xueying::frame::{FrameView, MAX_SIDE, Plane, Planes, Rotation, Upright, YuvCoding, YuvMatrix};

/// A header line has at most so many bytes.
const MAX_LINE: u64 = 256;

/// A y4m file with 8-bit 4:2:0 samples.
pub struct Y4m {
    file: BufReader<File>,
    header: Header,
    samples: Vec<u8>,
    frames: u64,
}

/// What the first line says.
#[derive(Debug, PartialEq)]
struct Header {
    width: usize,
    height: usize,
    rate: f64,
    full_range: bool,
}

impl Y4m {
    /// Reads the header.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let mut file = BufReader::new(File::open(path)?);
        let header = line(&mut file)?.as_deref().and_then(Header::parse);
        let header = header.ok_or(Problem::new("no_frames"))?;
        let chroma = header.width.div_ceil(2) * header.height.div_ceil(2);
        Ok(Self {
            samples: vec![0; header.width * header.height + 2 * chroma],
            file,
            header,
            frames: 0,
        })
    }

    fn view(&self) -> Result<FrameView<'_>, Problem> {
        let Header { width, height, .. } = self.header;
        let half = width.div_ceil(2);
        let (luma, chroma) = self.samples.split_at(width * height);
        let (u, v) = chroma.split_at(chroma.len() / 2);
        let plane = |data, row_stride| Plane {
            data,
            row_stride,
            pixel_stride: 1,
        };
        let planes = Planes::Yuv {
            y: plane(luma, width),
            u: plane(u, half),
            v: plane(v, half),
            coding: YuvCoding {
                matrix: YuvMatrix::Bt601,
                full_range: self.header.full_range,
            },
        };
        FrameView::new(width, height, planes, Rotation::None, false)
            .map_err(|error| Problem::because("frame", error))
    }
}

impl Header {
    fn parse(line: &str) -> Option<Self> {
        let mut header = Self {
            width: 0,
            height: 0,
            rate: 15.0,
            full_range: false,
        };
        let mut parts = line.split(' ');
        if parts.next() != Some("YUV4MPEG2") {
            return None;
        }
        for part in parts {
            let (name, value) = part.split_at_checked(1)?;
            match name {
                "W" => header.width = value.parse().ok()?,
                "H" => header.height = value.parse().ok()?,
                "F" => {
                    let (frames, seconds) = value.split_once(':')?;
                    let [frames, seconds]: [f64; 2] = [frames.parse().ok()?, seconds.parse().ok()?];
                    header.rate = frames / seconds;
                }
                // 420, 420jpeg, 420mpeg2, 420paldv differ in where chroma lies by half a pixel; 420p10 has 16 bits.
                "C" if !value.starts_with("420") || value.starts_with("420p1") => return None,
                "X" if value == "COLORRANGE=FULL" => header.full_range = true,
                _ => {}
            }
        }
        let sides = 1..=MAX_SIDE;
        let fits = sides.contains(&header.width) && sides.contains(&header.height);
        (fits && (0.1..=1000.0).contains(&header.rate)).then_some(header)
    }
}

impl Camera for Y4m {
    fn source(&self) -> Source {
        Source::Simulated
    }

    fn lens(&self) -> Lens {
        lens("files")
    }

    fn frame(&mut self) -> Result<Option<Frame<'_>>, Problem> {
        let start = line(&mut self.file)?;
        if !start.is_some_and(|line| line.starts_with("FRAME")) {
            return Ok(None);
        }
        match self.file.read_exact(&mut self.samples) {
            // Broken off while it was being written: the last frame is not whole.
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        self.frames += 1;
        Ok(Some(Frame {
            time: moment(self.frames, self.header.rate),
            view: self.view()?,
        }))
    }

    fn burst(&mut self) -> Result<Vec<Shot>, Problem> {
        let mut upright = Upright::default();
        let picture = upright.show(&self.view()?, None, MAX_SIDE);
        Ok(vec![Shot {
            time: moment(self.frames, self.header.rate),
            jpeg: encode(picture)?,
        }])
    }
}

/// The next line without its end; `None` at the end of the file or where it is none.
fn line(file: &mut impl BufRead) -> Result<Option<String>, Problem> {
    let mut bytes = vec![];
    file.take(MAX_LINE).read_until(b'\n', &mut bytes)?;
    let whole = bytes.pop() == Some(b'\n');
    Ok(String::from_utf8(bytes).ok().filter(|_| whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_size_rate_and_range() {
        let header =
            Header::parse("YUV4MPEG2 W720 H1280 F30000:1001 Ip A1:1 C420jpeg XCOLORRANGE=FULL");
        let header = header.expect("a header");
        assert_eq!(
            (header.width, header.height, header.full_range),
            (720, 1280, true)
        );
        assert!((header.rate - 29.97).abs() < 0.01);
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        for line in [
            "",
            "RIFF",
            "YUV4MPEG2 W720",
            "YUV4MPEG2 W720 H0",
            "YUV4MPEG2 W99999 H10",
            "YUV4MPEG2 W16 H16 C444",
            "YUV4MPEG2 W16 H16 C420p10",
            "YUV4MPEG2 W16 H16 F25:0",
            "YUV4MPEG2  W16 H16",
        ] {
            assert_eq!(Header::parse(line), None, "{line}");
        }
    }
}
