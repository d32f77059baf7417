//! What lies in quarantine without a verdict.

use super::{Documents, quarantine_key, quarantined};
use aws_sdk_s3::types::MetadataDirective;
use domain::ids::{CaseId, DocumentId};
use jiff::Timestamp;
use runtime::Fault;

/// Documents found in one run; the rest come with the next.
const DOCUMENTS_MAX: usize = 1_000;
/// Says at a document how often its scan was asked for again.
const ASKED: &str = "asked";
/// How often at most.
const ASKED_MAX: u32 = 8;

/// What came of asking for a scan again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanAsked {
    Again,
    /// It was asked for so often that no verdict can be expected.
    TooOften,
    /// It is not there any more.
    Gone,
}

impl Documents {
    /// The documents that have lain there since that moment or for longer.
    pub async fn unjudged(&self, since: Timestamp) -> Result<Vec<(CaseId, DocumentId)>, Fault> {
        const DOING: &str = "listing quarantine";
        let list = self.client.list_objects_v2().bucket(&self.bucket).prefix("quarantine/");
        let (mut pages, mut found) = (list.into_paginator().send(), Vec::new());
        while found.len() < DOCUMENTS_MAX
            && let Some(page) = pages.next().await
        {
            let page = page.map_err(|error| Fault::from_sdk(DOING, &error))?;
            let old = page.contents().iter().filter(|object| {
                object.last_modified().is_some_and(|modified| modified.secs() <= since.as_second())
            });
            found.extend(old.filter_map(|object| quarantined(object.key()?)));
        }
        Ok(found)
    }

    /// Puts it there once more, as another version: the scanner looks at what arrives.
    pub async fn scan_again(
        &self,
        case: &CaseId,
        document: &DocumentId,
    ) -> Result<ScanAsked, Fault> {
        const DOING: &str = "asking for a scan again";
        let key = quarantine_key(case, document);
        let head = self.client.head_object().bucket(&self.bucket).key(&key).send().await;
        let head = match head {
            Ok(head) => head,
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_not_found() => return Ok(ScanAsked::Gone),
                _ => return Err(Fault::from_sdk(DOING, &error)),
            },
        };
        let asked = head.metadata().and_then(|notes| notes.get(ASKED)?.parse().ok());
        let asked: u32 = asked.unwrap_or_default();
        if asked >= ASKED_MAX {
            return Ok(ScanAsked::TooOften);
        }
        let copy = self.client.copy_object().bucket(&self.bucket).key(&key);
        let copy = copy.copy_source(format!("{}/{key}", self.bucket));
        let copy = copy.metadata_directive(MetadataDirective::Replace);
        let copied = copy.metadata(ASKED, (asked + 1).to_string()).send().await;
        copied.map(|_| ScanAsked::Again).map_err(|error| Fault::from_sdk(DOING, &error))
    }
}
