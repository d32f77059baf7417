//! What the gateway answers itself. The local one does not read it from the API's body, as the cloud's does, and
//! takes each answer as a resource of its own.

use super::Stack;
use crate::{SetupError, Tools};
use serde_json::json;

impl Stack {
    /// Gives the gateway the answers of the template.
    pub(super) async fn give_answers(&self, tools: &Tools) -> Result<(), SetupError> {
        let templates = tools.transformed().await?;
        let body = &templates["template.yaml"]["Resources"]["Api"]["Properties"]["Body"];
        let answers = body["x-amazon-apigateway-gateway-responses"].as_object();
        let api = format!("/restapis/{}", self.output("ApiId"));
        for (reason, answer) in answers.into_iter().flatten() {
            let path = format!("{api}/gatewayresponses/{reason}");
            self.aws.rest("apigateway", "PUT", &path, answer).await?;
        }
        let (path, stage) = (format!("{api}/deployments"), json!({"stageName": "v1"}));
        self.aws.rest("apigateway", "POST", &path, &stage).await.map(drop)
    }
}
