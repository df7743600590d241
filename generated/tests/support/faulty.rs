//! A server that fails at any byte of an exchange as planned, and records what it did.

use std::collections::{HashSet, VecDeque};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What fails in an exchange.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The connection is closed after this many bytes of the request.
    CutRequest(usize),
    /// The connection is closed after this many bytes of the response.
    Cut(usize),
    /// The connection is reset after this many bytes of the response.
    Reset(usize),
    /// The server stops sending after this many bytes of the response.
    Stall(usize),
    /// A byte of the response is wrong: its index, and the bits that are flipped.
    Corrupt(usize, u8),
}

/// What a server did.
#[derive(Default)]
pub struct Done {
    /// How many objects were created.
    pub created: usize,
    /// How many complete requests were received.
    pub received: usize,
    /// The length of the last of them, in bytes.
    pub length: usize,
    /// The idempotency keys of requests, in order.
    pub keys: Vec<String>,
    known: HashSet<String>,
}

/// A server with one fault for each connection, and none after the last.
pub struct Faulty {
    address: String,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    done: Arc<Mutex<Done>>,
}

impl Faulty {
    /// Starts a server that creates an object for every complete request and responds with these bytes. If it `honors_keys`, it
    /// creates no second object for the same idempotency key.
    pub fn start(response: Vec<u8>, honors_keys: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let faults: Arc<Mutex<VecDeque<Fault>>> = Arc::default();
        let done: Arc<Mutex<Done>> = Arc::default();
        let (plan, record) = (Arc::clone(&faults), Arc::clone(&done));
        let behavior = Behavior {
            response,
            honors_keys,
        };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let fault = plan.lock().expect("no panic").pop_front();
                let fault = fault.unwrap_or(Fault::None);
                exchange(stream, fault, &behavior, &record);
            }
        });
        Self {
            address,
            faults,
            done,
        }
    }

    /// Returns the base URL.
    pub fn base_url(&self) -> String {
        format!("http://{}/client/v4", self.address)
    }

    /// Sets the next faults, and forgets the record.
    pub fn plan(&self, faults: &[Fault]) {
        *self.faults.lock().expect("no panic") = faults.iter().copied().collect();
        *self.done.lock().expect("no panic") = Done::default();
    }

    /// Returns the record since the last plan.
    pub fn done(&self) -> Done {
        std::mem::take(&mut *self.done.lock().expect("no panic"))
    }
}

/// What a server does without a fault.
struct Behavior {
    response: Vec<u8>,
    honors_keys: bool,
}

/// Receives a request and sends the response, with a fault.
fn exchange(mut stream: TcpStream, fault: Fault, behavior: &Behavior, done: &Mutex<Done>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let _ = stream.set_nodelay(true);
    let limit = match fault {
        Fault::CutRequest(limit) => limit,
        _ => usize::MAX,
    };
    let Some((head, length)) = read(&mut stream, limit) else {
        // The system resets the connection, because a part of the request was not read.
        return;
    };
    {
        let mut done = done.lock().expect("no panic");
        let key = head
            .lines()
            .find_map(|line| line.strip_prefix("idempotency-key: "));
        let key = key.unwrap_or_default().to_owned();
        done.received += 1;
        done.length = length;
        let known = !done.known.insert(key.clone());
        done.keys.push(key);
        if !(known && behavior.honors_keys) {
            done.created += 1;
        }
    }
    let mut response = behavior.response.clone();
    let end = match fault {
        Fault::None | Fault::CutRequest(_) => response.len(),
        Fault::Cut(at) | Fault::Reset(at) | Fault::Stall(at) => at,
        Fault::Corrupt(at, bits) => {
            response[at] ^= bits;
            response.len()
        }
    };
    let _ = stream.write_all(&response[..end]);
    match fault {
        Fault::Reset(_) => reset(&stream),
        Fault::Stall(_) => {
            // Until the client gives up.
            let _ = stream.read(&mut [0]);
        }
        _ => {
            let _ = stream.shutdown(Shutdown::Write);
            // Closing the connection while the client still reads could reset it.
            let _ = stream.read(&mut [0]);
        }
    }
}

/// Makes the system reset the connection when it is closed.
fn reset(stream: &TcpStream) {
    let socket = socket2::SockRef::from(stream);
    let _ = socket.set_linger(Some(Duration::ZERO));
}

/// Reads a request, and returns its head in lowercase and its length. Returns `None` if it is longer than the limit or incomplete.
fn read(stream: &mut TcpStream, limit: usize) -> Option<(String, usize)> {
    let mut request = Vec::new();
    let mut wanted = None;
    loop {
        if wanted.is_none()
            && let Some(end) = find(&request, b"\r\n\r\n")
        {
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().expect("a number"));
            wanted = Some((head, end + 4 + length));
        }
        if let Some((head, whole)) = &wanted
            && request.len() >= *whole
        {
            return Some((head.clone(), *whole));
        }
        if request.len() >= limit {
            return None;
        }
        let mut chunk = [0; 4096];
        let room = chunk.len().min(limit - request.len());
        match stream.read(&mut chunk[..room]) {
            Ok(0) | Err(_) => return None,
            Ok(count) => request.extend_from_slice(&chunk[..count]),
        }
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
