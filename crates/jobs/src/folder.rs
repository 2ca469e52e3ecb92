//! Files for people in a folder.

use std::io;
use std::path::{Path, PathBuf};

/// Writes a file that appears whole or not at all, in a folder that is made when it is not there.
///
/// # Errors
/// Those of the system.
pub fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let (path, part) = (folder.join(name), folder.join(format!(".{name}.part")));
    std::fs::write(&part, bytes)?;
    std::fs::rename(&part, &path)?;
    Ok(path)
}
