//! On which machine and of which commit something was measured.

use serde::Serialize;
use std::process::Command;

#[derive(Debug, Serialize)]
pub struct Machine {
    pub date: String,
    pub commit: String,
    processor: String,
    cores: usize,
    rust: String,
}

impl Machine {
    pub fn here() -> Self {
        let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpu.lines().find(|line| line.starts_with("model name"));
        let model = model.and_then(|line| line.split_once(':')).map(|(_, name)| name.trim());
        Self {
            date: domain::calendar::london(runtime::Clock::default().now()).date().to_string(),
            commit: said("git", &["rev-parse", "--short", "HEAD"]),
            processor: model.unwrap_or(std::env::consts::ARCH).to_owned(),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            rust: said("rustc", &["--version"]),
        }
    }
}

fn said(program: &str, arguments: &[&str]) -> String {
    let asked = Command::new(program).args(arguments).current_dir(testkit::checkout()).output();
    let said = asked.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    said.ok().filter(|said| !said.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}
