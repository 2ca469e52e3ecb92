//! A mail server on this machine that does to each connection what its script says, and remembers every letter whose
//! last line it saw. What it hears is kept too, so that a test can tell what never went over the wire.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What is done to one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The letter is taken.
    Take,
    /// Nothing is said until the test says `release`; then the connection is cut.
    Stall,
    /// The first line is this one instead of 220.
    Greet(&'static str),
    /// The login is answered with this line.
    Login(&'static str),
    /// The recipient is answered with this line.
    Recipient(&'static str),
    /// The letter, once whole, is answered with this line.
    Letter(&'static str),
    /// The connection is cut in the middle of the letter: it never came.
    CutWithin,
    /// The letter is kept, then the connection is cut before the server says so.
    CutAfter,
}

/// A letter whose end the server saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// To whom, by the envelope.
    pub to: Vec<String>,
    /// As it came, dots undone.
    pub raw: String,
    /// What was done to the connection.
    pub act: Act,
}

impl Arrived {
    /// The server has it: it said so, or kept it without saying so.
    pub fn kept(&self) -> bool {
        matches!(self.act, Act::Take | Act::CutAfter)
    }
}

#[derive(Default)]
struct Kept {
    script: Mutex<VecDeque<Act>>,
    arrived: Mutex<Vec<Arrived>>,
    heard: Mutex<Vec<String>>,
    connections: Mutex<usize>,
    release: Notify,
}

/// The server; it ends with the test.
pub struct Fake {
    address: SocketAddr,
    kept: Arc<Kept>,
    listening: Option<JoinHandle<()>>,
    start_tls: &'static str,
}

impl Fake {
    pub async fn start() -> Self {
        Self::with_start_tls("").await
    }

    /// A server that offers STARTTLS and answers it with this line; empty: it offers none.
    pub async fn with_start_tls(start_tls: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut fake = Self { address: listener.local_addr().unwrap(), kept: Arc::default(), listening: None, start_tls };
        fake.listen(listener);
        fake
    }

    fn listen(&mut self, listener: TcpListener) {
        let (kept, start_tls) = (self.kept.clone(), self.start_tls);
        self.listening = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *kept.connections.lock().unwrap() += 1;
                let act = kept.script.lock().unwrap().pop_front().unwrap_or(Act::Take);
                let kept = kept.clone();
                tokio::spawn(async move {
                    // A client that goes away in the middle is no concern of the server's.
                    let _ = serve(stream, act, &kept, start_tls).await;
                });
            }
        }));
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What is done to the next connections, one after the other; after the last of them letters are taken.
    pub fn script(&self, acts: impl IntoIterator<Item = Act>) {
        self.kept.script.lock().unwrap().extend(acts);
    }

    /// From now on connections are refused.
    pub async fn close(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
            let _ = listening.await;
        }
    }

    /// Takes connections again, on the same port.
    pub async fn reopen(&mut self) {
        self.close().await;
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.listen(listener);
    }

    /// Cuts the connections that are stalled.
    pub fn release(&self) {
        self.kept.release.notify_waiters();
    }

    /// Connections so far.
    pub fn connections(&self) -> usize {
        *self.kept.connections.lock().unwrap()
    }

    /// Letters whose end was seen, also those that were refused then.
    pub fn arrived(&self) -> Vec<Arrived> {
        self.kept.arrived.lock().unwrap().clone()
    }

    /// Letters that the server has.
    pub fn kept(&self) -> Vec<Arrived> {
        self.arrived().into_iter().filter(Arrived::kept).collect()
    }

    /// All lines outside letters.
    pub fn heard(&self) -> Vec<String> {
        self.kept.heard.lock().unwrap().clone()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        if let Some(listening) = &self.listening {
            listening.abort();
        }
    }
}

async fn serve(mut stream: TcpStream, act: Act, kept: &Kept, start_tls: &str) -> std::io::Result<()> {
    if act == Act::Stall {
        kept.release.notified().await;
        return Ok(());
    }
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read);
    if let Act::Greet(line) = act {
        return say(&mut write, line).await;
    }
    say(&mut write, "220 thu.example.vn ESMTP").await?;
    let mut to = Vec::new();
    // Bytes, since a client that begins with TLS sends no text.
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        kept.heard.lock().unwrap().push(text.clone());
        match text.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" if start_tls.is_empty() => say(&mut write, "250-thu.example.vn\r\n250 AUTH PLAIN LOGIN").await?,
            "EHLO" => say(&mut write, "250-thu.example.vn\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN").await?,
            "STARTTLS" => say(&mut write, start_tls).await?,
            "AUTH" => say(&mut write, if let Act::Login(line) = act { line } else { "235 2.7.0 vào được" }).await?,
            "RCPT" => {
                to.push(text.split(['<', '>']).nth(1).unwrap_or_default().to_owned());
                say(&mut write, if let Act::Recipient(line) = act { line } else { "250 2.1.5 được" }).await?;
            }
            "DATA" => {
                say(&mut write, "354 viết đi").await?;
                let Some(raw) = letter(&mut lines, act == Act::CutWithin).await? else { return Ok(()) };
                kept.arrived.lock().unwrap().push(Arrived { to: std::mem::take(&mut to), raw, act });
                match act {
                    Act::CutAfter => return Ok(()),
                    Act::Letter(line) => say(&mut write, line).await?,
                    _ => say(&mut write, "250 2.0.0 đã nhận").await?,
                }
            }
            "QUIT" => return say(&mut write, "221 chào").await,
            "MAIL" | "RSET" | "NOOP" => say(&mut write, "250 được").await?,
            _ => say(&mut write, "500 không hiểu").await?,
        }
    }
}

/// A letter up to its final dot; `None` when it is cut off.
async fn letter(lines: &mut (impl tokio::io::AsyncBufRead + Unpin), cut: bool) -> std::io::Result<Option<String>> {
    let (mut raw, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        if lines.read_line(&mut line).await? == 0 || cut {
            return Ok(None);
        }
        if line == ".\r\n" {
            return Ok(Some(raw));
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

async fn say(write: &mut (impl tokio::io::AsyncWrite + Unpin), line: &str) -> std::io::Result<()> {
    write.write_all(format!("{line}\r\n").as_bytes()).await
}
