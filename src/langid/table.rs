//! The learnt figures: what each gram costs, in sixteenths of a bit, under each language model.
//!
//! Takes the bytes of `table.bin` (written by `examples/train_langid.rs`); gives costs of hashed grams.
//! Layout: `MAGIC`, `VERSION`, number of blocks; for each block the binary logarithm of its buckets, the
//! number of its columns, and for each column its prior (one byte) and its code (eight bytes, NUL-padded);
//! then each block's costs, bucket by bucket, one byte a column. Leaves to others: cutting text, deciding.

use std::sync::LazyLock;

use super::grams::Block;
use crate::lang::Lang;

/// First bytes of a table.
pub const MAGIC: &[u8; 4] = b"KLID";
/// Version of the layout and of the gram hash.
pub const VERSION: u8 = 1;
/// Bytes of a column's code in the header.
pub const CODE_BYTES: usize = 8;
/// Costs are stored in units of a bit divided by this.
pub const UNITS_PER_BIT: f32 = 16.0;
/// Costs are stored less this many bits: no gram is likelier than one in eight.
pub const LEAST_BITS: f32 = 3.0;

#[derive(Debug)]
/// What a table must hold for one block of writing.
pub struct BlockSpec {
    /// The block.
    pub block: Block,
    /// Binary logarithm of the number of buckets.
    pub log2_buckets: u8,
    /// Code of each language model; a language written in two scripts has two.
    pub columns: &'static [&'static str],
}

/// The blocks of a table in their order, which is also the order of `Block`'s variants.
pub const BLOCKS: [BlockSpec; Block::COUNT] = [
    BlockSpec {
        block: Block::Latin,
        log2_buckets: 14,
        columns: &[
            "az", "bs", "ca", "crh", "cs", "da", "de", "en", "es", "et", "eu", "fi", "fr", "ga", "gag", "gl",
            "hr", "hu", "id", "is", "it", "lb", "lt", "lv", "mt", "nb", "nl", "pl", "pt", "rmn", "ro", "sk",
            "sl", "sq", "sr-Latn", "sv", "tk", "tr", "uz", "vi",
        ],
    },
    BlockSpec {
        block: Block::Cyrillic,
        log2_buckets: 14,
        columns: &["be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk", "uz-Cyrl"],
    },
    BlockSpec { block: Block::Arabic, log2_buckets: 13, columns: &["ar", "fa", "ur"] },
    BlockSpec { block: Block::Hebrew, log2_buckets: 13, columns: &["he", "yi"] },
    BlockSpec { block: Block::Greek, log2_buckets: 12, columns: &["el"] },
    BlockSpec { block: Block::Armenian, log2_buckets: 12, columns: &["hy"] },
    BlockSpec { block: Block::Devanagari, log2_buckets: 12, columns: &["hi"] },
    BlockSpec { block: Block::Bengali, log2_buckets: 12, columns: &["bn"] },
    BlockSpec { block: Block::Thai, log2_buckets: 12, columns: &["th"] },
    BlockSpec { block: Block::Georgian, log2_buckets: 12, columns: &["ka"] },
    BlockSpec { block: Block::Hangul, log2_buckets: 12, columns: &["ko"] },
    BlockSpec { block: Block::Han, log2_buckets: 13, columns: &["ja", "zh-CN", "zh-TW"] },
];

/// The language a column's code stands for; `None` for a model kept only to catch what is no language of ours.
pub(super) fn column_lang(code: &str) -> Option<Lang> {
    code.split('-').next()?.parse().ok()
}

/// Which of `2^log2_buckets` buckets a hash falls into.
pub fn bucket(hash: u32, log2_buckets: u8) -> usize {
    usize::try_from(hash >> (32 - u32::from(log2_buckets))).unwrap_or(0)
}

/// One block's part of the table.
pub(super) struct BlockTable {
    /// The language of each column.
    pub langs: Vec<Option<Lang>>,
    /// Cost of each language before any gram is seen.
    pub priors: Vec<u8>,
    log2_buckets: u8,
    costs: &'static [u8],
}

impl BlockTable {
    /// The costs of a gram, one a column.
    pub(super) fn row(&self, hash: u32) -> &[u8] {
        let width = self.langs.len();
        let start = bucket(hash, self.log2_buckets) * width;
        self.costs.get(start..start + width).unwrap_or(&[])
    }
}

/// The table committed beside this file.
pub(super) static TABLE: LazyLock<Vec<BlockTable>> =
    LazyLock::new(|| parse(include_bytes!("table.bin")).unwrap_or_default());

/// Reads a table; `None` if it is not of this version or not whole.
pub(super) fn parse(bytes: &'static [u8]) -> Option<Vec<BlockTable>> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    if byte(&mut rest)? != VERSION || usize::from(byte(&mut rest)?) != Block::COUNT {
        return None;
    }
    let mut blocks = Vec::with_capacity(Block::COUNT);
    for _ in 0..Block::COUNT {
        let log2_buckets = byte(&mut rest).filter(|log2| (1..=24).contains(log2))?;
        let columns = byte(&mut rest)?;
        let mut block = BlockTable { langs: Vec::new(), priors: Vec::new(), log2_buckets, costs: &[] };
        for _ in 0..columns {
            block.priors.push(byte(&mut rest)?);
            let (code, after) = rest.split_at_checked(CODE_BYTES)?;
            rest = after;
            let code = std::str::from_utf8(code).ok()?.trim_end_matches('\0');
            block.langs.push(column_lang(code));
        }
        blocks.push(block);
    }
    for block in &mut blocks {
        let (costs, after) = rest.split_at_checked(block.langs.len() << block.log2_buckets)?;
        (block.costs, rest) = (costs, after);
    }
    rest.is_empty().then_some(blocks)
}

fn byte(rest: &mut &'static [u8]) -> Option<u8> {
    let (&first, after) = rest.split_first()?;
    *rest = after;
    Some(first)
}
