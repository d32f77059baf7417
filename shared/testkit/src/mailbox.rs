//! The mails that the local SES has taken, read back.

use crate::SetupError;
use crate::local_aws::LocalAws;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use std::time::{Duration, Instant};

/// How long a letter may take from the stored event to the mailbox.
const ARRIVES: Duration = Duration::from_secs(30);

/// A mail as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mail {
    pub message_id: String,
    pub source: String,
    pub to: Vec<String>,
    pub subject: String,
    pub body_text: String,
    #[serde(default)]
    pub body_html: Option<String>,
    #[serde(skip)]
    pub attachments: Vec<Attachment>,
}

/// A file that goes with a mail.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attachment {
    pub file_name: String,
    pub content_type: String,
    /// Its bytes in Base64, as SES is given them.
    raw_content: String,
}

impl Attachment {
    /// Its text; every attachment of ours is one.
    pub fn text(&self) -> Result<String, SetupError> {
        let unread = |_| SetupError::new(format!("{} cannot be read", self.file_name));
        let bytes = BASE64_STANDARD.decode(&self.raw_content);
        let bytes = bytes.map_err(|_| SetupError::new("an attachment is not in Base64"))?;
        String::from_utf8(bytes).map_err(unread)
    }
}

impl Mail {
    /// The one link in it.
    pub fn link(&self) -> Option<&str> {
        self.body_text
            .split_whitespace()
            .find(|word| word.starts_with("http") && word.contains("/i/"))
    }

    /// Whether it has that subject, with or without the reference of its case.
    pub fn is_about(&self, subject: &str) -> bool {
        let rest = self.subject.strip_prefix(subject);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" (SO-"))
    }

    /// Whether it is of the case with that reference, as far as it says of which it is: a clock that has been
    /// moved tells the people of every case.
    pub fn is_of(&self, reference: &str) -> bool {
        !self.body_text.contains("Reference SO-") || self.body_text.contains(reference)
    }

    /// The one-time code in it.
    pub fn code(&self) -> Option<&str> {
        let digits =
            |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        self.body_text.split(|c: char| !c.is_ascii_alphanumeric()).find(digits)
    }
}

/// Every mail so far, oldest first.
pub async fn all(aws: &LocalAws) -> Result<Vec<Mail>, SetupError> {
    let url = format!("{}/_ministack/ses/messages", aws.endpoint());
    let answer: serde_json::Value = reqwest::get(url).await?.json().await?;
    let accounts = answer["messages"].as_object().cloned().unwrap_or_default();
    let mut mails = Vec::new();
    for account in accounts.into_values() {
        let of_account: Vec<Mail> = serde_json::from_value(account)
            .map_err(|error| SetupError::new(format!("a mail cannot be read: {error}")))?;
        mails.extend(of_account);
    }
    for mail in &mut mails {
        mail.attachments = attachments(aws, &mail.message_id)?;
    }
    Ok(mails)
}

fn attachments(aws: &LocalAws, mail: &str) -> Result<Vec<Attachment>, SetupError> {
    let Ok(kept) = std::fs::read(aws.attachments(mail)) else {
        return Ok(Vec::new());
    };
    serde_json::from_slice(&kept)
        .map_err(|error| SetupError::new(format!("an attachment cannot be read: {error}")))
}

/// How many mails there are so far: a mark, after which later ones are looked for.
pub async fn count(aws: &LocalAws) -> Result<usize, SetupError> {
    Ok(all(aws).await?.len())
}

/// Waits for the first mail to that address with that subject after the mark.
pub async fn wait_for(
    aws: &LocalAws,
    to: &str,
    subject: &str,
    mark: usize,
) -> Result<Mail, SetupError> {
    wait_for_one_of(aws, to, subject, mark, |_| true).await
}

/// The same, of mails that fit.
pub async fn wait_for_one_of(
    aws: &LocalAws,
    to: &str,
    subject: &str,
    mark: usize,
    is_meant: impl Fn(&Mail) -> bool,
) -> Result<Mail, SetupError> {
    let began = Instant::now();
    while began.elapsed() < ARRIVES {
        let mails = all(aws).await?;
        let is_to =
            |mail: &Mail| mail.to.iter().any(|address| address == to) && mail.is_about(subject);
        let fits = |mail: &&Mail| is_to(mail) && is_meant(mail);
        if let Some(mail) = mails.iter().skip(mark).find(fits) {
            return Ok(mail.clone());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(SetupError::new(format!("no mail “{subject}” to {to} came in time")))
}
