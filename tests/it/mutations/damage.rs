//! Sound files damaged: cut, flipped, overwritten, objects lost and swapped, numbers and references
//! replaced.

use super::file::File;
use super::random::Random;
use super::seeds::{Seed, Seeds};
use super::{Expect, Kind, Mutant};
use regex::bytes::Regex;
use std::ops::Range;

/// The kinds of damage.
pub const KINDS: &[Kind] = &[
    ("truncated", truncated),
    ("bits flipped", bits_flipped),
    ("range deleted", range_deleted),
    ("range doubled", range_doubled),
    ("range overwritten", range_overwritten),
    ("object lost", object_lost),
    ("object blanked", object_blanked),
    ("objects swapped", objects_swapped),
    ("number replaced", number_replaced),
    ("number replaced", number_replaced),
    ("reference replaced", reference_replaced),
    ("reference replaced", reference_replaced),
    ("stream scrambled", stream_scrambled),
    ("stream cut", stream_cut),
    ("bit of a stream flipped", stream_bit_flipped),
];

fn any(random: &mut Random, seeds: &Seeds) -> usize {
    random.below(seeds.files.len())
}

/// A mutant of a seed, of which everything is read, or something is told.
fn mutant(seed: &Seed, bytes: Vec<u8>) -> Mutant {
    Mutant {
        password: seed.password.clone(),
        ..Mutant::new(bytes, Expect::Text(seed.text.clone()))
    }
}

fn truncated(random: &mut Random, seeds: &Seeds) -> Mutant {
    let seed = &seeds.files[any(random, seeds)];
    let end = random.below(seed.bytes.len());
    mutant(seed, seed.bytes[..end].to_vec())
}

fn bits_flipped(random: &mut Random, seeds: &Seeds) -> Mutant {
    let seed = &seeds.files[any(random, seeds)];
    let mut bytes = seed.bytes.clone();
    for _ in 0..random.scaled(1, 60) {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
    // the text itself may be what was flipped
    Mutant {
        expect: Expect::Return,
        ..mutant(seed, bytes)
    }
}

/// A range of up to 2,000 bytes.
fn range(random: &mut Random, bytes: &[u8]) -> Range<usize> {
    let start = random.below(bytes.len());
    start..(start + random.scaled(1, 2000)).min(bytes.len())
}

fn range_deleted(random: &mut Random, seeds: &Seeds) -> Mutant {
    let seed = &seeds.files[any(random, seeds)];
    let mut bytes = seed.bytes.clone();
    let range = range(random, &bytes);
    bytes.drain(range);
    mutant(seed, bytes)
}

fn range_doubled(random: &mut Random, seeds: &Seeds) -> Mutant {
    let seed = &seeds.files[any(random, seeds)];
    let range = range(random, &seed.bytes);
    let at = random.below(seed.bytes.len());
    let (before, after) = seed.bytes.split_at(at);
    mutant(seed, [before, &seed.bytes[range], after].concat())
}

fn range_overwritten(random: &mut Random, seeds: &Seeds) -> Mutant {
    let seed = &seeds.files[any(random, seeds)];
    let mut bytes = seed.bytes.clone();
    let to = range(random, &bytes);
    let from = random.below(bytes.len() - to.len());
    if random.once_in(2) {
        let noise = random.bytes(to.len());
        bytes[to].copy_from_slice(&noise);
    } else {
        bytes.copy_within(from..from + to.len(), to.start);
    }
    Mutant {
        expect: Expect::Return,
        ..mutant(seed, bytes)
    }
}

/// Overwrites an object with blanks: every offset stays right.
fn object_blanked(random: &mut Random, seeds: &Seeds) -> Mutant {
    let seed = &seeds.files[any(random, seeds)];
    let object = Regex::new(r"(?s-u)\d+ 0 obj\b.*?endobj").unwrap();
    let mut bytes = seed.bytes.clone();
    let all: Vec<Range<usize>> = object.find_iter(&bytes).map(|m| m.range()).collect();
    let one = all[random.below(all.len())].clone();
    bytes[one].fill(b' ');
    mutant(seed, bytes)
}

fn object_lost(random: &mut Random, seeds: &Seeds) -> Mutant {
    let (mut file, text) = seeds.rich.clone();
    let lost = 1 + random.below(file.len());
    *file.body(lost) = random
        .one_of(&[&b""[..], b"null", b"<<", b"(text)"])
        .to_vec();
    Mutant::written(random, &file, Expect::Text(text))
}

fn objects_swapped(random: &mut Random, seeds: &Seeds) -> Mutant {
    let (mut file, _) = seeds.rich.clone();
    let (a, b) = (1 + random.below(file.len()), 1 + random.below(file.len()));
    let body = std::mem::take(file.body(a));
    let other = std::mem::replace(file.body(b), body);
    if a != b {
        *file.body(a) = other;
    }
    Mutant::written(random, &file, Expect::SomeText)
}

/// Numbers that are too large, too small, or none.
const NUMBERS: &[&str] = &[
    "-1",
    "0",
    "1",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999999999999999999999999999.0",
    "-0.0",
    "0.00000000000000000001",
    "--5",
    "1e9",
    "nan",
    "null",
    "(7)",
    "[]",
    "1.2.3",
    "340282350000000000000000000000000000000.0",
];

/// Any number, in whatever entry: `/Length`, `/Count`, `/W`, `/Widths`, `/N`, an operand …
fn number_replaced(random: &mut Random, seeds: &Seeds) -> Mutant {
    let (mut file, _) = seeds.rich.clone();
    let number = Regex::new(r"(?-u)-?\b\d+(\.\d+)?\b").unwrap();
    for _ in 0..random.scaled(1, 4) {
        replace_one(random, &mut file, &number, |random| {
            random.one_of(NUMBERS).to_owned()
        });
    }
    Mutant::written(random, &file, Expect::Return)
}

/// Any reference leads to any object: pages to their parents, forms to fonts, a stream's length to
/// itself.
fn reference_replaced(random: &mut Random, seeds: &Seeds) -> Mutant {
    let (mut file, _) = seeds.rich.clone();
    let reference = Regex::new(r"(?-u)\b\d+ 0 R\b").unwrap();
    let objects = file.len();
    for _ in 0..random.scaled(1, 4) {
        replace_one(random, &mut file, &reference, |random| {
            format!("{} 0 R", 1 + random.below(objects + 1))
        });
    }
    Mutant::written(random, &file, Expect::Return)
}

/// Replaces one match in the text of an object: a dictionary, or that of a stream.
fn replace_one(
    random: &mut Random,
    file: &mut File,
    pattern: &Regex,
    with: impl Fn(&mut Random) -> String,
) {
    let object = 1 + random.below(file.len());
    let body = file.body(object);
    let text = memchr::memmem::find(body, b"stream").unwrap_or(body.len());
    let found: Vec<Range<usize>> = pattern
        .find_iter(&body[..text])
        .map(|m| m.range())
        .collect();
    if !found.is_empty() {
        let one = found[random.below(found.len())].clone();
        body.splice(one, with(random).into_bytes());
    }
}

/// Where the data of a compressed stream stand.
fn compressed_data(random: &mut Random, file: &mut File) -> (usize, Range<usize>) {
    loop {
        let object = 1 + random.below(file.len());
        let body = file.body(object);
        let start = memchr::memmem::find(body, b"stream\n").map(|at| at + 7);
        if let Some(start) = start
            && memchr::memmem::find(&body[..start], b"/FlateDecode").is_some()
        {
            return (object, start..body.len() - b"\nendstream".len());
        }
    }
}

fn stream_scrambled(random: &mut Random, seeds: &Seeds) -> Mutant {
    let (mut file, text) = seeds.rich.clone();
    let (object, data) = compressed_data(random, &mut file);
    let from = data.start + random.below(data.len());
    let noise = random.bytes(data.end - from);
    file.body(object)[from..data.end].copy_from_slice(&noise);
    Mutant::written(random, &file, Expect::Text(text))
}

/// Cuts off the end of compressed data, and says its true length.
fn stream_cut(random: &mut Random, seeds: &Seeds) -> Mutant {
    let (mut file, text) = seeds.rich.clone();
    let (object, data) = compressed_data(random, &mut file);
    let keep = random.below(data.len());
    let old = format!("/Length {}", data.len());
    file.body(object).drain(data.start + keep..data.end);
    let file = file.edited(object, &old, &format!("/Length {keep}"));
    Mutant::written(random, &file, Expect::Text(text))
}

fn stream_bit_flipped(random: &mut Random, seeds: &Seeds) -> Mutant {
    let (mut file, text) = seeds.rich.clone();
    let (object, data) = compressed_data(random, &mut file);
    let at = data.start + random.below(data.len());
    file.body(object)[at] ^= 1 << random.below(8);
    Mutant::written(random, &file, Expect::Text(text))
}
