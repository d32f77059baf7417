//! Anchors: what a case's chain ended with, and how many looks there were, on each day on which
//! something happened. They are written once, into a bucket that lets nobody change or delete them.
//!
//! A key is `cases/<case>/<day>`.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use domain::ids::CaseId;
use jiff::civil::Date;
use runtime::{Aws, Fault};
use serde::{Deserialize, Serialize};

/// Where a case stood at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    pub day: Date,
    /// The place of the last record, and the link that it ends the chain with.
    pub version: u64,
    pub chain: String,
    /// The day's looks, and a hash over them all.
    pub reads: usize,
    pub reads_hash: String,
}

/// The write-once bucket.
#[derive(Debug, Clone)]
pub struct Anchors {
    client: Client,
    bucket: String,
}

impl Anchors {
    pub fn new(aws: &Aws, bucket: String) -> Self {
        // Not the client for files: an anchor is small, and ends as soon as any other call.
        let config = aws_sdk_s3::config::Builder::from(&aws.config)
            .force_path_style(aws.config.endpoint_url().is_some())
            .interceptor(aws.steps);
        Self { client: Client::from_conf(config.build()), bucket }
    }

    /// Drops an anchor, once: if the day's is there already, it stays as it is.
    pub async fn write(&self, case: &CaseId, anchor: &Anchor) -> Result<(), Fault> {
        const DOING: &str = "dropping an anchor";
        let body = serde_json::to_vec(anchor).map_err(|_| Fault::broken(DOING, "body"))?;
        let sent = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(format!("{}{}", prefix(case), anchor.day))
            .if_none_match("*")
            .body(ByteStream::from(body))
            .send()
            .await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) => match error.raw_response().map(|raw| raw.status().as_u16()) {
                Some(412) => Ok(()),
                _ => Err(Fault::from_sdk(DOING, &error)),
            },
        }
    }

    /// Every anchor of a case, the oldest first. The first version of each counts: in a bucket with
    /// versions another could be laid over it, but not in its place.
    pub async fn of(&self, case: &CaseId) -> Result<Vec<Anchor>, Fault> {
        const DOING: &str = "reading anchors";
        let mut anchors = Vec::new();
        for (key, version) in self.first_versions(case).await? {
            let got = self
                .client
                .get_object()
                .bucket(&self.bucket)
                .key(key)
                .version_id(version)
                .send()
                .await
                .map_err(|error| Fault::from_sdk(DOING, &error))?;
            let body = got.body.collect().await.map_err(|_| Fault::busy(DOING, "cut short"))?;
            let anchor = serde_json::from_slice(&body.to_vec());
            anchors.push(anchor.map_err(|_| Fault::broken(DOING, "not of the expected form"))?);
        }
        Ok(anchors)
    }

    async fn first_versions(&self, case: &CaseId) -> Result<Vec<(String, String)>, Fault> {
        const DOING: &str = "listing anchors";
        let mut found: Vec<(String, DateTime, String)> = Vec::new();
        let (mut key, mut version) = (None, None);
        loop {
            let page = self
                .client
                .list_object_versions()
                .bucket(&self.bucket)
                .prefix(prefix(case))
                .set_key_marker(key)
                .set_version_id_marker(version)
                .send()
                .await
                .map_err(|error| Fault::from_sdk(DOING, &error))?;
            found.extend(page.versions().iter().filter_map(|it| {
                Some((it.key()?.to_owned(), *it.last_modified()?, it.version_id()?.to_owned()))
            }));
            if page.is_truncated() != Some(true) {
                break;
            }
            (key, version) = (page.next_key_marker, page.next_version_id_marker);
        }
        found.sort();
        found.dedup_by(|later, first| later.0 == first.0);
        Ok(found.into_iter().map(|(key, _, version)| (key, version)).collect())
    }
}

fn prefix(case: &CaseId) -> String {
    format!("cases/{case}/")
}
