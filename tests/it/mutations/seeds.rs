//! The sound files that are damaged: every kind of file structure, font, filter and colour space
//! that the reader knows, as small as can be.

use super::file::{File, flate, stream};
use crate::support::{PageSpec, grid, pdf, repo, texts};
use keikaku::{ReadOptions, read};
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions};

/// A sound file and the characters that are read from it.
pub struct Seed {
    pub bytes: Vec<u8>,
    pub password: Option<String>,
    pub text: String,
}

/// What mutants are made from.
pub struct Seeds {
    /// Files as bytes.
    pub files: Vec<Seed>,
    /// A file as objects, and its text.
    pub rich: (File, String),
}

impl Seeds {
    /// Makes the seeds and reads each once.
    pub fn new() -> Self {
        let rich = rich();
        let classic = rich.classic();
        let mut files = vec![
            seed("rc4", encrypted(&classic), None),
            seed("updated", updated(&classic), None),
            seed("packed", rich.packed(), None),
            seed("plain", plain(), None),
            seed("90ms", fixture("shishin-90ms/shishin-90ms.pdf"), None),
            seed(
                "password",
                fixture("malformed/password.pdf.bad"),
                Some("secret"),
            ),
        ];
        let classic = seed("classic", classic, None);
        let text = classic.text.clone();
        files.push(classic);
        Self {
            files,
            rich: (rich, text),
        }
    }
}

fn seed(name: &'static str, bytes: Vec<u8>, password: Option<&str>) -> Seed {
    let password = password.map(str::to_owned);
    let options = ReadOptions {
        password: password.clone(),
        ..ReadOptions::default()
    };
    let reading = read(&bytes, name, &options).unwrap();
    assert!(!super::is_told(&reading), "{name}: {:?}", reading.findings);
    let text = super::text_of(&reading);
    assert!(!text.is_empty(), "{name}");
    eprintln!(
        "{name} {text} {}",
        keikaku::inspect::flow_text(&reading.flow)
    );
    Seed {
        bytes,
        password,
        text,
    }
}

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(repo("fixtures").join(path)).unwrap()
}

/// Text in predefined CMaps and a table, on pages with boxes and rotation.
fn plain() -> Vec<u8> {
    let first = [
        texts(&[(60.0, 200.0, 10.0, "けいかく"), (60.0, 160.0, 10.0, "市民")]),
        grid(&[50.0, 150.0, 250.0], &[150.0, 180.0, 220.0]),
    ];
    let content = first.concat();
    let second = texts(&[(60.0, 200.0, 10.0, "つぎのぺえじ")]);
    let turned = PageSpec {
        rotate: 90,
        crop_box: Some([10.0, 10.0, 390.0, 290.0]),
        ..PageSpec::new(&second)
    };
    pdf(&[PageSpec::new(&content), turned])
}

/// The same file with an incremental update, which takes the size of the pages away.
fn updated(file: &[u8]) -> Vec<u8> {
    let previous = memchr::memmem::rfind(file, b"xref\n0 ").unwrap();
    let mut out = file.to_vec();
    let object = out.len();
    out.extend(
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /Resources 5 0 R >>\nendobj\n",
    );
    let xref = out.len();
    out.extend(format!("xref\n2 1\n{object:010} 00000 n \n").bytes());
    out.extend(format!("trailer\n<< /Size 25 /Root 1 0 R /Prev {previous} >>\n").bytes());
    out.extend(format!("startxref\n{xref}\n%%EOF\n").bytes());
    out
}

/// The same file encrypted with RC4 and an empty user password.
fn encrypted(file: &[u8]) -> Vec<u8> {
    let mut document = Document::load_mem(file).unwrap();
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// Two pages with inherited resources, every source of text, a form, colour spaces and optional
/// content.
fn rich() -> File {
    let mut file = File::default();
    for body in STRUCTURE {
        file.add(*body);
    }
    file.add(flate("", FIRST_PAGE));
    file.add(stream("", b"BT /S 10 Tf 20 180 Td (CA) Tj ET /F Do"));
    file.add(flate("", SECOND_PAGE));
    file.add(flate("/Type /CMap /CMapName /X", CODES));
    file.add(flate("", TO_UNICODE));
    file.add(flate("", SIMPLE_TO_UNICODE));
    file.add(flate(
        "/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Matrix [1 0 0 1 0 5]",
        FORM,
    ));
    file.add(stream("", b"\x00\x80\xFF\xFF\x80\x00"));
    file.add(flate(
        "",
        &font_program(&[(0x3042, 0x3050, 1), (0x8A08, 0x8A08, 20)]),
    ));
    file
}

const STRUCTURE: &[&str] = &[
    "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [15 0 R] /D << /OFF [15 0 R] >> >> >>",
    "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /Resources 5 0 R /MediaBox [0 0 400 300] >>",
    "<< /Type /Page /Parent 2 0 R /Contents [16 0 R 17 0 R] >>",
    "<< /Type /Page /Parent 2 0 R /Contents 18 0 R /Rotate 90 /UserUnit 1.5 >>",
    "<< /Font << /L 6 0 R /C 7 0 R /S 9 0 R /E 10 0 R >> /XObject << /F 22 0 R >> \
     /ColorSpace << /T 13 0 R /I [/Indexed /DeviceRGB 1 23 0 R] >> /Properties << /O 15 0 R >> >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 65 /Widths [600 700 800] \
     /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [66 /eacute /uni3042] >> >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 19 0 R /ToUnicode 20 0 R \
     /DescendantFonts [8 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X /DW 900 /W [1 [500 600] 5 9 700] \
     /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Y /FirstChar 65 /Widths [500] /ToUnicode 21 0 R >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /Z /Encoding /Identity-H /DescendantFonts [11 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Z /CIDToGIDMap /Identity /FontDescriptor 12 0 R \
     /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    "<< /Type /FontDescriptor /FontName /Z /Flags 4 /StemV 80 /FontFile2 24 0 R >>",
    "[/Separation /Spot /DeviceCMYK 14 0 R]",
    "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 0 0] /N 1 >>",
    "<< /Type /OCG /Name (off) >>",
];

const FIRST_PAGE: &[u8] = b"q 0.5 g 10 240 200 30 re f Q BT /L 12 Tf 20 250 Td (ABCA) Tj ET \
    /T cs 0.5 scn 300 10 50 50 re f 1 0 0 1 0 0 cm \
    BT /C 10 Tf 1 0 0 1 20 210 Tm [<0001> -200 <00020003>] TJ 0 -14 TD <0004> ' ET";
const SECOND_PAGE: &[u8] = b"BT /E 10 Tf 20 250 Td <000100020014> Tj ET \
    /OC /O BDC BT /L 9 Tf 20 100 Td (A) Tj ET EMC \
    /Span << /ActualText <FEFF753B> >> BDC BT /L 9 Tf 20 80 Td (A) Tj ET EMC \
    q 40 0 0 40 100 100 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q \
    /I cs 1 sc 10 10 m 100 10 l 100 60 l 10 60 l h B* n";
const FORM: &[u8] = b"BT /L 8 Tf 20 20 Td (AAB) Tj ET 0 0 100 10 re S";
const CODES: &[u8] = b"/CIDInit /ProcSet findresource begin begincmap \
    /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def \
    1 begincodespacerange <0000> <FFFF> endcodespacerange \
    1 begincidrange <0000> <00FF> 0 endcidrange endcmap";
const TO_UNICODE: &[u8] = b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange \
    2 beginbfrange <0001> <0002> <3042> <0003> <0003> [<8A08753B>] endbfrange \
    1 beginbfchar <0004> <5E02> endbfchar endcmap";
const SIMPLE_TO_UNICODE: &[u8] = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange \
    2 beginbfchar <43> <6C11> <41> <5E02> endbfchar endcmap";

/// A TrueType program of nothing but a character map: first and last character, first glyph.
pub fn font_program(groups: &[(u32, u32, u32)]) -> Vec<u8> {
    let length = 16 + 12 * groups.len() as u32;
    let mut map = b"\0\0\0\x01\0\x03\0\x0A\0\0\0\x0C\0\x0C\0\0".to_vec();
    map.extend(length.to_be_bytes());
    map.extend(0u32.to_be_bytes());
    map.extend((groups.len() as u32).to_be_bytes());
    for (first, last, glyph) in groups {
        map.extend([first, last, glyph].map(|v| v.to_be_bytes()).concat());
    }
    let mut out = b"\0\x01\0\0\0\x01\0\x10\0\0\0\0cmap\0\0\0\0\0\0\0\x1C".to_vec();
    out.extend((map.len() as u32).to_be_bytes());
    out.extend(map);
    out
}
