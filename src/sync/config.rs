//! What an index depends on beside the sources. An index made with something else is built anew.

use std::sync::LazyLock;

use crc32fast::Hasher;

use crate::{analyze, clean, engine, langid};

// A checksum tells whether the data is the same, and costs a search nothing; no one gains by forging it.
static DIGEST: LazyLock<String> = LazyLock::new(|| {
    let numbers = [engine::FORMAT, analyze::VERSION, clean::VERSION, langid::VERSION];
    let mut hash = Hasher::new();
    for number in numbers {
        hash.update(&number.to_be_bytes());
    }
    hash.update(include_bytes!("../../data/markers.tsv"));
    hash.update(include_bytes!("../../data/bylines.tsv"));
    hash.update(include_bytes!("../../data/months.tsv"));
    // Its English words are no parts of names.
    hash.update(include_bytes!("../../data/stopwords.tsv"));
    format!("{:08x}", hash.finalize())
});

/// Digest of the versions of all stages and of the data they use.
pub fn config_digest() -> &'static str {
    &DIGEST
}
