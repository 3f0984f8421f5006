//! What a file is, told by its first bytes; its name is never asked.

use super::DecodeError;

/// A picture format that is decoded here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG: baseline or progressive; grey, YCbCr, RGB or CMYK, 8 bits.
    Jpeg,
    /// PNG, also animated (the default image is taken).
    Png,
    /// WebP, lossy or lossless, also animated (the first frame is taken).
    WebP,
}

impl Format {
    /// Recognises the format of a file.
    ///
    /// # Errors
    /// [`DecodeError::Empty`] for no bytes; [`DecodeError::UnsupportedHeic`] and [`DecodeError::UnsupportedFormat`] for
    /// everything that is none of the three.
    pub fn of(bytes: &[u8]) -> Result<Self, DecodeError> {
        let name = match bytes {
            [] => return Err(DecodeError::Empty),
            [0xff, 0xd8, 0xff, ..] => return Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => return Ok(Self::Png),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => return Ok(Self::WebP),
            [_, _, _, _, b'f', b't', b'y', b'p', brands @ ..] => match iso_media(brands) {
                Some(name) => name,
                None => return Err(DecodeError::UnsupportedHeic),
            },
            [b'G', b'I', b'F', b'8', ..] => "GIF",
            [b'B', b'M', ..] => "BMP",
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => "TIFF or camera raw",
            [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => "JPEG XL",
            [b'%', b'P', b'D', b'F', ..] => "PDF",
            _ => "unknown format",
        };
        Err(DecodeError::UnsupportedFormat { name })
    }

    /// The usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
        }
    }
}

/// Names an ISO base media file by its major brand, the four bytes after `ftyp` (ISO/IEC 14496-12, 4.3); `None` for the
/// HEIF family.
fn iso_media(brands: &[u8]) -> Option<&'static str> {
    match brands.get(..4)? {
        b"avif" | b"avis" => Some("AVIF"),
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => None,
        _ => Some("video"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_the_format() {
        assert_eq!(Format::of(b"\xff\xd8\xff\xe0rest"), Ok(Format::Jpeg));
        assert_eq!(Format::of(b"\x89PNG\r\n\x1a\nrest"), Ok(Format::Png));
        assert_eq!(Format::of(b"RIFF\x10\0\0\0WEBPVP8 "), Ok(Format::WebP));
        assert_eq!(Format::of(b""), Err(DecodeError::Empty));
    }

    #[test]
    fn other_formats_are_named() {
        let name = |bytes: &[u8]| match Format::of(bytes) {
            Err(DecodeError::UnsupportedFormat { name }) => name,
            other => panic!("{other:?}"),
        };
        assert_eq!(name(b"\0\0\0\x1cftypavif\0\0\0\0"), "AVIF");
        assert_eq!(name(b"\0\0\0\x1cftypisom\0\0\0\0"), "video");
        assert_eq!(name(b"GIF89a"), "GIF");
        assert_eq!(name(b"BM1234"), "BMP");
        assert_eq!(name(b"II*\0"), "TIFF or camera raw");
        assert_eq!(name(b"hello"), "unknown format");
        for brand in [b"heic", b"heix", b"mif1", b"msf1"] {
            let mut file = b"\0\0\0\x1cftyp".to_vec();
            file.extend(brand);
            assert_eq!(Format::of(&file), Err(DecodeError::UnsupportedHeic));
        }
    }
}
