//! Folders in, files out: which files a corpus consists of, sorted, with the stamps that tell whether one
//! may have changed, and a way to open them. What is not a source (a socket, a link that leads outside, a
//! folder that cannot be read) is returned by name and reason. What a file contains is left to `decode`.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;
use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use crate::span::SourceSpan;

/// A path of a source below its root, `/`-separated, as the bytes the file system has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocPath(Vec<u8>);

impl DocPath {
    /// The path `below` a root.
    pub fn new(below: &Path) -> Self {
        Self(below.as_os_str().as_bytes().to_vec())
    }

    /// The path from its bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes of the path.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The path as text, if it is UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The path as text, with what is not UTF-8 replaced.
    pub fn lossy(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// Where the file lies, given its root.
    pub fn under(&self, root: &Path) -> PathBuf {
        root.join(PathBuf::from(std::ffi::OsString::from_vec(self.0.clone())))
    }
}

/// What the file system says of a file without reading it. Equal stamps mean: probably unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change of content, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// Time of the last change of content or attributes, nanoseconds since 1970.
    pub ctime_ns: i64,
    /// Number of the file in its file system.
    pub inode: u64,
}

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        let ns = |seconds: i64, nanos: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanos);
        Self {
            size: meta.size(),
            mtime_ns: ns(meta.mtime(), meta.mtime_nsec()),
            ctime_ns: ns(meta.ctime(), meta.ctime_nsec()),
            inode: meta.ino(),
        }
    }
}

/// A file of the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path below the root.
    pub path: DocPath,
    /// What the file system says of it.
    pub stamp: Stamp,
}

/// Why something below a root is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// A named pipe, a socket or a device.
    NotAFile,
    /// A symbolic link to a place outside the root.
    LinkLeadsOutside,
    /// A symbolic link to a folder that holds it.
    LinkLoop,
    /// A symbolic link to nothing.
    BrokenLink,
    /// Named in a `.kartotekaignore`.
    Ignored,
}

impl SkipReason {
    /// The reason in words, for a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAFile => "not a regular file (pipe, socket or device)",
            Self::LinkLeadsOutside => "a link that leads outside the corpus",
            Self::LinkLoop => "a link to a folder that holds it",
            Self::BrokenLink => "a link to nothing",
            Self::Ignored => "named in .kartotekaignore",
        }
    }
}

/// What lies below a root.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files, ordered by the bytes of their path.
    pub files: Vec<SourceFile>,
    /// What is not read, and why.
    pub skipped: Vec<(DocPath, SkipReason)>,
    /// What could not be looked at.
    pub failed: Vec<(DocPath, String)>,
}

/// A root that cannot be listed at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the corpus {}: {source}", root.display())]
pub struct WalkError {
    /// The root.
    pub root: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// The name of the file that lists, a pattern a line as in `.gitignore`, what is not to be read.
pub const IGNORE_FILE: &str = ".kartotekaignore";

/// A file longer than this is refused, so that one file cannot take all memory.
pub const MAX_SOURCE_BYTES: u64 = 1 << 30;

/// Whether a root can be listed.
pub fn readable(root: &Path) -> Result<(), WalkError> {
    fs::read_dir(root).map(|_| ()).map_err(|source| WalkError { root: root.to_owned(), source })
}

/// Lists the files below `root`, without entering the folders in `not_into` (the index among them).
/// Hidden files are files like others; links are followed as long as they stay inside the root.
pub fn list(root: &Path, not_into: &[PathBuf]) -> Result<Listing, WalkError> {
    let failed = |source| WalkError { root: root.to_owned(), source };
    let inside = resolved(root).map_err(failed)?;
    fs::read_dir(root).map_err(failed)?;
    let not_into = not_into.iter().filter_map(|folder| fs::metadata(folder).ok()).map(|meta| identity(&meta));
    let mut lister = Lister {
        root,
        inside,
        not_into: not_into.collect(),
        ignores: BTreeMap::new(),
        listing: Listing::default(),
    };
    let mut entries = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let into = match entry {
            Ok(entry) => lister.entry(&entry),
            Err(error) => lister.error(&error),
        };
        if into == Into::Skip {
            entries.skip_current_dir();
        }
    }
    let mut listing = lister.listing;
    listing.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(listing)
}

/// Whether the walk goes on into what an entry names.
#[derive(PartialEq)]
enum Into {
    Walk,
    Skip,
}

struct Lister<'a> {
    root: &'a Path,
    inside: PathBuf,
    not_into: Vec<(u64, u64)>,
    ignores: BTreeMap<PathBuf, Gitignore>,
    listing: Listing,
}

impl Lister<'_> {
    fn entry(&mut self, entry: &DirEntry) -> Into {
        let is_dir = entry.file_type().is_dir();
        if entry.path_is_symlink() && !resolved(entry.path()).is_ok_and(|to| to.starts_with(&self.inside)) {
            return self.skip(entry.path(), SkipReason::LinkLeadsOutside, is_dir);
        }
        let meta = match entry.metadata() {
            Ok(meta) => meta,
            Err(error) => return self.error(&error),
        };
        if is_dir && self.not_into.contains(&identity(&meta)) {
            return Into::Skip;
        }
        if self.is_ignored(entry.path(), is_dir) {
            return self.skip(entry.path(), SkipReason::Ignored, is_dir);
        }
        if is_dir {
            return self.folder(entry.path());
        }
        if !meta.file_type().is_file() {
            return self.skip(entry.path(), SkipReason::NotAFile, false);
        }
        if entry.file_name() != IGNORE_FILE {
            let path = self.below(entry.path());
            self.listing.files.push(SourceFile { path, stamp: Stamp::of(&meta) });
        }
        Into::Walk
    }

    fn folder(&mut self, path: &Path) -> Into {
        let rules = path.join(IGNORE_FILE);
        if rules.is_file() {
            let (ignore, error) = Gitignore::new(&rules);
            if let Some(error) = error {
                let at = self.below(&rules);
                self.listing.failed.push((at, error.to_string()));
            }
            self.ignores.insert(path.to_owned(), ignore);
        }
        Into::Walk
    }

    fn is_ignored(&self, path: &Path, is_dir: bool) -> bool {
        if self.ignores.is_empty() {
            return false;
        }
        // The rules nearest to the file win, as in git.
        let rules = path.ancestors().skip(1).filter_map(|folder| self.ignores.get(folder));
        let verdicts = rules.map(|ignore| ignore.matched(path, is_dir));
        verdicts.into_iter().find(|verdict| !verdict.is_none()).is_some_and(|verdict| verdict.is_ignore())
    }

    fn skip(&mut self, path: &Path, reason: SkipReason, is_dir: bool) -> Into {
        let path = self.below(path);
        self.listing.skipped.push((path, reason));
        if is_dir { Into::Skip } else { Into::Walk }
    }

    fn error(&mut self, error: &walkdir::Error) -> Into {
        let path = error.path().map_or_else(|| self.root.to_owned(), Path::to_owned);
        let below = self.below(&path);
        if error.loop_ancestor().is_some() {
            self.listing.skipped.push((below, SkipReason::LinkLoop));
        } else if fs::symlink_metadata(&path).is_ok_and(|meta| meta.file_type().is_symlink()) {
            self.listing.skipped.push((below, SkipReason::BrokenLink));
        } else {
            let said = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
            self.listing.failed.push((below, said));
        }
        Into::Walk
    }

    fn below(&self, path: &Path) -> DocPath {
        DocPath::new(path.strip_prefix(self.root).unwrap_or(path))
    }
}

fn identity(meta: &Metadata) -> (u64, u64) {
    (meta.dev(), meta.ino())
}

/// The path without links, used only to tell whether a link stays inside its root.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the result is compared, never stored or shown")]
    fs::canonicalize(path)
}

/// Whether a path leads to something inside a root, also when links are followed. What is not there leads nowhere.
pub fn stays_inside(path: &Path, root: &Path) -> bool {
    match (resolved(path), resolved(root)) {
        (Ok(path), Ok(root)) => path.starts_with(root),
        _ => true,
    }
}

/// What the file system says of a source now.
pub fn stamp(path: &Path) -> io::Result<Stamp> {
    Ok(Stamp::of(&fs::metadata(path)?))
}

/// Reads a whole source. A file over [`MAX_SOURCE_BYTES`] is an error.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    refuse_pipe(path)?;
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(MAX_SOURCE_BYTES)).unwrap_or(0));
    file.take(MAX_SOURCE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_SOURCE_BYTES {
        return Err(io::Error::other(format!("larger than the limit of {MAX_SOURCE_BYTES} bytes; split it")));
    }
    Ok(bytes)
}

/// Opening a pipe waits for a writer that may never come.
fn refuse_pipe(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.is_file() { Ok(()) } else { Err(io::Error::other(SkipReason::NotAFile.as_str())) }
}

/// Reads a range of a source; shorter than asked where the file ends before.
pub fn read_range(path: &Path, span: SourceSpan) -> io::Result<Vec<u8>> {
    refuse_pipe(path)?;
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(span.start().0))?;
    let mut bytes = Vec::new();
    file.take(span.len()).read_to_end(&mut bytes)?;
    Ok(bytes)
}
