//! A look at what arrived in quarantine: its length, its hash, and what its bytes tell of it.

use super::{Documents, archive, pdf, quarantine_key};
use aws_lc_rs::digest::{Context, SHA256};
use aws_sdk_s3::primitives::ByteStream;
use domain::ids::{CaseId, DocumentId};
use domain::records::{
    Archive, ByteMarks, DOCUMENT_BYTES_MAX, FIRST_BYTES, LOCKED_MARK, MARKUP_MARKS, PdfContent,
};
use runtime::Fault;

const DOING: &str = "looking at a document";

/// What arrived in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// SHA-256 in hex.
    pub hash: String,
    pub bytes: u64,
    /// The first bytes, by which the kind is told.
    pub first: Vec<u8>,
    pub marks: ByteMarks,
    /// What is in it, where it is a ZIP that can be read.
    pub archive: Option<Archive>,
    /// What it does, where it begins as a PDF of a size that is taken.
    pub pdf: Option<PdfContent>,
}

impl Documents {
    /// Reads one version of what arrived and hashes it. Only a PDF is kept in memory whole, up to the size
    /// that is taken: nothing less tells what it does.
    pub async fn look(
        &self,
        case: &CaseId,
        document: &DocumentId,
        version: &str,
    ) -> Result<Option<Found>, Fault> {
        let key = quarantine_key(case, document);
        let got =
            self.client.get_object().bucket(&self.bucket).key(&key).version_id(version).send();
        let body = match got.await {
            Ok(object) => object.body,
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_no_such_key() => return Ok(None),
                _ => return Err(Fault::from_sdk(DOING, &error)),
            },
        };
        let Read { mut found, whole } = read(body).await?;
        if found.first.starts_with(archive::ZIP_MARK) {
            found.archive = self.look_into(&key, version, found.bytes).await?;
        }
        if let Some(whole) = whole {
            found.pdf = Some(pdf::content(whole).await?);
        }
        Ok(Some(found))
    }
}

/// What was read, and the whole of it if that is needed.
struct Read {
    found: Found,
    whole: Option<Vec<u8>>,
}

async fn read(mut body: ByteStream) -> Result<Read, Fault> {
    let (mut hasher, mut seen) = (Context::new(&SHA256), Seen::default());
    let mut bytes = 0;
    let mut first = Vec::new();
    let mut whole = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Fault::busy(DOING, "cut short"))?;
        let wanted = FIRST_BYTES.saturating_sub(first.len()).min(chunk.len());
        first.extend_from_slice(&chunk[..wanted]);
        hasher.update(&chunk);
        seen.go_on(&chunk);
        bytes += chunk.len() as u64;
        if first.starts_with(pdf::MARK) && bytes <= DOCUMENT_BYTES_MAX {
            whole.extend_from_slice(&chunk);
        }
    }
    let is_whole = !whole.is_empty() && whole.len() as u64 == bytes;
    let hash = hex::encode(hasher.finish());
    let found = Found { hash, bytes, first, marks: seen.marks(), archive: None, pdf: None };
    Ok(Read { found, whole: is_whole.then_some(whole) })
}

/// What has been seen of a file that comes in parts.
struct Seen {
    locked: Search<'static>,
    markup: Vec<Search<'static>>,
    control: bool,
}

impl Default for Seen {
    fn default() -> Self {
        let markup = MARKUP_MARKS.into_iter().map(Search::new).collect();
        Self { locked: Search::new(LOCKED_MARK), markup, control: false }
    }
}

impl Seen {
    fn go_on(&mut self, part: &[u8]) {
        self.locked.go_on(part);
        let small = part.to_ascii_lowercase();
        self.markup.iter_mut().for_each(|mark| mark.go_on(&small));
        let is_control = |byte: &u8| byte.is_ascii_control() && !b"\n\r\t".contains(byte);
        self.control = self.control || part.iter().any(is_control);
    }

    fn marks(&self) -> ByteMarks {
        let markup = self.markup.iter().any(|mark| mark.found);
        ByteMarks { locked: self.locked.found, markup, control: self.control }
    }
}

/// Looks for a mark in bytes that come in parts, wherever the parts are cut.
struct Search<'a> {
    mark: &'a [u8],
    /// The end of the last part, one byte shorter than the mark.
    tail: Vec<u8>,
    found: bool,
}

impl<'a> Search<'a> {
    fn new(mark: &'a [u8]) -> Self {
        Self { mark, tail: Vec::new(), found: false }
    }

    fn go_on(&mut self, part: &[u8]) {
        let keep = self.mark.len().saturating_sub(1);
        let seam = [self.tail.as_slice(), &part[..part.len().min(keep)]].concat();
        let has = |bytes: &[u8]| bytes.windows(self.mark.len()).any(|window| window == self.mark);
        self.found = self.found || has(&seam) || has(part);
        // Only the last bytes are kept: a part may be as large as the file.
        let end = [self.tail.as_slice(), &part[part.len().saturating_sub(keep)..]].concat();
        self.tail = end[end.len().saturating_sub(keep)..].to_vec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_wherever_the_parts_are_cut() {
        let text = b"trailer << /Encrypt 5 0 R >>";
        for size in 1..text.len() {
            let mut search = Search::new(b"/Encrypt");
            text.chunks(size).for_each(|part| search.go_on(part));
            assert!(search.found, "cut into {size}");
        }
        let mut search = Search::new(b"/Encrypt");
        for part in [b"/Encr".as_slice(), b"ip", b"t"] {
            search.go_on(part);
        }
        assert!(!search.found);
    }

    #[test]
    fn markup_and_controls_are_seen_far_behind_the_beginning() {
        let seen = |parts: &[&[u8]]| {
            let mut seen = Seen::default();
            for part in parts {
                seen.go_on(part);
            }
            seen.marks()
        };
        let long = vec![b'x'; 5_000];
        assert_eq!(seen(&[&long, b"\r\n\tyours"]), ByteMarks::default());
        assert!(seen(&[&long, b"<SC", b"ript>"]).markup);
        assert!(seen(&[&long, b"\0"]).control);
    }
}
