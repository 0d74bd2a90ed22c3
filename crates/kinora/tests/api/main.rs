//! A skeleton.
#[test]
fn a() {}
