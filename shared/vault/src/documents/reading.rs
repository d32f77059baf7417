//! Reading a document: a one-minute address, to which only a look at it leads.

use super::{Documents, clean_key, copy_key};
use aws_sdk_s3::presigning::PresigningConfig;
use domain::ids::{CaseId, DocumentId};
use domain::keeping::CopyFile;
use domain::question::{Item, Look};
use domain::records::Content;
use runtime::Fault;
use std::time::Duration;

/// How long an address to read stays valid.
const READ_FOR: Duration = Duration::from_secs(60);

impl Documents {
    /// A one-minute address of the very version that was found clean, saved under a neutral name. Only a
    /// look at that document leads to it.
    pub async fn read_url(
        &self,
        look: &Look,
        case: &CaseId,
        document: &DocumentId,
        content: &Content,
    ) -> Result<String, Fault> {
        if look.reading().document.as_ref() != Some(document) {
            return Err(Fault::broken("signing an address", "the look is not at that document"));
        }
        let name = format!("document.{}", content.kind.ending());
        self.url(clean_key(case, document), content.version.as_deref(), &name).await
    }

    /// A one-minute address of a copy for subject access. Only a look at it leads there.
    pub async fn copy_url(
        &self,
        look: &Look,
        case: &CaseId,
        copy: &CopyFile,
    ) -> Result<String, Fault> {
        if !look.shows(Item::Copy) {
            return Err(Fault::broken("signing an address", "the look is not at the copy"));
        }
        self.url(copy_key(case, &copy.id), copy.version.as_deref(), "everything.zip").await
    }

    async fn url(
        &self,
        key: String,
        version: Option<&str>,
        neutral_name: &str,
    ) -> Result<String, Fault> {
        const DOING: &str = "signing an address";
        let config = PresigningConfig::expires_in(READ_FOR)
            .map_err(|_| Fault::broken(DOING, "bad duration"))?;
        let signed = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .set_version_id(version.map(str::to_owned))
            .response_content_disposition(format!("attachment; filename=\"{neutral_name}\""))
            .presigned(config)
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        Ok(signed.uri().to_owned())
    }
}
