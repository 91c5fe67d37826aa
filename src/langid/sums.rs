//! Adds up rows of the table, all columns at once.
//!
//! Takes words and rows; gives what each column adds up to. Eight columns of a byte lie in one number ("SIMD
//! within a register", Lamport 1975), so the compiler can use vector registers and nothing waits but sums.
//! Leaves to others: which rows, what the columns are.

use super::grams::{MAX_GRAM, Visitor, for_each_gram, for_each_group, most_grams};
use super::table::{MAX_WIDTH, MOST_COST, Rows, Table, bucket};
use super::words::MAX_WORD;

/// How many numbers hold a row.
const EIGHTS: usize = MAX_WIDTH / 8;

/// The costs of the grams that end in one letter add up in one byte.
const _: () = assert!(MAX_GRAM * MOST_COST as usize <= u8::MAX as usize);

/// So many costs add up in two bytes.
const IN_TWO_BYTES: usize = u16::MAX as usize / MOST_COST as usize;

// Those of a word do.
const _: () = assert!(most_grams(MAX_WORD) <= IN_TWO_BYTES);

/// The lower byte of each pair.
const LOWER: u64 = 0x00ff_00ff_00ff_00ff;

/// What columns add up to so far.
#[derive(Clone, Copy)]
pub(super) struct Sums {
    /// Two bytes a column: those in even places, those in odd ones.
    even: [u64; EIGHTS],
    odd: [u64; EIGHTS],
    /// How many rows are in `even` and `odd`.
    recent: usize,
    /// The rows before those.
    totals: [[u32; 8]; EIGHTS],
}

impl Sums {
    pub(super) const NEW: Self =
        Self { even: [0; EIGHTS], odd: [0; EIGHTS], recent: 0, totals: [[0; 8]; EIGHTS] };

    /// Adds the rows of a word's grams; gives how many they were.
    pub(super) fn add(&mut self, letters: &[u16], rows: Rows, log2_buckets: u8) -> u32 {
        if self.recent + most_grams(letters.len()) > IN_TWO_BYTES {
            *self = Self { totals: self.totals(), ..Self::NEW };
        }
        let count = match rows {
            Rows::One(costs) => self.add_costs(letters, costs, log2_buckets),
            Rows::Fewest(rows) => self.add_rows(letters, rows),
            Rows::Few(rows) => self.add_rows(letters, rows),
            Rows::Some(rows) => self.add_rows(letters, rows),
            Rows::Many(rows) => self.add_rows(letters, rows),
        };
        self.recent += count;
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Where there is one column only.
    fn add_costs(&mut self, letters: &[u16], costs: &[u8], log2_buckets: u8) -> usize {
        let (mut sum, mut count) = (0, 0);
        for_each_gram(letters, |hash| {
            sum += costs.get(bucket(hash, log2_buckets)).map_or(0, |cost| u32::from(*cost));
            count += 1;
        });
        self.totals.iter_mut().flatten().take(1).for_each(|total| *total += sum);
        count
    }

    fn add_rows<const N: usize, const BUCKETS: usize>(
        &mut self,
        letters: &[u16],
        rows: Table<N, BUCKETS>,
    ) -> usize {
        let mut word = WordSums { rows, even: [0; N], odd: [0; N], count: 0 };
        for_each_group(letters, &mut word);
        self.even.iter_mut().zip(word.even).for_each(|(all, more)| *all += more);
        self.odd.iter_mut().zip(word.odd).for_each(|(all, more)| *all += more);
        word.count
    }

    /// What each column adds up to.
    pub(super) fn totals(&self) -> [[u32; 8]; EIGHTS] {
        let mut totals = self.totals;
        for ((total, even), odd) in totals.iter_mut().zip(self.even).zip(self.odd) {
            for (place, total) in total.iter_mut().enumerate() {
                let pairs = if place % 2 == 0 { even } else { odd };
                *total += u32::try_from(pairs >> (place / 2 * 16) & 0xffff).unwrap_or(0);
            }
        }
        totals
    }
}

/// What the rows of one word add up to.
struct WordSums<const N: usize, const BUCKETS: usize> {
    rows: Table<N, BUCKETS>,
    even: [u64; N],
    odd: [u64; N],
    count: usize,
}

impl<const N: usize, const BUCKETS: usize> Visitor for WordSums<N, BUCKETS> {
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "with the number of hashes known it takes half the time")]
    fn visit(&mut self, hashes: &[u32]) {
        let mut sums = [0_u64; N];
        for hash in hashes {
            let place = *hash as usize >> (u32::BITS - BUCKETS.ilog2());
            let row = self.rows.get(place).unwrap_or(&[[0; 8]; N]);
            sums.iter_mut().zip(row).for_each(|(sum, costs)| *sum += u64::from_le_bytes(*costs));
        }
        for ((even, odd), sum) in self.even.iter_mut().zip(&mut self.odd).zip(sums) {
            *even += sum & LOWER;
            *odd += (sum >> 8) & LOWER;
        }
        self.count += hashes.len();
    }
}
