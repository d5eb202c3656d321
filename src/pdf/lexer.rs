//! A tokenizer for content streams (ISO 32000-2, 7.2 and 7.8.2).
//!
//! Zero-copy where the bytes allow it, `f64` numbers, and never stuck: a byte that starts no token
//! is skipped and counted, so that one bad token costs one operator and not the rest of the page.

use std::borrow::Cow;

/// An operand of a content stream operator.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand<'a> {
    /// An integer or real.
    Number(f64),
    /// A name without its slash, `#xx` decoded.
    Name(Cow<'a, [u8]>),
    /// A literal or hexadecimal string, decoded.
    String(Cow<'a, [u8]>),
    /// An array.
    Array(Vec<Operand<'a>>),
    /// A dictionary, in the order of the stream.
    Dict(Vec<(Cow<'a, [u8]>, Operand<'a>)>),
    /// `true`, `false` or `null`: no operator we interpret needs to know which.
    Other,
}

impl Operand<'_> {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// The name, if it is one.
    pub fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(n) => Some(n),
            _ => None,
        }
    }

    /// The string, if it is one.
    pub fn string(&self) -> Option<&[u8]> {
        match self {
            Self::String(s) => Some(s),
            _ => None,
        }
    }
}

/// Deepest nesting of arrays and dictionaries; deeper ones are cut off and counted as skipped.
const MAX_NESTING: usize = 32;
/// Most operands kept for one operator; `TJ` takes one array, so real files stay under ten.
const MAX_OPERANDS: usize = 512;
/// Items of an array that are kept; the longest `TJ` of real files has some hundreds.
const MAX_ITEMS: usize = 1 << 18;

/// Reads operators with their operands from a content stream.
pub struct Lexer<'a> {
    data: &'a [u8],
    pos: usize,
    /// Bytes that started no token and were skipped.
    pub skipped: usize,
}

fn is_space(b: u8) -> bool {
    matches!(b, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_delimiter(b: u8) -> bool {
    matches!(
        b,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn hex(b: u8) -> Option<u8> {
    char::from(b).to_digit(16).map(|d| d as u8)
}

impl<'a> Lexer<'a> {
    /// A lexer at the start of `data`.
    pub fn new(data: &'a [u8]) -> Self {
        Self {
            data,
            pos: 0,
            skipped: 0,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.data.get(self.pos).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b) = self.peek() {
            if b == b'%' {
                while self.peek().is_some_and(|b| b != b'\n' && b != b'\r') {
                    self.pos += 1;
                }
            } else if is_space(b) {
                self.pos += 1;
            } else {
                break;
            }
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let start = self.pos;
        while self
            .peek()
            .is_some_and(|b| !is_space(b) && !is_delimiter(b))
        {
            self.pos += 1;
        }
        &self.data[start..self.pos]
    }

    /// The next operator; its operands replace the contents of `operands`. `None` at the end.
    pub fn next_operator(&mut self, operands: &mut Vec<Operand<'a>>) -> Option<&'a [u8]> {
        operands.clear();
        loop {
            self.skip_space();
            let b = self.peek()?;
            if let Some(operand) = self.operand(b, 0) {
                if operands.len() < MAX_OPERANDS {
                    operands.push(operand);
                }
                continue;
            }
            let word = self.regular();
            match word {
                b"" => {
                    self.pos += 1;
                    self.skipped += 1;
                }
                b"true" | b"false" | b"null" => operands.push(Operand::Other),
                _ => return Some(word),
            }
        }
    }

    fn operand(&mut self, b: u8, depth: usize) -> Option<Operand<'a>> {
        match b {
            b'0'..=b'9' | b'+' | b'-' | b'.' => Some(Operand::Number(self.number())),
            b'/' => {
                self.pos += 1;
                Some(Operand::Name(self.name()))
            }
            b'(' => Some(Operand::String(self.literal_string())),
            b'<' if self.data.get(self.pos + 1) == Some(&b'<') => {
                self.pos += 2;
                Some(self.dict(depth))
            }
            b'<' => Some(Operand::String(self.hex_string())),
            b'[' => {
                self.pos += 1;
                Some(self.array(depth))
            }
            _ => None,
        }
    }

    /// A number; of a malformed one (`1.2.3`, `--5`, `12abc`) the longest sensible prefix.
    fn number(&mut self) -> f64 {
        let word = self.regular();
        let mut value = 0.0f64;
        let mut scale = 0.0f64;
        let mut negative = false;
        for &b in word {
            match b {
                b'-' if value == 0.0 && scale == 0.0 => negative = true,
                b'+' => {}
                b'.' if scale == 0.0 => scale = 1.0,
                b'0'..=b'9' if scale == 0.0 => value = value * 10.0 + f64::from(b - b'0'),
                b'0'..=b'9' => {
                    scale /= 10.0;
                    value += f64::from(b - b'0') * scale;
                }
                _ => {
                    self.skipped += 1;
                    break;
                }
            }
        }
        if negative { -value } else { value }
    }

    fn name(&mut self) -> Cow<'a, [u8]> {
        let word = self.regular();
        if !word.contains(&b'#') {
            return Cow::Borrowed(word);
        }
        let mut out = Vec::with_capacity(word.len());
        let mut i = 0;
        while i < word.len() {
            let pair = (word.get(i + 1), word.get(i + 2));
            if let (b'#', (Some(&h), Some(&l))) = (word[i], pair)
                && let (Some(h), Some(l)) = (hex(h), hex(l))
            {
                out.push(h << 4 | l);
                i += 3;
                continue;
            }
            out.push(word[i]);
            i += 1;
        }
        Cow::Owned(out)
    }

    fn literal_string(&mut self) -> Cow<'a, [u8]> {
        self.pos += 1;
        let start = self.pos;
        let mut depth = 1usize;
        let mut owned: Option<Vec<u8>> = None;
        while let Some(b) = self.peek() {
            self.pos += 1;
            match b {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return match owned {
                            Some(o) => Cow::Owned(o),
                            None => Cow::Borrowed(&self.data[start..self.pos - 1]),
                        };
                    }
                }
                b'\\' => {
                    let out = owned.get_or_insert_with(|| self.data[start..self.pos - 1].to_vec());
                    Self::escape(self.data, &mut self.pos, out);
                    continue;
                }
                _ => {}
            }
            if let Some(out) = &mut owned {
                out.push(b);
            }
        }
        // the closing parenthesis is missing: what follows belongs to no string we can know
        self.skipped += 1;
        owned.map_or(Cow::Borrowed(&self.data[start..]), Cow::Owned)
    }

    fn escape(data: &[u8], pos: &mut usize, out: &mut Vec<u8>) {
        let Some(&b) = data.get(*pos) else { return };
        *pos += 1;
        match b {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => {
                if data.get(*pos) == Some(&b'\n') {
                    *pos += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut v = u32::from(b - b'0');
                for _ in 0..2 {
                    match data.get(*pos) {
                        Some(&d @ b'0'..=b'7') => {
                            v = v * 8 + u32::from(d - b'0');
                            *pos += 1;
                        }
                        _ => break,
                    }
                }
                out.push(v as u8);
            }
            other => out.push(other),
        }
    }

    fn hex_string(&mut self) -> Cow<'a, [u8]> {
        self.pos += 1;
        let mut out = Vec::new();
        let mut high: Option<u8> = None;
        while let Some(b) = self.peek() {
            self.pos += 1;
            if b == b'>' {
                break;
            }
            if let Some(digit) = hex(b) {
                match high.take() {
                    None => high = Some(digit),
                    Some(h) => out.push(h << 4 | digit),
                }
            } else if !is_space(b) {
                self.skipped += 1;
            }
        }
        out.extend(high.map(|h| h << 4));
        Cow::Owned(out)
    }

    fn array(&mut self, depth: usize) -> Operand<'a> {
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => break,
                Some(b']') => {
                    self.pos += 1;
                    break;
                }
                Some(_) if depth >= MAX_NESTING => {
                    self.pos += 1;
                    self.skipped += 1;
                }
                Some(b) => match self.operand(b, depth + 1) {
                    Some(item) if items.len() < MAX_ITEMS => items.push(item),
                    Some(_) => self.skipped += 1,
                    None if !self.bad_item() => break,
                    None => {}
                },
            }
        }
        Operand::Array(items)
    }

    /// Steps over something that is no operand inside an array. An operator there means that the
    /// closing bracket is missing: false, and the operator is read next.
    fn bad_item(&mut self) -> bool {
        let start = self.pos;
        let word = self.regular();
        if word.is_empty() {
            self.pos += 1;
            self.skipped += 1;
            return true;
        }
        if matches!(word, b"TJ" | b"Tj" | b"ET" | b"Q" | b"BT" | b"d") {
            self.pos = start;
            return false;
        }
        self.skipped += word.len();
        true
    }

    fn dict(&mut self, depth: usize) -> Operand<'a> {
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => break,
                Some(b'>') => {
                    self.pos += 1;
                    if self.peek() == Some(b'>') {
                        self.pos += 1;
                    }
                    break;
                }
                Some(b'/') if depth < MAX_NESTING => {
                    self.pos += 1;
                    let key = self.name();
                    self.skip_space();
                    let value = match self.peek() {
                        Some(b) if b != b'>' => self.operand(b, depth + 1),
                        _ => None,
                    };
                    let value = value.unwrap_or_else(|| {
                        self.regular();
                        Operand::Other
                    });
                    entries.push((key, value));
                }
                Some(_) => {
                    if self.regular().is_empty() {
                        self.pos += 1;
                    }
                    self.skipped += 1;
                }
            }
        }
        Operand::Dict(entries)
    }

    /// Steps over the data of an inline image, after `ID`. The length is not written down in
    /// PDF 1.x, so the end is the first `EI` that stands between white space and is followed by
    /// something that looks like content and not like image bytes.
    pub fn skip_inline_image(&mut self, length: Option<usize>) {
        if let Some(end) = length.and_then(|l| self.end_of_image(l)) {
            self.pos = end;
            return;
        }
        let mut i = self.pos;
        while i + 2 <= self.data.len() {
            let before = i == self.pos || is_space(self.data[i - 1]);
            if before && &self.data[i..i + 2] == b"EI" {
                let rest = &self.data[i + 2..];
                let ahead = &rest[..rest.len().min(16)];
                let ends = rest.first().is_none_or(|&b| is_space(b));
                if ends && ahead.iter().all(|&b| b.is_ascii_graphic() || is_space(b)) {
                    self.pos = i + 2;
                    return;
                }
            }
            i += 1;
        }
        self.skipped += self.data.len() - self.pos;
        self.pos = self.data.len();
    }

    /// Behind the `EI` after so many bytes of data, if it is there; one white-space character
    /// stands between `ID` and the data.
    fn end_of_image(&self, length: usize) -> Option<usize> {
        let data = self.data.get(self.pos..)?;
        let start = usize::from(data.first().is_some_and(|&b| is_space(b)));
        let rest = data.get(start.checked_add(length)?..)?;
        let spaces = rest.iter().take_while(|&&b| is_space(b)).count();
        let ends = rest[spaces..].starts_with(b"EI");
        ends.then_some(self.pos + start + length + spaces + 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operators(data: &[u8]) -> (Vec<(String, usize)>, usize) {
        let mut lexer = Lexer::new(data);
        let mut operands = Vec::new();
        let mut out = Vec::new();
        while let Some(op) = lexer.next_operator(&mut operands) {
            out.push((String::from_utf8_lossy(op).into_owned(), operands.len()));
        }
        (out, lexer.skipped)
    }

    #[test]
    fn a_bad_token_costs_no_more_than_itself() {
        let (ops, skipped) = operators(b"1.2.3 0 Td (a) Tj ) (b) Tj [(c) 5 Tj] TJ 1 0 0 rg");
        let names: Vec<_> = ops.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(names, ["Td", "Tj", "Tj", "Tj", "TJ", "rg"]);
        assert!(skipped > 0);
    }

    #[test]
    fn strings_decode_escapes_and_nesting() {
        let mut lexer = Lexer::new(b"(a\\(b(c)\\101\\n) <48 4> Tj");
        let mut operands = Vec::new();
        assert_eq!(lexer.next_operator(&mut operands), Some(&b"Tj"[..]));
        assert_eq!(operands[0].string(), Some(&b"a(b(c)A\n"[..]));
        assert_eq!(operands[1].string(), Some(&b"H@"[..]));
    }

    #[test]
    fn names_decode_hex_and_numbers_are_exact() {
        let mut lexer = Lexer::new(b"/A#20B -.5 +12 x");
        let mut operands = Vec::new();
        lexer.next_operator(&mut operands);
        assert_eq!(operands[0].name(), Some(&b"A B"[..]));
        assert_eq!(operands[1].number(), Some(-0.5));
        assert_eq!(operands[2].number(), Some(12.0));
    }

    #[test]
    fn inline_image_data_is_stepped_over() {
        let mut lexer = Lexer::new(b"BI /W 1 ID \x00EI\xff\x01 EI Q");
        let mut operands = Vec::new();
        assert_eq!(lexer.next_operator(&mut operands), Some(&b"BI"[..]));
        assert_eq!(lexer.next_operator(&mut operands), Some(&b"ID"[..]));
        lexer.skip_inline_image(None);
        assert_eq!(lexer.next_operator(&mut operands), Some(&b"Q"[..]));
    }

    #[test]
    fn endless_nesting_returns() {
        let data = vec![b'['; 100_000];
        assert!(operators(&data).0.is_empty());
    }
}
