//! Documents in the bucket: a signed form to upload into quarantine, a look at what arrived, the
//! release of what is clean, and a one-minute address to read it.
//!
//! Keys are `quarantine/<case>/<document>`, `clean/<case>/<document>` and `copies/<case>/<copy>`:
//! ids only.

mod archive;
mod arrival;
mod copy;
mod erase;
mod pdf;
mod quarantine;
mod reading;

pub use arrival::Found;
pub use copy::{CopyWriter, Written};
pub use quarantine::ScanAsked;

use aws_credential_types::provider::ProvideCredentials;
use aws_lc_rs::digest::{SHA256, digest};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::primitives::ByteStream;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::ids::{CaseId, DocumentId};
use jiff::{Timestamp, ToSpan};
use runtime::{Aws, Fault};
use serde::{Serialize, Serializer};
use serde_json::json;
use std::time::{Duration, SystemTime};

/// How long an upload form stays valid, in minutes.
const FORM_MINUTES: i64 = 60;
/// One attempt at a call to the bucket: it copies two gigabytes in one.
const ATTEMPT: Duration = Duration::from_secs(120);

/// A form that a browser posts to the bucket: the hidden fields come first, the file last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UploadForm {
    pub action: String,
    #[serde(serialize_with = "by_name")]
    pub fields: Vec<(&'static str, String)>,
    /// The largest file that the bucket takes.
    pub bytes_max: u64,
}

/// As a map: a program sets each field by its name.
fn by_name<S: Serializer>(
    fields: &[(&'static str, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(fields.iter().map(|(name, value)| (name, value)))
}

/// The client of S3. A file takes longer than what other services are asked for.
pub(crate) fn client(aws: &Aws) -> Client {
    aws.client(|aws| {
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(2 * ATTEMPT)
            .build();
        let config = aws_sdk_s3::config::Builder::from(&aws.config)
            .force_path_style(aws.config.endpoint_url().is_some())
            .timeout_config(timeouts)
            .interceptor(aws.steps);
        Client::from_conf(config.build())
    })
}

/// The documents bucket.
#[derive(Debug, Clone)]
pub struct Documents {
    client: Client,
    aws: Aws,
    bucket: String,
    kms_key: String,
}

impl Documents {
    pub fn new(aws: &Aws, bucket: String, kms_key: String) -> Self {
        Self { client: client(aws), aws: aws.clone(), bucket, kms_key }
    }

    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// A form that lets one file of at most `bytes_max` bytes into quarantine, and leads a browser
    /// back to `then`; without one it answers 201. The time is the real one: the bucket judges it.
    pub async fn upload_form(
        &self,
        case: &CaseId,
        document: &DocumentId,
        bytes_max: u64,
        then: Option<&str>,
    ) -> Result<UploadForm, Fault> {
        const DOING: &str = "signing an upload form";
        let config = &self.aws.config;
        let region = config.region().map(ToString::to_string);
        let region = region.ok_or_else(|| Fault::broken(DOING, "no region"))?;
        let provider =
            config.credentials_provider().ok_or_else(|| Fault::broken(DOING, "no credentials"))?;
        let credentials = provider
            .provide_credentials()
            .await
            .map_err(|_| Fault::busy(DOING, "credentials out of reach"))?;

        let now = Timestamp::now();
        let day = now.strftime("%Y%m%d").to_string();
        let scope = format!("{}/{day}/{region}/s3/aws4_request", credentials.access_key_id());
        let mut fields = vec![
            ("key", quarantine_key(case, document)),
            match then {
                Some(page) => ("success_action_redirect", page.to_owned()),
                None => ("success_action_status", "201".to_owned()),
            },
            ("x-amz-server-side-encryption", "aws:kms".to_owned()),
            ("x-amz-server-side-encryption-aws-kms-key-id", self.kms_key.clone()),
            ("x-amz-algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("x-amz-credential", scope),
            ("x-amz-date", now.strftime("%Y%m%dT%H%M%SZ").to_string()),
        ];
        if let Some(token) = credentials.session_token() {
            fields.push(("x-amz-security-token", token.to_owned()));
        }
        let policy = BASE64_STANDARD.encode(self.policy(now, &fields, bytes_max));
        let key = aws_sigv4::sign::v4::generate_signing_key(
            credentials.secret_access_key(),
            SystemTime::from(now),
            &region,
            "s3",
        );
        let signature = aws_sigv4::sign::v4::calculate_signature(key, policy.as_bytes());
        fields.push(("policy", policy));
        fields.push(("x-amz-signature", signature));
        Ok(UploadForm { action: self.upload_address()?, fields, bytes_max })
    }

    fn policy(&self, now: Timestamp, fields: &[(&'static str, String)], bytes_max: u64) -> String {
        let expires = now.checked_add(FORM_MINUTES.minutes()).unwrap_or(now);
        let mut conditions = vec![json!({"bucket": self.bucket})];
        conditions.extend(fields.iter().map(|(name, value)| json!({*name: value})));
        // An empty file is let in, and told of on our page: what the bucket refuses, it tells on a bare one of its own.
        conditions.push(json!(["content-length-range", 0, bytes_max]));
        let expiration = expires.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        json!({"expiration": expiration, "conditions": conditions}).to_string()
    }

    /// Where upload forms are posted to.
    pub fn upload_address(&self) -> Result<String, Fault> {
        let config = &self.aws.config;
        let region =
            config.region().ok_or_else(|| Fault::broken("addressing the bucket", "no region"))?;
        Ok(match config.endpoint_url() {
            Some(endpoint) => format!("{}/{}", endpoint.trim_end_matches('/'), self.bucket),
            None => format!("https://{}.s3.{region}.amazonaws.com/", self.bucket),
        })
    }

    /// Puts a file of ours into quarantine, for what is made on the server.
    pub async fn put_quarantine(
        &self,
        case: &CaseId,
        document: &DocumentId,
        bytes: Vec<u8>,
    ) -> Result<(), Fault> {
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(quarantine_key(case, document))
            .body(ByteStream::from(bytes))
            .send()
            .await
            .map_err(|error| Fault::from_sdk("putting a document", &error))?;
        Ok(())
    }

    /// Copies that version of a clean document out of quarantine, and says which version the copy
    /// is. The original is discarded once the case knows of it.
    pub async fn admit(
        &self,
        case: &CaseId,
        document: &DocumentId,
        version: &str,
    ) -> Result<Option<String>, Fault> {
        let original = format!("{}/{}", self.bucket, quarantine_key(case, document));
        let copied = self
            .client
            .copy_object()
            .bucket(&self.bucket)
            .key(clean_key(case, document))
            .copy_source(format!("{original}?versionId={version}"))
            .send()
            .await
            .map_err(|error| Fault::from_sdk("releasing a document", &error))?;
        Ok(copied.version_id)
    }

    /// Removes a document from quarantine.
    pub async fn discard(&self, case: &CaseId, document: &DocumentId) -> Result<(), Fault> {
        self.client
            .delete_object()
            .bucket(&self.bucket)
            .key(quarantine_key(case, document))
            .send()
            .await
            .map_err(|error| Fault::from_sdk("discarding a document", &error))?;
        Ok(())
    }
}

fn quarantine_key(case: &CaseId, document: &DocumentId) -> String {
    format!("quarantine/{case}/{document}")
}

fn clean_key(case: &CaseId, document: &DocumentId) -> String {
    format!("clean/{case}/{document}")
}

fn copy_key(case: &CaseId, copy: &DocumentId) -> String {
    format!("copies/{case}/{copy}")
}

/// The case and document that a quarantine key names; nothing for any other key.
pub fn quarantined(key: &str) -> Option<(CaseId, DocumentId)> {
    let (case, document) = key.strip_prefix("quarantine/")?.split_once('/')?;
    Some((case.parse().ok()?, document.parse().ok()?))
}

/// SHA-256 in hex of bytes in memory.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(digest(&SHA256, bytes))
}
