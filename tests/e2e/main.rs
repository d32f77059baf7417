//! Journeys on the deployed stack: the template itself on a local AWS with IAM enforced.

mod bad_input;
mod browser;
mod house;
mod journey;
mod least_privilege;
mod privacy;
mod relay;
mod steps;
