//! The folders an index covers: how they are named in it, and where they are found again.

use std::path::{Component, Path, PathBuf};

/// A folder of sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Root {
    /// Its name in the index: the way from the index to it, or an absolute path.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Roots that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// No folder was given, and the index names none.
    #[error("no corpus given, and there is no index in {} that names one", index.display())]
    None {
        /// The index.
        index: PathBuf,
    },
    /// One folder lies inside another.
    #[error("{} lies inside {}: each source would be indexed twice; give only the outer one", inner.display(), outer.display())]
    Nested {
        /// The inner folder.
        inner: PathBuf,
        /// The outer folder.
        outer: PathBuf,
    },
    /// The name of a folder is not UTF-8.
    #[error("the path of the corpus {} is not UTF-8: rename it", path.display())]
    NotUtf8 {
        /// The folder.
        path: PathBuf,
    },
}

/// The roots given, or else those the index names; sorted, without repetition.
pub(super) fn choose(index: &Path, given: &[PathBuf], names: &[String]) -> Result<Vec<Root>, RootError> {
    if given.is_empty() {
        if names.is_empty() {
            return Err(RootError::None { index: index.to_owned() });
        }
        return Ok(names.iter().map(|name| resolve(index, name)).collect());
    }
    let mut roots = given.iter().map(|path| named(index, path)).collect::<Result<Vec<Root>, _>>()?;
    roots.sort();
    // Two ways to one folder, perhaps through a link, are one root.
    let mut real: Vec<PathBuf> = Vec::new();
    roots.retain(|root| {
        let is_new = !real.contains(&real_path(&root.path));
        real.push(real_path(&root.path));
        is_new
    });
    for inner in &roots {
        let holds =
            |outer: &&Root| *outer != inner && real_path(&inner.path).starts_with(real_path(&outer.path));
        if let Some(outer) = roots.iter().find(holds) {
            return Err(RootError::Nested { inner: inner.path.clone(), outer: outer.path.clone() });
        }
    }
    Ok(roots)
}

/// Whether two paths lead to one folder.
pub fn is_same_folder(a: &Path, b: &Path) -> bool {
    real_path(a) == real_path(b)
}

/// Where a path leads through all links; by its letters where it leads nowhere.
fn real_path(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| normal(&absolute(path)))
}

/// Where a root of this name lies.
pub fn resolve(index: &Path, name: &str) -> Root {
    Root { name: name.to_owned(), path: normal(&absolute(index).join(name)) }
}

fn named(index: &Path, path: &Path) -> Result<Root, RootError> {
    let path = normal(&absolute(path));
    let name = way(&normal(&absolute(index)), &path).unwrap_or_else(|| path.clone());
    let Some(name) = name.to_str() else { return Err(RootError::NotUtf8 { path }) };
    Ok(Root { name: name.to_owned(), path })
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The path without `.` and `..`, by its letters alone.
pub fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            _ => out.push(part),
        }
    }
    out
}

/// The way from one folder to another, if they have more in common than the root of the file system: then
/// they are likely to be moved together.
fn way(from: &Path, to: &Path) -> Option<PathBuf> {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if shared < 2 {
        return None;
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(shared)).collect();
    Some(if way.as_os_str().is_empty() { PathBuf::from(".") } else { way })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_named_by_the_way_from_the_index() {
        let named = |index: &str, root: &str| named(Path::new(index), Path::new(root)).unwrap().name;
        assert_eq!(named("/data/news/index", "/data/news/corpus"), "../corpus");
        assert_eq!(named("/data/news", "/data/news"), ".");
        assert_eq!(named("/data/news/index", "/media/disk/corpus"), "/media/disk/corpus");
        assert_eq!(resolve(Path::new("/data/news/index"), "../corpus").path, Path::new("/data/news/corpus"));
    }

    #[test]
    fn a_root_inside_another_is_refused() {
        let index = Path::new("/x/index");
        let nested = choose(index, &["/x/a".into(), "/x/a/b".into()], &[]);
        assert!(matches!(nested, Err(RootError::Nested { .. })));
        assert_eq!(choose(index, &["/x/a".into(), "/x/./a".into()], &[]).unwrap().len(), 1);
    }
}
