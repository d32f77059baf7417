//! Composing: a template for each kind, and the HTML part made from its paragraphs.

use crate::Letterhead;
use askama::Template;
use domain::follow::LetterKind;
use domain::text::dialled;

/// What a letter may say. No template gets more, so none can name a condition. Fields that a kind
/// does not use stay empty.
#[derive(Debug, Clone, Default)]
pub struct LetterWords {
    pub reader: LetterReader,
    /// The addressee's name.
    pub name: String,
    pub reference: String,
    pub nurse_name: String,
    pub nurse_phone: String,
    /// The one link of the letter, or empty.
    pub link: String,
    /// When an appointment is, in words, or empty.
    pub when: String,
    /// When it was before it was moved, or empty.
    pub was: String,
    /// How a consultation is held, or empty.
    pub how: String,
    /// How long it takes.
    pub minutes: u32,
    /// Where it is, or who calls whom: a sentence, or empty.
    pub place: String,
    /// A one-time code, or empty.
    pub code: String,
}

/// To whom a letter speaks, where its words differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LetterReader {
    #[default]
    Member,
    /// One of our own people, whose link leads to the case.
    Ours,
    Manager,
    Doctor,
    Secretary,
    Specialist,
}

impl LetterWords {
    fn for_member(&self) -> bool {
        self.reader == LetterReader::Member
    }

    fn for_secretary(&self) -> bool {
        self.reader == LetterReader::Secretary
    }

    /// `, Asha`: as a nurse is called in a subject; nothing while there is none.
    fn nurse_called(&self) -> String {
        let first = self.nurse_name.split_whitespace().next().unwrap_or_default();
        if first.chars().next().is_some_and(char::is_uppercase) {
            format!(", {first}")
        } else {
            String::new()
        }
    }
}

/// A letter ready to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The sender's name beside our address.
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

macro_rules! templates {
    ($($kind:ident = $file:literal),+ $(,)?) => {
        $(
            #[derive(Template)]
            #[template(path = $file, escape = "none")]
            struct $kind<'a> {
                words: &'a LetterWords,
            }
        )+

        fn render(kind: LetterKind, words: &LetterWords) -> Result<String, askama::Error> {
            match kind {
                $(LetterKind::$kind => $kind { words }.render(),)+
            }
        }
    };
}

templates! {
    ReferralMade = "referral-made.txt",
    PrivateContactAsked = "private-contact-asked.txt",
    Introduction = "introduction.txt",
    SignAgain = "sign-again.txt",
    Reminder = "reminder.txt",
    ConsentKept = "consent-kept.txt",
    Declined = "declined.txt",
    Lapsed = "lapsed.txt",
    RecordsAsked = "records-asked.txt",
    RecordsAskedOfSecretary = "records-asked-of-secretary.txt",
    RecordsChased = "records-chased.txt",
    DecisionNeeded = "decision-needed.txt",
    MoreRecords = "more-records.txt",
    RecordsOpened = "records-opened.txt",
    Choice = "choice.txt",
    OthersSought = "others-sought.txt",
    OthersNeeded = "others-needed.txt",
    SpecialistChosen = "specialist-chosen.txt",
    SpecialistAnswered = "specialist-answered.txt",
    AskedAgain = "asked-again.txt",
    FinishMoved = "finish-moved.txt",
    Brief = "brief.txt",
    CaseAccepted = "case-accepted.txt",
    HandOver = "hand-over.txt",
    Appointment = "appointment.txt",
    AppointmentCancelled = "appointment-cancelled.txt",
    ReportHandedIn = "report-handed-in.txt",
    ReportReady = "report-ready.txt",
    FileTakenBack = "file-taken-back.txt",
    ReportReturned = "report-returned.txt",
    ReportReleased = "report-released.txt",
    UrgentConcern = "urgent-concern.txt",
    ComplaintMade = "complaint-made.txt",
    ComplaintReceived = "complaint-received.txt",
    ComplaintAnswered = "complaint-answered.txt",
    GlassBroken = "glass-broken.txt",
    CopyReady = "copy-ready.txt",
    Withdrawn = "withdrawn.txt",
    Stopped = "stopped.txt",
    Closed = "closed.txt",
    NoLongerNeeded = "no-longer-needed.txt",
    FreshLink = "fresh-link.txt",
    MemberCode = "member-code.txt",
    Code = "code.txt",
}

/// Why somebody gets a letter.
enum Why {
    CodeAsked,
    AddressGiven,
    /// Because of who they are to the case.
    Reader(LetterReader),
}

#[derive(Template)]
#[template(path = "foot.txt", escape = "none")]
struct Foot<'a> {
    why: Why,
    link: &'a str,
    head: &'a Letterhead,
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    head: &'a Letterhead,
    /// The customer's name; nothing where others may read the letter.
    heading: &'a str,
    subject: &'a str,
    link: &'a str,
    body: Vec<Paragraph<'a>>,
    foot: Vec<Paragraph<'a>>,
}

/// A paragraph of the HTML part.
enum Paragraph<'a> {
    /// The one link, as a button with that label.
    Button(&'a str),
    Code(&'a str),
    Words(Vec<Piece<'a>>),
}

/// Words of a paragraph, or a phone number in it.
struct Piece<'a> {
    words: &'a str,
    /// As a link dials it; nothing for words.
    tel: Option<String>,
}

/// The letter of that kind. Fails only if a template is broken.
pub fn compose(
    kind: LetterKind,
    words: &LetterWords,
    head: &Letterhead,
) -> Result<Composed, askama::Error> {
    let rendered = render(kind, words)?;
    let (subject, body) = rendered.split_once('\n').unwrap_or((&rendered, ""));
    let (body, link) = (body.trim(), words.link.as_str());
    let foot = Foot { why: why(kind, words), link, head }.render()?;
    let heading = if is_read_by_others(kind) { "" } else { head.name.as_str() };
    let shown = |part| paragraphs(part).map(|one| paragraph(one, words, head)).collect();
    let html = Layout { head, heading, subject, link, body: shown(body), foot: shown(&foot) };
    Ok(Composed {
        from: sender(kind, words, head),
        subject: subject.to_owned(),
        text: text(heading, body, &foot, link),
        html: html.render()?,
    })
}

/// At an address at the employer the customer's name would say too much.
fn is_read_by_others(kind: LetterKind) -> bool {
    kind == LetterKind::PrivateContactAsked
}

fn why(kind: LetterKind, words: &LetterWords) -> Why {
    if matches!(kind, LetterKind::Code | LetterKind::MemberCode) {
        Why::CodeAsked
    } else if is_read_by_others(kind) {
        Why::AddressGiven
    } else {
        Why::Reader(words.reader)
    }
}

/// The nurse and the customer, or the customer alone while there is no nurse.
fn sender(kind: LetterKind, words: &LetterWords, head: &Letterhead) -> String {
    match (words.nurse_called().is_empty(), is_read_by_others(kind)) {
        (true, _) => head.name.clone(),
        (false, true) => words.nurse_name.clone(),
        (false, false) => format!("{}, {}", words.nurse_name, head.name),
    }
}

fn paragraphs(part: &str) -> impl Iterator<Item = &str> {
    part.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
}

/// The text part: the link on a line of its own, so that every mail program finds it.
fn text(heading: &str, body: &str, foot: &str, link: &str) -> String {
    let written = |one: &str| match label(one, link) {
        Some(label) => format!("{label}:\n{link}"),
        None => one.to_owned(),
    };
    let heading = Some(heading).filter(|heading| !heading.is_empty()).map(str::to_owned);
    let body = heading.into_iter().chain(paragraphs(body).map(written));
    let whole: Vec<String> =
        body.chain(["--".to_owned()]).chain(paragraphs(foot).map(str::to_owned)).collect();
    format!("{}\n", whole.join("\n\n"))
}

/// What the button says, if a paragraph is the one with the link.
fn label<'a>(paragraph: &'a str, link: &str) -> Option<&'a str> {
    let before = paragraph.strip_suffix(link).filter(|_| !link.is_empty())?;
    Some(before.trim().trim_end_matches(':'))
}

fn paragraph<'a>(one: &'a str, words: &'a LetterWords, head: &'a Letterhead) -> Paragraph<'a> {
    match label(one, &words.link) {
        Some(label) => Paragraph::Button(label),
        None if one == words.code => Paragraph::Code(one),
        None => Paragraph::Words(pieces(one, [&words.nurse_phone, &head.phone])),
    }
}

fn pieces<'a>(words: &'a str, phones: [&str; 2]) -> Vec<Piece<'a>> {
    let found = phones.into_iter().filter(|phone| !phone.is_empty());
    let first = found.filter_map(|phone| Some((words.find(phone)?, phone.len()))).min();
    let Some((at, length)) = first else {
        return vec![Piece { words, tel: None }];
    };
    let (before, rest) = words.split_at(at);
    let (phone, after) = rest.split_at(length);
    let tel = Some(dialled(phone));
    let mut all = vec![Piece { words: before, tel: None }, Piece { words: phone, tel }];
    all.extend(pieces(after, phones));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    fn words() -> LetterWords {
        LetterWords {
            how: "by video".to_owned(),
            reader: LetterReader::Member,
            name: "Maria <b>Planted</b>".to_owned(),
            reference: "SO-7F3K-Q2M8".to_owned(),
            nurse_name: "Asha Rahman".to_owned(),
            nurse_phone: "020 7946 0018".to_owned(),
            link: "https://clinic.example/i/0123456789abcdef".to_owned(),
            when: "Thursday 10 December 2026 at 2:15pm".to_owned(),
            was: String::new(),
            minutes: 30,
            place: "The specialist will phone you.".to_owned(),
            code: "123456".to_owned(),
        }
    }

    fn head() -> Letterhead {
        Letterhead {
            name: "Meridian <Health>".to_owned(),
            legal_name: "Meridian Health Limited".to_owned(),
            phone: "020 7946 0000".to_owned(),
            accent: "#0b5c57".to_owned(),
        }
    }

    fn composed(kind: LetterKind, words: &LetterWords) -> Composed {
        compose(kind, words, &head()).unwrap()
    }

    #[test]
    fn every_letter_reads_as_it_should() {
        for kind in LetterKind::iter() {
            let name: &'static str = kind.into();
            let letter = composed(kind, &words());
            insta::assert_snapshot!(
                name,
                format!("From: {}\nSubject: {}\n\n{}", letter.from, letter.subject, letter.text)
            );
            insta::assert_snapshot!(format!("{name}-html"), letter.html);
        }
    }

    #[test]
    fn a_letter_to_someone_else_does_not_speak_of_their_treatment() {
        let words = LetterWords { reader: LetterReader::Specialist, ..words() };
        for kind in [
            LetterKind::FreshLink,
            LetterKind::Appointment,
            LetterKind::AppointmentCancelled,
            LetterKind::AskedAgain,
        ] {
            assert!(!composed(kind, &words).text.contains("treatment"), "{kind:?}");
        }
    }

    #[test]
    fn a_letter_has_a_neutral_subject_and_at_most_one_link() {
        for kind in LetterKind::iter() {
            let letter = composed(kind, &words());
            for word in ["opinion", "Planted", "medical", "doctor", "health"] {
                assert!(!letter.subject.contains(word), "{kind:?}: {}", letter.subject);
            }
            let expected = usize::from(kind.has_link());
            assert_eq!(letter.text.matches("https://").count(), expected, "{kind:?}");
            assert_eq!(letter.html.matches("href=\"https").count(), expected, "{kind:?}");
            assert!(letter.html.contains("href=\"tel:02079460000\""), "{kind:?}");
            assert!(!letter.html.contains("<b>") && !letter.html.contains("<Health>"), "{kind:?}");
        }
    }

    #[test]
    fn the_html_part_says_what_the_text_part_says() {
        for kind in LetterKind::iter() {
            let letter = composed(kind, &LetterWords { name: "Maria".to_owned(), ..words() });
            let mut shown = String::new();
            for part in letter.html.split_once("<body").unwrap().1.split('<').skip(1) {
                shown.push_str(part.split_once('>').unwrap().1);
            }
            let plain = |text: &str| -> String {
                let text = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&");
                let text = text.replace("&#34;", "\"").replace("&#39;", "'");
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let link = letter.text.replace(":\nhttps://clinic.example/i/0123456789abcdef", "");
            assert_eq!(
                plain(&shown).replace(' ', ""),
                plain(&link).replace("--", "").replace(' ', ""),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_letter_that_others_may_read_names_neither_the_customer_nor_what_it_is_about() {
        let letter = composed(LetterKind::PrivateContactAsked, &words());
        let whole = format!(
            "{} {} {}",
            letter.from,
            letter.subject,
            letter.text.replace("Meridian Health Limited", "")
        );
        for word in ["Meridian", "opinion", "consent", "specialist", "records"] {
            assert!(!whole.contains(word), "{word}: {whole}");
        }
    }

    #[test]
    fn an_appointment_that_has_moved_says_the_old_time_and_the_new() {
        let was = "Monday 7 December 2026 at 9am".to_owned();
        let moved = composed(LetterKind::Appointment, &LetterWords { was, ..words() });
        assert_eq!(moved.subject, "Your appointment has moved");
        for time in ["New time: Thursday 10 December 2026", "Old time: Monday 7 December 2026"] {
            assert!(moved.text.contains(time), "{}", moved.text);
        }
    }

    #[test]
    fn every_letter_to_a_member_says_not_to_put_off_treatment() {
        use LetterKind as L;
        for kind in [
            L::PrivateContactAsked,
            L::Introduction,
            L::Reminder,
            L::ConsentKept,
            L::Declined,
            L::Lapsed,
            L::Closed,
            L::Choice,
            L::Appointment,
            L::AppointmentCancelled,
            L::ReportReady,
            L::CopyReady,
            L::ComplaintReceived,
            L::ComplaintAnswered,
            L::Withdrawn,
            L::FreshLink,
            L::MemberCode,
        ] {
            let letter = composed(kind, &words());
            assert!(
                letter.text.contains("Please do not stop or put off any treatment"),
                "{kind:?}"
            );
            assert!(letter.text.contains("020 7946 0018"), "{kind:?}");
            assert!(letter.text.contains("Asha Rahman"), "{kind:?}");
        }
    }
}
