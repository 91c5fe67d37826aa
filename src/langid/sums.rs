//! Adds up rows of the table, all columns at once.
//!
//! Takes words and rows; gives what each column adds up to. Eight columns of a byte lie in one number ("SIMD
//! within a register", Lamport 1975), so the compiler can use vector registers and nothing waits but sums.
//! Leaves to others: which rows, what the columns are.

use super::grams::{for_each_gram, most_grams};
use super::table::{MAX_WIDTH, MOST_COST, Rows, bucket};
use super::words::MAX_WORD;

/// How many numbers hold a row.
const EIGHTS: usize = MAX_WIDTH / 8;

/// So many costs add up in one byte, and so many in two.
const IN_ONE_BYTE: usize = (u8::MAX / MOST_COST) as usize;
const IN_TWO_BYTES: usize = u16::MAX as usize / MOST_COST as usize;

/// At most so many grams are in a word.
const MOST_PLACES: usize = most_grams(MAX_WORD);
const _: () = assert!(MOST_PLACES <= IN_TWO_BYTES);

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
        let mut places = [0_u16; MOST_PLACES];
        let mut count = 0;
        for_each_gram(letters, |hash| {
            if let Some(place) = places.get_mut(count) {
                *place = u16::try_from(bucket(hash, log2_buckets)).unwrap_or(0);
                count += 1;
            }
        });
        if self.recent + count > IN_TWO_BYTES {
            *self = Self { totals: self.totals(), ..Self::NEW };
        }
        self.recent += count;
        let places = places.get(..count).unwrap_or_default();
        match rows {
            Rows::One(costs) => self.add_costs(places, costs),
            Rows::Few(rows) => self.add_rows(places, rows),
            Rows::Some(rows) => self.add_rows(places, rows),
            Rows::Many(rows) => self.add_rows(places, rows),
        }
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Where there is one column only.
    fn add_costs(&mut self, places: &[u16], costs: &[u8]) {
        let found = places.iter().filter_map(|place| costs.get(usize::from(*place)));
        let sum: u32 = found.map(|cost| u32::from(*cost)).sum();
        self.totals.iter_mut().flatten().take(1).for_each(|total| *total += sum);
    }

    /// As many rows at a time as add up in a byte a column.
    fn add_rows<const N: usize>(&mut self, places: &[u16], rows: &[[[u8; 8]; N]]) {
        let (mut even, mut odd) = ([0_u64; N], [0_u64; N]);
        for group in places.chunks(IN_ONE_BYTE) {
            let mut sums = [0_u64; N];
            for row in group.iter().filter_map(|place| rows.get(usize::from(*place))) {
                sums.iter_mut().zip(row).for_each(|(sum, costs)| *sum += u64::from_le_bytes(*costs));
            }
            for ((even, odd), sum) in even.iter_mut().zip(&mut odd).zip(sums) {
                *even += sum & LOWER;
                *odd += (sum >> 8) & LOWER;
            }
        }
        self.even.iter_mut().zip(even).for_each(|(all, more)| *all += more);
        self.odd.iter_mut().zip(odd).for_each(|(all, more)| *all += more);
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
