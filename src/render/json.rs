//! Answers as JSON: `jsonl` is a hit a line, `json` one object with the query, notes and totals.
//!
//! The format is what the structs below say, and is described in `docs/output-format.md`. A field changes only
//! together with [`FORMAT_VERSION`]. Every field is always there; what is not known is `null`.

use std::io::{self, Write};

use base64::Engine;
use serde::{Deserialize, Serialize};

use crate::engine::Place;
use crate::extract::{Date, Precision};
use crate::passage::Kind;
use crate::query::{Closeness, Note, Plan};
use crate::search::{Answer, Hit, Mark, Matched, Neighbour, RankedFile, Status, Totals, Twin, Why};
use crate::walk::DocPath;

/// The version of the format, in `v` of every object.
pub const FORMAT_VERSION: u32 = 1;

/// A hit as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HitLine {
    /// [`FORMAT_VERSION`].
    pub v: u32,
    /// Stays the same as long as the passage does: source, bytes, beginning of the fingerprint.
    pub id: String,
    /// Place in the answer, from 1.
    pub rank: usize,
    /// BM25, to four decimals.
    pub score: f64,
    /// 1: all words in one passage; 2: in one article; 3: some. For a phrase 1: as typed, 2: inflected.
    pub tier: u8,
    /// The source: its path below its root, `/`-separated.
    pub file: String,
    /// The bytes of a path that is not UTF-8, in base64; `file` shows it with replacements.
    pub file_base64: Option<String>,
    /// The root, if the index has several.
    pub root: Option<String>,
    /// The record inside a container file.
    pub record: Option<String>,
    /// First line, 1-based.
    pub line_start: u32,
    /// Last line, inside.
    pub line_end: u32,
    /// First byte, 0-based.
    pub byte_start: u64,
    /// The byte after the last.
    pub byte_end: u64,
    /// The charset that the source was read in.
    pub encoding: String,
    /// The steps from file to text.
    pub derivation: Vec<String>,
    /// SHA-256 of the file as indexed.
    pub sha256: String,
    /// SHA-256 of the cited bytes.
    pub passage_sha256: String,
    /// The headline of the article.
    pub title: Option<String>,
    /// The subheading above.
    pub heading: Option<String>,
    /// When it was published.
    pub date: Option<DateField>,
    /// The language of the passage, ISO 639.
    pub lang: Option<String>,
    /// Who wrote it, as the page has it.
    pub byline: Option<String>,
    /// Who published it, or where it was taken from, as the page has it.
    pub outlet: Option<String>,
    /// Where date, byline and outlet were read; `null` if none of them is known.
    pub read_from: Option<ReadFromField>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was fetched.
    pub retrieved: Option<String>,
    /// What stands there, exactly; `null` if the citation does not hold.
    pub text: Option<String>,
    /// What is meant, if some of it is double-encoded: that is what was searched.
    pub text_repaired: Option<String>,
    /// Matches, in UTF-8 bytes of `text`.
    pub matches: Vec<MatchField>,
    /// What of the query it holds.
    pub matched: Vec<MatchedField>,
    /// Passages elsewhere that say the same.
    pub duplicates: Vec<DuplicateField>,
    /// The passages around it, with `--context`.
    pub context: Option<ContextField>,
    /// Why it ranks where it does, with `--explain`.
    pub why: Option<Vec<Why>>,
    /// `ok` or `stale`.
    pub status: Status,
    /// Whether it was dropped as noise.
    pub noise: bool,
    /// Why it was.
    pub reason: Option<String>,
}

/// A date with its precision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateField {
    /// ISO 8601, as exact as the page is.
    pub value: String,
    /// `month`, `day`, `minute` or `second`.
    pub precision: Precision,
}

/// Where in the file what is known of an article was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadFromField {
    /// The date.
    pub date: Option<PlaceField>,
    /// The byline.
    pub byline: Option<PlaceField>,
    /// The outlet.
    pub outlet: Option<PlaceField>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceField {
    /// First line, 1-based.
    pub line_start: u32,
    /// Last line, inside.
    pub line_end: u32,
    /// First byte, 0-based.
    pub byte_start: u64,
    /// The byte after the last.
    pub byte_end: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
}

/// A match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchField {
    /// First byte in `text`.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What stands there.
    pub text: String,
    /// `exact` or `inflected`.
    pub kind: Closeness,
}

/// A word or phrase of the query that the passage holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchedField {
    /// As typed.
    pub query: String,
    /// `exact` or `inflected`: the closest form.
    pub kind: Closeness,
    /// The forms in the passage.
    pub forms: Vec<String>,
}

/// Another passage that says the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateField {
    /// Its source.
    pub file: String,
    /// The bytes of a path that is not UTF-8, in base64.
    pub file_base64: Option<String>,
    /// The root, if the index has several.
    pub root: Option<String>,
    /// First line, 1-based.
    pub line_start: u32,
    /// Last line, inside.
    pub line_end: u32,
    /// First byte, 0-based.
    pub byte_start: u64,
    /// The byte after the last.
    pub byte_end: u64,
    /// `ok` or `stale`.
    pub status: Status,
}

/// Passages around a hit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContextField {
    /// Those before it, in order.
    pub before: Vec<NeighbourField>,
    /// Those after it.
    pub after: Vec<NeighbourField>,
}

/// A passage beside a hit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeighbourField {
    /// First line, 1-based.
    pub line_start: u32,
    /// Last line, inside.
    pub line_end: u32,
    /// First byte, 0-based.
    pub byte_start: u64,
    /// The byte after the last.
    pub byte_end: u64,
    /// What stands there.
    pub text: String,
}

/// An answer as one object.
#[derive(Serialize)]
struct AnswerObject<'a> {
    v: u32,
    query: &'a str,
    notes: Vec<NoteField<'a>>,
    totals: &'a Totals,
    hits: Vec<HitLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<&'a Plan>,
}

#[derive(Serialize)]
struct NoteField<'a> {
    #[serde(flatten)]
    note: &'a Note,
    message: String,
}

/// Writes a hit a line.
pub fn write_jsonl(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    answer.hits.iter().try_for_each(|hit| write_hit(hit, answer.has_roots, out))
}

/// Writes one hit on a line.
pub fn write_hit(hit: &Hit, has_roots: bool, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &hit_line(hit, has_roots))?;
    out.write_all(b"\n")
}

/// Writes all of an answer as one object.
pub fn write_json(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let note = |note| NoteField { note, message: note.to_string() };
    let object = AnswerObject {
        v: FORMAT_VERSION,
        query: &answer.query,
        notes: answer.notes.iter().map(note).collect(),
        totals: &answer.totals,
        hits: answer.hits.iter().map(|hit| hit_line(hit, answer.has_roots)).collect(),
        plan: answer.plan.as_ref(),
    };
    serde_json::to_writer(&mut *out, &object)?;
    out.write_all(b"\n")
}

fn hit_line(hit: &Hit, has_roots: bool) -> HitLine {
    let meta = &hit.meta;
    let reason = match meta.kind {
        Kind::Noise(reason) => Some(reason.as_str().to_owned()),
        _ => None,
    };
    #[expect(clippy::cast_precision_loss, reason = "scores stay far below 2^53")]
    let score = hit.score as f64 / 10_000.0;
    HitLine {
        v: FORMAT_VERSION,
        id: id(hit),
        rank: hit.rank,
        score,
        tier: hit.tier,
        file: hit.file.lossy(),
        file_base64: base64_of(&hit.file),
        root: has_roots.then(|| hit.root.clone()),
        record: None,
        line_start: meta.lines.first.get(),
        line_end: meta.lines.last.get(),
        byte_start: meta.span.start().0,
        byte_end: meta.span.end().0,
        encoding: hit.derivation.last().cloned().unwrap_or_default(),
        derivation: hit.derivation.clone(),
        sha256: hex(&hit.sha256),
        passage_sha256: hex(&meta.sha256),
        title: hit.title.clone(),
        heading: meta.heading.clone(),
        date: hit.date.as_ref().map(|date| date_field(&date.value)),
        lang: meta.lang.map(|lang| lang.code().to_owned()),
        byline: hit.byline.as_ref().map(|byline| byline.value.clone()),
        outlet: hit.outlet.as_ref().map(|outlet| outlet.value.clone()),
        read_from: read_from(hit),
        url: None,
        retrieved: None,
        text: hit.text.clone(),
        text_repaired: hit.text_repaired.clone(),
        matches: match_fields(hit),
        matched: hit.matched.iter().map(matched_field).collect(),
        duplicates: hit.duplicates.iter().map(|twin| duplicate_field(twin, has_roots)).collect(),
        context: context(hit),
        why: hit.why.clone(),
        status: hit.status,
        noise: reason.is_some(),
        reason,
    }
}

/// A file of an answer that has files alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileLine {
    /// The version of this format.
    pub v: u32,
    /// Its path below its root.
    pub file: String,
    /// The bytes of a path that is not UTF-8, in base64.
    pub file_base64: Option<String>,
    /// The root, if the index has several.
    pub root: Option<String>,
    /// The tier of its best passage.
    pub tier: u8,
}

/// Writes a file of an answer on a line of its own.
pub fn write_file(file: &RankedFile, has_roots: bool, out: &mut dyn Write) -> io::Result<()> {
    let line = FileLine {
        v: FORMAT_VERSION,
        file: file.file.lossy(),
        file_base64: base64_of(&file.file),
        root: has_roots.then(|| file.root.clone()),
        tier: file.tier,
    };
    serde_json::to_writer(&mut *out, &line)?;
    out.write_all(b"\n")
}

/// A path that holds no space and nothing else that could end it.
pub(super) fn percent_encoded(path: &[u8]) -> String {
    let mut id = String::new();
    for byte in path {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => id.push(char::from(*byte)),
            _ => id.push_str(&format!("%{byte:02X}")),
        }
    }
    id
}

fn id(hit: &Hit) -> String {
    let id = percent_encoded(hit.file.as_bytes());
    let prefix: String = hex(&hit.meta.sha256).chars().take(12).collect();
    format!("{id}:{}-{}:{prefix}", hit.meta.span.start().0, hit.meta.span.end().0)
}

fn base64_of(path: &DocPath) -> Option<String> {
    path.as_str().is_none().then(|| base64::engine::general_purpose::STANDARD.encode(path.as_bytes()))
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn context(hit: &Hit) -> Option<ContextField> {
    let field = |neighbour: &Neighbour| NeighbourField {
        line_start: neighbour.lines.first.get(),
        line_end: neighbour.lines.last.get(),
        byte_start: neighbour.span.start().0,
        byte_end: neighbour.span.end().0,
        text: neighbour.text.clone(),
    };
    let fields = |all: &[Neighbour]| all.iter().map(field).collect::<Vec<_>>();
    let context = ContextField { before: fields(&hit.before), after: fields(&hit.after) };
    (!hit.before.is_empty() || !hit.after.is_empty()).then_some(context)
}

fn date_field(date: &Date) -> DateField {
    DateField { value: date.value.clone(), precision: date.precision }
}

fn read_from(hit: &Hit) -> Option<ReadFromField> {
    let field = |place: &Place| PlaceField {
        line_start: place.lines.first.get(),
        line_end: place.lines.last.get(),
        byte_start: place.span.start().0,
        byte_end: place.span.end().0,
        sha256: hex(&place.sha256),
    };
    let date = hit.date.as_ref().map(|date| field(&date.place));
    let byline = hit.byline.as_ref().map(|byline| field(&byline.place));
    let outlet = hit.outlet.as_ref().map(|outlet| field(&outlet.place));
    let is_any = date.is_some() || byline.is_some() || outlet.is_some();
    is_any.then_some(ReadFromField { date, byline, outlet })
}

fn match_fields(hit: &Hit) -> Vec<MatchField> {
    let text = hit.text.as_deref().unwrap_or_default();
    let field = |mark: &Mark| MatchField {
        start: mark.span.start().index(),
        end: mark.span.end().index(),
        text: mark.span.of(text).to_owned(),
        kind: mark.kind,
    };
    hit.marks.iter().map(field).collect()
}

fn matched_field(matched: &Matched) -> MatchedField {
    MatchedField { query: matched.typed.clone(), kind: matched.kind, forms: matched.forms.clone() }
}

fn duplicate_field(twin: &Twin, has_roots: bool) -> DuplicateField {
    DuplicateField {
        file: twin.file.lossy(),
        file_base64: base64_of(&twin.file),
        root: has_roots.then(|| twin.root.clone()),
        line_start: twin.meta.lines.first.get(),
        line_end: twin.meta.lines.last.get(),
        byte_start: twin.meta.span.start().0,
        byte_end: twin.meta.span.end().0,
        status: twin.status,
    }
}
