//! A request through a socket: the transport sends what the other cases see, and adds only what HTTP asks for.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use api::types::Color;

const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 19\r\nconnection: close\r\n\r\n{\"name\":\"bl\\u00fc\"}";

#[tokio::test]
async fn every_byte() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut request = Vec::new();
        let mut chunk = [0; 4096];
        while !request.ends_with(b"}") {
            let length = stream.read(&mut chunk).expect("a request");
            assert_ne!(length, 0, "the request breaks off");
            request.extend(&chunk[..length]);
        }
        stream.write_all(ANSWER.as_bytes()).expect("sent");
        String::from_utf8(request).expect("text")
    });
    let client = api::Client::builder()
        .token("t0ken")
        .base_url(format!("http://{address}/v1?k=%20"))
        .build()
        .expect("a sound client");
    let color = client
        .colors()
        .put("a/b", &Color::new("é"))
        .list(["1,2", "3"])
        .x_trace("50%")
        .session("s")
        .await
        .expect("a response");
    assert_eq!(color, Color::new("blü"));

    let request = server.join().expect("the server ends");
    let (head, body) = request.split_once("\r\n\r\n").expect("a head");
    let (first, headers) = head.split_once("\r\n").expect("headers");
    let mut headers: Vec<&str> = headers.split("\r\n").collect();
    headers.sort_unstable();
    assert_eq!(first, "PUT /v1/colors/a%2Fb?k=%20&list=1%2C2,3 HTTP/1.1");
    assert_eq!(
        headers,
        [
            "accept: application/json",
            "authorization: Bearer t0ken",
            "content-length: 13",
            "content-type: application/json",
            "cookie: session=s",
            &format!("host: {address}"),
            "user-agent: wire-socket/0.0.0",
            "x-trace: 50%",
        ]
    );
    assert_eq!(body, "{\"name\":\"é\"}");
}
