//! Numbers and depths far from sense: ranges, sizes, boxes, matrices, nesting, repetition.

use super::file::{File, around, both_words, flate, replaced, stream};
use super::random::Random;
use super::seeds::Seeds;
use super::{Expect, Kind, LIMITS, Mutant};
use std::fmt::Write;

/// The kinds of counts.
pub const KINDS: &[Kind] = &[
    ("widths of many", widths_of_many),
    ("codes of many", codes_of_many),
    ("cross-reference stream", cross_reference_stream),
    ("cross-reference entry", cross_reference_entry),
    ("object stream", object_stream),
    ("predictor", predictor),
    ("page box", page_box),
    ("matrices", matrices),
    ("nested objects", nested_objects),
    ("nested content", nested_content),
    ("many pages", many_pages),
    ("many contents", many_contents),
    ("many fonts", many_fonts),
    ("many lines", many_lines),
    ("many glyphs", many_glyphs),
    ("many operands", many_operands),
];

const HUGE: &[&str] = &[
    "-1",
    "0",
    "255",
    "65535",
    "2000000000",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "1000000000000000000000000000000.5",
];

/// A page with two words, and text in a font of its own.
fn with_font(font: &str) -> File {
    File::one_page(&around("BT /H 10 Tf 20 150 Td <00410042FFFF> Tj ET"), "").with(font)
}

/// `/W`, `/W2`, `/Widths` over billions.
fn widths_of_many(random: &mut Random, _: &Seeds) -> Mutant {
    let mut list = String::new();
    for _ in 0..random.scaled(1, 300) {
        let (a, b, c) = (
            random.one_of(HUGE),
            random.one_of(HUGE),
            random.one_of(HUGE),
        );
        let _ = match random.below(3) {
            0 => write!(list, "{a} {b} {c} "),
            1 => write!(list, "{a} [{b} {c} {a}] "),
            _ => write!(list, "{a} {b} {c} {a} {b} "),
        };
    }
    let (first, missing) = (random.one_of(HUGE), random.one_of(HUGE));
    let kind = random.one_of(&["/Type0", "/Type1", "/Type3"]);
    let encoding = random.one_of(&["/Identity-H", "/Identity-V", "/WinAnsiEncoding"]);
    let file = with_font(&format!(
        "<< /Type /Font /Subtype {kind} /Encoding {encoding} /DescendantFonts [6 0 R] /W [{list}] \
         /W2 [{list}] /DW {missing} /DW2 [{first} {missing}] /FirstChar {first} /Widths [{list}] \
         /FontMatrix [{first} 0 0 {missing} 0 0] /FontBBox [{list}] >>"
    ));
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// CMaps whose ranges cover everything, overlap and end before they begin.
fn codes_of_many(random: &mut Random, _: &Seeds) -> Mutant {
    let codes = [
        "00",
        "FF",
        "0000",
        "FFFF",
        "00000000",
        "FFFFFFFF",
        "",
        "0000000000",
        "8",
    ];
    let mut cmap = String::from("begincmap ");
    for _ in 0..random.scaled(1, 30) {
        let what = random.one_of(&[
            "codespacerange",
            "cidrange",
            "bfrange",
            "bfchar",
            "notdefrange",
        ]);
        let (a, b) = (random.one_of(&codes), random.one_of(&codes));
        let to = match what {
            "cidrange" | "notdefrange" => random.one_of(HUGE).to_owned(),
            "codespacerange" => String::new(),
            _ => random
                .one_of(&["<3042>", "<DBFFDFFF>", "<D800>", "<>", "[<0041>]", "[]"])
                .to_owned(),
        };
        let _ = write!(cmap, "4000000000 begin{what} <{a}> <{b}> {to} end{what} ");
    }
    let file = with_font(
        "<< /Type /Font /Subtype /Type0 /Encoding 7 0 R /ToUnicode 7 0 R /DescendantFonts [6 0 R] >>",
    );
    let file = file.with(flate("/Type /CMap", cmap.as_bytes()));
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// Sizes of a cross-reference stream or object stream that its data do not have.
fn cross_reference_stream(random: &mut Random, _: &Seeds) -> Mutant {
    let bytes = File::one_page(&around(""), "").packed();
    let (a, b) = (random.one_of(HUGE), random.one_of(HUGE));
    let (from, to) = match random.below(5) {
        0 => ("/W [1 4 2]", format!("/W [1 {a} {b}]")),
        1 => ("/W [1 4 2]", format!("/W [{a}]")),
        2 => ("/Index [0", format!("/Index [{a} {b} {b} {a} 0")),
        3 => ("/Index [0", format!("/Index [{a}")),
        _ => ("/Size ", format!("/Size {a} /S ")),
    };
    Mutant::new(replaced(&bytes, from, &to), both_words())
}

/// Entries of a cross-reference stream that lead elsewhere: to other objects, into the object
/// stream itself, out of the file.
fn cross_reference_entry(random: &mut Random, _: &Seeds) -> Mutant {
    let file = File::one_page(&around(""), "");
    let mut bytes = file.packed();
    let end = memchr::memmem::rfind(&bytes, b"\nendstream").unwrap();
    let entries = file.len() + 3;
    for _ in 0..random.scaled(1, 6) {
        let at = end - 7 * (1 + random.below(entries));
        let second = random.one_of(&[0, 6, 7, 200, end as u32, u32::MAX]);
        bytes[at] = random.one_of(&[0, 1, 2, 2, 2, 255]);
        bytes[at + 1..at + 5].copy_from_slice(&second.to_be_bytes());
        bytes[at + 6] = random.below(8) as u8;
    }
    Mutant::new(bytes, both_words())
}

fn object_stream(random: &mut Random, _: &Seeds) -> Mutant {
    let mut file = File::one_page(&around(""), "");
    let members = random.one_of(HUGE);
    let first = random.one_of(&["0", "2", "9", "-1", "4294967295", "9223372036854775807"]);
    let offset = random.one_of(&["0", "5", "4294967295", "9223372036854775807", "-3"]);
    let data = format!("3 {offset} 7 {offset} 99 0 << /Type /ObjStm >>");
    let extends = random.one_of(&["", "/Extends 6 0 R"]);
    file.add(stream(
        &format!("/Type /ObjStm /N {members} /First {first} {extends}"),
        data.as_bytes(),
    ));
    Mutant::unlimited_at_times(random, &file, both_words())
}

fn predictor(random: &mut Random, _: &Seeds) -> Mutant {
    let kind = random.one_of(&["2", "10", "12", "15", "99"]);
    let [columns, colors, bits] = [(); 3].map(|()| random.one_of(HUGE));
    let dict = format!(
        "/DecodeParms << /Predictor {kind} /Columns {columns} /Colors {colors} \
         /BitsPerComponent {bits} >>"
    );
    let mut file = File::one_page(b"", "");
    *file.body(4) = flate(&dict, &around(""));
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// Boxes and units without end or extent. What they leave outside of the page is not told.
fn page_box(random: &mut Random, _: &Seeds) -> Mutant {
    let mut page = String::from("<<");
    for key in ["/MediaBox", "/CropBox"] {
        let huge = random.one_of(HUGE);
        let mut side = || random.one_of(&[huge, "0", "0", "400", "400", "nan", "(a)", "1e9"]);
        let [a, b, c, d] = [side(), side(), side(), side()];
        let _ = write!(page, " {key} [{a} {b} {c} {d}]");
    }
    let (unit, rotate) = (random.one_of(HUGE), random.one_of(HUGE));
    let _ = write!(page, " /UserUnit {unit} /Rotate {rotate}");
    let content = around("1 1 300 200 re S 20 20 m 200 20 l S 20 20 m 20 200 l S");
    let file = File::one_page(&content, "").edited(3, "/MediaBox [0 0 400 300]", "");
    let file = file.edited(3, "<<", &page);
    Mutant::unlimited_at_times(random, &file, Expect::Return)
}

/// Operands of every size before the operators that place things.
fn matrices(random: &mut Random, _: &Seeds) -> Mutant {
    let mut content = String::from("BT /L 10 Tf ");
    let nines = "9".repeat(400);
    for _ in 0..random.scaled(1, 60) {
        for _ in 0..6 {
            let huge = random.one_of(HUGE);
            let number = random.one_of(&[huge, "1", "0.00001", &nines, "0", "50"]);
            let _ = write!(content, "{number} ");
        }
        content.push_str(random.one_of(&[
            "cm",
            "Tm",
            "Td",
            "TD",
            "Tz",
            "TL",
            "Tc",
            "Tw",
            "Ts",
            "Tr",
            "/L 1000000000000 Tf",
            "w",
            "re S",
            "m 5 5 l S",
            "c S",
            "re f",
            "re W n",
            "[-1e9 (ab) 99999999999] TJ",
            "T*",
            "sc",
        ]));
        content.push_str(" (text) Tj 10 10 50 50 re B ");
    }
    let file = File::one_page(content.as_bytes(), "");
    Mutant::unlimited_at_times(random, &file, Expect::Return)
}

fn nested(random: &mut Random, pairs: &[(&'static str, &'static str)], deepest: usize) -> String {
    let (open, close) = random.one_of(pairs);
    let depth = random.scaled(1, deepest);
    let closed = random.one_of(&[depth, depth, depth / 2, 0]);
    open.repeat(depth) + "0" + &close.repeat(closed)
}

/// Arrays, dictionaries and strings in one another, in place of or beside a sound object.
fn nested_objects(random: &mut Random, _: &Seeds) -> Mutant {
    let pairs = [
        ("[", "]"),
        ("<< /A ", ">>"),
        ("[<</A", ">>]"),
        ("(", ")"),
        ("%\n[", "]"),
    ];
    let body = nested(random, &pairs, 30_000);
    let mut file = File::one_page(&around(""), "");
    if random.once_in(2) {
        *file.body(5) = format!("<< /Type /Font /Subtype /Type1 /A {body} >>").into_bytes();
    }
    file.add(body);
    Mutant::unlimited_at_times(random, &file, both_words())
}

fn nested_content(random: &mut Random, _: &Seeds) -> Mutant {
    let pairs = [
        ("[", "]"),
        ("<< /A ", ">>"),
        ("[<</A", ">>]"),
        ("(", ")"),
        ("q ", " Q"),
        ("/P BMC ", " EMC"),
        ("/P << /M 1 >> BDC ", " EMC"),
        ("BT ", " ET"),
        ("BX ", " EX"),
        ("BI /W 1 ID ", " EI"),
        ("<", ">"),
    ];
    let content = around(&nested(random, &pairs, 30_000));
    Mutant::unlimited_at_times(random, &File::one_page(&content, ""), both_words())
}

/// One page many times, or many pages of one content.
fn many_pages(random: &mut Random, _: &Seeds) -> Mutant {
    let count = random.scaled(2, 1000);
    let mut file = File::one_page(&around(""), "");
    let page = String::from_utf8(file.body(3).clone()).unwrap();
    let mut kids = "3 0 R ".repeat(count);
    for number in 6..6 + random.scaled(0, 300) {
        file.add(page.as_str());
        let _ = write!(kids, "{number} 0 R ");
    }
    let declared = random.one_of(HUGE);
    *file.body(2) = format!("<< /Type /Pages /Kids [{kids}] /Count {declared} >>").into_bytes();
    Mutant::written(random, &file, both_words())
}

/// A stream that is listed many times; it may be damaged, or too large.
fn many_contents(random: &mut Random, _: &Seeds) -> Mutant {
    let (added, most) = match random.below(4) {
        0 => (
            stream("/Filter /FlateDecode", b"this is not compressed at all"),
            20_000,
        ),
        1 => (flate("", &b"0 0 m 1 1 l S ".repeat(500)), 20_000),
        2 => (flate("", &vec![0; LIMITS.stream_bytes + 1]), 20_000),
        _ => (b"null".to_vec(), 20_000),
    };
    let list = "6 0 R ".repeat(random.scaled(1, most));
    let file = File::one_page(&around(""), "").edited(3, "4 0 R", &format!("[4 0 R {list}]"));
    Mutant::written(random, &file.with(added), both_words())
}

/// Fonts that share a stream, which may be too large.
fn many_fonts(random: &mut Random, _: &Seeds) -> Mutant {
    let count = random.scaled(1, 500);
    let (mut fonts, mut middle) = (String::from("/L 5 0 R"), String::from("BT "));
    for i in 0..count {
        let _ = write!(fonts, " /F{i} {} 0 R", 7 + i);
        let _ = write!(middle, "/F{i} 9 Tf 0 -9 Td (A) Tj ");
    }
    let file = File::one_page(&around(&(middle + "ET")), "");
    let size = LIMITS.stream_bytes + 1 - random.below(2);
    let mut file = file
        .edited(3, "/L 5 0 R", &fonts)
        .with(flate("", &vec![0; size]));
    for i in 0..count {
        file.add(format!(
            "<< /Type /Font /Subtype /TrueType /BaseFont /F{i} /ToUnicode 6 0 R \
             /FontDescriptor << /FontName /F{i} /FontFile2 6 0 R >> >>"
        ));
    }
    Mutant::written(random, &file, both_words())
}

/// Grids of hundreds of lines, dots, and areas on one another.
fn many_lines(random: &mut Random, _: &Seeds) -> Mutant {
    let mut middle = String::new();
    let (count, step) = (random.scaled(10, 2_000), 1 + random.below(40));
    let kind = random.below(4);
    for i in 0..count {
        let at = i * step % 290;
        let _ = match kind {
            0 => write!(middle, "{at} 0 m {at} 290 l S 0 {at} m 390 {at} l S "),
            1 => write!(middle, "{at} {at} 300 200 re B "),
            2 => write!(middle, "{at} {} 1 1 re f ", i % 7 * 9),
            _ => write!(middle, "{at}.5 {} m {} {at} l h f ", at / 2, i % 300),
        };
    }
    Mutant::unlimited_at_times(random, &File::one_page(&around(&middle), ""), both_words())
}

/// Text on text: in one place, in columns, vertical, turned, tiny.
fn many_glyphs(random: &mut Random, _: &Seeds) -> Mutant {
    let mut middle = String::from("BT /L 1 Tf ");
    let turn = random.one_of(&[
        "8 0 0 8",
        "0 8 -8 0",
        "1 0 0 1",
        ".3 0 0 .3",
        "-8 0 0 8",
        "6 6 -6 6",
    ]);
    let step = random.below(60);
    for i in 0..random.scaled(10, 1_500) {
        let (x, y) = (20 + i * step % 350, 80 + i * step / 7 % 150);
        let c = char::from(b'A' + (i % 26) as u8);
        let _ = write!(middle, "{turn} {x} {y} Tm ({c}{c}x) Tj ");
    }
    let content = around(&(middle + "ET"));
    Mutant::unlimited_at_times(random, &File::one_page(&content, ""), both_words())
}

/// Operands without end, names and numbers of many thousand characters.
fn many_operands(random: &mut Random, _: &Seeds) -> Mutant {
    let piece = random.one_of(&[
        "1 ", "/A ", "(a)", "<41>", "[1]", "9", ".", "/#41", "A", "%", "\\", "-",
    ]);
    let middle = piece.repeat(random.scaled(1, 200_000)) + random.one_of(&["\n", " TJ ", " cm "]);
    let middle = format!("q {middle} Q");
    Mutant::unlimited_at_times(
        random,
        &File::one_page(&around(&middle), ""),
        Expect::Return,
    )
}
