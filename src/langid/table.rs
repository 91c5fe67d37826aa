//! The learnt figures: what each gram costs, in quarters of a bit, under each language model.
//!
//! Takes the bytes of `table.bin` (written by `examples/train_langid.rs`); gives costs of hashed grams.
//! Layout: `MAGIC`, `VERSION`, number of blocks; for each block the binary logarithm of its buckets, the
//! number of its columns, and for each column its prior (one byte) and its code (eight bytes, NUL-padded);
//! then each block's costs, bucket by bucket, one byte a column, filled up to a width that adds up fast.
//! Leaves to others: cutting text, deciding.

use std::sync::LazyLock;

use super::words::Block;
use crate::lang::Lang;

/// First bytes of a table.
pub const MAGIC: &[u8; 4] = b"KLID";
/// Version of the layout and of the gram hash.
pub const VERSION: u8 = 2;
/// Bytes of a column's code in the header.
pub const CODE_BYTES: usize = 8;
/// Costs are stored in units of a bit divided by this.
pub const UNITS_PER_BIT: f32 = 4.0;
/// No gram costs more units: four rows add up in bytes.
pub const MOST_COST: u8 = 63;
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
        log2_buckets: 15,
        columns: &[
            "az", "bs", "ca", "crh", "cs", "da", "de", "en", "es", "et", "eu", "fi", "fr", "ga", "gag", "gl",
            "hr", "hu", "id", "is", "it", "lb", "lt", "lv", "mt", "nb", "nb-nn", "nl", "pl", "pt", "rmn",
            "ro", "sk", "sl", "sq", "sr-Latn", "sv", "tk", "tr", "uz", "vi",
        ],
    },
    BlockSpec {
        block: Block::Cyrillic,
        log2_buckets: 15,
        columns: &["be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk", "uz-Cyrl"],
    },
    BlockSpec { block: Block::Arabic, log2_buckets: 14, columns: &["ar", "fa", "ur"] },
    BlockSpec { block: Block::Hebrew, log2_buckets: 14, columns: &["he", "yi"] },
    BlockSpec { block: Block::Greek, log2_buckets: 15, columns: &["el"] },
    BlockSpec { block: Block::Armenian, log2_buckets: 15, columns: &["hy"] },
    BlockSpec { block: Block::Devanagari, log2_buckets: 15, columns: &["hi"] },
    BlockSpec { block: Block::Bengali, log2_buckets: 15, columns: &["bn"] },
    BlockSpec { block: Block::Thai, log2_buckets: 15, columns: &["th"] },
    BlockSpec { block: Block::Georgian, log2_buckets: 15, columns: &["ka"] },
    BlockSpec { block: Block::Hangul, log2_buckets: 15, columns: &["ko"] },
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

/// Columns of the widest block.
pub(super) const MAX_WIDTH: usize = 48;

/// How many bytes a row takes in a block of so many columns: one of the widths that `Rows` knows.
pub const fn row_width(columns: usize) -> usize {
    match columns {
        0..=1 => 1,
        2..=8 => 8,
        9..=16 => 16,
        _ => MAX_WIDTH,
    }
}

/// A row of so many times eight columns.
pub(super) type Row<const EIGHTS: usize> = [[u8; 8]; EIGHTS];

/// Rows for all of these hashes: their number is known to the compiler, so no place is looked for in vain.
pub(super) type Table<const EIGHTS: usize, const BUCKETS: usize> = &'static [Row<EIGHTS>; BUCKETS];

/// The costs of a block, a row a bucket; widths are fixed so that rows are added up in vector registers.
#[derive(Clone, Copy)]
pub(super) enum Rows {
    One(&'static [u8]),
    /// Of Chinese characters and kana.
    Fewest(Table<1, { 1 << 13 }>),
    Few(Table<1, { 1 << 14 }>),
    Some(Table<2, { 1 << 15 }>),
    Many(Table<{ MAX_WIDTH / 8 }, { 1 << 15 }>),
}

impl Rows {
    /// `None` if a block has another number of buckets than one of its width may have.
    fn of(costs: &'static [u8], width: usize) -> Option<Self> {
        let eights = costs.as_chunks().0;
        Some(match width {
            1 => Self::One(costs),
            8 if eights.len() == 1 << 13 => Self::Fewest(eights.as_chunks().0.try_into().ok()?),
            8 => Self::Few(eights.as_chunks().0.try_into().ok()?),
            16 => Self::Some(eights.as_chunks().0.try_into().ok()?),
            _ => Self::Many(eights.as_chunks().0.try_into().ok()?),
        })
    }
}

/// One block's part of the table.
pub(super) struct BlockTable {
    /// The language of each column.
    pub langs: Vec<Option<Lang>>,
    /// Cost of each language before any gram is seen.
    pub priors: Vec<u8>,
    /// Binary logarithm of the number of rows.
    pub log2_buckets: u8,
    /// What grams cost.
    pub rows: Rows,
}

impl BlockTable {
    /// Whether the letters leave it open which language a text is in.
    pub(super) fn is_contested(&self) -> bool {
        self.langs.len() > 1 && !self.is_han()
    }

    /// Chinese and Japanese are told apart by kana.
    pub(super) fn is_han(&self) -> bool {
        self.langs.contains(&Some(Lang::Ja))
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
        let log2_buckets = byte(&mut rest).filter(|log2| (1..=16).contains(log2))?;
        let columns = byte(&mut rest)?;
        let rows = Rows::One(&[]);
        let mut block = BlockTable { langs: Vec::new(), priors: Vec::new(), log2_buckets, rows };
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
        let width = row_width(block.langs.len());
        let (costs, after) = rest.split_at_checked(width << block.log2_buckets)?;
        (block.rows, rest) = (Rows::of(costs, width)?, after);
    }
    rest.is_empty().then_some(blocks)
}

fn byte(rest: &mut &'static [u8]) -> Option<u8> {
    let (&first, after) = rest.split_first()?;
    *rest = after;
    Some(first)
}
