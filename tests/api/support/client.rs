//! A client that sends exactly what a test says, well formed or not, over one connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value as Json;

/// One connection.
pub struct Client {
    stream: BufReader<TcpStream>,
    token: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Json {
        let text = String::from_utf8_lossy(&self.body);
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{} is not JSON: {text}", self.status))
    }

    /// The JSON of an answer that is no problem.
    #[track_caller]
    pub fn ok(&self) -> Json {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        assert_eq!(self.header("content-type"), Some("application/json"));
        self.json()
    }

    /// The JSON of a problem of this status and type.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Json {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.body));
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let json = self.json();
        assert_eq!(json["type"], format!("urn:praetor:problem:{code}"), "{json}");
        assert_eq!(json["status"], status);
        let id = self.header("x-request-id").unwrap();
        assert_eq!(json["instance"], format!("urn:praetor:request:{id}"));
        assert!(!json["detail"].as_str().unwrap().is_empty() && !json["title"].as_str().unwrap().is_empty());
        json
    }
}

impl Client {
    pub fn new(address: &str, token: Option<&str>) -> Self {
        Self::try_new(address, token).unwrap()
    }

    pub fn try_new(address: &str, token: Option<&str>) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream: BufReader::new(stream), token: token.map(str::to_owned) })
    }

    pub fn get(&mut self, path: &str) -> Response {
        self.send("GET", path, &[], b"").unwrap()
    }

    pub fn post(&mut self, path: &str, body: &Json) -> Response {
        self.post_bytes(path, body.to_string().as_bytes())
    }

    pub fn post_bytes(&mut self, path: &str, body: &[u8]) -> Response {
        self.send("POST", path, &[("content-type", "application/json")], body).unwrap()
    }

    /// Sends a request and reads its answer.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> std::io::Result<Response> {
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nhost: test\r\ncontent-length: {}\r\n", body.len());
        if let Some(token) = &self.token {
            head.push_str(&format!("authorization: Bearer {token}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        self.raw(&bytes)
    }

    /// Sends bytes as they are and reads one answer.
    pub fn raw(&mut self, bytes: &[u8]) -> std::io::Result<Response> {
        // The server may refuse a large body before it has all of it.
        let sent = self.stream.get_mut().write_all(bytes);
        let read = self.read();
        if read.is_err() {
            sent?;
        }
        read
    }

    fn read(&mut self) -> std::io::Result<Response> {
        let mut line = String::new();
        let ended = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(ended)?;
        let mut headers = vec![];
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.map_or(0, |(_, length)| length.parse().unwrap());
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Response { status, headers, body })
    }
}
