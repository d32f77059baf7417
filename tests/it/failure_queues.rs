//! Every asynchronous path ends in the failure queue, and an alarm watches it.

use crate::{read, template_by_function};

#[test]
fn every_asynchronous_path_has_a_failure_queue() {
    let mut paths = 0;
    for (function, part) in template_by_function() {
        assert!(
            part.contains("DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Failed.Arn}"),
            "{function}"
        );
        let asynchronous = |line: &&str| {
            line.contains("Type: EventBridgeRule") || line.contains("Type: ScheduleV2")
        };
        for line in part.lines().filter(asynchronous) {
            paths += 1;
            assert!(line.contains("DeadLetterConfig: {Arn: !GetAtt Failed.Arn}"), "{line}");
        }
        if part.contains("Type: DynamoDB") {
            paths += 1;
            assert!(part.contains("OnFailure: {Type: SQS, Destination: !GetAtt Failed.Arn}"));
            assert!(part.contains("ReportBatchItemFailures"));
        }
    }
    assert_eq!(paths, 10);
}

#[test]
fn an_alarm_watches_the_failure_queue() {
    let template = read("template.yaml");
    assert!(template.contains("FailedQueue: !GetAtt Failed.QueueName"));
    let alarms = read("infra/alarms.yaml");
    assert!(alarms.contains("Dimensions: [{Name: QueueName, Value: !Ref FailedQueue}]"));
    assert!(alarms.contains("MetricName: ApproximateNumberOfMessagesVisible"));
}
