//! A look into a ZIP that may be two gigabytes large: its directory at the end and the first bytes of
//! each file are read by ranges, never the whole.

use super::Documents;
use domain::records::{Archive, FIRST_BYTES};
use runtime::Fault;
use std::io::{Error, Read, Result as IoResult, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::runtime::Handle;
use zip::ZipArchive;

/// How a ZIP begins.
pub(super) const ZIP_MARK: &[u8] = b"PK\x03\x04";
/// Bytes asked for at once.
const RANGE_BYTES: u64 = 16 * 1024;
/// Bytes read to know the directory of an archive, and after it of its files: whatever needs more is
/// not what it says it is, and would not fit in memory.
const DIRECTORY_BYTES_MAX: u64 = 6 * 1024 * 1024;
const FILES_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Files in one archive: an examination of several series has some thousands.
const FILES_MAX: usize = 20_000;

impl Documents {
    /// Counts the files of an archive by what they are; nothing if it cannot be read as one.
    pub(super) async fn look_into(
        &self,
        key: &str,
        version: &str,
        bytes: u64,
    ) -> Result<Option<Archive>, Fault> {
        let ranges = Ranges {
            documents: self.clone(),
            runtime: Handle::current(),
            key: key.to_owned(),
            version: version.to_owned(),
            bytes,
            at: 0,
            held: (0, Vec::new()),
            left: Arc::new(AtomicU64::new(DIRECTORY_BYTES_MAX)),
        };
        // Reading a ZIP goes back and forth, which the library does on a thread of its own.
        let counted = tokio::task::spawn_blocking(move || count(ranges)).await;
        counted.map_err(|_| Fault::broken("looking into an archive", "the look panicked"))
    }

    async fn range(&self, key: &str, version: &str, first: u64, last: u64) -> IoResult<Vec<u8>> {
        let got = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .version_id(version)
            .range(format!("bytes={first}-{last}"))
            .send()
            .await
            .map_err(|_| Error::other("no answer"))?;
        let bytes = got.body.collect().await.map_err(|_| Error::other("cut short"))?;
        Ok(bytes.to_vec())
    }
}

fn count(ranges: Ranges) -> Option<Archive> {
    let left = ranges.left.clone();
    let mut zip = ZipArchive::new(ranges).ok().filter(|zip| zip.len() <= FILES_MAX)?;
    left.store(FILES_BYTES_MAX, Ordering::Relaxed);
    let mut archive = Archive::default();
    for index in 0..zip.len() {
        let file = zip.by_index(index).ok()?;
        // A name that leads out of the folder it is unpacked in has only one use.
        file.enclosed_name()?;
        if file.is_dir() {
            continue;
        }
        let mut first = Vec::new();
        file.take(FIRST_BYTES as u64).read_to_end(&mut first).ok()?;
        archive.count(&first);
    }
    Some(archive)
}

/// An object read by ranges, as if it were a file.
struct Ranges {
    documents: Documents,
    runtime: Handle,
    key: String,
    version: String,
    bytes: u64,
    at: u64,
    /// Where the held bytes begin, and they themselves.
    held: (u64, Vec<u8>),
    /// Bytes that may still be read.
    left: Arc<AtomicU64>,
}

impl Ranges {
    fn holds(&self) -> Option<&[u8]> {
        let (begins, held) = &self.held;
        let offset = usize::try_from(self.at.checked_sub(*begins)?).ok()?;
        held.get(offset..).filter(|rest| !rest.is_empty())
    }

    fn fetch(&mut self) -> IoResult<()> {
        let last = self.at.saturating_add(RANGE_BYTES).min(self.bytes) - 1;
        let left = self.left.load(Ordering::Relaxed).checked_sub(last + 1 - self.at);
        self.left.store(left.ok_or_else(|| Error::other("too much to read"))?, Ordering::Relaxed);
        let range = self.documents.range(&self.key, &self.version, self.at, last);
        self.held = (self.at, self.runtime.block_on(range)?);
        Ok(())
    }
}

impl Read for Ranges {
    fn read(&mut self, into: &mut [u8]) -> IoResult<usize> {
        if self.at >= self.bytes || into.is_empty() {
            return Ok(0);
        }
        if self.holds().is_none() {
            self.fetch()?;
        }
        let held = self.holds().unwrap_or_default();
        let length = held.len().min(into.len());
        into[..length].copy_from_slice(&held[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Ranges {
    fn seek(&mut self, to: SeekFrom) -> IoResult<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = target.ok_or_else(|| Error::other("before the beginning"))?;
        Ok(self.at)
    }
}
