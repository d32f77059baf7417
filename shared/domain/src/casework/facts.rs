//! What is known of the nurse's work on a case.

use crate::Party;
use crate::day::Day;
use crate::directory::{Client, Specialty};
use crate::ids::{DoctorId, HospitalId, QuestionId, SheetId, StaffId, TaskId};
use crate::text::Email;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub nurse: Option<Assigned>,
    pub cover: Option<CoveringNurse>,
    pub introduced: Option<Timestamp>,
    pub urgent: Option<Timestamp>,
    pub pause: Option<Pause>,
    pub needs: Option<Understood>,
    pub questions: Vec<Question>,
    pub dates: Option<Dates>,
    pub doctors: Vec<TreatingDoctor>,
    /// Doctors who do not treat the member any more. They still count for independence.
    pub withdrawn_doctors: Vec<DoctorId>,
    /// That a doctor's address may be at the employer.
    pub employer_address: Option<Timestamp>,
    pub open_tasks: Vec<OpenTask>,
    /// How many notes there are. A correction is a note of its own.
    pub notes: usize,
    pub contacts: u32,
    /// The complaints that nobody has answered yet.
    pub complaints: Vec<Complaint>,
    /// The newest that were answered, for whoever made them.
    pub answered: Vec<AnsweredComplaint>,
    /// Nurses without a part in the case who may read it for a while, and gave their reason.
    pub glass: Vec<BrokenGlass>,
    pub died: Option<Timestamp>,
}

/// A complaint that waits for its answer; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Complaint {
    pub sheet: SheetId,
    pub by: Party,
    pub at: Timestamp,
}

/// A complaint with its answer, whose words are in a sheet, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnsweredComplaint {
    pub complaint: Complaint,
    pub answer: SheetId,
    pub at: Timestamp,
}

/// Answered complaints of one party that a case remembers, at most. The log has them all.
pub const ANSWERED_MAX: usize = 10;

impl Complaint {
    /// By what people name it on the phone.
    pub fn reference(&self) -> String {
        let id = self.sheet.to_string();
        format!("C-{}", id.chars().take(6).collect::<String>().to_uppercase())
    }
}

/// A task that the nurse has set; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenTask {
    pub task: TaskId,
    pub sheet: SheetId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assigned {
    pub nurse: StaffId,
    pub at: Timestamp,
}

/// Another nurse acts for the owner until a moment, exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoveringNurse {
    pub nurse: StaffId,
    pub until: Timestamp,
}

/// A nurse without a part in the case may read it until a moment, exclusive. Their reason is in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BrokenGlass {
    pub nurse: StaffId,
    pub until: Timestamp,
}

/// The case waits, with the reason in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pause {
    pub reason: SheetId,
    pub at: Timestamp,
}

/// That the needs were recorded; the words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Understood {
    pub sheet: SheetId,
    pub specialty: Specialty,
    pub at: Timestamp,
}

/// A question that the opinion must answer; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    pub question: QuestionId,
    pub sheet: SheetId,
}

/// When treatment is planned, and the last day on which it is still safe to start it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dates {
    pub planned: Option<Date>,
    pub latest_safe: Date,
}

/// When the report is expected, beside the latest safe date: what someone was shown who said yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outlook {
    pub finish: Date,
    pub latest_safe: Option<Date>,
}

/// A doctor who treats the member. Names and addresses are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TreatingDoctor {
    pub doctor: DoctorId,
    pub hospital: HospitalId,
    pub details: SheetId,
    pub address: DoctorAddress,
}

/// At whose address a doctor or their secretary would be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhoseMailBox {
    /// Their own, as far as can be told.
    TheirOwn,
    /// At a mail domain of the member's employer.
    AtClient,
    /// The member's own address.
    TheMembers,
}

impl WhoseMailBox {
    /// The worst that is true of an address.
    pub fn of(address: &Email, member: &Email, client: &Client) -> Self {
        if address.is_same_box(member) {
            Self::TheMembers
        } else if client.owns_mail_domain(&address.domain()) {
            Self::AtClient
        } else {
            Self::TheirOwn
        }
    }
}

/// Whether the nurse has checked that the address is the doctor's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DoctorAddress {
    Unverified,
    Verified,
}

impl Outlook {
    /// Whether the report would come after the latest safe date.
    pub fn is_late(&self) -> bool {
        self.latest_safe.is_some_and(|safe| self.finish > safe)
    }

    /// Whether a yes to this counts for what is expected now.
    pub fn covers(&self, expected: Self) -> bool {
        expected.finish <= self.finish && expected.latest_safe == self.latest_safe
    }
}

/// As a form carries it: two days with a stroke between them, the second perhaps missing.
impl std::fmt::Display for Outlook {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/", self.finish)?;
        self.latest_safe.map_or(Ok(()), |safe| write!(formatter, "{safe}"))
    }
}

/// A text that is not an outlook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("that is not what was shown")]
pub struct NotAnOutlook;

impl std::str::FromStr for Outlook {
    type Err = NotAnOutlook;

    fn from_str(text: &str) -> Result<Self, NotAnOutlook> {
        let (finish, safe) = text.split_once('/').ok_or(NotAnOutlook)?;
        let day = |text: &str| {
            let day = text.parse::<Date>().map_err(|_| NotAnOutlook)?;
            Day::try_from(day).map(Date::from).map_err(|_| NotAnOutlook)
        };
        let latest_safe = if safe.is_empty() { None } else { Some(day(safe)?) };
        Ok(Self { finish: day(finish)?, latest_safe })
    }
}

impl Facts {
    /// The owner, or the nurse who covers for them until a moment, exclusive.
    pub fn is_nurse_of_case(&self, nurse: &StaffId, now: Timestamp) -> bool {
        let covers = |cover: &CoveringNurse| &cover.nurse == nurse && now < cover.until;
        self.nurse.as_ref().is_some_and(|owner| &owner.nurse == nurse)
            || self.cover.as_ref().is_some_and(covers)
    }

    /// The specialty that the member needs, once it is known.
    pub fn specialty(&self) -> Option<&Specialty> {
        self.needs.as_ref().map(|needs| &needs.specialty)
    }

    /// Whether that nurse has broken the glass, and it has not closed again.
    pub fn has_broken_glass(&self, nurse: &StaffId, now: Timestamp) -> bool {
        self.glass.iter().any(|glass| &glass.nurse == nurse && now < glass.until)
    }

    pub(super) fn is_open(&self, task: &TaskId) -> bool {
        self.open_tasks.iter().any(|open| open.task == *task)
    }

    pub fn doctor(&self, id: &DoctorId) -> Option<&TreatingDoctor> {
        self.doctors.iter().find(|doctor| &doctor.doctor == id)
    }

    /// Whether that doctor was named and still treats the member.
    pub fn is_treating(&self, id: &DoctorId) -> bool {
        self.doctor(id).is_some() && !self.withdrawn_doctors.contains(id)
    }
}
