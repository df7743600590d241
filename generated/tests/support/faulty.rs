//! A server that goes wrong as it is told, at any byte of an exchange, and knows what it has done.

use std::collections::{HashSet, VecDeque};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What goes wrong in an exchange.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The connection is closed after so many bytes of the request were read.
    CutRequest(usize),
    /// The connection is closed after so many bytes of the answer.
    Cut(usize),
    /// The connection is reset after so many bytes of the answer.
    Reset(usize),
    /// Nothing follows so many bytes of the answer.
    Stall(usize),
    /// A byte of the answer is another: its place, and what it is combined with bit by bit.
    Corrupt(usize, u8),
}

/// What a server did.
#[derive(Default)]
pub struct Done {
    /// How many things were made.
    pub made: usize,
    /// How many requests came in whole.
    pub received: usize,
    /// How many bytes the last of them had.
    pub length: usize,
    /// The keys of requests, in order.
    pub keys: Vec<String>,
    known: HashSet<String>,
}

/// A server of faults: the next of them for each connection, none after the last.
pub struct Faulty {
    address: String,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    done: Arc<Mutex<Done>>,
}

impl Faulty {
    /// Starts a server that makes something of every whole request and answers it with these bytes. One that `honours_keys`
    /// makes nothing for a key that it knows.
    pub fn start(answer: Vec<u8>, honours_keys: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let faults: Arc<Mutex<VecDeque<Fault>>> = Arc::default();
        let done: Arc<Mutex<Done>> = Arc::default();
        let (plan, record) = (Arc::clone(&faults), Arc::clone(&done));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let fault = plan.lock().expect("no panic").pop_front();
                let fault = fault.unwrap_or(Fault::None);
                exchange(stream, fault, (&answer, honours_keys), &record);
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

    /// Says what goes wrong next, and forgets what was done.
    pub fn plan(&self, faults: &[Fault]) {
        *self.faults.lock().expect("no panic") = faults.iter().copied().collect();
        *self.done.lock().expect("no panic") = Done::default();
    }

    /// Returns what was done since the last plan.
    pub fn done(&self) -> Done {
        std::mem::take(&mut *self.done.lock().expect("no panic"))
    }
}

fn exchange(
    mut stream: TcpStream,
    fault: Fault,
    (answer, honours_keys): (&[u8], bool),
    done: &Mutex<Done>,
) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
    let _ = stream.set_nodelay(true);
    let limit = match fault {
        Fault::CutRequest(limit) => limit,
        _ => usize::MAX,
    };
    let Some((head, length)) = read(&mut stream, limit) else {
        // What was not read makes the system reset the connection.
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
        if !(known && honours_keys) {
            done.made += 1;
        }
    }
    let mut answer = answer.to_vec();
    let end = match fault {
        Fault::None | Fault::CutRequest(_) => answer.len(),
        Fault::Cut(at) | Fault::Reset(at) | Fault::Stall(at) => at,
        Fault::Corrupt(at, bits) => {
            answer[at] ^= bits;
            answer.len()
        }
    };
    let _ = stream.write_all(&answer[..end]);
    match fault {
        Fault::Reset(_) => reset(&stream),
        Fault::Stall(_) => {
            // Until the client has had enough.
            let _ = stream.read(&mut [0]);
        }
        _ => {
            let _ = stream.shutdown(Shutdown::Write);
            // Closing while the client still reads could reset the connection.
            let _ = stream.read(&mut [0]);
        }
    }
}

/// Has the system reset the connection when it is closed.
fn reset(stream: &TcpStream) {
    let socket = socket2::SockRef::from(stream);
    let _ = socket.set_linger(Some(Duration::ZERO));
}

/// Reads a request of at most so many bytes; gives its head in lower case, and its length. Nothing where it is longer or breaks off.
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
