//! Runs `examples/create_live_input.rs` as a user would, against a local server.

mod support;

use std::path::PathBuf;
use std::process::{Command, Output};

use support::{ACCOUNT, Server};

/// Returns the example's program, which `cargo test` builds beside this test.
fn program() -> PathBuf {
    let mut path = std::env::current_exe().expect("this test has a path");
    path.pop();
    path.pop();
    path.push("examples");
    path.push(format!("create_live_input{}", std::env::consts::EXE_SUFFIX));
    path
}

fn run(environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    let mut command = Command::new(program());
    command.args(arguments);
    for name in [
        "CLOUDFLARE_API_TOKEN",
        "CLOUDFLARE_EMAIL",
        "CLOUDFLARE_API_KEY",
        "CLOUDFLARE_BASE_URL",
    ] {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    command.output().expect("the example runs")
}

#[test]
fn it_creates_one_live_input_and_prints_where_to_stream() {
    let server = Server::json(support::REFERENCE);
    let output = run(
        &[
            ("CLOUDFLARE_API_TOKEN", "token-of-a-test"),
            ("CLOUDFLARE_BASE_URL", &server.base_url()),
        ],
        &[ACCOUNT],
    );
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert!(
        printed.contains("66be4bf738797e01e1fca35a7bdecdcd"),
        "{printed}"
    );
    assert!(
        printed.contains("rtmps://live.cloudflare.com:443/live/"),
        "{printed}"
    );
    assert!(!printed.contains("2fb3cb9f"), "{printed}");

    let sent = server.only();
    assert_eq!(
        sent.line,
        "POST /client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs HTTP/1.1"
    );
    assert_eq!(sent.header("authorization"), "Bearer token-of-a-test");
    assert_eq!(
        sent.body,
        r#"{"deleteRecordingAfterDays":45,"recording":{"mode":"automatic"}}"#
    );
}

#[test]
fn without_credentials_it_says_which_variables_to_set_and_sends_nothing() {
    let server = Server::json(support::REFERENCE);
    let output = run(&[("CLOUDFLARE_BASE_URL", &server.base_url())], &[ACCOUNT]);
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(printed.contains("CLOUDFLARE_API_TOKEN"), "{printed}");
    assert_eq!(server.received(), []);
}
