//! Whether an index is whole: every file against its checksum and the list of files, records against totals.

use std::collections::BTreeSet;
use std::path::Path;

use tantivy::Index;

use super::folder::{ReadFolder, writer_list_fault};
use super::{EngineError, Reader, SourceTotals, generation};
use crate::walk::DocPath;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct CheckReport {
    /// How many files of the index were read.
    pub files: usize,
    /// How many sources it holds, and whether their totals are those of the commit.
    pub sources: usize,
    /// Equal for equal corpora, whatever their history: sum of the passages' fingerprints modulo 2^256.
    pub digest: String,
    /// What is wrong, in words; empty if all is well.
    pub faults: Vec<String>,
}

impl Reader {
    /// Reads every file of the index.
    pub fn check(&self) -> Result<CheckReport, EngineError> {
        let mut report = CheckReport {
            digest: self.commit().totals.digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            ..CheckReport::default()
        };
        let no_index = || EngineError::NoIndex { dir: self.dir.clone() };
        let folder = generation::current(&self.dir)?.ok_or_else(no_index)?;
        let index = Index::open(ReadFolder::open(&folder).map_err(EngineError::io(&folder))?)?;
        let listed = index.load_metas()?.list_segment_files();
        let expected: BTreeSet<DocPath> = listed.iter().map(|file| DocPath::new(file)).collect();
        report.files = expected.len();
        let missing = |name: &str| format!("{name} is missing");
        report.faults.extend(
            expected
                .iter()
                .filter(|file| is_required(file) && !file.under(&folder).is_file())
                .map(|file| missing(&file.lossy())),
        );
        report.faults.extend(writer_list_fault(&folder));
        for file in expected.iter().filter(|file| file.under(&folder).is_file()) {
            match index.directory().validate_checksum(&file.under(Path::new(""))) {
                Ok(true) => {}
                Ok(false) => report.faults.push(format!("{} has another checksum", file.lossy())),
                Err(error) => report.faults.push(format!("{} cannot be read: {error}", file.lossy())),
            }
        }
        self.check_records(&mut report);
        Ok(report)
    }

    fn check_records(&self, report: &mut CheckReport) {
        let records = match self.records() {
            Ok(records) => records,
            Err(error) => {
                report.faults.push(error.to_string());
                return;
            }
        };
        report.sources = records.len();
        let mut totals = SourceTotals::default();
        for record in &records {
            totals.add(&record.totals);
        }
        if totals != self.commit().totals {
            report
                .faults
                .push("the records of the sources do not add up to the totals of the commit".to_owned());
        }
    }
}

/// A segment without deletes has no file that lists them, and none has the ones of other formats.
fn is_required(file: &DocPath) -> bool {
    let name = file.lossy();
    let endings = ["idx", "pos", "term", "store", "fast"];
    name.rsplit('.').next().is_some_and(|ending| endings.contains(&ending))
}
