//! Rankings against judgements, as `trec_eval` counts: nDCG@10, average precision, recall at 100, reciprocal rank.
//!
//! nDCG after Järvelin & Kekäläinen 2002 (gain is the grade, discount log2(rank + 1)); the comparison of two runs
//! is Fisher's randomisation test on the differences (Smucker, Allan & Carterette 2007).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// The grades of documents for each query.
pub type Judgements = BTreeMap<String, BTreeMap<String, i64>>;

/// The documents of each query, best first.
pub type Run = BTreeMap<String, Vec<String>>;

/// The figures of one query, or their means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Normalised discounted cumulative gain of the first ten.
    pub ndcg_at_10: f64,
    /// Average precision.
    pub map: f64,
    /// The share of relevant documents among the first hundred.
    pub recall_at_100: f64,
    /// One divided by the rank of the first relevant document.
    pub mrr: f64,
}

/// Two runs compared on one figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The mean of the second less that of the first.
    pub difference: f64,
    /// On how many queries the second is better.
    pub better: usize,
    /// On how many it is worse.
    pub worse: usize,
    /// How likely a difference as large is by chance, two-sided.
    pub p: f64,
}

/// Reads `qid 0 docid grade` lines; a line that cannot be read is returned by number.
pub fn read_judgements(text: &str) -> Result<Judgements, usize> {
    let mut judgements = Judgements::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [query, _, document, grade] = fields.as_slice() else { return Err(number) };
        let grade = grade.parse().map_err(|_| number)?;
        judgements.entry((*query).to_owned()).or_default().insert((*document).to_owned(), grade);
    }
    Ok(judgements)
}

/// Reads the lines of a run, whose order is the ranking. A document is judged under its path, or its file name,
/// or that without its ending; of one that comes twice the better rank counts.
pub fn read_run(text: &str, judgements: &Judgements) -> Result<Run, usize> {
    let judged: BTreeSet<&str> =
        judgements.values().flat_map(|grades| grades.keys().map(String::as_str)).collect();
    let mut run = Run::new();
    for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [query, _, document, _, _, _] = fields.as_slice() else { return Err(number) };
        let document = judged_name(document, &judged);
        let documents = run.entry((*query).to_owned()).or_default();
        if !documents.contains(&document) {
            documents.push(document);
        }
    }
    Ok(run)
}

fn judged_name(document: &str, judged: &BTreeSet<&str>) -> String {
    let path = percent_decoded(document);
    let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
    let known = [&path, &name, &stem].into_iter().find(|known| judged.contains(known.as_str()));
    known.unwrap_or(&path).clone()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The figures of each judged query; one that the run has nothing for counts zero.
pub fn by_query(judgements: &Judgements, run: &Run) -> BTreeMap<String, Figures> {
    let nothing = Vec::new();
    let figures = |(query, grades): (&String, &BTreeMap<String, i64>)| {
        (query.clone(), figures(grades, run.get(query).unwrap_or(&nothing)))
    };
    judgements.iter().map(figures).collect()
}

#[expect(clippy::cast_precision_loss, reason = "ranks and grades are small")]
fn figures(grades: &BTreeMap<String, i64>, documents: &[String]) -> Figures {
    let grade = |document: &String| grades.get(document).copied().unwrap_or(0).max(0);
    let gain = |(rank, grade): (usize, i64)| grade as f64 / (rank as f64 + 2.0).log2();
    let mut ideal: Vec<i64> = grades.values().copied().filter(|grade| *grade > 0).collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let relevant = ideal.len();
    if relevant == 0 {
        return Figures::default();
    }
    let best: f64 = ideal.into_iter().take(10).enumerate().map(gain).sum();
    let gained: f64 = documents.iter().map(grade).take(10).enumerate().map(gain).sum();
    let ranks: Vec<usize> =
        (1..).zip(documents).filter(|(_, document)| grade(document) > 0).map(|(rank, _)| rank).collect();
    let precisions = ranks.iter().zip(1..).map(|(rank, found)| f64::from(found) / *rank as f64);
    let found = ranks.iter().filter(|rank| **rank <= 100).count();
    Figures {
        ndcg_at_10: gained / best,
        map: precisions.sum::<f64>() / relevant as f64,
        recall_at_100: found as f64 / relevant as f64,
        mrr: ranks.first().map_or(0.0, |rank| 1.0 / *rank as f64),
    }
}

/// The means over queries.
#[expect(clippy::cast_precision_loss, reason = "there are few queries")]
pub fn mean(queries: &BTreeMap<String, Figures>) -> Figures {
    let mean =
        |figure: fn(&Figures) -> f64| queries.values().map(figure).sum::<f64>() / queries.len().max(1) as f64;
    Figures {
        ndcg_at_10: mean(|f| f.ndcg_at_10),
        map: mean(|f| f.map),
        recall_at_100: mean(|f| f.recall_at_100),
        mrr: mean(|f| f.mrr),
    }
}

/// How often signs are drawn.
const DRAWS: u32 = 20_000;

/// Compares two runs on one figure, query by query. The draws are the same in every call.
#[expect(clippy::cast_precision_loss, reason = "there are few queries")]
pub fn compare(
    first: &BTreeMap<String, Figures>,
    second: &BTreeMap<String, Figures>,
    figure: fn(&Figures) -> f64,
) -> Comparison {
    let pairs = first.iter().filter_map(|(query, first)| Some((first, second.get(query)?)));
    let differences: Vec<f64> = pairs.map(|(first, second)| figure(second) - figure(first)).collect();
    let sum: f64 = differences.iter().sum();
    // xorshift64* (Vigna 2016).
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut sign = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        if state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 63 == 0 { 1.0 } else { -1.0 }
    };
    let mut as_large = 0_u32;
    for _ in 0..DRAWS {
        let drawn: f64 = differences.iter().map(|difference| difference * sign()).sum();
        as_large += u32::from(drawn.abs() >= sum.abs() - 1e-12);
    }
    Comparison {
        difference: sum / differences.len().max(1) as f64,
        better: differences.iter().filter(|difference| **difference > 0.0).count(),
        worse: differences.iter().filter(|difference| **difference < 0.0).count(),
        p: f64::from(as_large) / f64::from(DRAWS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_trec_eval() {
        let judgements = read_judgements("q1 0 a 2\nq1 0 b 1\nq1 0 c 0\nq2 0 a 1\n").unwrap();
        let run = read_run("q1 Q0 x/c.txt 1 9 t\nq1 Q0 x/a.txt 2 8 t\nq1 Q0 b 3 7 t\n", &judgements).unwrap();
        let queries = by_query(&judgements, &run);
        let q1 = queries["q1"];
        assert!((q1.map - 7.0 / 12.0).abs() < 1e-9);
        assert!((q1.mrr - 0.5).abs() < 1e-9 && (q1.recall_at_100 - 1.0).abs() < 1e-9);
        let (gained, best) = (2.0 / 3_f64.log2() + 0.5, 2.0 + 1.0 / 3_f64.log2());
        assert!((q1.ndcg_at_10 - gained / best).abs() < 1e-9);
        assert_eq!(queries["q2"], Figures::default());
        assert_eq!(read_judgements("q1 0 a\n"), Err(1));
    }

    #[test]
    fn equal_runs_differ_by_chance_and_a_better_one_does_not() {
        let figures = |value: f64| Figures { map: value, ..Figures::default() };
        let low: BTreeMap<String, Figures> = (0..20).map(|q| (q.to_string(), figures(0.2))).collect();
        let high: BTreeMap<String, Figures> = (0..20).map(|q| (q.to_string(), figures(0.4))).collect();
        assert!((compare(&low, &low, |f| f.map).p - 1.0).abs() < 1e-9);
        let better = compare(&low, &high, |f| f.map);
        assert!(better.p < 0.001 && better.better == 20 && better.worse == 0);
    }
}
