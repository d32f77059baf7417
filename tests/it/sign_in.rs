//! Who can get a token, as the cloud is given it: the local AWS enforces none of this.

use crate::transformed::{TEMPLATES, resources};
use serde_json::{Value, json};

fn of_identity(name: &str) -> &'static Value {
    &TEMPLATES["infra/identity.yaml"]["Resources"][name]["Properties"]
}

#[test]
fn nobody_signs_up_and_a_person_needs_more_than_a_password() {
    let pool = of_identity("Pool");
    assert_eq!(pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"], true);
    assert_eq!(pool["MfaConfiguration"], json!({"Fn::If": ["InTheCloud", "ON", "OFF"]}));
    assert_eq!(pool["EnabledMfas"], json!(["SOFTWARE_TOKEN_MFA"]));
    let policy = &pool["Policies"]["PasswordPolicy"];
    assert!(policy["MinimumLength"].as_u64().unwrap() >= 14, "{policy}");
}

#[test]
fn the_pool_has_a_domain_of_the_customers_own_for_its_tokens() {
    let domain = &of_identity("PoolDomain")["Domain"];
    let with_dashes = json!({"Fn::Join": ["-", {"Fn::Split": [".", {"Ref": "DomainName"}]}]});
    assert_eq!(domain, &with_dashes);
    let given = &resources("AWS::CloudFormation::Stack")["Identity"]["Parameters"]["DomainName"];
    assert_eq!(given, &json!({"Ref": "DomainName"}));
}

#[test]
fn the_api_answers_behind_its_own_domain_alone() {
    let body = &resources("AWS::ApiGateway::RestApi")["Api"]["Body"];
    let endpoint = &body["x-amazon-apigateway-endpoint-configuration"];
    let closed = json!({"Fn::If": ["IsLocal", false, true]});
    assert_eq!(endpoint["disableExecuteApiEndpoint"], closed);
}
