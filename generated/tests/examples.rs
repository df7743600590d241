//! Runs each program of `examples/` against a local server, and checks its requests and its output.
//!
//! `ensure_live_input` has its own tests.

mod support;

use std::path::PathBuf;
use std::process::{Command, Output};

use support::{ACCOUNT, LIVE_INPUT, REFERENCE, Received, Server, envelope, http};

const LIVE_INPUTS: &str = "/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/live_inputs";

/// Returns the path of an example, which `cargo test` builds together with this test.
fn program(name: &str) -> PathBuf {
    let mut path = std::env::current_exe().expect("this test has a path");
    path.pop();
    path.pop();
    path.push("examples");
    path.push(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    path
}

/// Returns the command of an example, without the credentials that this test's environment may have.
fn command(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program(name));
    command.args(arguments);
    for name in [
        "CLOUDFLARE_API_TOKEN",
        "CLOUDFLARE_EMAIL",
        "CLOUDFLARE_API_KEY",
        "CLOUDFLARE_BASE_URL",
    ] {
        command.env_remove(name);
    }
    command
}

/// Runs an example with credentials, against the server.
fn run(server: &Server, name: &str, arguments: &[&str]) -> Output {
    let mut command = prepared(server, name, arguments);
    command.output().expect("the example runs")
}

/// Returns the command that [`run`] runs.
fn prepared(server: &Server, name: &str, arguments: &[&str]) -> Command {
    let mut command = command(name, arguments);
    command.env("CLOUDFLARE_API_TOKEN", "token-of-a-test");
    command.env("CLOUDFLARE_BASE_URL", server.base_url());
    command.env("POLL_MILLIS", "1");
    command.env("STREAM_KEY_1", "key-one");
    command.env("STREAM_KEY_2", "key-two");
    command
}

/// Returns the output of an example that must succeed.
fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Returns the error of an example that must fail.
fn failure(output: &Output) -> String {
    assert!(!output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns a server that responds with these results, one for each request.
fn server(results: &[&str]) -> Server {
    let responses = results.iter();
    let responses = responses.map(|result| http("200 OK", "application/json", &envelope(result)));
    Server::raw(responses.collect())
}

/// Returns the request lines without the HTTP version.
fn lines(received: &[Received]) -> Vec<String> {
    let lines = received.iter().map(|request| request.line.clone());
    lines
        .map(|line| line.trim_end_matches(" HTTP/1.1").to_owned())
        .collect()
}

#[test]
fn create_live_input_creates_one_and_prints_where_to_stream() {
    let server = Server::json(REFERENCE);
    let printed = printed(&run(&server, "create_live_input", &[ACCOUNT]));
    assert!(printed.contains(LIVE_INPUT), "{printed}");
    assert!(
        printed.contains("rtmps://live.cloudflare.com:443/live/"),
        "{printed}"
    );
    assert!(!printed.contains("2fb3cb9f"), "{printed}");

    let sent = server.only();
    assert_eq!(sent.line, format!("POST {LIVE_INPUTS} HTTP/1.1"));
    assert_eq!(sent.header("authorization"), "Bearer token-of-a-test");
    assert_eq!(
        sent.body,
        r#"{"deleteRecordingAfterDays":45,"recording":{"mode":"automatic"}}"#
    );
}

#[test]
fn without_credentials_an_example_names_the_variables_and_sends_nothing() {
    let server = Server::json(REFERENCE);
    let mut command = command("create_live_input", &[ACCOUNT]);
    command.env("CLOUDFLARE_BASE_URL", server.base_url());
    let message = failure(&command.output().expect("the example runs"));
    assert!(message.contains("CLOUDFLARE_API_TOKEN"), "{message}");
    assert_eq!(server.received(), []);
}

#[test]
fn without_arguments_each_example_prints_its_usage() {
    let names = [
        "clean_up",
        "create_live_input",
        "rotate_keys",
        "simulcast",
        "watch_live_input",
    ];
    for name in names {
        let message = failure(&command(name, &[]).output().expect("the example runs"));
        let usage = format!("usage: {name} <account id>");
        assert!(message.contains(&usage), "{message}");
    }
}

#[test]
fn watch_live_input_prints_each_change_in_both_forms_of_the_status() {
    let connection = |state: &str, reason: &str| {
        format!(
            r#"{{"uid":"a","status":{{"current":{{"ingestProtocol":"rtmp","reason":"{reason}","state":"{state}","statusEnteredAt":"2024-01-11T21:17:41.104Z","statusLastSeen":"2024-01-11T21:18:41.104Z"}},"history":[]}}}}"#
        )
    };
    let results = [
        r#"{"uid":"a","status":null,"rtmps":{"url":"rtmps://live.cloudflare.com:443/live/","streamKey":"s3cret"},"webRTCPlayback":{"url":"https://example.com/play"}}"#,
        r#"{"uid":"a","status":null}"#,
        r#"{"uid":"a","status":{"current":null,"history":[]}}"#,
        &connection("connected", "connected"),
        &connection("connected", "connected"),
        r#"{"uid":"a","status":"connected"}"#,
        &connection("disconnected", "client_disconnect"),
        r#"{"uid":"a","status":"reconnected"}"#,
        &connection("a future state", "new"),
        r#"{"uid":"a","status":["neither"]}"#,
    ];
    let server = server(&results);
    let mut command = prepared(&server, "watch_live_input", &[ACCOUNT, "Sunday"]);
    command.env("POLLS", "9");
    let printed = printed(&command.output().expect("the example runs"));
    assert_eq!(
        printed.lines().collect::<Vec<_>>(),
        [
            "Live input  a",
            "Stream to   rtmps://live.cloudflare.com:443/live/",
            "Watch at    https://example.com/play",
            "Status      no broadcaster",
            "Status      connected",
            "Status      disconnected",
            "Status      reconnected",
            "Status      a future state",
            "Status      unknown",
        ]
    );
    let received = server.received();
    let lines = lines(&received);
    assert_eq!(lines[0], format!("POST {LIVE_INPUTS}"));
    assert_eq!(lines[1..], vec![format!("GET {LIVE_INPUTS}/a"); 9]);
    assert_eq!(
        received[0].body,
        r#"{"meta":{"name":"Sunday"},"recording":{"mode":"automatic"}}"#
    );
}

#[test]
fn simulcast_creates_missing_outputs() {
    let server = server(&[
        r#"[{"uid":"o1","url":"rtmp://one.example.com/live","streamKey":"key-one"}]"#,
        r#"{"uid":"o2","url":"rtmp://two.example.com/live","streamKey":"key-two"}"#,
    ]);
    let (one, two) = ("rtmp://one.example.com/live", "rtmp://two.example.com/live");
    let printed = printed(&run(&server, "simulcast", &[ACCOUNT, LIVE_INPUT, one, two]));
    assert_eq!(
        printed,
        format!("{one}: already exists\n{two}: output o2\n")
    );
    let received = server.received();
    let outputs = format!("{LIVE_INPUTS}/{LIVE_INPUT}/outputs");
    assert_eq!(
        lines(&received),
        [format!("GET {outputs}"), format!("POST {outputs}")]
    );
    assert_eq!(
        received[1].body,
        r#"{"url":"rtmp://two.example.com/live","streamKey":"key-two","enabled":true}"#
    );
}

#[test]
fn simulcast_creates_nothing_if_an_output_cannot_be_decoded() {
    let (one, two) = ("rtmp://one.example.com/live", "rtmp://two.example.com/live");
    for list in [
        r#"[{"uid":"o1","url":"rtmp://one.example.com/live","streamKey":7}]"#,
        r#"[{"uid":"o1"}]"#,
        "[7]",
        "null",
    ] {
        let server = server(&[list]);
        failure(&run(&server, "simulcast", &[ACCOUNT, LIVE_INPUT, one, two]));
        assert_eq!(server.received().len(), 1, "{list}");
    }
}

#[test]
fn rotate_keys_prints_only_the_new_key() {
    let server = Server::json(REFERENCE);
    let output = run(&server, "rotate_keys", &[ACCOUNT, LIVE_INPUT]);
    assert_eq!(
        printed(&output),
        "2fb3cb9f17e68a2568d6ebed8d5505eak3ceaf8c9b1f395e1b76b79332497cada\n"
    );
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("2fb3cb9f"), "{stderr}");
    assert_eq!(
        server.only().line,
        format!("POST {LIVE_INPUTS}/{LIVE_INPUT}/rotate_keys HTTP/1.1")
    );
}

#[test]
fn rotate_keys_prints_a_response_that_cannot_be_decoded() {
    let broken = r#"{"success":true,"result":{"rtmps":{"streamKey":"n3w"#;
    let server = Server::json(broken);
    let output = run(&server, "rotate_keys", &[ACCOUNT, LIVE_INPUT]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), broken);
    let message = failure(&output);
    assert!(!message.contains("n3w"), "{message}");
    server.only();
}

/// A live input that is old, one that is new, and one without a date.
const AGES: &str = r#"{"liveInputs":[
    {"uid":"old","created":"2014-01-02T02:20:00Z","meta":{"name":"test stream 1"}},
    {"uid":"new","created":"9000-01-01T00:00:00Z"},
    {"uid":"unknown"}
]}"#;

#[test]
fn clean_up_deletes_nothing_without_the_flag() {
    let server = server(&[AGES]);
    assert_eq!(
        printed(&run(&server, "clean_up", &[ACCOUNT, "90"])),
        "old  2014-01-02T02:20:00Z  test stream 1\nNothing was deleted. Add --delete to delete them.\n"
    );
    assert_eq!(
        lines(&server.received()),
        [format!("GET {LIVE_INPUTS}?include_counts=true")]
    );
}

#[test]
fn clean_up_accepts_that_a_live_input_is_already_deleted() {
    let list = http("200 OK", "application/json", &envelope(AGES));
    let gone = r#"{"success":false,"errors":[{"code":10003,"message":"Not Found"}],"messages":[]}"#;
    let gone = http("404 Not Found", "application/json", gone);
    let server = Server::raw(vec![list, gone]);
    assert_eq!(
        printed(&run(&server, "clean_up", &[ACCOUNT, "90", "--delete"])),
        "old  2014-01-02T02:20:00Z  test stream 1\n"
    );
    assert_eq!(
        lines(&server.received()),
        [
            format!("GET {LIVE_INPUTS}?include_counts=true"),
            format!("DELETE {LIVE_INPUTS}/old")
        ]
    );
}

#[test]
fn clean_up_deletes_nothing_if_the_list_is_incomplete() {
    for list in [
        r#"{"liveInputs":[{"uid":"old","created":"2014-01-02T02:20:00Z"},7]}"#,
        r#"{"liveInputs":[{"uid":"old","created":"2014-01-02T02:20:00Z"}],"total":35586}"#,
        r#"{"liveInputs":null}"#,
        "{}",
    ] {
        let server = server(&[list]);
        failure(&run(&server, "clean_up", &[ACCOUNT, "90", "--delete"]));
        assert_eq!(
            lines(&server.received()),
            [format!("GET {LIVE_INPUTS}?include_counts=true")],
            "{list}"
        );
    }
}

#[cfg(feature = "ureq")]
#[test]
fn switch_blocking_turns_a_live_input_off() {
    let server = server(&[r#"{"uid":"a","enabled":false}"#]);
    let arguments = [ACCOUNT, LIVE_INPUT, "off"];
    assert_eq!(
        printed(&run(&server, "switch_blocking", &arguments)),
        "It does not accept streams.\n"
    );
    let sent = server.only();
    assert_eq!(
        sent.line,
        format!("POST {LIVE_INPUTS}/{LIVE_INPUT}/disable HTTP/1.1")
    );
    assert_eq!(sent.header("authorization"), "Bearer token-of-a-test");
}
