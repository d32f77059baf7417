//! Anchoring: each day's last links are written where nobody can change them, and a log is verified
//! against itself and against them.

use domain::calendar::london;
use domain::ids::CaseId;
use jiff::civil::Date;
use runtime::Fault;
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Access, Cases, LogFlaw, digest};
use vault::{Anchor, Anchors};

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    pub whole: bool,
    pub records: u64,
    /// What is wrong with the log in itself.
    pub broken: Vec<LogFlaw>,
    /// How many anchors there are, and where the case is not as it was anchored.
    pub anchors: usize,
    pub breaches: Vec<AnchorBreach>,
}

/// Something that is not as it was anchored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnchorBreach {
    /// The record at that place is another than it was on that day, or gone.
    Record { day: Date, sequence: u64 },
    /// The day's looks are others than they were.
    Reads { day: Date },
}

/// Writes an anchor for every case to which something happened on that day of London. Returns how
/// many. Safe to repeat: an anchor that is there stays as it is.
pub async fn anchor(
    cases: &Cases,
    access: &Access,
    anchors: &Anchors,
    day: Date,
) -> Result<usize, Fault> {
    let (changed, reads) =
        futures::future::try_join(cases.changed_on(day), access.reading_hashes_on(day)).await?;
    let mut reads_of: BTreeMap<CaseId, Vec<String>> = BTreeMap::new();
    for (case, hash) in reads {
        reads_of.entry(case).or_default().push(hash);
    }
    let mut touched: BTreeMap<CaseId, (u64, String)> =
        changed.into_iter().map(|(case, version, chain)| (case, (version, chain))).collect();
    for case in reads_of.keys() {
        if !touched.contains_key(case)
            && let Some(end) = cases.chain_end(case).await?
        {
            touched.insert(case.clone(), end);
        }
    }
    for (case, (version, chain)) in &touched {
        let hashes = reads_of.get(case).map(Vec::as_slice).unwrap_or_default();
        let (version, chain) = (*version, chain.clone());
        let (reads, reads_hash) = (hashes.len(), together(hashes));
        anchors.write(case, &Anchor { day, version, chain, reads, reads_hash }).await?;
    }
    Ok(touched.len())
}

fn together(hashes: &[String]) -> String {
    digest(&hashes.join("\n"))
}

/// Verifies a case's log and its looks; nothing where there is no such case.
pub async fn verify(
    cases: &Cases,
    access: &Access,
    anchors: &Anchors,
    case: &CaseId,
) -> Result<Option<Verified>, Fault> {
    let (loaded, anchored) = futures::future::try_join(cases.load(case), anchors.of(case)).await?;
    let Some(loaded) = loaded else {
        return Ok(None);
    };
    let places: Vec<u64> = anchored.iter().map(|anchor| anchor.version).collect();
    let Some((broken, links)) = cases.verify(case, &places).await? else {
        return Ok(None);
    };
    let mut breaches = Vec::new();
    for anchor in &anchored {
        if links.get(&anchor.version) != Some(&anchor.chain) {
            let (day, sequence) = (anchor.day, anchor.version);
            breaches.push(AnchorBreach::Record { day, sequence });
        }
    }
    // Erasure takes names out of the looks: from then on only their number could be compared.
    if loaded.case.keeping.erased.is_none() {
        breaches.extend(changed_reads(access, case, &anchored).await?);
    }
    let whole = broken.is_empty() && breaches.is_empty();
    let (records, anchors) = (loaded.case.version, anchored.len());
    Ok(Some(Verified { whole, records, broken, anchors, breaches }))
}

async fn changed_reads(
    access: &Access,
    case: &CaseId,
    anchored: &[Anchor],
) -> Result<Vec<AnchorBreach>, Fault> {
    let mut of_day: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for (at, hash) in access.reading_hashes(case).await? {
        of_day.entry(london(at).date()).or_default().push(hash);
    }
    let changed = anchored.iter().filter(|anchor| {
        let mut hashes = of_day.get(&anchor.day).cloned().unwrap_or_default();
        hashes.sort();
        together(&hashes) != anchor.reads_hash
    });
    Ok(changed.map(|anchor| AnchorBreach::Reads { day: anchor.day }).collect())
}
