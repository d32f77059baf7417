//! Papers to keep: headings, paragraphs and lists set on A4 pages, as a PDF of plain ASCII, so that
//! it can be sent wherever text can.
//!
//! The same words are always set in the same places: a paper is kept as its words, and set again whenever
//! somebody asks for it. The one font covers Latin, Greek, Cyrillic, Arabic and more; a letter
//! that it lacks (an emoji) shows as a box.

use domain::paper::Part;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::text::{Font, TextDirection};
use krilla::{Document, SerializeSettings};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

const FONT: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");
/// A4 in points, with a margin of two and a half centimetres.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 71.0;
/// From one line to the next, as a multiple of the letters' size.
const LEADING: f32 = 1.45;

/// Size of the letters of a part, space above it, and indentation, in points.
fn measures(part: &Part) -> (f32, f32, f32) {
    match part {
        Part::Title(_) => (18.0, 0.0, 0.0),
        Part::Heading(_) => (12.5, 12.0, 0.0),
        Part::Text(_) => (10.0, 6.0, 0.0),
        Part::Item(_) => (10.0, 3.0, 14.0),
    }
}

fn as_set(part: &Part) -> String {
    match part {
        Part::Item(words) => format!("\u{2013} {words}"),
        Part::Title(words) | Part::Heading(words) | Part::Text(words) => words.clone(),
    }
}

/// The paper could not be set: a fault of ours, never of the words.
#[derive(Debug, thiserror::Error)]
#[error("a paper could not be set")]
pub struct NotSet;

/// Sets the parts on as many pages as they need. The first of them names the paper.
pub fn pdf(parts: &[Part]) -> Result<String, NotSet> {
    let settings = SerializeSettings {
        ascii_compatible: true,
        xmp_metadata: false,
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let title = parts.first().map(|part| part.words().to_owned()).unwrap_or_default();
    document.set_metadata(Metadata::new().title(title).language("en-GB".to_owned()));
    let font = Font::new(FONT.to_vec().into(), 0).ok_or(NotSet)?;
    let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or(NotSet)?;
    for lines in pages(parts)? {
        let mut page = document.start_page_with(settings.clone());
        let mut surface = page.surface();
        for line in lines {
            let at = Point::from_xy(line.left, line.baseline);
            let direction = TextDirection::Auto;
            surface.draw_text(at, font.clone(), line.size, &line.text, false, direction);
        }
        surface.finish();
        page.finish();
    }
    let bytes = document.finish().map_err(|_| NotSet)?;
    String::from_utf8(bytes).ok().filter(|text| text.is_ascii()).ok_or(NotSet)
}

/// A line at its place on the page.
struct PlacedLine {
    text: String,
    size: f32,
    left: f32,
    baseline: f32,
}

fn pages(parts: &[Part]) -> Result<Vec<Vec<PlacedLine>>, NotSet> {
    let font = FontRef::new(FONT).map_err(|_| NotSet)?;
    let mut pages: Vec<Vec<PlacedLine>> = vec![Vec::new()];
    let mut down = MARGIN;
    for part in parts {
        let (size, above, indent) = measures(part);
        down += above;
        for text in wrapped(&font, &as_set(part), size, PAGE.0 - 2.0 * MARGIN - indent) {
            if down + size * LEADING > PAGE.1 - MARGIN {
                pages.push(Vec::new());
                down = MARGIN;
            }
            let line = PlacedLine { text, size, left: MARGIN + indent, baseline: down + size };
            pages.last_mut().ok_or(NotSet)?.push(line);
            down += size * LEADING;
        }
    }
    Ok(pages)
}

/// Breaks a text at its spaces, and a word that is wider than a line where it must.
fn wrapped(font: &FontRef<'_>, text: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if wide(font, &longer, size) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = word.to_owned();
            while wide(font, &line, size) > width {
                let rest = overflow(font, &line, size, width);
                let cut = line.split_off(rest);
                lines.push(std::mem::replace(&mut line, cut));
            }
        }
        lines.push(line);
    }
    lines
}

/// Where a word no longer fits; at least one letter always does.
fn overflow(font: &FontRef<'_>, word: &str, size: f32, width: f32) -> usize {
    let ends = word.char_indices().map(|(start, letter)| start + letter.len_utf8());
    let fitting = ends.take_while(|end| wide(font, &word[..*end], size) <= width).last();
    fitting.unwrap_or_else(|| word.chars().next().map_or(word.len(), char::len_utf8))
}

/// How wide a text is, letter by letter: kerning only ever makes it narrower.
fn wide(font: &FontRef<'_>, text: &str, size: f32) -> f32 {
    let (letters, metrics) =
        (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
    text.chars()
        .filter_map(|letter| metrics.advance_width(letters.map(letter).unwrap_or_default()))
        .sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use aws_lc_rs::digest::{SHA256, digest};

    /// Copies that were signed before must come out as they did then. Where this fails, the font or the layout
    /// has changed: keep the layout as it was for them, and give new papers a new one. Where only the bytes
    /// differ, a library writes or compresses in another way.
    #[test]
    fn the_same_words_are_set_in_the_same_places_in_every_version() {
        let parts = [
            Part::Title("Consent".to_owned()),
            Part::Heading("What is allowed".to_owned()),
            Part::Item("Yes: ask my own doctors".to_owned()),
            Part::Text("Zo\u{eb} O'Brien-\u{160}m\u{ef}d ".repeat(300)),
        ];
        let first = pdf(&parts).unwrap();
        assert!(first.starts_with("%PDF-"));
        assert_eq!(first, pdf(&parts).unwrap());
        let place = |line: &PlacedLine| {
            format!("{:.1} {:.1} {:.1} {}\n", line.left, line.baseline, line.size, line.text)
        };
        let pages = pages(&parts).unwrap();
        let places: String = pages.iter().flatten().map(place).collect();
        assert_eq!(pages.len(), 2);
        assert_eq!(
            hex::encode(digest(&SHA256, places.as_bytes())),
            "6edf87a0f86e43654fdaf480eb8a974291f8b2d366bbbfb12ef47502aebaf431"
        );
        assert_eq!(
            hex::encode(digest(&SHA256, first.as_bytes())),
            "ef86a34088dca0a5fcaae650582393bd9ed7abaeeea78cbb49b600c2f6ed6488"
        );
    }

    #[test]
    fn a_long_paper_goes_on_to_the_next_page_and_no_line_leaves_it() {
        let text = "Every word of this sentence is on some page. ".repeat(400);
        let parts = [Part::Text(text.clone()), Part::Item("x".repeat(500))];
        let pages = pages(&parts).unwrap();
        assert!(pages.len() > 3);
        let font = FontRef::new(FONT).unwrap();
        let mut words = 0;
        for line in pages.iter().flatten() {
            assert!(line.left + wide(&font, &line.text, line.size) <= PAGE.0 - MARGIN + 0.5);
            assert!(line.baseline <= PAGE.1 - MARGIN);
            words += line.text.split_whitespace().filter(|word| !word.starts_with('x')).count();
        }
        // The dash of the item is a word, too.
        assert_eq!(words, text.split_whitespace().count() + 1);
    }
}
