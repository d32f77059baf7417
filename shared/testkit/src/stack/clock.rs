//! The clock of a stack: a file with the seconds by which its functions are ahead of the machine. A
//! stack can start on another day than today, and a story can move it further.

use crate::SetupError;
use domain::calendar::{at_london, london};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::path::PathBuf;

/// Names the day on which the stacks of a test run start, as `TODAY=2027-12-27`.
const SETTING: &str = "TODAY";

/// The time of one stack. What is signed, and tokens, go by the machine's time instead.
#[derive(Debug)]
pub struct StackClock {
    file: PathBuf,
    beginning_seconds: i64,
}

impl StackClock {
    /// A clock that begins on that London day at the machine's time of day, or now.
    pub(super) fn begin(file: PathBuf, today: Option<Date>) -> Result<Self, SetupError> {
        let now = Timestamp::now();
        let beginning = today.map_or(now, |day| at_london(day, london(now).time())).as_second();
        let clock = Self { file, beginning_seconds: beginning - now.as_second() };
        clock.reset()?;
        Ok(clock)
    }

    /// The clock of a stack that another process has started.
    pub(super) fn running(file: PathBuf) -> Self {
        Self { file, beginning_seconds: 0 }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::now().checked_add(self.seconds_ahead().seconds()).unwrap_or_default()
    }

    /// How far it is ahead of the machine's own.
    pub fn seconds_ahead(&self) -> i64 {
        let written = std::fs::read_to_string(&self.file).unwrap_or_default();
        written.trim().parse().unwrap_or_default()
    }

    pub fn move_to(&self, moment: Timestamp) -> Result<(), SetupError> {
        self.write(moment.as_second() - Timestamp::now().as_second())
    }

    /// Back to the day on which the stack started.
    pub fn reset(&self) -> Result<(), SetupError> {
        self.write(self.beginning_seconds)
    }

    /// A function may read the file at any moment: it finds the old offset or the new one, never half.
    fn write(&self, offset_seconds: i64) -> Result<(), SetupError> {
        let written = self.file.with_extension("new");
        std::fs::write(&written, offset_seconds.to_string())?;
        Ok(std::fs::rename(written, &self.file)?)
    }
}

/// The day that the environment asks for, if it does.
pub fn today_from_environment() -> Result<Option<Date>, SetupError> {
    let Some(written) = runtime::Settings.optional(SETTING) else {
        return Ok(None);
    };
    let day = written.parse();
    day.map(Some).map_err(|_| SetupError::new(format!("{SETTING} is a day such as 2027-12-27")))
}
