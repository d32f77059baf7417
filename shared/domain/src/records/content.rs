//! What a document's bytes may be: told by the bytes themselves, never by a name.

use super::{DOCUMENT_BYTES_MAX, DocumentKind, DocumentRefused, Takes};

/// First bytes that are enough to tell a kind.
pub const FIRST_BYTES: usize = 1024;
/// The fewest bytes of anything that could be a paper.
const BYTES_MIN: u64 = 8;
/// What a PDF that is locked with a password has somewhere in it (ISO 32000-1, 7.6.1).
pub const LOCKED_MARK: &[u8] = b"/Encrypt";
/// What makes a text a page or a script, in small letters.
pub const MARKUP_MARKS: [&[u8]; 5] = [b"<html", b"<script", b"<svg", b"<!doctype", b"<iframe"];
/// How programs begin: Windows, Linux, macOS, scripts. DICOM leaves room for one before its own mark.
const PROGRAM_MARKS: [&[u8]; 6] =
    [b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xca\xfe\xba\xbe", b"#!"];
/// Where a DICOM file says what it is (DICOM PS3.10, 7.1).
const DICOM_MARK: (usize, &[u8]) = (128, b"DICM");
/// How a ZIP begins (APPNOTE.TXT 4.3.7).
const ZIP_MARK: &[u8] = b"PK\x03\x04";

/// What is known of bytes that arrived.
#[derive(Debug, Clone, Copy)]
pub struct Arrived<'a> {
    pub bytes: u64,
    /// Up to [`FIRST_BYTES`] of them.
    pub first: &'a [u8],
    pub marks: ByteMarks,
    /// What is in it, where it is a ZIP that could be read to its end.
    pub archive: Option<Archive>,
    /// What it does, where it begins as a PDF.
    pub pdf: Option<PdfContent>,
}

/// What is anywhere among the bytes, wherever they were cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByteMarks {
    /// [`LOCKED_MARK`].
    pub locked: bool,
    /// One of [`MARKUP_MARKS`].
    pub markup: bool,
    /// A control character that no text has.
    pub control: bool,
}

/// What a PDF brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PdfContent {
    Still,
    /// A script, something that starts by itself, or other files.
    Active,
    /// It could not be read to its end, so nobody knows.
    Damaged,
}

/// The files in a ZIP, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Archive {
    pub dicom: u32,
    pub others: u32,
}

impl Archive {
    /// Counts a file by its first bytes. A DICOMDIR is a DICOM file as well.
    pub fn count(&mut self, first: &[u8]) {
        if is_dicom(first) {
            self.dicom += 1;
        } else {
            self.others += 1;
        }
    }
}

/// The kind of what arrived for something that takes such things, or why it is not taken.
pub fn judge(arrived: Arrived<'_>, takes: Takes) -> Result<DocumentKind, DocumentRefused> {
    if arrived.bytes < BYTES_MIN || arrived.bytes > takes.bytes_max() {
        return Err(DocumentRefused::Size);
    }
    if takes == Takes::Imaging && arrived.first.starts_with(ZIP_MARK) {
        return match arrived.archive {
            Some(Archive { dicom: 1.., others: 0 }) => Ok(DocumentKind::DicomZip),
            _ => Err(DocumentRefused::Archive),
        };
    }
    if arrived.bytes > DOCUMENT_BYTES_MAX {
        return Err(DocumentRefused::Size);
    }
    let kind = kind(arrived.first).ok_or(DocumentRefused::Kind)?;
    if kind == DocumentKind::Pdf {
        is_still(arrived)?;
    }
    // A text is looked at whole: a page may begin far behind its first lines.
    if kind == DocumentKind::Text && (arrived.marks.markup || arrived.marks.control) {
        return Err(DocumentRefused::Kind);
    }
    Ok(kind)
}

/// A PDF that only shows something.
fn is_still(arrived: Arrived<'_>) -> Result<(), DocumentRefused> {
    match arrived.pdf {
        _ if arrived.marks.locked => Err(DocumentRefused::Locked),
        Some(PdfContent::Active) => Err(DocumentRefused::Active),
        Some(PdfContent::Damaged) | None => Err(DocumentRefused::Unreadable),
        Some(PdfContent::Still) => Ok(()),
    }
}

fn kind(first: &[u8]) -> Option<DocumentKind> {
    // A file that would also open as a page is neither.
    if is_markup(first) {
        return None;
    }
    let starts = |magic: &[u8]| first.starts_with(magic);
    if starts(b"%PDF-") {
        Some(DocumentKind::Pdf)
    } else if starts(&[0xff, 0xd8, 0xff]) {
        Some(DocumentKind::Jpeg)
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        Some(DocumentKind::Png)
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        Some(DocumentKind::Tiff)
    } else if is_dicom(first) {
        Some(DocumentKind::Dicom)
    } else {
        is_plain_text(first).then_some(DocumentKind::Text)
    }
}

/// The bytes before its mark are anybody's: as a program they would run.
fn is_dicom(first: &[u8]) -> bool {
    let (offset, mark) = DICOM_MARK;
    let marked = first.get(offset..).is_some_and(|rest| rest.starts_with(mark));
    marked && !PROGRAM_MARKS.iter().any(|program| first.starts_with(program))
}

fn is_markup(first: &[u8]) -> bool {
    let lower = first.to_ascii_lowercase();
    let has = |tag: &[u8]| lower.windows(tag.len()).any(|window| window == tag);
    MARKUP_MARKS.iter().any(|mark| has(mark))
}

/// Text without control characters or markup: a page or a script is not a record.
fn is_plain_text(first: &[u8]) -> bool {
    let text = match std::str::from_utf8(first) {
        Ok(text) => text,
        // The look may have cut a letter in two at its very end.
        Err(cut) if cut.error_len().is_none() => {
            std::str::from_utf8(&first[..cut.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let shown = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    !text.trim().is_empty() && text.chars().all(shown) && !text.trim_start().starts_with('<')
}

impl DocumentRefused {
    /// What the sender is told, and what they can do.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Size => "it was too large, or there was nothing in it; send a large one in parts",
            Self::Kind => {
                "it was not a PDF, JPEG, PNG, TIFF, DICOM or plain text file; save it as a PDF and \
                 send that"
            }
            Self::Malware => "our scanner found something harmful in it; we have deleted it",
            Self::Unreadable => "our scanner could not read it; please save it again and send that",
            Self::Locked => {
                "it is locked with a password; open it, print it to a new PDF without one, and \
                 send that"
            }
            Self::Archive => {
                "a ZIP may hold DICOM images only, and must not be damaged; take everything else \
                 out and send that by itself"
            }
            Self::Active => {
                "it holds a script, other files, or something that starts by itself; open it, \
                 print it to a new PDF, and send that"
            }
            Self::NotAllowed => "the member does not allow it to be collected any more",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrived(first: &[u8]) -> Arrived<'_> {
        let pdf = first.starts_with(b"%PDF-").then_some(PdfContent::Still);
        Arrived {
            bytes: first.len() as u64,
            first,
            marks: ByteMarks::default(),
            archive: None,
            pdf,
        }
    }

    #[test]
    fn a_kind_is_told_by_the_first_bytes() {
        let dicom = [&[0; 128][..], b"DICM\x02\0"].concat();
        let program = [b"MZ\x90", &[0; 125][..], b"DICM\x02\0"].concat();
        let cases: [(&[u8], Result<DocumentKind, DocumentRefused>); 15] = [
            (b"%PDF-1.7 ...", Ok(DocumentKind::Pdf)),
            (b"\x89PNG\r\n\x1a\n....", Ok(DocumentKind::Png)),
            (&[0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70], Ok(DocumentKind::Jpeg)),
            (b"II*\0....", Ok(DocumentKind::Tiff)),
            (&dicom, Ok(DocumentKind::Dicom)),
            (b"Dear colleague,\nthank you", Ok(DocumentKind::Text)),
            (b"x", Err(DocumentRefused::Size)),
            (&program, Err(DocumentRefused::Kind)),
            (b"%PDF-1.7\n<html><script>", Err(DocumentRefused::Kind)),
            (b"<html><script>", Err(DocumentRefused::Kind)),
            (b"<svg xmlns=", Err(DocumentRefused::Kind)),
            (b"  <?xml version=", Err(DocumentRefused::Kind)),
            (b"MZ\x90\0\x03\0\0\0", Err(DocumentRefused::Kind)),
            (b"PK\x03\x04\0\0\0\0", Err(DocumentRefused::Kind)),
            (b"", Err(DocumentRefused::Size)),
        ];
        for (first, expected) in cases {
            assert_eq!(judge(arrived(first), Takes::Papers), expected, "{first:?}");
        }
    }

    #[test]
    fn a_locked_pdf_is_refused_and_a_letter_that_speaks_of_one_is_not() {
        let marks = ByteMarks { locked: true, ..ByteMarks::default() };
        let locked = |first| judge(Arrived { marks, ..arrived(first) }, Takes::Papers);
        assert_eq!(locked(b"%PDF-1.7"), Err(DocumentRefused::Locked));
        assert_eq!(locked(b"See /Encrypt"), Ok(DocumentKind::Text));
    }

    #[test]
    fn a_pdf_that_does_something_or_that_nobody_can_read_is_refused() {
        let pdf = |pdf| judge(Arrived { pdf, ..arrived(b"%PDF-1.7") }, Takes::Papers);
        assert_eq!(pdf(Some(PdfContent::Still)), Ok(DocumentKind::Pdf));
        assert_eq!(pdf(Some(PdfContent::Active)), Err(DocumentRefused::Active));
        assert_eq!(pdf(Some(PdfContent::Damaged)), Err(DocumentRefused::Unreadable));
        assert_eq!(pdf(None), Err(DocumentRefused::Unreadable));
    }

    #[test]
    fn a_text_is_no_page_and_no_program_behind_its_first_lines() {
        let text = |marks| judge(Arrived { marks, ..arrived(b"Dear colleague") }, Takes::Papers);
        let none = ByteMarks::default();
        assert_eq!(text(none), Ok(DocumentKind::Text));
        assert_eq!(text(ByteMarks { markup: true, ..none }), Err(DocumentRefused::Kind));
        assert_eq!(text(ByteMarks { control: true, ..none }), Err(DocumentRefused::Kind));
    }

    #[test]
    fn a_document_is_at_most_fifty_megabytes() {
        for takes in [Takes::Papers, Takes::Imaging] {
            let of = |bytes| judge(Arrived { bytes, ..arrived(b"%PDF-1.7") }, takes);
            assert!(of(DOCUMENT_BYTES_MAX).is_ok());
            assert_eq!(of(DOCUMENT_BYTES_MAX + 1), Err(DocumentRefused::Size));
        }
    }

    #[test]
    fn a_zip_is_taken_for_imaging_alone_and_only_with_dicom_in_it() {
        let zip = |dicom, others, bytes| Arrived {
            bytes,
            archive: Some(Archive { dicom, others }),
            ..arrived(b"PK\x03\x04\x14\0\0\0")
        };
        let large = super::super::IMAGING_BYTES_MAX;
        for (arrived, takes, expected) in [
            (zip(3, 0, large), Takes::Imaging, Ok(DocumentKind::DicomZip)),
            (zip(3, 0, large + 1), Takes::Imaging, Err(DocumentRefused::Size)),
            (zip(3, 1, 100), Takes::Imaging, Err(DocumentRefused::Archive)),
            (zip(0, 0, 100), Takes::Imaging, Err(DocumentRefused::Archive)),
            (arrived(b"PK\x03\x04\x14\0\0\0"), Takes::Imaging, Err(DocumentRefused::Archive)),
            (zip(3, 0, 100), Takes::Papers, Err(DocumentRefused::Kind)),
        ] {
            assert_eq!(judge(arrived, takes), expected);
        }
    }

    #[test]
    fn the_files_of_a_zip_are_counted_by_what_they_are() {
        let dicom = [&[0; 128][..], b"DICM\x02\0"].concat();
        let mut archive = Archive::default();
        let program = [b"#!/b", &[0; 124][..], b"DICM\x02\0"].concat();
        for first in [&dicom[..], b"%PDF-1.7", &dicom, &dicom, &program] {
            archive.count(first);
        }
        assert_eq!(archive, Archive { dicom: 3, others: 2 });
    }
}
