//! The tools that are not Rust: the local AWS and SAM, each in a virtual environment of its own
//! with pinned packages, and the functions' binaries where the template looks for them.

use crate::{SetupError, checkout, target};
use aws_lc_rs::digest::{SHA256, digest};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// The functions, as their folders are named.
pub const FUNCTIONS: [&str; 14] = [
    "referral",
    "access",
    "consent",
    "casework",
    "keeping",
    "directory",
    "matching",
    "records",
    "scheduling",
    "report",
    "billing",
    "notify",
    "relay",
    "clock",
];

/// Programs of the two environments: Python for the local AWS, and SAM. Their pins disagree, so they never share one.
#[derive(Debug, Clone)]
pub struct Tools {
    pub local_aws: PathBuf,
    pub sam: PathBuf,
}

/// How the functions are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build; the one that the tests share.
    Fast,
    /// As shipped: small, and slow to link.
    Shipped,
}

impl Tools {
    /// Makes the environments, or finds them as they were made before.
    pub async fn ready() -> Result<Self, SetupError> {
        let python = python().await?;
        let (local_aws, sam) = futures::future::try_join(
            environment(&python, "infra/local/requirements-aws.txt", &[]),
            environment(&python, "infra/local/requirements-sam.txt", &[]),
        )
        .await?;
        Ok(Self { local_aws: local_aws.join("bin/python"), sam: sam.join("bin/sam") })
    }

    /// `sam validate --lint` on the template and on every one that it nests.
    pub async fn check_template(&self) -> Result<(), SetupError> {
        for template in templates()? {
            let mut sam = Command::new(&self.sam);
            sam.current_dir(checkout()).args(["validate", "--lint", "--region", "eu-west-2"]);
            sam.arg("--template").arg(&template).env("SAM_CLI_TELEMETRY", "0");
            run(&mut sam, &format!("{} is not sound.", template.display())).await?;
        }
        Ok(())
    }

    /// Every template as the cloud is given it, by its path: with all that SAM adds. The package is the
    /// one by which the local AWS does the same when a stack is deployed.
    pub async fn transformed(&self) -> Result<BTreeMap<String, Value>, SetupError> {
        let mut python = Command::new(&self.local_aws);
        python.current_dir(checkout()).arg("infra/local/python/transformed.py").args(templates()?);
        let printed = run(&mut python, "The templates could not be transformed.").await?;
        serde_json::from_slice(&printed)
            .map_err(|error| SetupError::new(format!("The transformed templates: {error}")))
    }
}

/// The paths of the template and of every one that it nests.
fn templates() -> Result<Vec<PathBuf>, SetupError> {
    let mut found = vec![PathBuf::from("template.yaml")];
    for entry in std::fs::read_dir(checkout().join("infra"))? {
        let path = Path::new("infra").join(entry?.file_name());
        let is_contract = path.ends_with("openapi.yaml");
        if path.extension().is_some_and(|kind| kind == "yaml") && !is_contract {
            found.push(path);
        }
    }
    Ok(found)
}

const NO_PYTHON: &str = "Python 3.10 or newer with venv is needed for the local AWS. \
                         On Debian: apt install python3-venv";

async fn python() -> Result<PathBuf, SetupError> {
    let check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
    for name in ["python3", "python"] {
        let tried = Command::new(name).args(["-c", check]).stderr(Stdio::null()).status().await;
        if tried.is_ok_and(|status| status.success()) {
            return Ok(PathBuf::from(name));
        }
    }
    Err(SetupError::new(NO_PYTHON))
}

/// An environment is named by its pins: other pins make another, and a half-made one is never used.
async fn environment(
    python: &Path,
    requirements: &str,
    pip: &[&str],
) -> Result<PathBuf, SetupError> {
    let pins = checkout().join(requirements);
    let hash = hex::encode(digest(&SHA256, &std::fs::read(&pins)?));
    let home = target().join("local/tools").join(&hash[..16]);
    let made = home.join("made");
    if made.exists() {
        return Ok(home);
    }
    let _ = std::fs::remove_dir_all(&home);
    std::fs::create_dir_all(&home)?;
    run(Command::new(python).args(["-m", "venv"]).arg(&home), NO_PYTHON).await?;
    let failed =
        "The pinned Python packages could not be installed. Is the package index in reach?";
    let mut install = Command::new(home.join("bin/python"));
    install.args(["-m", "pip", "install", "-q"]).args(pip).arg("-r").arg(&pins);
    run(&mut install, failed).await?;
    std::fs::write(made, "")?;
    Ok(home)
}

/// The script of axe-core, which judges whether everyone can use a page.
pub async fn axe() -> Result<PathBuf, SetupError> {
    let python = python().await?;
    let home = environment(&python, "tests/e2e/requirements-axe.txt", &["--no-deps"]).await?;
    let found = std::fs::read_dir(home.join("lib"))?.filter_map(Result::ok);
    let scripts = found.map(|it| it.path().join("site-packages/axe_playwright_python/axe.min.js"));
    let script = scripts.into_iter().find(|it| it.exists());
    script.ok_or_else(|| SetupError::new("axe-core is not where its package had it."))
}

/// A Python that can read iCalendar.
pub async fn calendar() -> Result<PathBuf, SetupError> {
    let python = python().await?;
    let home = environment(&python, "tests/e2e/requirements-calendar.txt", &["--no-deps"]).await?;
    Ok(home.join("bin/python"))
}

/// Builds every function and puts each where the template's `CodeUri` points.
pub async fn build_functions(profile: Profile) -> Result<(), SetupError> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(checkout()).arg("build");
    // The same package set as `cargo test --workspace`: another one would build the SDK again.
    match profile {
        Profile::Fast => cargo.args(["--workspace", "--bins"]),
        Profile::Shipped => {
            cargo.arg("--release").args(FUNCTIONS.iter().flat_map(|name| ["-p", name]))
        }
    };
    run(&mut cargo, "The functions could not be built; cargo says why above.").await?;
    let built = target().join(if profile == Profile::Fast { "debug" } else { "release" });
    for name in FUNCTIONS {
        install(&built.join(name), &checkout().join("target/lambda").join(name))?;
    }
    Ok(())
}

/// Copies without debug information, so that the deployment stays quick; and each time, because the
/// folder may hold the binary of another profile.
fn install(binary: &Path, folder: &Path) -> Result<(), SetupError> {
    let bootstrap = folder.join("bootstrap");
    std::fs::create_dir_all(folder)?;
    let stripped =
        std::process::Command::new("strip").arg("-o").arg(&bootstrap).arg(binary).status();
    if !stripped.is_ok_and(|status| status.success()) {
        std::fs::copy(binary, &bootstrap)?;
    }
    Ok(())
}

/// What a command has printed; nothing is said while it succeeds.
async fn run(command: &mut Command, failed: &str) -> Result<Vec<u8>, SetupError> {
    let output = command.stdin(Stdio::null()).output().await;
    match output {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            let tail: Vec<&str> = said.lines().rev().take(20).collect();
            let tail: Vec<&str> = tail.into_iter().rev().collect();
            Err(SetupError::new(format!("{}\n{failed}", tail.join("\n"))))
        }
        Err(_) => Err(SetupError::new(failed)),
    }
}
