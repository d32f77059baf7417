//! Composing: a template for each kind, and the HTML part made from its paragraphs.

use askama::Template;
use domain::follow::LetterKind;

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
    /// A day or a moment in words, or empty.
    pub when: String,
    /// How a consultation is held, or empty.
    pub how: String,
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
    Other,
}

impl LetterWords {
    fn for_member(&self) -> bool {
        self.reader == LetterReader::Member
    }
}

/// A letter ready to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
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
    RecordsAsked = "records-asked.txt",
    RecordsAskedOfSecretary = "records-asked-of-secretary.txt",
    RecordsChased = "records-chased.txt",
    DecisionNeeded = "decision-needed.txt",
    MoreRecords = "more-records.txt",
    RecordsOpened = "records-opened.txt",
    Choice = "choice.txt",
    OthersSought = "others-sought.txt",
    OthersNeeded = "others-needed.txt",
    SpecialistAnswered = "specialist-answered.txt",
    AskedAgain = "asked-again.txt",
    FinishMoved = "finish-moved.txt",
    Brief = "brief.txt",
    HandOver = "hand-over.txt",
    Appointment = "appointment.txt",
    AppointmentCancelled = "appointment-cancelled.txt",
    ReportReady = "report-ready.txt",
    ReportReturned = "report-returned.txt",
    UrgentConcern = "urgent-concern.txt",
    ComplaintMade = "complaint-made.txt",
    ComplaintReceived = "complaint-received.txt",
    ComplaintAnswered = "complaint-answered.txt",
    GlassBroken = "glass-broken.txt",
    CopyReady = "copy-ready.txt",
    Withdrawn = "withdrawn.txt",
    Stopped = "stopped.txt",
    NoLongerNeeded = "no-longer-needed.txt",
    FreshLink = "fresh-link.txt",
    MemberCode = "member-code.txt",
    Code = "code.txt",
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    subject: &'a str,
    paragraphs: Vec<&'a str>,
    link: &'a str,
    /// What the button says.
    label: &'static str,
}

/// The letter of that kind. Fails only if a template is broken.
pub fn compose(kind: LetterKind, words: &LetterWords) -> Result<Composed, askama::Error> {
    let rendered = render(kind, words)?;
    let (subject, body) = rendered.split_once('\n').unwrap_or((&rendered, ""));
    let body = body.trim();
    let paragraphs = body.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).collect();
    let label = if words.reader == LetterReader::Ours { "Open the case" } else { "Open your page" };
    let html = Layout { subject, paragraphs, link: &words.link, label }.render()?;
    Ok(Composed { subject: subject.to_owned(), text: format!("{body}\n"), html })
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
            when: "Thursday 10 December 2026 at 14:15".to_owned(),
            code: "123456".to_owned(),
        }
    }

    #[test]
    fn every_letter_reads_as_it_should() {
        for kind in LetterKind::iter() {
            let name: &'static str = kind.into();
            let letter = compose(kind, &words()).unwrap();
            insta::assert_snapshot!(
                name,
                format!("Subject: {}\n\n{}", letter.subject, letter.text)
            );
            insta::assert_snapshot!(format!("{name}-html"), letter.html);
        }
    }

    #[test]
    fn a_letter_to_someone_else_does_not_speak_of_their_treatment() {
        let words = LetterWords { reader: LetterReader::Other, ..words() };
        for kind in
            [LetterKind::FreshLink, LetterKind::Appointment, LetterKind::AppointmentCancelled]
        {
            assert!(!compose(kind, &words).unwrap().text.contains("treatment"), "{kind:?}");
        }
    }

    #[test]
    fn a_letter_has_a_neutral_subject_and_at_most_one_link() {
        for kind in LetterKind::iter() {
            let letter = compose(kind, &words()).unwrap();
            for word in ["opinion", "Planted", "medical", "doctor", "health"] {
                assert!(!letter.subject.contains(word), "{kind:?}: {}", letter.subject);
            }
            let expected = usize::from(kind.has_link());
            assert_eq!(letter.text.matches("https://").count(), expected, "{kind:?}");
            assert_eq!(letter.html.matches("href=").count(), expected, "{kind:?}");
            assert!(!letter.html.contains("<b>"), "{kind:?}");
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
            let letter = compose(kind, &words()).unwrap();
            assert!(
                letter.text.contains("Please do not stop or put off any treatment"),
                "{kind:?}"
            );
            assert!(letter.text.contains("020 7946 0018"), "{kind:?}");
            assert!(letter.text.contains("Asha Rahman"), "{kind:?}");
        }
    }
}
