//! Content that is read while it is sent: requests and retries.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::Method;

use super::support::{Event, Mock, OPERATION, Script, wait};
use crate::runtime::json::to_string;
use crate::runtime::{
    BoxFuture, Chunks, Encode, ErrorKind, File, Operation, Part, RequestBody, ResponseKind,
    Segment, TransportError, TransportErrorKind, Writer,
};

pub static PUT: Operation = Operation {
    method: Method::PUT,
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};

const DONE: Event = Event::Response(200, &[], "7");

/// A file that is removed after the test.
pub struct Stored(PathBuf);

impl Stored {
    pub fn new(name: &str, content: &[u8]) -> Self {
        let name = format!("upload-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, content).expect("a file can be written");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Stored {
    fn drop(&mut self) {
        // The test may have removed it.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A form with a file.
struct Form(File);

impl Encode for Form {
    fn write(&self, writer: &mut Writer) {
        writer.object();
        writer.member("title", "a video");
        writer.member("file", &self.0);
        writer.end_object();
    }
}

/// Sends a form with this file. Returns the result and the bodies of all requests.
fn form(
    file: File,
    events: impl IntoIterator<Item = Event>,
) -> (Result<i32, ErrorKind>, Vec<Bytes>) {
    let script = Script::new(events);
    let (client, _) = script.client(|builder| builder);
    let mut call = client.call(&PUT);
    call.multipart("multipart/form-data", &[Part::new("file")], &Form(file));
    let result = wait(call.send::<i32>()).map_err(|error| error.kind());
    let bodies = script.sent().into_iter().map(|sent| sent.body).collect();
    (result, bodies)
}

/// Sends this file as a body. Returns the body, or the source of the error.
fn raw(file: File) -> Result<Bytes, String> {
    let script = Script::new([DONE]);
    let (client, _) = script.client(|builder| builder);
    let mut call = client.call(&PUT);
    call.raw_body("application/octet-stream", file);
    match wait(call.send::<i32>()) {
        Ok(_) => Ok(script.sent().remove(0).body),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn file_is_read_again_for_a_retry() {
    let stored = Stored::new("again.bin", b"\x00content\xff");
    let file = File::open(stored.path()).expect("it is there");
    let name = stored.path().file_name().and_then(|name| name.to_str());
    assert_eq!(
        (file.name(), file.length(), file.content()),
        (name, Some(9), None)
    );
    let lost = Event::Error(TransportErrorKind::Other);
    let (result, bodies) = form(file.content_type("video/mp4"), [lost, DONE]);
    assert_eq!(result, Ok(7));
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0], bodies[1]);
    let text = String::from_utf8_lossy(&bodies[0]).into_owned();
    let boundary = text.lines().next().expect("a boundary");
    assert_eq!(boundary.len(), "--form-boundary--end".len() + 32);
    let expected = format!(
        "{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\nContent-Type: text/plain\r\n\r\na video\r\n\
        {boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: video/mp4\r\n\r\n\
        \u{0}content\u{fffd}\r\n{boundary}--\r\n",
        name.expect("a name"),
    );
    assert_eq!(text, expected);
}

#[test]
fn one_shot_content_is_sent_once() {
    let reader = || File::from_reader(Cursor::new("content"), Some(7));
    for event in [
        Event::Response(429, &[], ""),
        Event::Response(503, &[("retry-after", "1")], ""),
    ] {
        let (result, bodies) = form(reader(), [event]);
        assert_eq!((result, bodies.len()), (Err(ErrorKind::Status), 1));
    }
    let lost = Event::Error(TransportErrorKind::Other);
    assert_eq!(form(reader(), [lost]).0, Err(ErrorKind::Transport));
    let (result, bodies) = form(reader(), [DONE]);
    assert_eq!(result, Ok(7));
    assert!(String::from_utf8_lossy(&bodies[0]).contains("\r\n\r\ncontent\r\n--"));
}

#[test]
fn unread_content_can_be_sent_in_a_retry() {
    let file = File::from_reader(Cursor::new("content"), None);
    let body = file.clone().into_content();
    assert!(body.can_send());
    let chunks = body.clone().into_chunks();
    assert!(body.can_send());
    drop(chunks);
    assert_eq!(wait(body.clone().collect()).expect("readable"), "content");
    assert!(!body.can_send());
    let error = wait(body.collect()).expect_err("read before");
    assert_eq!(error.kind(), TransportErrorKind::Unsendable);
    assert!(file == file.clone());
    assert!(file != File::from_reader(Cursor::new("content"), None));
}

/// These chunks in turn.
struct Given(Vec<&'static str>);

impl Chunks for Given {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        let chunk = (!self.0.is_empty()).then(|| Ok(self.0.remove(0).into()));
        Box::pin(async move { chunk })
    }
}

#[test]
fn content_must_have_its_stated_length() {
    let chunks =
        |length| File::from_chunks(Given(vec!["con", "", "tent", ""]), length).into_content();
    let body = chunks(None);
    assert_eq!(
        (body.len(), body.is_empty(), body.bytes()),
        (None, false, None)
    );
    assert_eq!(format!("{body:?}"), "unknown length");
    assert_eq!(format!("{:?}", chunks(Some(7))), "7 bytes");
    for length in [None, Some(7)] {
        assert_eq!(wait(chunks(length).collect()).expect("valid"), "content");
    }
    for length in [0, 3, 5, 6, 8] {
        let error = wait(chunks(Some(length)).collect()).expect_err("not so long");
        assert_eq!(error.kind(), TransportErrorKind::Other, "{length}");
    }
    // No more is read than the given length.
    let reader = File::from_reader(Cursor::new("content"), Some(3)).into_content();
    assert_eq!(wait(reader.collect()).expect("valid"), "con");
}

#[test]
fn changed_files_are_not_sent() {
    assert!(File::open("/no/such/file").is_err());
    assert!(File::open(std::env::temp_dir()).is_err());
    let stored = Stored::new("changed.bin", b"content");
    let body = File::open(stored.path()).expect("there").into_content();
    for content in [&b"conten"[..], b"contents"] {
        std::fs::write(stored.path(), content).expect("written");
        let error = wait(body.clone().collect()).expect_err("of another length");
        assert_eq!(error.kind(), TransportErrorKind::Unsendable);
    }
    std::fs::remove_file(stored.path()).expect("removed");
    let error = wait(body.collect()).expect_err("gone");
    assert_eq!(error.kind(), TransportErrorKind::Unsendable);
}

#[test]
fn file_bodies() {
    let stored = Stored::new("raw.bin", b"content");
    let file = File::open(stored.path()).expect("there");
    assert_eq!(raw(file), Ok(Bytes::from("content")));
    assert_eq!(raw(vec![1, 2].into()), Ok(Bytes::from_static(&[1, 2])));
    assert_eq!(raw(b"abc".into()), Ok(Bytes::from("abc")));
    let error = raw(File::new("abc").content_type("a\nb")).expect_err("no media type");
    assert!(error.contains("is not a valid header value"), "{error}");

    let mock = Mock::json(200, "7");
    let mut call = mock.client().call(&PUT);
    call.raw_body("*/*", File::new("png").content_type("image/png"));
    assert_eq!(wait(call.send::<i32>()).expect("a response"), 7);
    assert_eq!(mock.only().header("content-type"), "image/png");
}

#[test]
fn json_cannot_contain_files_that_are_not_in_memory() {
    let file = File::from_reader(Cursor::new("content"), None);
    assert_eq!(
        to_string(&file).expect_err("no text").to_string(),
        "a file that is not in memory cannot be written as JSON"
    );
    assert_eq!(
        format!("{file:?}"),
        "File { content: [unknown length], file_name: None, content_type: None }"
    );
    assert!(RequestBody::default().is_empty());
}

/// Content of 5 MB.
#[cfg(any(feature = "reqwest", feature = "ureq"))]
fn large() -> Vec<u8> {
    (0..5_000_000_u32)
        .map(|index| (index % 251) as u8)
        .collect()
}

/// Responds to one request. Returns its head in lowercase and its raw body.
#[cfg(any(feature = "reqwest", feature = "ureq"))]
fn serve() -> (String, std::thread::JoinHandle<(String, Vec<u8>)>) {
    use std::io::{BufRead, BufReader, Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while reader.read_line(&mut head).is_ok_and(|count| count > 2) {}
        let head = head.to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let mut body = Vec::new();
        match length {
            Some(length) => {
                body.resize(length, 0);
                reader.read_exact(&mut body).expect("the whole body");
            }
            None => loop {
                let mut line = String::new();
                reader.read_line(&mut line).expect("a length");
                let length = usize::from_str_radix(line.trim(), 16).expect("a length");
                let mut chunk = vec![0; length + 2];
                reader.read_exact(&mut chunk).expect("a chunk");
                if length == 0 {
                    break;
                }
                body.extend_from_slice(&chunk[..length]);
            },
        }
        let response = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1\r\nconnection: close\r\n\r\n7";
        let _ = reader.into_inner().write_all(response.as_bytes());
        (head, body)
    });
    (format!("http://{address}/v4"), server)
}

/// Sends files of known and unknown length to a server, and checks the raw request.
#[cfg(any(feature = "reqwest", feature = "ureq"))]
fn arrives(name: &str, send: fn(String, File) -> i32) {
    let content = large();
    let stored = Stored::new(name, &content);
    let file = File::open(stored.path()).expect("there");
    let reader = |length| File::from_reader(Cursor::new(large()), length);
    for (file, header) in [
        (file, "content-length: 5000000"),
        (reader(Some(5_000_000)), "content-length: 5000000"),
        (reader(None), "transfer-encoding: chunked"),
    ] {
        let (base_url, server) = serve();
        assert_eq!(send(base_url, file), 7);
        let (head, body) = server.join().expect("no panic");
        assert!(head.lines().any(|line| line == header), "{head}");
        assert_eq!(
            head.matches("content-length").count() + head.matches("chunked").count(),
            1
        );
        assert!(body == content, "{} bytes came", body.len());
    }
}

#[cfg(feature = "reqwest")]
#[test]
fn large_files_with_reqwest() {
    arrives("reqwest.bin", |base_url, file| {
        let client = crate::runtime::ClientBuilder::new(&super::support::API)
            .credential(&super::support::TOKEN, "t0ken".to_owned())
            .base_url(base_url)
            .build()
            .expect("valid");
        let mut call = client.call(&PUT);
        call.raw_body("application/octet-stream", file);
        wait(call.send::<i32>()).expect("a response")
    });
}

#[cfg(feature = "ureq")]
#[test]
fn large_files_with_ureq() {
    arrives("ureq.bin", |base_url, file| {
        let client = crate::runtime::ClientBuilder::new(&super::support::API)
            .credential(&super::support::TOKEN, "t0ken".to_owned())
            .base_url(base_url)
            .build_blocking()
            .expect("valid");
        let mut call = client.call(&PUT);
        call.raw_body("application/octet-stream", file);
        call.send::<i32>().send().expect("a response")
    });
}
