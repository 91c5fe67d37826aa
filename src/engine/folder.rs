//! The folder of a generation as tantivy sees it: for the one process that writes, and for any that reads.
//!
//! A reader needs no right to write and takes no lock: it reads the list of segments once, opens them by it,
//! and asks again if a writer removed one meanwhile. Files are made with the rights that the user's umask
//! gives, so that whoever may read the folder can search.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// The list of segments and the payload of a commit.
const META: &str = "meta.json";

/// For writing. What tantivy replaces as a whole is written and made durable here.
#[derive(Clone, Debug)]
pub(super) struct WriteFolder {
    inner: MmapDirectory,
    path: PathBuf,
}

impl WriteFolder {
    pub(super) fn open(path: &Path) -> Result<Self, OpenDirectoryError> {
        let folder = Self { inner: MmapDirectory::open(path)?, path: path.to_owned() };
        let mended = if writer_list_fault(path).is_some() { folder.list_anew() } else { Ok(()) };
        mended.map_err(|error| OpenDirectoryError::wrap_io_error(error, path.to_owned()))?;
        Ok(folder)
    }

    /// Lists every file of the folder; those of no segment are removed by the next collection of garbage.
    fn list_anew(&self) -> io::Result<()> {
        let entries = fs::read_dir(&self.path)?.flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let names: BTreeSet<String> = names.filter(|name| !name.starts_with('.')).collect();
        replace(&self.path.join(WRITER_LIST), &serde_json::to_vec(&names)?)
    }
}

/// The list that writers keep of their files. No reader needs it.
const WRITER_LIST: &str = ".managed.json";

/// What is wrong with that list.
pub(super) fn writer_list_fault(folder: &Path) -> Option<String> {
    let Ok(list) = fs::read(folder.join(WRITER_LIST)) else {
        return Some(format!("{WRITER_LIST} is missing"));
    };
    let names = serde_json::from_slice::<BTreeSet<String>>(&list);
    names.is_err().then(|| format!("{WRITER_LIST} cannot be read"))
}

impl Directory for WriteFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        replace(&self.path.join(path), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// How the drafts of files begin that are written whole; a killed run may leave one.
pub(super) const DRAFT: &str = ".tmp";

/// Puts a file in the place of another, at once and to stay.
pub(super) fn replace(path: &Path, data: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = path.with_file_name(format!("{DRAFT}-{name}"));
    let mut file = File::create(&draft)?;
    file.write_all(data)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// For reading: the segments of one commit.
#[derive(Clone, Debug)]
pub(super) struct ReadFolder {
    inner: MmapDirectory,
    path: PathBuf,
    meta: Arc<Vec<u8>>,
}

impl ReadFolder {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let inner = MmapDirectory::open(path).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self { inner, path: path.to_owned(), meta: Arc::new(fs::read(path.join(META))?) })
    }

    /// Whether a writer committed since it was opened.
    pub(super) fn is_outdated(&self) -> bool {
        fs::read(self.path.join(META)).map_or(true, |meta| meta != *self.meta)
    }
}

fn refused<T>(path: &Path) -> Result<T, OpenWriteError> {
    let error = io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "opened for reading");
    Err(OpenWriteError::wrap_io_error(error, path.to_owned()))
}

impl Directory for ReadFolder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let io_error = Arc::new(io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "opened for reading"));
        Err(DeleteError::IoError { io_error, filepath: path.to_owned() })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        if path == Path::new(META) { Ok(true) } else { self.inner.exists(path) }
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        refused(path)
    }

    /// Only the list of segments is read so; what tantivy notes for its own writers is none of a reader's.
    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(META) {
            return Ok(self.meta.to_vec());
        }
        Err(OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, _: &[u8]) -> io::Result<()> {
        refused(path).map_err(|error| io::Error::other(error.to_string()))
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
