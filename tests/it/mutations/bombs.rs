//! Data that grow without measure when decoded, or are no data at all, wherever a stream stands.

use super::file::{File, around, both_words, flate, stream, zlib};
use super::random::Random;
use super::seeds::{Seeds, font_program};
use super::{Expect, Kind, Mutant};
use keikaku::pdf::Limits;

/// The kinds of bombs.
pub const KINDS: &[Kind] = &[
    ("bomb in content", bomb_in_content),
    ("bomb in form", bomb_in_form),
    ("bomb in font", bomb_in_font),
    ("bomb in colour space", bomb_in_color_space),
    ("bomb in object stream", bomb_in_object_stream),
    (
        "bomb in cross-reference stream",
        bomb_in_cross_reference_stream,
    ),
    ("work in content", work_in_content),
    ("garbage in content", garbage_in_content),
    ("garbage in font", garbage_in_font),
    ("groups in font", groups_in_font),
    ("no end", no_end),
];

/// Some megabytes of one thing, as a stream with the given entries.
fn bomb(random: &mut Random, dict: &str) -> Vec<u8> {
    let piece = random.one_of(&[
        &b"\0"[..],
        b"q ",
        b"0 ",
        b"[ ",
        b"(a) Tj ",
        b"<41> ",
        b"/A ",
        b"% ",
    ]);
    let size = (2 << 20) + random.scaled(0, 2 << 20);
    let data = zlib(&piece.repeat(size / piece.len()));
    match random.below(4) {
        0 => stream(&format!("{dict} /Filter /FlateDecode"), &data),
        1 => stream(
            &format!("{dict} /Filter [/FlateDecode /FlateDecode]"),
            &zlib(&data),
        ),
        2 => {
            let runs = [129, 0].repeat(size / 128);
            stream(&format!("{dict} /Filter /RunLengthDecode"), &runs)
        }
        _ => stream(&format!("{dict} /Filter /LZWDecode"), &lzw(size)),
    }
}

/// Zeros in LZW: each code says one more zero than the one before.
fn lzw(size: usize) -> Vec<u8> {
    let (mut out, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    let mut put = |code: u32, width: u32| {
        bits = bits << width | code;
        held += width;
        while held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    };
    let mut written = 0;
    while written < size {
        put(256, 9);
        put(0, 9);
        for code in 258..4094u32 {
            // the width changes one code early
            put(code, 32 - (code + 1).leading_zeros());
            written += code as usize - 256;
        }
    }
    put(257, 12);
    put(0, 8);
    out
}

fn bomb_in_content(random: &mut Random, _: &Seeds) -> Mutant {
    let mut file = File::one_page(b"", "");
    *file.body(4) = bomb(random, "");
    Mutant::written(random, &file, Expect::Finding)
}

fn bomb_in_form(random: &mut Random, _: &Seeds) -> Mutant {
    let calls = "/F Do ".repeat(random.scaled(1, 400));
    let form = bomb(random, "/Type /XObject /Subtype /Form /BBox [0 0 400 300]");
    let file = File::one_page(&around(&calls), "/XObject << /F 6 0 R >>").with(form);
    Mutant::written(random, &file, Expect::Finding)
}

/// A font whose text nothing else knows, with a bomb in one of its streams.
fn bomb_in_font(random: &mut Random, _: &Seeds) -> Mutant {
    let mut streams = [
        flate("", b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <42> <3042> endbfrange"),
        flate("", b"1 begincodespacerange <00> <FF> endcodespacerange 1 begincidrange <00> <FF> 0 endcidrange"),
        flate("", &font_program(&[(0x41, 0x42, 0x41)])),
        flate("", &[0; 512]),
    ];
    let armed = random.below(streams.len());
    streams[armed] = bomb(random, "");
    let mut file = File::one_page(&around("BT /H 10 Tf 20 150 Td <4142> Tj ET"), "").with(
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /ToUnicode 7 0 R /Encoding 8 0 R \
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDToGIDMap 10 0 R \
         /FontDescriptor << /FontName /X /FontFile2 9 0 R >> >>] >>",
    );
    for stream in streams {
        file.add(stream);
    }
    Mutant::written(random, &file, Expect::Text("abeeefforrtあぃ".into()))
}

fn bomb_in_color_space(random: &mut Random, _: &Seeds) -> Mutant {
    let space = random.one_of(&[
        "[/Indexed /DeviceRGB 255 7 0 R]",
        "[/Separation /A /DeviceRGB 7 0 R]",
    ]);
    let dict = "/FunctionType 0 /Size [16] /BitsPerSample 8 /Range [0 1 0 1 0 1] /Domain [0 1]";
    let uses = "/T cs 1 sc 0 0 50 50 re f ".repeat(random.scaled(1, 3_000));
    let file = File::one_page(&around(&uses), "/ColorSpace << /T 6 0 R >>").with(space);
    let file = file.with(bomb(random, dict));
    Mutant::written(random, &file, Expect::Finding)
}

/// An object stream that holds the font of the page, or nothing that is needed.
fn bomb_in_object_stream(random: &mut Random, _: &Seeds) -> Mutant {
    let file = File::one_page(&around(""), "");
    let file = file.with(bomb(random, "/Type /ObjStm /N 1 /First 4"));
    Mutant::written(random, &file, Expect::Finding)
}

fn bomb_in_cross_reference_stream(random: &mut Random, _: &Seeds) -> Mutant {
    let index = random.one_of(&["", "/Index [0 100000]", "/Index [0 4294967295]"]);
    let dict = format!("/Type /XRef /W [1 4 2] {index} /Size 7 /Root 1 0 R");
    let mut bytes = File::one_page(&around(""), "").classic();
    let start = bytes.len();
    bytes.extend(b"7 0 obj\n");
    bytes.extend(bomb(random, &dict));
    bytes.extend(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").bytes());
    Mutant::new(bytes, Expect::Finding)
}

/// Content within every limit on size that takes as much work as it can.
fn work_in_content(random: &mut Random, _: &Seeds) -> Mutant {
    let pieces = [
        "q ",
        "/F Do ",
        "BT ",
        "/L 10 Tf ",
        "(abc) Tj ",
        "[(a) 1 (b)] TJ ",
        "0 0 m 9 9 l S ",
        "/P BMC ",
        "0 0 9 9 re f ",
        "0 0 9 9 re ",
        "1 0 0 1 0 0 cm ",
        "/T cs ",
        "/None gs ",
        "BI ID EI ",
        "W n ",
        "h ",
    ];
    let piece = random.one_of(&pieces).to_owned() + random.one_of(&pieces);
    let data = piece.repeat((1 << 20) / piece.len() - 1);
    let mut file = File::one_page(
        b"",
        "/XObject << /F 6 0 R >> /ColorSpace << /T [/Indexed /RGB 1 (ab)] >>",
    );
    *file.body(4) = flate("", data.as_bytes());
    file.add(stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 400 300]",
        b"0 0 9 9 re f",
    ));
    let mutant = Mutant::written(random, &file, Expect::Return);
    Mutant {
        limits: Limits {
            operators: 20_000,
            ..mutant.limits
        },
        ..mutant
    }
}

/// Bytes that no filter can have written.
fn garbage_in_content(random: &mut Random, _: &Seeds) -> Mutant {
    let filter = random.one_of(&[
        "/FlateDecode",
        "/LZWDecode",
        "/ASCII85Decode",
        "/ASCIIHexDecode",
        "/RunLengthDecode",
        "/DCTDecode",
        "/JBIG2Decode",
        "/Crypt",
        "/None",
        "[/ASCII85Decode /FlateDecode]",
        "[/LZWDecode null]",
    ]);
    let size = random.scaled(20, 3_000);
    let mut data = random.bytes(size);
    data[0] = b'~' + 1;
    let mut file = File::one_page(b"", "");
    *file.body(4) = stream(&format!("/Filter {filter}"), &data);
    // any bytes are runs of some length
    let tells = filter != "/RunLengthDecode";
    let expect = if tells {
        Expect::Finding
    } else {
        Expect::Return
    };
    Mutant::written(random, &file, expect)
}

/// Font programs that begin like one and go on like none.
fn garbage_in_font(random: &mut Random, _: &Seeds) -> Mutant {
    let head = random.one_of(&[
        &b"\0\x01\0\0\0\x10"[..], b"OTTO\0\x08", b"ttcf\0\x01\0\0", b"\x01\0\x04\x01", b"\x01\0\x04\x04\0\x01",
        b"%!PS-AdobeFont-1.0: X\n/FontName /X def /Encoding 256 array dup 65 /A put readonly def eexec ",
        b"\x80\x01\xFF\xFF\xFF\x7F%!PS-AdobeFont-1.0", b"true\0\x01",
    ]);
    let size = random.scaled(0, 4_000);
    let data = [head, &random.bytes(size)].concat();
    let key = random.one_of(&["/FontFile", "/FontFile2", "/FontFile3"]);
    let kind = random.one_of(&["/Type1", "/TrueType", "/Type0"]);
    let file = File::one_page(&around("BT /H 10 Tf 20 150 Td (AB) Tj ET"), "")
        .with(format!(
            "<< /Type /Font /Subtype {kind} /BaseFont /X /FontDescriptor 7 0 R /DescendantFonts [6 0 R] >>"
        ))
        .with(format!("<< /FontName /X {key} 8 0 R >>"))
        .with(flate("", &data));
    Mutant::written(random, &file, both_words())
}

/// A character map that says for every character, many times, which glyph it is.
fn groups_in_font(random: &mut Random, _: &Seeds) -> Mutant {
    let last = random.one_of(&[0x41, 0xFFFF, 0x0010_FFFF, u32::MAX]);
    let groups = vec![
        (
            random.one_of(&[0, 0x41]),
            last,
            random.one_of(&[0, u32::MAX])
        );
        random.scaled(1, 20)
    ];
    let file = File::one_page(&around("BT /H 10 Tf 20 150 Td <00410042> Tj ET"), "")
        .with("<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [7 0 R] >>")
        .with("<< /Type /Font /Subtype /CIDFontType2 /FontDescriptor << /FontFile2 8 0 R >> >>")
        .with(flate("", &font_program(&groups)));
    Mutant::written(random, &file, both_words())
}

/// Things that begin and do not end.
fn no_end(random: &mut Random, _: &Seeds) -> Mutant {
    let middle = random.one_of(&[
        "BI /W 9 /H 9 /BPC 8 ID abc",
        "BI /W 9",
        "BI ID",
        "(abc",
        "<4142",
        "[1 2 (a)",
        "<< /A /B",
        "/P << /A",
        "% comment",
        "BT",
        "{ {",
        ") ] >> }",
        "ID",
        "EI",
        "\\",
        "((a)",
    ]);
    let content = around(middle);
    Mutant::written(random, &File::one_page(&content, ""), both_words())
}
