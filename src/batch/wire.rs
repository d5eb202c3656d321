//! How this program and its children talk: a line of JSON, and the bytes that it announces.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Write};

#[derive(Serialize, Deserialize)]
struct Head<T> {
    head: T,
    lengths: Vec<u64>,
}

/// Sends a message with parts of known length.
///
/// # Errors
/// When the other side is gone, or a part ends before its length.
pub fn send<T: Serialize>(
    out: &mut impl Write,
    head: &T,
    parts: &mut [(&mut dyn Read, u64)],
) -> io::Result<()> {
    let lengths = parts.iter().map(|(_, length)| *length).collect();
    serde_json::to_writer(&mut *out, &Head { head, lengths })?;
    out.write_all(b"\n")?;
    for (part, length) in parts {
        if io::copy(&mut part.take(*length), out)? < *length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    out.flush()
}

/// Receives a message; nothing when the other side has ended.
///
/// # Errors
/// When a message is cut off or is none.
pub fn receive<T: DeserializeOwned>(
    input: &mut impl BufRead,
) -> io::Result<Option<(T, Vec<Vec<u8>>)>> {
    let mut line = Vec::new();
    if input.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    let Head { head, lengths } = serde_json::from_slice(&line)?;
    let mut parts = Vec::with_capacity(lengths.len());
    for length in lengths {
        // grows with what arrives: a length alone takes no memory
        let mut part = Vec::new();
        if input.take(length).read_to_end(&mut part)? < length as usize {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        parts.push(part);
    }
    Ok(Some((head, parts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_as_they_went() {
        let mut wire = Vec::new();
        let (mut a, mut b) = (&b"one\n"[..], &b""[..]);
        send(&mut wire, &"head\n", &mut [(&mut a, 4), (&mut b, 0)]).unwrap();
        send(&mut wire, &7, &mut []).unwrap();
        let mut input = wire.as_slice();
        let (head, parts): (String, _) = receive(&mut input).unwrap().unwrap();
        assert_eq!(
            (head.as_str(), parts),
            ("head\n", vec![b"one\n".to_vec(), vec![]])
        );
        assert_eq!(receive::<u32>(&mut input).unwrap(), Some((7, vec![])));
        assert_eq!(receive::<u32>(&mut input).unwrap(), None);
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        let mut wire = Vec::new();
        let mut short = &b"abc"[..];
        assert!(send(&mut wire, &1, &mut [(&mut short, 5)]).is_err());
        assert!(receive::<u32>(&mut wire.as_slice()).is_err());
    }
}
