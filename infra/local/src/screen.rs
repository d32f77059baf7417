//! What is printed while the slow steps run: the step, and how long it has taken so far.

use std::future::Future;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};
use testkit::SetupError;

/// How often a waiting step says so: often on a terminal, seldom in a log.
const TERMINAL: Duration = Duration::from_secs(1);
const LOG: Duration = Duration::from_secs(30);

/// The lines of the set-up.
pub struct Screen {
    terminal: bool,
}

impl Screen {
    pub fn begin() -> Self {
        println!("Second Opinion, local\n");
        Self { terminal: std::io::stdout().is_terminal() }
    }

    pub fn line(name: &str, text: &str) {
        println!("  {name:<10} {text}");
    }

    /// Runs a step and tells how long it took.
    pub async fn step<T>(
        &mut self,
        name: &str,
        what: &str,
        work: impl Future<Output = Result<T, SetupError>>,
    ) -> Result<T, SetupError> {
        let began = Instant::now();
        let mut tick = tokio::time::interval(if self.terminal { TERMINAL } else { LOG });
        tick.tick().await;
        tokio::pin!(work);
        let outcome = loop {
            tokio::select! {
                outcome = &mut work => break outcome,
                _ = tick.tick() => self.waiting(name, began.elapsed()),
            }
        };
        if outcome.is_ok() {
            let start = if self.terminal { "\r" } else { "" };
            println!("{start}  {name:<10} {what:<34} {}", in_words(began.elapsed()));
        }
        outcome
    }

    fn waiting(&self, name: &str, elapsed: Duration) {
        if self.terminal {
            print!("\r  {name:<10} … {:<32} ", in_words(elapsed));
            // A terminal that is gone is no reason to stop.
            let _ = std::io::stdout().flush();
        } else {
            println!("  {name:<10} … {}", in_words(elapsed));
        }
    }
}

fn in_words(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds < 60 {
        format!("{}.{} s", seconds, elapsed.subsec_millis() / 100)
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}
