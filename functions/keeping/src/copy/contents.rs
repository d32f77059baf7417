//! What a copy says: the sheets, the log in words, and who looked at what and why.

use askama::Template;
use casefile::CaseFile;
use domain::Recorded;
use domain::calendar::{date_in_words, moment_in_words};
use domain::ids::SheetId;
use domain::paper::Part;
use domain::question::timeline::{by_role, in_words};
use domain::question::{Reading, disclosures, in_copy, sheets_not_in_copy, typed_with};
use domain::referral::MemberDetails;
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::Fault;
use serde::Serialize;
use serde_json::Value;

const DOING: &str = "writing a copy";
/// What a sheet holds that is no word about the member, or is in the copy as a file.
const LEFT_OUT: [&str; 3] = ["session", "paper", "document"];
/// What a sheet about a doctor holds beyond that: their own addresses.
const THIRD_PARTYS: [&str; 2] = ["email", "secretary"];

/// Everything held about one member, as it is written into their copy.
#[derive(Serialize)]
pub struct Held {
    reference: String,
    made_on: String,
    member: MemberDetails,
    /// What was typed, as it was sealed.
    kept: Vec<Sheet>,
    timeline: Vec<Happening>,
    who_looked: Vec<Look>,
}

/// Where the reading begins: who it is about, and which pages there are.
#[derive(Template)]
#[template(path = "copy/start.html")]
struct Start<'a> {
    reference: &'a str,
    made_on: &'a str,
    member: &'a MemberDetails,
    born: String,
    /// How many copies of what was signed there are.
    signed: usize,
}

#[derive(Template)]
#[template(path = "copy/written.html")]
struct Written<'a> {
    kept: &'a [Sheet],
}

#[derive(Template)]
#[template(path = "copy/happened.html")]
struct Happened<'a> {
    timeline: &'a [Happening],
}

#[derive(Template)]
#[template(path = "copy/looks.html")]
struct Looks<'a> {
    who_looked: &'a [Look],
}

/// One sheet, by the names of its fields.
#[derive(Serialize)]
struct Sheet {
    fields: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Happening {
    at: Timestamp,
    when: String,
    by: &'static str,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

#[derive(Serialize)]
struct Look {
    who: &'static str,
    what: String,
    why: &'static str,
    first: Timestamp,
    last: Timestamp,
    times: usize,
    when: String,
}

/// Gathers it from the open case, its log and its looks.
pub fn held(file: &CaseFile, log: &[Recorded], reads: &[Reading]) -> Result<Held, Fault> {
    let case = &file.loaded.case;
    let sheets = file.everything()?.into_iter();
    let of_doctor = |id: &SheetId| case.casework.doctors.iter().any(|doctor| doctor.details == *id);
    let released = case.report.released.as_ref().map(|released| released.version);
    let left_out = sheets_not_in_copy(log, released);
    let kept = sheets.filter(|(id, _)| !left_out.contains(id)).map(|(id, body)| {
        let others: &[&str] = if of_doctor(&id) { &THIRD_PARTYS } else { &[] };
        Sheet { fields: fields(&body, others) }
    });
    Ok(Held {
        reference: case.id.reference(),
        made_on: log.last().map(|last| moment_in_words(last.at)).unwrap_or_default(),
        member: file.member()?,
        kept: kept.filter(|sheet| !sheet.fields.is_empty()).collect(),
        timeline: in_copy(log, released)
            .into_iter()
            .map(|recorded| line(file, recorded))
            .collect::<Result<_, _>>()?,
        who_looked: disclosures(reads).iter().map(look).collect(),
    })
}

/// A signed copy, in the words of its day.
#[derive(Template)]
#[template(path = "copy/signed.html")]
struct Signed<'a> {
    parts: &'a [Part],
}

/// For people: a page with what was signed.
pub fn signed(parts: &[Part]) -> Result<String, Fault> {
    rendered(&Signed { parts })
}

fn rendered(page: &impl Template) -> Result<String, Fault> {
    page.render().map_err(|_| Fault::broken(DOING, "template"))
}

impl Held {
    /// For people: a page for each kind of thing, with the name of its file.
    pub fn pages(&self, signed: usize) -> Result<[(&'static str, String); 4], Fault> {
        let start = Start {
            reference: &self.reference,
            made_on: &self.made_on,
            member: &self.member,
            born: date_in_words(*self.member.birth_date.reveal()),
            signed,
        };
        Ok([
            ("index.html", rendered(&start)?),
            ("written.html", rendered(&Written { kept: &self.kept })?),
            ("happened.html", rendered(&Happened { timeline: &self.timeline })?),
            ("looks.html", rendered(&Looks { who_looked: &self.who_looked })?),
        ])
    }

    /// For machines.
    pub fn json(&self) -> Result<String, Fault> {
        serde_json::to_string_pretty(self).map_err(|_| Fault::broken(DOING, "json"))
    }
}

/// The fields of a sheet, whatever it is, as plain text.
fn fields(body: &Value, others: &[&str]) -> Vec<(String, String)> {
    let left_out = |name: &str| LEFT_OUT.contains(&name) || others.contains(&name);
    let fields = body.as_object().into_iter().flatten();
    fields
        .filter(|(name, value)| !left_out(name) && !value.is_null())
        .map(|(name, value)| (name.replace('_', " "), in_its_words(name, value)))
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(parts) => {
            let parts = parts.iter().map(|(name, part)| format!("{name}: {}", plain(part)));
            parts.collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// A birth date as people say it; everything else as it was typed.
fn in_its_words(name: &str, value: &Value) -> String {
    let day = value.as_str().filter(|_| name == "birth_date").and_then(|day| day.parse().ok());
    day.map_or_else(|| plain(value), |day: Date| date_in_words(day))
}

fn line(file: &CaseFile, recorded: &Recorded) -> Result<Happening, Fault> {
    let words: Option<domain::sheet::Words> =
        typed_with(&recorded.event).map(|sheet| file.read(sheet)).transpose()?;
    Ok(Happening {
        at: recorded.at,
        when: moment_in_words(recorded.at),
        by: by_role(&recorded.by),
        what: in_words(&recorded.event),
        words: words.map(|words| words.words.reveal().clone()),
    })
}

fn look(disclosure: &domain::question::Disclosure) -> Look {
    let items: Vec<&str> = disclosure.items.iter().map(|item| item.in_words()).collect();
    Look {
        who: by_role(&disclosure.to),
        what: items.join("; "),
        why: disclosure.purpose.in_words(),
        first: disclosure.first,
        last: disclosure.last,
        times: disclosure.times,
        when: match disclosure.times {
            1 => moment_in_words(disclosure.first),
            times => {
                let (first, last) = (disclosure.first, disclosure.last);
                format!(
                    "{times} times from {} to {}",
                    moment_in_words(first),
                    moment_in_words(last)
                )
            }
        },
    }
}
