//! A copy for subject access: one ZIP of everything that is held about a member, written to the bucket part by part, so
//! that the largest takes no more memory than the smallest.

use super::{Documents, clean_key, copy_key};
use aws_lc_rs::digest::{Context, SHA256};
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart, ServerSideEncryption};
use domain::ids::{CaseId, DocumentId};
use domain::records::Content;
use runtime::Fault;
use std::io::{Result as IoResult, Write};
use std::sync::{Arc, Mutex, PoisonError};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

const DOING: &str = "writing a copy";
/// Bytes of a part; the bucket takes no smaller ones but the last, and ten thousand of them.
const PART_BYTES: usize = 8 * 1024 * 1024;
/// From this size on an entry is written with sizes of 64 bits.
const LARGE_BYTES: u64 = 4_000_000_000;

/// What the ZIP writer has written and no part has taken yet.
#[derive(Debug, Clone, Default)]
struct Pending(Arc<Mutex<Vec<u8>>>);

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> IoResult<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> IoResult<()> {
        Ok(())
    }
}

impl Pending {
    fn take(&self, at_least: usize) -> Option<Vec<u8>> {
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (pending.len() >= at_least).then(|| std::mem::take(&mut *pending))
    }
}

/// A copy that is being written.
pub struct CopyWriter {
    documents: Documents,
    key: String,
    upload: String,
    parts: Vec<CompletedPart>,
    zip: ZipWriter<StreamWriter<Pending>>,
    pending: Pending,
    hasher: Context,
    bytes: u64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// SHA-256 in hex.
    pub hash: String,
    pub bytes: u64,
    pub version: Option<String>,
}

impl Documents {
    /// Begins a copy. One that is never finished is tidied away by the bucket.
    pub async fn begin_copy(&self, case: &CaseId, copy: &DocumentId) -> Result<CopyWriter, Fault> {
        let key = copy_key(case, copy);
        let begun = self
            .client
            .create_multipart_upload()
            .bucket(&self.bucket)
            .key(&key)
            .server_side_encryption(ServerSideEncryption::AwsKms)
            .ssekms_key_id(&self.kms_key)
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let upload = begun.upload_id.ok_or_else(|| Fault::broken(DOING, "no upload id"))?;
        let pending = Pending::default();
        Ok(CopyWriter {
            documents: self.clone(),
            key,
            upload,
            parts: Vec::new(),
            zip: ZipWriter::new_stream(pending.clone()),
            pending,
            hasher: Context::new(&SHA256),
            bytes: 0,
        })
    }
}

impl CopyWriter {
    /// Adds a file made of text.
    pub async fn text(&mut self, name: &str, text: &str) -> Result<(), Fault> {
        self.start(name, CompressionMethod::Deflated, text.len() as u64)?;
        self.write(text.as_bytes()).await
    }

    /// Adds a clean document of the case, as it is: what it holds is compressed already.
    pub async fn document(
        &mut self,
        name: &str,
        case: &CaseId,
        document: &DocumentId,
        content: &Content,
    ) -> Result<(), Fault> {
        let got = self
            .documents
            .client
            .get_object()
            .bucket(&self.documents.bucket)
            .key(clean_key(case, document))
            .set_version_id(content.version.clone())
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        self.start(name, CompressionMethod::Stored, content.bytes)?;
        let (mut body, mut bytes) = (got.body, 0);
        while let Some(chunk) = body.next().await {
            let chunk = chunk.map_err(|_| Fault::busy(DOING, "a document was cut short"))?;
            bytes += chunk.len() as u64;
            self.write(&chunk).await?;
        }
        if bytes == content.bytes {
            Ok(())
        } else {
            Err(Fault::busy(DOING, "a document was cut short"))
        }
    }

    /// Ends the ZIP and puts its parts together.
    pub async fn finish(mut self) -> Result<Written, Fault> {
        let zip = std::mem::replace(&mut self.zip, ZipWriter::new_stream(Pending::default()));
        zip.finish().map_err(|_| Fault::broken(DOING, "the end"))?;
        self.flush(0).await?;
        let parts = CompletedMultipartUpload::builder().set_parts(Some(self.parts)).build();
        let done = self
            .documents
            .client
            .complete_multipart_upload()
            .bucket(&self.documents.bucket)
            .key(&self.key)
            .upload_id(&self.upload)
            .multipart_upload(parts)
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let hash = hex::encode(self.hasher.finish());
        Ok(Written { hash, bytes: self.bytes, version: done.version_id })
    }

    fn start(&mut self, name: &str, method: CompressionMethod, bytes: u64) -> Result<(), Fault> {
        let large = bytes >= LARGE_BYTES;
        let options = SimpleFileOptions::default().compression_method(method).large_file(large);
        self.zip.start_file(name, options).map_err(|_| Fault::broken(DOING, "an entry"))
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        for chunk in bytes.chunks(PART_BYTES) {
            self.zip.write_all(chunk).map_err(|_| Fault::broken(DOING, "an entry's bytes"))?;
            self.flush(PART_BYTES).await?;
        }
        Ok(())
    }

    /// Sends what has gathered as a part, if it is that much.
    async fn flush(&mut self, at_least: usize) -> Result<(), Fault> {
        let Some(part) = self.pending.take(at_least) else {
            return Ok(());
        };
        self.hasher.update(&part);
        self.bytes += part.len() as u64;
        let number = i32::try_from(self.parts.len() + 1).unwrap_or(i32::MAX);
        let sent = self
            .documents
            .client
            .upload_part()
            .bucket(&self.documents.bucket)
            .key(&self.key)
            .upload_id(&self.upload)
            .part_number(number)
            .body(ByteStream::from(part))
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let done = CompletedPart::builder().part_number(number).set_e_tag(sent.e_tag).build();
        self.parts.push(done);
        Ok(())
    }
}
