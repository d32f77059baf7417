//! What lies in quarantine without a verdict.

use super::{Documents, quarantine_key, quarantined};
use aws_sdk_s3::types::MetadataDirective;
use domain::ids::{CaseId, DocumentId};
use jiff::{Timestamp, ToSpan};
use runtime::Fault;

/// Documents asked for again in one run; the rest come with the next.
const DOCUMENTS_MAX: usize = 1_000;

impl Documents {
    /// The documents that have lain there for longer than that. By the machine's time, as the bucket notes it.
    pub async fn unjudged(&self, minutes: i64) -> Result<Vec<(CaseId, DocumentId)>, Fault> {
        const DOING: &str = "listing quarantine";
        let since = Timestamp::now().checked_sub(minutes.minutes()).unwrap_or_default().as_second();
        let list = self.client.list_objects_v2().bucket(&self.bucket).prefix("quarantine/");
        let listed = list.send().await.map_err(|error| Fault::from_sdk(DOING, &error))?;
        let old = listed.contents().iter().filter(|object| {
            object.last_modified().is_some_and(|modified| modified.secs() <= since)
        });
        let ids = old.filter_map(|object| quarantined(object.key()?));
        Ok(ids.take(DOCUMENTS_MAX).collect())
    }

    /// How often it was put there: each time it was to be scanned.
    pub async fn scans(&self, case: &CaseId, document: &DocumentId) -> Result<usize, Fault> {
        let key = quarantine_key(case, document);
        let list = self.client.list_object_versions().bucket(&self.bucket).prefix(key);
        let listed = list.send().await;
        let listed = listed.map_err(|error| Fault::from_sdk("counting scans", &error))?;
        Ok(listed.versions().len())
    }

    /// Puts it there once more, as another version: the scanner looks at what arrives.
    pub async fn scan_again(&self, case: &CaseId, document: &DocumentId) -> Result<(), Fault> {
        let key = quarantine_key(case, document);
        let copy = self.client.copy_object().bucket(&self.bucket).key(&key);
        let copy = copy.copy_source(format!("{}/{key}", self.bucket));
        let copied = copy.metadata_directive(MetadataDirective::Replace).send().await;
        copied.map(drop).map_err(|error| Fault::from_sdk("asking for a scan again", &error))
    }
}
