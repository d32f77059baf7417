//! Every asynchronous path waits in a queue while its consumer is away, ends in one that can be redriven, and
//! wakes a person. The local AWS has no metrics of queues, so the alarms are checked as text.

use crate::transformed::{TEMPLATES, resources};
use serde_json::Value;

/// How long a dependency may be away before anything is put aside.
const COVERED_SECONDS: u64 = 8 * 3600;

/// The number that a value is in the cloud: the last branch of `Fn::If` on `IsLocal`.
fn in_the_cloud(value: &Value) -> u64 {
    let value = if value["Fn::If"].is_array() { &value["Fn::If"][2] } else { value };
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{value}"))
}

/// The queues in front of consumers: logical id, the parameters that the nested template gets.
fn queues() -> Vec<(&'static str, &'static Value)> {
    let stacks = resources("AWS::CloudFormation::Stack").into_iter();
    let queues: Vec<_> = stacks
        .filter(|(_, stack)| stack["TemplateURL"] == "infra/queue.yaml")
        .map(|(id, stack)| (id, &stack["Parameters"]))
        .collect();
    assert_eq!(queues.len(), 5, "{queues:?}");
    queues
}

fn output_of<'a>(value: &'a Value, output: &str) -> Option<&'a str> {
    let [queue, attribute] = value["Fn::GetAtt"].as_array()?.as_slice() else { return None };
    (attribute == &format!("Outputs.{output}")).then(|| queue.as_str()).flatten()
}

#[test]
fn a_message_comes_again_after_six_timeouts_and_is_put_aside_after_eight_hours() {
    for (id, queue) in queues() {
        let mut readers = resources("AWS::Lambda::EventSourceMapping");
        readers.retain(|_, mapping| output_of(&mapping["EventSourceArn"], "Arn") == Some(id));
        assert_eq!(readers.len(), 1, "{id} has {} readers", readers.len());
        let reader = readers.into_values().next().unwrap();
        assert_eq!(reader["FunctionResponseTypes"][0], "ReportBatchItemFailures", "{id}");
        let function = reader["FunctionName"]["Ref"].as_str().unwrap();
        let timeout = in_the_cloud(&resources("AWS::Lambda::Function")[function]["Timeout"]);
        let (visibility, receives) =
            (in_the_cloud(&queue["VisibilitySeconds"]), in_the_cloud(&queue["Receives"]));
        assert_eq!(visibility, 6 * timeout, "{id}");
        assert!(visibility * receives >= COVERED_SECONDS, "{id} covers too little");
        assert!(visibility * receives < 2 * COVERED_SECONDS, "{id} tells too late");
        assert_eq!(queue["Consumer"], function.to_lowercase());
    }
}

#[test]
fn every_rule_and_schedule_leads_to_a_queue_and_what_cannot_be_sent_is_kept() {
    let rules = resources("AWS::Events::Rule").into_values();
    let targets = rules.map(|rule| {
        let [target] = rule["Targets"].as_array().unwrap().as_slice() else { panic!("{rule}") };
        target
    });
    let mut led = 0;
    let queued = ["BillingMonthly", "RecordsHourly"];
    let schedules = resources("AWS::Scheduler::Schedule");
    let schedules = queued.into_iter().map(|id| &schedules[id]["Target"]);
    for target in targets.chain(schedules) {
        let queue = output_of(&target["Arn"], "Arn").expect("a target is a queue");
        let failed = output_of(&target["DeadLetterConfig"]["Arn"], "FailedArn");
        assert_eq!(failed, Some(queue), "{target}");
        led += 1;
    }
    assert_eq!(led, 11);
    // The clock's own runs are not queued: the next one does what a failed one left.
    let clock = &resources("AWS::Lambda::Function")["Clock"];
    assert!(clock["DeadLetterConfig"]["TargetArn"].is_object(), "{clock}");
}

#[test]
fn the_stream_waits_as_long_and_then_keeps_its_records() {
    let stream = resources("AWS::Lambda::EventSourceMapping")["RelayStream"];
    assert_eq!(stream["MaximumRecordAgeInSeconds"].as_u64(), Some(COVERED_SECONDS));
    assert_eq!(stream["MaximumRetryAttempts"], -1);
    assert_eq!(stream["FunctionResponseTypes"][0], "ReportBatchItemFailures");
    let kept = &stream["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"];
    assert_eq!(kept[1], "Outputs.UntoldArn");
    let bucket = &TEMPLATES["infra/delivery.yaml"]["Resources"]["Untold"];
    assert_eq!(bucket["Type"], "AWS::S3::Bucket");
}

/// An alarm of a template: its metric, what it watches, and from when on it wakes somebody.
fn alarm(template: &str, id: &str) -> (Value, Value, Value) {
    let alarm = &TEMPLATES[template]["Resources"][id]["Properties"];
    let [watched] = alarm["Dimensions"].as_array().unwrap().as_slice() else { panic!("{alarm}") };
    assert_eq!(alarm["ComparisonOperator"], "GreaterThanThreshold");
    assert_eq!((&alarm["Period"], &alarm["EvaluationPeriods"]), (&60.into(), &1.into()));
    (alarm["MetricName"].clone(), watched["Value"].clone(), alarm["Threshold"].clone())
}

#[test]
fn somebody_is_told_of_what_waits_for_five_minutes_and_of_what_is_put_aside() {
    let of = |resource: &str| serde_json::json!({"Fn::GetAtt": [resource, "QueueName"]});
    let age = "ApproximateAgeOfOldestMessage".into();
    let waiting = serde_json::json!({"Ref": "WaitingSeconds"});
    assert_eq!(alarm("infra/queue.yaml", "Waiting"), (age, of("Queue"), waiting));
    let default = &TEMPLATES["infra/queue.yaml"]["Parameters"]["WaitingSeconds"]["Default"];
    assert_eq!(default, 300);
    // A topic of the customer's own hears every alarm.
    for template in ["infra/queue.yaml", "infra/alarms.yaml"] {
        for (id, resource) in TEMPLATES[template]["Resources"].as_object().unwrap() {
            let is_alarm = resource["Type"] == "AWS::CloudWatch::Alarm";
            let actions = &resource["Properties"]["AlarmActions"]["Fn::If"][1][0]["Ref"];
            assert!(!is_alarm || actions == "AlarmTopicArn", "{id} wakes nobody");
        }
    }
    let count: Value = "ApproximateNumberOfMessagesVisible".into();
    assert_eq!(alarm("infra/queue.yaml", "PutAside"), (count.clone(), of("Failed"), 0.into()));
    let clock = serde_json::json!({"Ref": "FailedQueue"});
    assert_eq!(alarm("infra/alarms.yaml", "FailedEvents"), (count, clock, 0.into()));
    let relay = serde_json::json!({"Ref": "RelayFunction"});
    let behind = ("IteratorAge".into(), relay, 300_000.into());
    assert_eq!(alarm("infra/alarms.yaml", "RelayBehind"), behind);
    let given = &resources("AWS::CloudFormation::Stack")["Alarms"]["Parameters"];
    assert_eq!(given["FailedQueue"], of("Failed"));
    assert_eq!(given["RelayFunction"]["Ref"], "Relay");
}
