//! What a PDF brings along beside its pages. Scripts hide in compressed parts and behind escaped names, so
//! it is read by a library and not searched for words.

use domain::records::PdfContent;
use lopdf::{Dictionary, Document, Object};
use runtime::Fault;

/// How a PDF begins.
pub(super) const MARK: &[u8] = b"%PDF-";
/// Actions that run, start or send something (ISO 32000-1, 12.6.4).
const ACTIONS: [&[u8]; 8] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"GoToR",
    b"Rendition",
    b"RichMediaExecute",
];
/// Keys under which actions that start by themselves, scripts, other files and programs of forms are kept.
const KEYS: [&[u8]; 6] = [b"AA", b"JS", b"EmbeddedFiles", b"EF", b"XFA", b"RichMediaContent"];
/// How deep values may lie in one another.
const DEPTH_MAX: usize = 64;

/// Reading it takes the processor for a while, so it is done on a thread of its own.
pub(super) async fn content(bytes: Vec<u8>) -> Result<PdfContent, Fault> {
    let judged = tokio::task::spawn_blocking(move || judge(&bytes)).await;
    Ok(judged.unwrap_or(PdfContent::Damaged))
}

fn judge(bytes: &[u8]) -> PdfContent {
    let Ok(pdf) = Document::load_mem(bytes) else {
        return PdfContent::Damaged;
    };
    if pdf.get_pages().is_empty() {
        return PdfContent::Damaged;
    }
    let active =
        pdf.objects.values().any(|object| acts(&pdf, object, 0)) || opens_with_action(&pdf);
    if active { PdfContent::Active } else { PdfContent::Still }
}

/// Whether a value does something, or anything in it. What lies too deep is not trusted.
fn acts(pdf: &Document, object: &Object, depth: usize) -> bool {
    if depth > DEPTH_MAX {
        return true;
    }
    match object {
        Object::Dictionary(entries) => dictionary_acts(pdf, entries, depth),
        Object::Stream(stream) => dictionary_acts(pdf, &stream.dict, depth),
        Object::Array(values) => values.iter().any(|value| acts(pdf, value, depth + 1)),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => false,
    }
}

fn dictionary_acts(pdf: &Document, entries: &Dictionary, depth: usize) -> bool {
    // The name of an action may be elsewhere. What leads nowhere is not trusted.
    let action = entries.get(b"S").is_ok_and(|named| {
        let found = pdf.dereference(named).map(|(_, name)| name);
        found.map_or(true, |name| name.as_name().is_ok_and(|name| ACTIONS.contains(&name)))
    });
    action
        || KEYS.iter().any(|key| entries.has(key))
        || entries.iter().any(|(_, value)| acts(pdf, value, depth + 1))
}

/// Something starts when it is opened. To show a certain page first is no such thing.
fn opens_with_action(pdf: &Document) -> bool {
    let Ok(opens) = pdf.catalog().and_then(|catalog| catalog.get(b"OpenAction")) else {
        return false;
    };
    let Ok((_, action)) = pdf.dereference(opens) else {
        return true;
    };
    match action.as_dict() {
        Ok(action) => action.get(b"S").and_then(Object::as_name).ok() != Some(b"GoTo"),
        Err(_) => action.as_array().is_err(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    fn of(catalog: &Dictionary) -> Vec<u8> {
        let mut pdf = Document::with_version("1.7");
        let pages = pdf.new_object_id();
        let page = pdf.add_object(dictionary! { "Type" => "Page", "Parent" => pages });
        let kids = vec![page.into()];
        pdf.objects
            .insert(pages, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 }.into());
        let mut root = dictionary! { "Type" => "Catalog", "Pages" => pages };
        root.extend(catalog);
        let root = pdf.add_object(root);
        pdf.trailer.set("Root", root);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_paper_is_still_and_may_say_which_page_comes_first() {
        assert_eq!(judge(&of(&dictionary! {})), PdfContent::Still);
        let first = dictionary! { "OpenAction" => vec![0.into(), "Fit".into()] };
        assert_eq!(judge(&of(&first)), PdfContent::Still);
        let first = dictionary! { "OpenAction" => dictionary! { "S" => "GoTo" } };
        assert_eq!(judge(&of(&first)), PdfContent::Still);
    }

    #[test]
    fn scripts_starts_and_files_inside_are_seen() {
        let script =
            dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        let launch = dictionary! { "S" => "Launch", "F" => Object::string_literal("cmd.exe") };
        let web =
            dictionary! { "S" => "URI", "URI" => Object::string_literal("http://evil.example") };
        for catalog in [
            dictionary! { "OpenAction" => script.clone() },
            dictionary! { "OpenAction" => web.clone() },
            dictionary! { "AA" => dictionary! { "O" => web } },
            dictionary! { "Outlines" => dictionary! { "A" => script } },
            dictionary! { "Outlines" => dictionary! { "S" => Object::Reference((99, 0)) } },
            dictionary! { "Outlines" => dictionary! { "A" => launch } },
            dictionary! { "Names" => dictionary! { "EmbeddedFiles" => dictionary! {} } },
            dictionary! { "AcroForm" => dictionary! { "XFA" => Vec::<Object>::new() } },
        ] {
            assert_eq!(judge(&of(&catalog)), PdfContent::Active, "{catalog:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_damaged() {
        for bytes in [b"%PDF-1.7 and nothing".as_slice(), b"%PDF-1.4\n% a comment\n%%EOF\n"] {
            assert_eq!(judge(bytes), PdfContent::Damaged);
        }
    }

    #[test]
    fn a_name_is_read_behind_its_escapes() {
        let action = dictionary! { "S" => "Launch" };
        let bytes = of(&dictionary! { "OpenAction" => dictionary! { "Next" => action } });
        let text = String::from_utf8_lossy(&bytes).replace("/Launch", "/L#61unch");
        // The table at the end still fits: lopdf finds objects again that have moved.
        assert_ne!(judge(text.as_bytes()), PdfContent::Still);
    }
}
