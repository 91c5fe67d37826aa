//! The bytes of a source to what the index takes: a record and passages with their terms and fingerprints.

use sha2::{Digest, Sha256};

use crate::analyze;
use crate::article::{Article, one_line};
use crate::clean::FileRules;
use crate::decode::Charset;
use crate::engine::{
    NewPassage, PassageMeta, Place, Replay, SourceRecord, SourceState, SourceTotals, Stated,
};
use crate::extract::Read;
use crate::passage::Passage;
use crate::span::SourceSpan;
use crate::walk::{DocPath, Stamp};

/// A source ready to be written; where it lies is filled in by the caller.
pub(super) struct Prepared<P> {
    pub(super) record: SourceRecord,
    pub(super) passages: P,
}

/// Prepares a source. The passages are analysed one by one as they are taken, so that a source of one line of
/// hundreds of megabytes needs little more memory than its text.
pub(super) fn prepare(
    bytes: &[u8],
    sha256: [u8; 32],
    rules: &FileRules<'_>,
) -> Prepared<impl Iterator<Item = NewPassage>> {
    let article = Article::read_by(rules, bytes);
    let state = match &article {
        Err(reason) => SourceState::NotText(*reason),
        Ok(article) => SourceState::Indexed {
            title: article.title(),
            date: article.cleaned.metadata.date.as_ref().map(|date| stated(date, article, bytes)),
            byline: article.cleaned.metadata.byline.as_ref().map(|byline| stated(byline, article, bytes)),
            outlet: article.cleaned.metadata.outlet.as_ref().map(|outlet| stated(outlet, article, bytes)),
            lang: article.cleaned.lang,
            derivation: article.decoded.derivation(),
            detection: article.decoded.detection,
            rival: article.decoded.rival.map(Charset::name),
            damaged: article.decoded.damaged,
            repaired: article.decoded.repaired,
        },
    };
    let days = match &state {
        SourceState::Indexed { date: Some(date), .. } => date.value.days(),
        _ => None,
    };
    let outlet = match &state {
        SourceState::Indexed { outlet: Some(outlet), .. } => Some(analyze::folded_words(&outlet.value)),
        _ => None,
    };
    let record = SourceRecord {
        root: String::new(),
        path: DocPath::from_bytes(Vec::new()),
        stamp: Stamp::default(),
        sha256,
        run: 0,
        state,
        totals: SourceTotals::default(),
    };
    let passages = article.into_iter().flat_map(move |mut article| {
        let passages = std::mem::take(&mut article.passages);
        let outlet = outlet.clone();
        passages.into_iter().map(move |passage| {
            let outlet = outlet.clone();
            NewPassage { days, outlet, ..new_passage(&passage, &article, bytes) }
        })
    });
    Prepared { record, passages }
}

/// What an article says of itself, with the bytes that say so.
fn stated<T: Clone>(read: &Read<T>, article: &Article, bytes: &[u8]) -> Stated<T> {
    let span = article.decoded.to_source(read.span);
    let lines = article.extracted.lines.lines_of(read.span);
    let place = Place { span, lines, sha256: Sha256::digest(cut(bytes, span)).into() };
    Stated { value: read.value.clone(), place }
}

fn new_passage(passage: &Passage, article: &Article, bytes: &[u8]) -> NewPassage {
    let decoded = &article.decoded;
    let text = passage.span.of(&decoded.text);
    let span = decoded.to_source(passage.span);
    let cited = cut(bytes, span);
    // A range of a damaged, stateful or repaired text may read otherwise without what comes before it.
    let is_free = !decoded.charset.is_stateful() && decoded.repaired == 0;
    let alone = is_free && decoded.charset.decode(cited) == text;
    let meta = PassageMeta {
        kind: passage.kind,
        span,
        lines: article.extracted.lines.lines_of(passage.span),
        lang: passage.lang,
        sha256: Sha256::digest(cited).into(),
        heading: passage.heading.map(|heading| one_line(heading.of(&decoded.text))),
        replay: if alone { Replay::Range } else { Replay::Whole(passage.span) },
    };
    let twin: [u8; 32] = Sha256::digest(one_line(text)).into();
    NewPassage {
        meta,
        tokens: analyze::analyze(text, passage.lang),
        twin: twin.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte)),
        days: None,
        outlet: None,
        run: 0,
        under: passage.heading.map(|heading| decoded.to_source(heading).start().0),
    }
}

fn cut(bytes: &[u8], span: SourceSpan) -> &[u8] {
    let at = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
    bytes.get(at(span.start().0)..at(span.end().0)).unwrap_or_default()
}

/// Adds a passage to the statistics of its source.
pub(super) fn count(totals: &mut SourceTotals, passage: &NewPassage, key: &[u8]) {
    let mut hash = Sha256::new();
    hash.update((key.len() as u64).to_be_bytes());
    hash.update(key);
    hash.update(passage.meta.span.start().0.to_be_bytes());
    hash.update(passage.meta.span.end().0.to_be_bytes());
    hash.update(passage.meta.sha256);
    hash.update(format!("{:?} {:?}", passage.meta.kind, passage.meta.lang));
    totals.count(&passage.meta, analyze::length(&passage.tokens), hash.finalize().into());
}
