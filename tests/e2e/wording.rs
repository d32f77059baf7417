//! How the pages speak: so that someone of eleven can read what a member is asked to read, and in the words
//! that the house has agreed on.

use crate::gallery::GALLERY;
use domain::follow::LetterKind;
use mail::{LetterWords, Letterhead, compose};
use regex::Regex;
use strum::IntoEnumIterator;

/// The highest grade of Flesch and Kincaid that a page for a member may have: seven years of school.
const GRADE_MAX: f64 = 7.0;
/// Words of the shortest line that is taken for a sentence.
const WORDS_MIN: usize = 5;
/// Pages that are written for doctors, secretaries and specialists.
const FOR_DOCTORS: [&str; 25] = [
    "answered",
    "attach",
    "brief",
    "brief-again",
    "brief-declined",
    "conflict",
    "desk",
    "desk-begun",
    "desk-booked",
    "desk-concern",
    "desk-returned",
    "desk-reviewed",
    "item",
    "item-closed",
    "item-none",
    "item-said",
    "item-sent",
    "item-written",
    "item-wrong",
    "records",
    "records-again",
    "records-done",
    "records-secretary",
    "records-sent",
    "upload",
];
/// Words that no page uses, with what it says instead.
const NOT_SAID: [(&str, &str); 14] = [
    ("code of six digits", "6-digit code"),
    ("mail address that we know", "your email"),
    ("is over", "has expired"),
    ("we have kept your", "we have saved your"),
    ("we wait for", "Next: … will …"),
    ("papers of my own", "your documents"),
    ("day of the paper", "date on the document"),
    ("anew", "again"),
    ("something changes", "this may change your treatment"),
    ("the case in your hands", "your case to review"),
    ("the system", "we"),
    ("whoever", "the person who"),
    ("something is ready", "has an update for you"),
    ("something for you to choose", "please choose"),
];

/// What a page says between its header and its footer, a line for each block.
fn said(page: &str) -> String {
    let main = page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next());
    let blocks =
        Regex::new(r"</(p|h1|h2|h3|li|dt|dd|label|legend|button|span|td|th)>|<br>").unwrap();
    let lines = blocks.replace_all(main.unwrap_or_default(), ".\n");
    let bare = Regex::new(r"<[^>]*>").unwrap().replace_all(&lines, "");
    bare.replace("&#39;", "'").replace("&amp;", "&").replace(" id=\"main\">", "")
}

/// Names, numbers and dates are not of our choosing: short words stand for them.
fn without_names(text: &str) -> String {
    let mut text = text.to_owned();
    for (pattern, word) in [
        (r"Maria Plantsworth|Asha Rahman|Mr Tom Whitlock|Ms Priya Nair|Miss Eleri Pugh", "Ann"),
        (
            r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+ \d{4}|\d+ (January|February|March) \d{4}",
            "May",
        ),
        (r"\+?[0-9][0-9 ]{5,}|SO-\w{4}-\w{4}|C-\w{6}|\S+@\S+", "it"),
    ] {
        text = Regex::new(pattern).unwrap().replace_all(&text, word).into_owned();
    }
    text
}

/// The grade of school at which a text can be read (Flesch and Kincaid, 1975). Only whole sentences count: headings
/// and short lines would make every page look easy.
fn grade(text: &str) -> f64 {
    let words = |part: &str| -> Vec<String> {
        let words = part.split(|letter: char| !(letter.is_alphabetic() || letter == '\''));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let parts = text.split(['.', '?', '!', '\n']).map(words);
    let sentences: Vec<Vec<String>> = parts.filter(|part| part.len() >= WORDS_MIN).collect();
    let words = number(sentences.iter().map(Vec::len).sum());
    let syllables = number(sentences.iter().flatten().map(|word| syllables(word)).sum());
    match sentences.len() {
        0 => 0.0,
        count => 0.39 * words / number(count) + 11.8 * syllables / words - 15.59,
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// Groups of vowels, without an `e` that is not spoken.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |letter: char| "aeiouy".contains(letter);
    let spoken = match word
        .strip_suffix("es")
        .or_else(|| word.strip_suffix("ed"))
        .or_else(|| word.strip_suffix('e'))
    {
        Some(short)
            if short.chars().any(is_vowel) && !word.ends_with("le") && !word.ends_with("ted") =>
        {
            short
        }
        _ => &word,
    };
    let starts = spoken.chars().scan(false, |before, letter| {
        let begins = is_vowel(letter) && !*before;
        *before = is_vowel(letter);
        Some(usize::from(begins))
    });
    starts.sum::<usize>().max(1)
}

#[test]
fn syllables_are_counted_as_they_are_spoken() {
    for (word, spoken) in [
        ("opinion", 3),
        ("please", 1),
        ("treatment", 2),
        ("phone", 1),
        ("table", 2),
        ("asked", 1),
        ("wanted", 2),
        ("you", 1),
    ] {
        assert_eq!(syllables(word), spoken, "{word}");
    }
}

#[test]
fn a_member_of_eleven_years_can_read_every_page() {
    let mut hard = Vec::new();
    for (name, page) in &GALLERY.pages {
        let text = without_names(&said(&page.body));
        let grade = grade(&text);
        if !FOR_DOCTORS.contains(name) && grade > GRADE_MAX {
            hard.push(format!("{name}: {grade:.1}"));
        }
    }
    assert_eq!(hard, Vec::<String>::new());
}

#[test]
fn no_page_says_what_the_house_does_not_say() {
    for (name, page) in &GALLERY.pages {
        let text = said(&page.body).to_lowercase();
        for (word, better) in NOT_SAID {
            assert!(!text.contains(word), "{name} says \"{word}\", not \"{better}\"");
        }
    }
}

/// Letters that are written for doctors, secretaries, specialists and our own people: they may be harder by that much.
const HARDER: f64 = 4.0;

#[test]
fn a_member_of_eleven_years_can_read_every_letter() {
    let head = Letterhead {
        name: "Ann".to_owned(),
        legal_name: "Ann".to_owned(),
        phone: "020 7946 0000".to_owned(),
        accent: "#000000".to_owned(),
    };
    let words = LetterWords {
        name: "Ann".to_owned(),
        nurse_name: "Ann".to_owned(),
        nurse_phone: "020 7946 0018".to_owned(),
        when: "Monday 7 December 2026".to_owned(),
        how: "by video".to_owned(),
        place: "The specialist will phone you.".to_owned(),
        ..LetterWords::default()
    };
    let (mut hard, mail) = (Vec::new(), Regex::new(r"\bmails?\b").unwrap());
    for kind in LetterKind::iter() {
        let letter = compose(kind, &words, &head).unwrap();
        let body = letter.text.split("--").next().unwrap_or_default();
        let grade = grade(&without_names(body));
        let most = if letter.text.contains("put off") { GRADE_MAX } else { GRADE_MAX + HARDER };
        if grade > most {
            hard.push(format!("{kind:?}: {grade:.1}"));
        }
        let said = format!("{}\n{}", letter.subject, letter.text).to_lowercase();
        for (word, instead) in NOT_SAID {
            assert!(!said.contains(word), "{kind:?} says {word}, not {instead}");
        }
        assert!(!mail.is_match(&said), "{kind:?} says mail, not email");
    }
    assert!(hard.is_empty(), "harder than grade {GRADE_MAX}: {hard:#?}");
}
