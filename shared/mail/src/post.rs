//! Sending by SES. SES has no idempotency token: who may send is claimed in the Access table first.

use crate::{CalendarEntry, Composed, Letterhead};
use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::config::http::HttpResponse;
use aws_sdk_sesv2::error::{BuildError, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{
    Attachment, Body, Content, Destination, EmailContent, Message, MessageTag,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use domain::text::Email;
use runtime::{Aws, Fault, Kind, MissingSetting, Settings};

/// To whom a letter goes, and what goes with it.
#[derive(Debug)]
pub struct Envelope<'a> {
    pub to: &'a Email,
    /// Where an answer goes: the nurse's own address.
    pub reply_to: Option<&'a str>,
    /// Nothing for a letter that belongs to no case.
    pub tags: Option<Tags>,
    pub calendar: Option<CalendarEntry>,
}

/// By what a letter is known again when it comes back: ids and words of ours only.
#[derive(Debug)]
pub struct Tags {
    pub case: String,
    /// Of the event that the letter follows; zero where it follows none.
    pub sequence: u64,
    /// The word of the party or of another reader.
    pub party: String,
}

impl Tags {
    fn for_ses(self) -> Result<Vec<MessageTag>, BuildError> {
        let tag = |name: &str, value: String| MessageTag::builder().name(name).value(value).build();
        let sequence = self.sequence.to_string();
        Ok(vec![
            tag("case", self.case)?,
            tag("sequence", sequence)?,
            tag("party", tag_value(&self.party))?,
        ])
    }
}

/// Our own address and the configuration set that reports bounces.
#[derive(Debug, Clone)]
pub struct Post {
    client: Client,
    from: String,
    configuration_set: String,
    pub letterhead: Letterhead,
}

/// That a mail did not leave, as far as is known.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    /// It was refused: sending it again cannot double it.
    #[error(transparent)]
    Surely(Fault),
    /// No answer came: it may have left all the same.
    #[error(transparent)]
    Perhaps(Fault),
}

impl NotSent {
    fn of(doing: &'static str, error: &SdkError<SendEmailError, HttpResponse>) -> Self {
        let fault = Fault::from_sdk(doing, error);
        // Behind a busy answer there may be an attempt whose answer was lost.
        match (error.as_service_error(), fault.kind) {
            (Some(_), Kind::Broken) => Self::Surely(fault),
            (None, _) | (Some(_), Kind::Busy) => Self::Perhaps(fault),
        }
    }
}

impl From<NotSent> for Fault {
    fn from(not_sent: NotSent) -> Self {
        match not_sent {
            NotSent::Surely(fault) | NotSent::Perhaps(fault) => fault,
        }
    }
}

impl Post {
    pub fn from_settings(aws: &Aws, settings: Settings) -> Result<Self, MissingSetting> {
        let client = aws.client(|aws| {
            let config = aws_sdk_sesv2::config::Builder::from(&aws.config);
            Client::from_conf(config.interceptor(aws.steps).build())
        });
        Ok(Self {
            client,
            from: settings.required("MAIL_FROM")?,
            configuration_set: settings.required("MAIL_CONFIGURATION")?,
            letterhead: Letterhead::from_settings(settings)?,
        })
    }

    /// The address that every letter comes from.
    pub fn address(&self) -> &str {
        &self.from
    }

    pub async fn send(&self, envelope: Envelope<'_>, letter: &Composed) -> Result<(), NotSent> {
        const DOING: &str = "sending a letter";
        let broken = |_| NotSent::Surely(Fault::broken(DOING, "message"));
        let content = |text: &str| Content::builder().data(text).charset("UTF-8").build();
        let body = Body::builder()
            .text(content(&letter.text).map_err(broken)?)
            .html(content(&letter.html).map_err(broken)?)
            .build();
        let attachment = envelope.calendar.map(invite).transpose().map_err(broken)?;
        let message = Message::builder()
            .subject(content(&letter.subject).map_err(broken)?)
            .body(body)
            .set_attachments(attachment.map(|invite| vec![invite]))
            .build();
        let tags = envelope.tags.map(Tags::for_ses).transpose().map_err(broken)?;
        self.client
            .send_email()
            .from_email_address(format!("{} <{}>", display_name(&letter.from), self.from))
            .set_reply_to_addresses(envelope.reply_to.map(|address| vec![address.to_owned()]))
            .destination(Destination::builder().to_addresses(envelope.to.reveal()).build())
            .content(EmailContent::builder().simple(message).build())
            .configuration_set_name(&self.configuration_set)
            .set_email_tags(tags)
            .send()
            .await
            .map_err(|error| NotSent::of(DOING, &error))?;
        Ok(())
    }
}

/// SES takes letters, digits, hyphens and underscores in a tag; our ids may have a full stop, too.
fn tag_value(word: &str) -> String {
    word.replace('_', "_u").replace('.', "_d")
}

/// The word in a tag, as an event of SES gives it back.
pub fn from_tag(value: &str) -> String {
    value.replace("_d", ".").replace("_u", "_")
}

/// The name beside an address: quoted, or where it is not ASCII encoded (RFC 2047), in words of at most 75 letters.
fn display_name(name: &str) -> String {
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    if name.is_ascii() {
        return format!("\"{}\"", name.replace(['\\', '"'], ""));
    }
    let (mut words, mut word) = (Vec::new(), String::new());
    for letter in name.chars() {
        if word.len() + letter.len_utf8() > ENCODED_BYTES_MAX {
            words.push(std::mem::take(&mut word));
        }
        word.push(letter);
    }
    words.push(word);
    let encoded = |word: &String| format!("=?UTF-8?B?{}?=", BASE64_STANDARD.encode(word));
    words.iter().map(encoded).collect::<Vec<_>>().join(" ")
}

/// So many bytes fill an encoded word.
const ENCODED_BYTES_MAX: usize = 45;

fn invite(entry: CalendarEntry) -> Result<Attachment, BuildError> {
    Attachment::builder()
        .raw_content(Blob::new(entry.text))
        .file_name("appointment.ics")
        .content_type(format!("text/calendar; charset=utf-8; method={}", entry.method))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_beside_an_address_is_quoted_or_encoded() {
        assert_eq!(display_name("Asha Rahman, Meridian"), "\"Asha Rahman, Meridian\"");
        assert_eq!(display_name("A \"B\"\r\n C\\"), "\"A B C\"");
        assert_eq!(display_name("Zoë"), "=?UTF-8?B?Wm/Dqw==?=");
        let long = display_name(&"é".repeat(50));
        assert!(long.split(' ').all(|word| word.len() <= 75) && long.contains(' '), "{long}");
    }

    #[test]
    fn a_word_comes_back_from_a_tag_as_it_went_in() {
        for word in ["member", "specialist-s.harrow_2", "doctor-d-1", "a_.b__d"] {
            let tag = tag_value(word);
            assert!(tag.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it)));
            assert_eq!(from_tag(&tag), word);
        }
    }
}
