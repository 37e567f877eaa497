//! Regular files, and nothing else.
//!
//! What lies in an archive, or is handed on with it (a mapping, a names file, a receipt), may be a FIFO, which waits for
//! somebody to write, or a device, which never ends.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Opens a regular file.
///
/// # Errors
/// When it is anything else, or cannot be opened.
pub fn open(path: &Path) -> io::Result<File> {
    let check = |about: fs::Metadata| match about.is_file() {
        true => Ok(()),
        false if about.is_dir() => Err(io::Error::other("it is a folder")),
        false => Err(io::Error::other("it is no regular file")),
    };
    check(fs::metadata(path)?)?;
    let file = File::open(path)?;
    // It may be another by now.
    check(file.metadata()?)?;
    Ok(file)
}

/// The bytes of a regular file.
///
/// # Errors
/// As [`open`], and when it has more than `most` bytes.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > most {
        true => Err(io::Error::other(format!(
            "it is larger than {} MB",
            most >> 20
        ))),
        false => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(path: &Path, most: u64) -> String {
        read(path, most).unwrap_err().to_string()
    }

    #[test]
    fn only_a_regular_file_of_some_size_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, vec![b'x'; 1 << 20]).unwrap();
        assert_eq!(read(&path, 1 << 20).unwrap().len(), 1 << 20);
        fs::write(&path, vec![b'x'; (1 << 20) + 1]).unwrap();
        assert_eq!(why(&path, 1 << 20), "it is larger than 1 MB");
        assert_eq!(why(folder.path(), 9), "it is a folder");
        if cfg!(unix) {
            assert_eq!(why(Path::new("/dev/zero"), 9), "it is no regular file");
        }
    }
}
