//! Erasure in the bucket: every version of everything that a case has there.

use super::{Documents, clean_key, copy_key, quarantine_key};
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use domain::ids::{CaseId, DocumentId};
use domain::keeping::CopyFile;
use runtime::Fault;

/// The folders in which something of a case can lie.
const FOLDERS: [&str; 3] = ["quarantine", "clean", "copies"];

impl Documents {
    /// Deletes every version and every delete marker of the case's objects. Safe to repeat.
    pub async fn erase(&self, case: &CaseId) -> Result<(), Fault> {
        loop {
            let found = self.versions(case).await?;
            if found.is_empty() {
                return Ok(());
            }
            self.delete(found).await?;
        }
    }

    /// Deletes a copy that nobody knows of.
    pub async fn discard_copy(&self, case: &CaseId, copy: &CopyFile) -> Result<(), Fault> {
        self.delete_version(copy_key(case, &copy.id), copy.version.clone()).await
    }

    /// Deletes the clean copy of a document that the case did not take after all.
    pub async fn retract(
        &self,
        case: &CaseId,
        document: &DocumentId,
        version: Option<String>,
    ) -> Result<(), Fault> {
        self.delete_version(clean_key(case, document), version).await
    }

    /// Deletes every version of a clean copy, for a document that the case does not know as clean.
    pub async fn retract_all(&self, case: &CaseId, document: &DocumentId) -> Result<(), Fault> {
        let found = self.versions_under(&clean_key(case, document)).await?;
        if found.is_empty() { Ok(()) } else { self.delete(found).await }
    }

    /// Deletes every version of a document, wherever it lies. Safe to repeat.
    pub async fn remove(&self, case: &CaseId, document: &DocumentId) -> Result<(), Fault> {
        for key in [quarantine_key(case, document), clean_key(case, document)] {
            let found = self.versions_under(&key).await?;
            if !found.is_empty() {
                self.delete(found).await?;
            }
        }
        Ok(())
    }

    async fn delete_version(&self, key: String, version: Option<String>) -> Result<(), Fault> {
        let delete = self.client.delete_object().bucket(&self.bucket).key(key);
        let sent = delete.set_version_id(version).send().await;
        sent.map(|_| ()).map_err(|error| Fault::from_sdk("deleting a copy", &error))
    }

    /// How many versions and delete markers of the case's objects there still are, up to a page of
    /// each folder.
    pub async fn count_versions(&self, case: &CaseId) -> Result<usize, Fault> {
        Ok(self.versions(case).await?.len())
    }

    /// A page of each folder: deleting them makes room for the next.
    async fn versions(&self, case: &CaseId) -> Result<Vec<ObjectIdentifier>, Fault> {
        let mut found = Vec::new();
        for folder in FOLDERS {
            found.extend(self.versions_under(&format!("{folder}/{case}/")).await?);
        }
        Ok(found)
    }

    async fn versions_under(&self, prefix: &str) -> Result<Vec<ObjectIdentifier>, Fault> {
        let listed = self
            .client
            .list_object_versions()
            .bucket(&self.bucket)
            .prefix(prefix)
            .send()
            .await
            .map_err(|error| Fault::from_sdk("listing a case's documents", &error))?;
        let versions =
            listed.versions().iter().map(|version| (version.key(), version.version_id()));
        let markers =
            listed.delete_markers().iter().map(|marker| (marker.key(), marker.version_id()));
        let object = |(key, version): (Option<&str>, Option<&str>)| {
            let object = ObjectIdentifier::builder().set_key(key.map(str::to_owned));
            let object = object.set_version_id(version.map(str::to_owned)).build();
            object.map_err(|_| Fault::broken("erasing documents", "no key"))
        };
        versions.chain(markers).map(object).collect()
    }

    async fn delete(&self, objects: Vec<ObjectIdentifier>) -> Result<(), Fault> {
        const DOING: &str = "erasing documents";
        // The bucket's own limit on one call.
        for page in objects.chunks(1000) {
            let delete = Delete::builder().set_objects(Some(page.to_vec())).quiet(true).build();
            let answer = self
                .client
                .delete_objects()
                .bucket(&self.bucket)
                .delete(delete.map_err(|_| Fault::broken(DOING, "nothing to delete"))?)
                .send()
                .await
                .map_err(|error| Fault::from_sdk(DOING, &error))?;
            if !answer.errors().is_empty() {
                return Err(Fault::busy(DOING, "some were not deleted"));
            }
        }
        Ok(())
    }
}
