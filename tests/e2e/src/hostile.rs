//! Files that a decoder meets once and then never forgets, made on the fly from the sample photo.

use std::io::Cursor;

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{DynamicImage, ExtendedColorType, GenericImageView, RgbImage};

/// A file and what decoding it has to answer: the upright size, or the code of an error.
pub struct Hostile {
    /// What is special about it.
    pub name: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Width and height in pixels, or the stable code of the error.
    pub expect: Result<(u32, u32), &'static str>,
}

/// All of them. `photo` is the sample photo.
pub fn files(photo: &[u8]) -> Vec<Hostile> {
    let image = image::load_from_memory(photo).expect("the sample photo is a PNG");
    let size = image.dimensions();
    let whole = jpeg(&image);
    let file = |name, bytes, expect| Hostile {
        name,
        bytes,
        expect,
    };
    vec![
        file("no bytes", vec![], Err("empty")),
        file(
            "only the first bytes",
            whole[..4].to_vec(),
            Err("truncated"),
        ),
        file(
            "text",
            b"not a picture, whatever its name says".to_vec(),
            Err("unsupported_format"),
        ),
        file(
            "HEIC",
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(),
            Err("unsupported_heic"),
        ),
        file(
            "GIF",
            b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
            Err("unsupported_format"),
        ),
        file("1 x 1", png(&DynamicImage::new_rgb8(1, 1)), Ok((1, 1))),
        file(
            "1 x 20000",
            jpeg(&DynamicImage::new_rgb8(1, 20_000)),
            Ok((1, 20_000)),
        ),
        file(
            "JPEG of no height",
            with_jpeg_size(&whole, 100, 0),
            Err("corrupt"),
        ),
        file(
            "JPEG that claims 30000 x 30000",
            with_jpeg_size(&whole, 30_000, 30_000),
            Err("too_many_pixels"),
        ),
        file(
            "PNG that claims 30000 x 30000",
            with_png_size(photo, 30_000, 30_000),
            Err("too_many_pixels"),
        ),
        file(
            "WebP that claims 30000 x 30000",
            animated_webp(&image, (30_000, 30_000)),
            Err("too_many_pixels"),
        ),
        file("CMYK", cmyk(), Ok((8, 8))),
        file("16 bits", png(&image.to_rgb16().into()), Ok(size)),
        file(
            "16 bits with alpha",
            png(&image.to_rgba16().into()),
            Ok(size),
        ),
        file("grey JPEG", jpeg(&image.to_luma8().into()), Ok(size)),
        file(
            "grey PNG, 16 bits",
            png(&image.to_luma16().into()),
            Ok(size),
        ),
        file("animated PNG", animated_png(photo), Ok(size)),
        file("animated WebP", animated_webp(&image, size), Ok(size)),
    ]
}

/// As a JPEG of quality 90.
pub fn jpeg(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image
        .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90))
        .expect("a picture encodes");
    bytes
}

/// As a PNG in the picture's own layout.
pub fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image
        .write_with_encoder(PngEncoder::new(&mut bytes))
        .expect("a picture encodes");
    bytes
}

/// As a lossless WebP.
pub fn webp(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    WebPEncoder::new_lossless(Cursor::new(&mut bytes))
        .encode(
            image,
            image.width(),
            image.height(),
            ExtendedColorType::Rgb8,
        )
        .expect("a picture encodes");
    bytes
}

/// A baseline JPEG whose frame header claims another size.
fn with_jpeg_size(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    let frame = bytes
        .windows(2)
        .position(|marker| marker == [0xff, 0xc0])
        .expect("a baseline frame");
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// A PNG whose header claims another size, with a right checksum.
fn with_png_size(png: &[u8], width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes(), &height.to_be_bytes(), &png[24..29]].concat();
    [&png[..8], &png_chunk(b"IHDR", &header), &png[33..]].concat()
}

/// The picture of `png` as an animation of two equal frames.
fn animated_png(png: &[u8]) -> Vec<u8> {
    let mut out = png[..8].to_vec();
    let frame = |sequence: u32| {
        let place = [
            sequence.to_be_bytes().as_slice(),
            &png[16..24],
            &[0; 8],
            &[0, 1, 0, 10, 0, 0],
        ]
        .concat();
        png_chunk(b"fcTL", &place)
    };
    let (mut rest, mut sequence, mut again) = (&png[8..], 2u32, Vec::new());
    while let [a, b, c, d, kind @ ..] = rest {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let (chunk, after) = rest.split_at(length + 12);
        match &kind[..4] {
            b"IDAT" => {
                if again.is_empty() {
                    out.extend(png_chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]));
                    out.extend(frame(0));
                    again = frame(1);
                }
                again.extend(png_chunk(
                    b"fdAT",
                    &[&sequence.to_be_bytes(), &chunk[8..length + 8]].concat(),
                ));
                sequence += 1;
            }
            b"IEND" => out.append(&mut again),
            _ => {}
        }
        out.extend(chunk);
        rest = after;
    }
    out
}

/// A PNG chunk: length, type, content, CRC-32 of the latter two.
fn png_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let body = [kind, content].concat();
    let crc = !body.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    });
    [
        (content.len() as u32).to_be_bytes().as_slice(),
        &body,
        &crc.to_be_bytes(),
    ]
    .concat()
}

/// The picture as an animation of two equal frames on a canvas of the given size.
fn animated_webp(image: &DynamicImage, canvas: (u32, u32)) -> Vec<u8> {
    let still = webp(&image.to_rgb8());
    let low = |number: u32| number.to_le_bytes()[..3].to_vec();
    let side = |length: u32| low(length - 1);
    let header = [vec![0b10, 0, 0, 0], side(canvas.0), side(canvas.1)].concat();
    let (width, height) = image.dimensions();
    // Offsets, size, 100 ms, flags; then the frame's own chunk, which follows the RIFF header of the still.
    let frame = [
        low(0),
        low(0),
        side(width),
        side(height),
        low(100),
        vec![0],
        still[12..].to_vec(),
    ]
    .concat();
    let chunks = [
        riff_chunk(b"VP8X", &header),
        riff_chunk(b"ANIM", &[0; 6]),
        riff_chunk(b"ANMF", &frame),
        riff_chunk(b"ANMF", &frame),
    ];
    riff_chunk(b"RIFF", &[b"WEBP".to_vec(), chunks.concat()].concat())
}

/// A RIFF chunk: type, length, content padded to an even length.
fn riff_chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = [
        kind.as_slice(),
        &(content.len() as u32).to_le_bytes(),
        content,
    ]
    .concat();
    if content.len() % 2 == 1 {
        chunk.push(0);
    }
    chunk
}

/// A CMYK JPEG of 8 × 8 equal pixels, written by hand: (228, 128, 28) in the inverted inks of Adobe with no black.
fn cmyk() -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        [
            &[0xff, marker],
            (content.len() as u16 + 2).to_be_bytes().as_slice(),
            content,
        ]
        .concat()
    };
    // All steps 8, so that a DC difference of 1 is a grey level of 1.
    let quantisation = [vec![0], vec![8; 64]].concat();
    // DC: code 0 is no difference, code 10 a difference of 7 bits. AC: code 0 ends the block.
    let lengths = |counts: [u8; 2]| [counts.as_slice(), &[0; 14]].concat();
    let dc = [vec![0x00], lengths([1, 1]), vec![0, 7]].concat();
    let ac = [vec![0x10], lengths([1, 0]), vec![0]].concat();
    [
        vec![0xff, 0xd8],
        segment(0xee, b"Adobe\0\x64\0\0\0\0\0"),
        segment(0xdb, &quantisation),
        segment(
            0xc0,
            &[
                8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0,
            ],
        ),
        segment(0xc4, &dc),
        segment(0xc4, &ac),
        segment(0xda, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]),
        // 10 1100100 0: +100. 0 0: 0. 10 0011011 0: -100. 10 1111111 0: +127.
        vec![0b1011_0010, 0b0000_1000, 0b1101_1010, 0b1111_1110],
        vec![0xff, 0xd9],
    ]
    .concat()
}
