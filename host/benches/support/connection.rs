//! A client that is cheaper than the server: one blocking connection, one buffer, no parser.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// A connection that asks the same question again and again.
pub struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects to a route.
    pub fn open(address: SocketAddr, path: &str, token: &str, body: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        Self { stream, request: request.into_bytes(), buffer: vec![0; 256 * 1024] }
    }

    /// Asks once; gives the body of the answer, which must be a 200.
    pub fn ask(&mut self) -> &[u8] {
        self.stream.write_all(&self.request).unwrap();
        let (mut filled, mut end) = (0, usize::MAX);
        let mut start = 0;
        while filled < end {
            let read = self.stream.read(&mut self.buffer[filled..]).unwrap();
            assert!(read > 0, "the server closed the connection");
            filled += read;
            if end == usize::MAX {
                (start, end) = head(&self.buffer[..filled]).unwrap_or((0, usize::MAX));
            }
        }
        &self.buffer[start..end]
    }
}

/// Where the body starts and ends, once the head has arrived.
fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    let start = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..start]).unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{}", String::from_utf8_lossy(bytes));
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    Some((start, start + length.trim().parse::<usize>().unwrap()))
}

/// Asks so many times over all connections; gives the time that so many answers took together.
pub fn ask_all(connections: &mut [Connection], times: u64) -> Duration {
    let share = times.div_ceil(connections.len() as u64);
    let asked = share * connections.len() as u64;
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for connection in connections {
            scope.spawn(move || {
                for _ in 0..share {
                    connection.ask();
                }
            });
        }
    });
    begun.elapsed().mul_f64(times as f64 / asked as f64)
}
