//! Where an index lies: `DIR/CURRENT` names the generation (`gen-1`, `gen-2`, …) that readers use. A new
//! generation is made beside the old one, then the pointer moves. Other files in `DIR` are left alone.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{EngineError, folder};

const CURRENT: &str = "CURRENT";
const LOCK: &str = "LOCK";
const PREFIX: &str = "gen-";

/// Held by the one process that may write to an index.
#[derive(Debug)]
pub struct Lock {
    // Closing the file lets go of the lock, also when the process is killed.
    _file: File,
    dir: PathBuf,
    now_ns: i64,
}

/// Waits until no other process writes to the index in `dir`, which is made if it is missing.
pub fn index_lock(dir: &Path) -> Result<Lock, EngineError> {
    fs::create_dir_all(dir).map_err(EngineError::io(dir))?;
    let path = dir.join(LOCK);
    let file = File::options().create(true).truncate(false).read(true).write(true).open(&path);
    let file = file.map_err(EngineError::io(&path))?;
    file.lock().map_err(EngineError::io(&path))?;
    let now_ns = touch(&file).map_err(EngineError::io(&path))?;
    Ok(Lock { _file: file, dir: dir.to_owned(), now_ns })
}

/// Writes to a file and reads when the file system says that was: a clock that the stamps of sources can be
/// compared with, where the computer's own may be set differently.
fn touch(mut file: &File) -> io::Result<i64> {
    use std::os::unix::fs::MetadataExt;
    file.set_len(0)?;
    file.write_all(b"held while an index run writes\n")?;
    let meta = file.metadata()?;
    Ok(meta.ctime().saturating_mul(1_000_000_000).saturating_add(meta.ctime_nsec()))
}

impl Lock {
    /// The index.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// When the lock was taken, by the clock of the index's file system.
    pub fn now_ns(&self) -> i64 {
        self.now_ns
    }

    /// A new, empty folder for the next generation.
    pub(super) fn next_generation(&self) -> Result<PathBuf, EngineError> {
        let last = generations(&self.dir)?.into_iter().max().unwrap_or(0);
        let path = self.dir.join(format!("{PREFIX}{}", last + 1));
        fs::create_dir(&path).map_err(EngineError::io(&path))?;
        Ok(path)
    }

    /// Makes a generation the one that readers use.
    pub(super) fn publish(&self, generation: &Path) -> Result<(), EngineError> {
        let name = generation.file_name().unwrap_or_default();
        let target = self.dir.join(CURRENT);
        folder::replace(&target, &[name.as_encoded_bytes(), b"\n"].concat()).map_err(EngineError::io(&target))
    }

    /// Removes generations that are not in use, and what a killed run left in the one that is.
    pub(super) fn sweep(&self) -> Result<(), EngineError> {
        // A pointer that leads nowhere is no reason to keep anything; the next commit sets it right.
        let used = current(&self.dir).unwrap_or(None);
        for number in generations(&self.dir)? {
            let path = self.dir.join(format!("{PREFIX}{number}"));
            if used.as_ref() != Some(&path) {
                fs::remove_dir_all(&path).map_err(EngineError::io(&path))?;
            }
        }
        let Some(used) = used else { return Ok(()) };
        for entry in fs::read_dir(&used).map_err(EngineError::io(&used))?.flatten() {
            if entry.file_name().as_encoded_bytes().starts_with(folder::DRAFT.as_bytes()) {
                fs::remove_file(entry.path()).map_err(EngineError::io(entry.path()))?;
            }
        }
        Ok(())
    }
}

fn generations(dir: &Path) -> Result<Vec<u64>, EngineError> {
    let entries = fs::read_dir(dir).map_err(EngineError::io(dir))?.flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.filter_map(|name| name.strip_prefix(PREFIX)?.parse().ok()).collect())
}

/// The generation that readers use; `None` if there is no index.
pub(super) fn current(dir: &Path) -> Result<Option<PathBuf>, EngineError> {
    let path = dir.join(CURRENT);
    match fs::read(&path) {
        Ok(name) => {
            let name = String::from_utf8_lossy(&name);
            let generation = dir.join(name.trim());
            let is_one = name.trim().strip_prefix(PREFIX).is_some_and(|number| number.parse::<u64>().is_ok());
            if is_one && generation.is_dir() {
                return Ok(Some(generation));
            }
            Err(EngineError::Damaged { dir: dir.to_owned(), what: "CURRENT names no generation" })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(EngineError::Io { path, source: error }),
    }
}

/// The folders of all generations, the one in use first, then the newest: for finding out what a damaged index
/// was about.
pub(super) fn all(dir: &Path) -> Vec<PathBuf> {
    let mut numbers = generations(dir).unwrap_or_default();
    numbers.sort_unstable_by_key(|number| std::cmp::Reverse(*number));
    let folders = numbers.into_iter().map(|number| dir.join(format!("{PREFIX}{number}")));
    current(dir).ok().flatten().into_iter().chain(folders).collect()
}

/// Whether there is an index in `dir`.
pub fn exists(dir: &Path) -> bool {
    dir.join(CURRENT).is_file()
}
