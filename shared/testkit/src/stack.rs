//! The template, deployed on the local AWS by `sam deploy`, and what it gave back.

use crate::local_aws::{LocalAws, REGION, credentials};
use crate::tools::Tools;
use crate::{SetupError, checkout, target};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::types::{
    DefaultRetention, ObjectLockConfiguration, ObjectLockEnabled, ObjectLockRetentionMode,
    ObjectLockRule,
};
use runtime::{Aws, CountSteps};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Stdio;
use tokio::process::Command;

/// The name of the stack, as in `samconfig.toml`.
pub const STACK: &str = "second-opinion-local";
/// The custom domain that links carry.
pub const DOMAIN: &str = "clinic.localhost";

/// A deployed stack.
#[derive(Debug)]
pub struct Stack {
    pub aws: LocalAws,
    /// The template's outputs by name.
    pub outputs: HashMap<String, String>,
    pub base_url: String,
    clock: PathBuf,
}

impl Stack {
    /// Deploys the template as it stands in the checkout.
    pub async fn deploy(tools: &Tools, aws: LocalAws) -> Result<Self, SetupError> {
        let base_url = format!("http://{DOMAIN}:{}", aws.port);
        let clock = target().join("local").join(aws.port.to_string()).join("clock-offset");
        std::fs::write(&clock, "0")?;
        let failed = || SetupError::new("sam deploy could not be run.");
        let output = Command::new(&tools.sam)
            .current_dir(checkout())
            .args(["deploy", "--config-env", "local", "--no-progressbar", "--parameter-overrides"])
            .arg("Local=true")
            .arg(format!("Architecture={}", architecture()))
            .arg(format!("BaseUrl={base_url}"))
            .arg(format!("ClockOffsetFile={}", clock.display()))
            .args(["Retention=erase", "AnchorDays=1"])
            .env("AWS_ENDPOINT_URL", aws.endpoint())
            .env("AWS_ACCESS_KEY_ID", credentials().access_key_id())
            .env("AWS_SECRET_ACCESS_KEY", credentials().secret_access_key())
            .env("AWS_DEFAULT_REGION", REGION)
            .env("SAM_CLI_TELEMETRY", "0")
            .stdin(Stdio::null())
            .output()
            .await
            .map_err(|_| failed())?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            return Err(SetupError::new(String::from_utf8_lossy(&said).into_owned()));
        }
        let outputs = outputs(&aws).await?;
        let stack = Self { aws, outputs, base_url, clock };
        stack.lock_anchors().await?;
        Ok(stack)
    }

    /// The stack that another process has deployed on a local AWS.
    pub async fn running(aws: LocalAws) -> Result<Self, SetupError> {
        let base_url = format!("http://{DOMAIN}:{}", aws.port);
        let clock = target().join("local").join(aws.port.to_string()).join("clock-offset");
        let outputs = outputs(&aws).await?;
        Ok(Self { aws, outputs, base_url, clock })
    }

    /// The local `CloudFormation` leaves out the one property of a bucket that the anchors rest on, so
    /// it is set here as the template has it.
    async fn lock_anchors(&self) -> Result<(), SetupError> {
        let config = aws_sdk_s3::config::Builder::from(&self.owner().config);
        let client = aws_sdk_s3::Client::from_conf(config.force_path_style(true).build());
        let failed =
            |error: String| SetupError::new(format!("The anchors were not locked: {error}"));
        let days = DefaultRetention::builder().mode(ObjectLockRetentionMode::Compliance).days(1);
        let rule = ObjectLockRule::builder().default_retention(days.build()).build();
        let lock = ObjectLockConfiguration::builder()
            .object_lock_enabled(ObjectLockEnabled::Enabled)
            .rule(rule)
            .build();
        let put = client.put_object_lock_configuration().bucket(self.output("AnchorsBucket"));
        let sent = put.object_lock_configuration(lock).send().await;
        sent.map(|_| ()).map_err(|error| failed(error.to_string()))
    }

    /// A template's output. Asking for one that is not there is a mistake of the test.
    pub fn output(&self, name: &str) -> &str {
        self.outputs.get(name).unwrap_or_else(|| panic!("the template has no output {name}"))
    }

    /// The SDK's configuration as the account's owner.
    pub fn owner(&self) -> Aws {
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(REGION))
            .endpoint_url(self.aws.endpoint())
            .credentials_provider(aws_credential_types::provider::SharedCredentialsProvider::new(
                credentials(),
            ))
            .build();
        Aws { config, steps: CountSteps }
    }

    /// Moves the stack's clock to so many seconds after the machine's.
    pub fn set_clock(&self, offset_seconds: i64) -> Result<(), SetupError> {
        Ok(std::fs::write(&self.clock, offset_seconds.to_string())?)
    }

    pub fn clock_offset(&self) -> i64 {
        let written = std::fs::read_to_string(&self.clock).unwrap_or_default();
        written.trim().parse().unwrap_or_default()
    }

    /// Every line that the functions have logged.
    pub async fn log_lines(&self) -> Result<Vec<String>, SetupError> {
        let mut lines = Vec::new();
        for (name, function) in &self.outputs {
            if !name.ends_with("Function") {
                continue;
            }
            lines.extend(self.function_log(function).await?);
        }
        Ok(lines)
    }

    /// What one function has logged.
    pub async fn function_log(&self, function: &str) -> Result<Vec<String>, SetupError> {
        let group = format!("/aws/lambda/{function}");
        let mut lines = Vec::new();
        let mut token: Option<String> = None;
        loop {
            let mut ask = serde_json::json!({"logGroupName": group, "limit": 10000});
            if let Some(token) = &token {
                ask["nextToken"] = token.as_str().into();
            }
            // A function that never ran has no group.
            let Ok(answer) = self.aws.json("logs", "Logs_20140328.FilterLogEvents", &ask).await
            else {
                return Ok(lines);
            };
            let events = answer["events"].as_array().cloned().unwrap_or_default();
            lines.extend(events.iter().filter_map(|it| it["message"].as_str().map(str::to_owned)));
            match answer["nextToken"].as_str() {
                Some(next) if token.as_deref() != Some(next) => token = Some(next.to_owned()),
                _ => return Ok(lines),
            }
        }
    }
}

/// The template's word for this machine's processor.
fn architecture() -> &'static str {
    if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" }
}

async fn outputs(aws: &LocalAws) -> Result<HashMap<String, String>, SetupError> {
    let form = format!("Action=DescribeStacks&Version=2010-05-15&StackName={STACK}");
    let xml = aws.query("cloudformation", &form).await?;
    let between = |text: &str, tag: &str| {
        let (_, rest) = text.split_once(&format!("<{tag}>"))?;
        rest.split_once(&format!("</{tag}>")).map(|(value, _)| value.to_owned())
    };
    let members = xml.split("<OutputKey>").skip(1).filter_map(|part| {
        let (name, _) = part.split_once("</OutputKey>")?;
        Some((name.to_owned(), between(part, "OutputValue")?))
    });
    Ok(members.collect())
}
