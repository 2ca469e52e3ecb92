//! Lines for the person at the terminal. A reader that stops early (`| head`) is no failure.

use std::fmt;
use std::io::Write as _;

/// Writes one line to the standard output.
pub fn line(text: fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_fmt(text).and_then(|()| out.write_all(b"\n"));
}

/// As `println!`, except that nobody listening is no failure.
macro_rules! say {
    ($($text:tt)*) => { $crate::say::line(format_args!($($text)*)) };
}
pub(crate) use say;
