//! A program that ends when the process that started it ends, even when that is killed.

use crate::SetupError;
use std::ffi::OsStr;
use std::fs::File;
use std::process::Stdio;
use tokio::process::{Child, Command};

/// The shell waits for its input to end, which happens when we drop it, exit or are killed, and then
/// stops the program with everything that it has started.
const WATCH: &str = "\"$@\" & program=$!; read -r _; kill -TERM $program 2>/dev/null; i=0; \
                     while kill -0 $program 2>/dev/null && [ $i -lt 30 ]; do sleep 0.1; i=$((i+1)); done; \
                     kill -KILL 0";

/// A running program with its whole process group.
#[derive(Debug)]
pub struct Group {
    _watch: Child,
}

impl Group {
    /// Starts a program with more settings in its environment, its output going to `log`.
    pub fn start(
        program: &OsStr,
        arguments: &[String],
        settings: &[(&str, String)],
        log: &File,
    ) -> Result<Self, SetupError> {
        let watch = Command::new("setsid")
            .args(["sh", "-c", WATCH, "watch"])
            .arg(program)
            .args(arguments)
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log.try_clone()?)
            .spawn()
            .map_err(|_| SetupError::new("setsid is missing. On Debian: apt install util-linux"))?;
        Ok(Self { _watch: watch })
    }
}
