//! Gets a live input from a server on loopback, compared with bare reqwest that parses the response to a free-form value.
//!
//! ```text
//! cargo bench -p cloudflare-stream --bench get
//! ```
//!
//! Each figure is the processor time of the client's thread for one call, the median of many rounds. Both take turns, so
//! that their difference is meaningful on a busy machine too. Only Linux counts the time of a thread; elsewhere it is
//! wall-clock time.

use std::hint::black_box;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use cloudflare_stream::Client;

const CALLS: u32 = 500;
const ROUNDS: usize = 41;
const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
const LIVE_INPUT: &str = "66be4bf738797e01e1fca35a7bdecdcd";
const BODY: &str = include_str!("../tests/support/reference.json");

fn main() {
    let address = serve();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let base_url = format!("http://{address}/client/v4");
    let client = Client::builder()
        .base_url(&base_url)
        .api_token("token")
        .build()
        .expect("the settings are valid");
    let bare = reqwest::Client::new();
    let url = format!("{base_url}/accounts/{ACCOUNT}/stream/live_inputs/{LIVE_INPUT}");

    let mut ours = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let call = client.stream().live_inputs().get(ACCOUNT, LIVE_INPUT);
                black_box(call.await.expect("the server responds"));
            }
        });
    };
    let mut theirs = || {
        runtime.block_on(async {
            for _ in 0..CALLS {
                let request = bare.get(&url).bearer_auth("token");
                let response = request.send().await.expect("the server responds");
                let body = response.bytes().await.expect("the server responds");
                let value: serde_json::Value =
                    serde_json::from_slice(&body).expect("the body is JSON");
                black_box(value);
            }
        });
    };
    ours();
    theirs();
    let mut times = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
    for _ in 0..ROUNDS {
        times[0].push(time(&mut ours));
        times[1].push(time(&mut theirs));
    }
    let [ours, theirs] = times.map(|mut times| {
        times.sort();
        times[ROUNDS / 2].as_secs_f64() * 1e6
    });
    println!(
        "get: {ours:.1} µs, bare reqwest {theirs:.1} µs, difference {:.1} µs",
        ours - theirs
    );
}

/// Returns the processor time of this thread for one call.
fn time(work: &mut impl FnMut()) -> Duration {
    let (start, clock) = (thread_time(), Instant::now());
    work();
    let elapsed = match (start, thread_time()) {
        (Some(start), Some(end)) => end - start,
        _ => clock.elapsed(),
    };
    elapsed / CALLS
}

fn thread_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// Starts a server that sends the reference response to every request.
fn serve() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    let address = listener.local_addr().expect("the listener is bound");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || respond(stream));
        }
    });
    address
}

fn respond(mut stream: TcpStream) {
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut chunk) {
        request.extend_from_slice(&chunk[..length]);
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            if stream.write_all(response.as_bytes()).is_err() {
                return;
            }
        }
    }
}
