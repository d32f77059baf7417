//! What the functions of every stack have logged, gathered into files when a story gives its stack
//! back, for the last step of the suite to read.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use testkit::stack::LogReader;
use testkit::{SetupError, Stack};

/// A stack that has logged nothing for so long has come to rest.
const QUIET: Duration = Duration::from_millis(1_500);
/// How long a stack may take to come to rest.
const QUIET_WITHIN: Duration = Duration::from_secs(60);

/// The logs of one stack.
pub struct Logbook {
    file: PathBuf,
    reader: LogReader,
}

/// Forgets what an earlier run has gathered.
pub fn begin() -> Result<(), SetupError> {
    let folder = testkit::logs_gathered();
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(std::fs::create_dir_all(folder)?)
}

impl Logbook {
    pub fn of(stack: &Stack) -> Self {
        let file = testkit::logs_gathered().join(format!("{}.log", stack.aws.port));
        Self { file, reader: LogReader::default() }
    }

    /// Adds the lines that are new.
    pub async fn gather(&mut self, stack: &Stack) -> Result<(), SetupError> {
        let lines = self.reader.read(stack).await?;
        let mut file = OpenOptions::new().create(true).append(true).open(&self.file)?;
        for line in &lines {
            writeln!(file, "{line}")?;
        }
        Ok(())
    }

    /// Gathers until the stack has come to rest.
    pub async fn gather_until_quiet(&mut self, stack: &Stack) -> Result<(), SetupError> {
        self.gather(stack).await?;
        until_quiet(stack).await?;
        self.gather(stack).await
    }
}

/// Waits until no function of the stack has logged anything for a while.
pub async fn until_quiet(stack: &Stack) -> Result<(), SetupError> {
    let mut reader = LogReader::default();
    reader.read(stack).await?;
    let (began, mut heard) = (Instant::now(), Instant::now());
    while heard.elapsed() < QUIET {
        tokio::time::sleep(Duration::from_millis(200)).await;
        if !reader.read(stack).await?.is_empty() {
            heard = Instant::now();
        }
        if began.elapsed() > QUIET_WITHIN {
            return Err(SetupError::new("The functions of a stack never came to rest."));
        }
    }
    Ok(())
}
