//! Compressed responses: decoding, the size limit of the decompressed body, and corrupt data.

#![cfg(feature = "gzip")]

mod support;

use cloudflare_stream::types::LiveInput;
use cloudflare_stream::{CallOptions, ClientBuilder, Error, ErrorKind};
use support::{ACCOUNT, LIVE_INPUT, Server};

const REFERENCE: &[u8] = include_bytes!("support/reference.json.gz");
/// 16 MiB of one digit in 16 KiB.
const DIGITS: &[u8] = include_bytes!("support/zeros.gz");

fn server(body: &[u8]) -> Server {
    let mut response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    response.extend_from_slice(body);
    Server::raw(vec![response])
}

/// Gets a live input from a server that responds with this body, with each transport.
async fn get(
    body: &[u8],
    change: impl Fn(ClientBuilder) -> ClientBuilder,
) -> Vec<Result<LiveInput, Error>> {
    let once = || CallOptions::new().max_retries(0);
    let mut results = Vec::new();
    let here = server(body);
    let client = change(here.builder()).build().expect("a client");
    let live_inputs = client.stream().live_inputs();
    results.push(live_inputs.get(ACCOUNT, LIVE_INPUT).options(once()).await);
    assert_eq!(here.only().header("accept-encoding"), "gzip");
    #[cfg(feature = "ureq")]
    {
        let here = server(body);
        let client = change(here.builder()).build_blocking().expect("a client");
        let live_inputs = client.stream().live_inputs();
        results.push(live_inputs.get(ACCOUNT, LIVE_INPUT).options(once()).send());
        assert_eq!(here.only().header("accept-encoding"), "gzip");
    }
    results
}

#[tokio::test]
async fn a_compressed_response_is_decoded() {
    for result in get(REFERENCE, |builder| builder).await {
        assert_eq!(
            result.expect("a live input").uid.as_deref(),
            Some(LIVE_INPUT)
        );
    }
}

#[tokio::test]
async fn the_limit_is_on_what_comes_out() {
    for result in get(DIGITS, |builder| builder.max_body_size(1 << 20)).await {
        let error = result.expect_err("too long");
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert_eq!(error.body().map(|body| body.len()), Some(64 << 10));
        assert!(
            error.to_string().contains("limit of 1048576 bytes"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn corrupt_data_is_an_error() {
    let cut = &REFERENCE[..REFERENCE.len() / 2];
    let mut corrupt = REFERENCE.to_vec();
    corrupt[REFERENCE.len() / 2] ^= 0xff;
    for body in [cut, &corrupt, b"{\"success\":true}"] {
        for result in get(body, |builder| builder).await {
            let error = result.expect_err("the body is not valid gzip");
            assert!(
                matches!(error.kind(), ErrorKind::Transport | ErrorKind::Decode),
                "{error}"
            );
        }
    }
}
