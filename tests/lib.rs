//! The tests of the whole: rules of the house in `it`, journeys on the deployed stack in `e2e`.
