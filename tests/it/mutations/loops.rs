//! What leads back to itself: page trees, forms, fonts, CMaps, colour spaces, lengths, sections.

use super::file::{File, around, both_words, flate, stream};
use super::random::Random;
use super::seeds::Seeds;
use super::{Expect, Kind, Mutant};
use std::fmt::Write;

/// The kinds of loops.
pub const KINDS: &[Kind] = &[
    ("kids lead back", kids_lead_back),
    ("parents lead back", parents_lead_back),
    ("sections lead back", sections_lead_back),
    ("references lead back", references_lead_back),
    ("contents lead back", contents_lead_back),
    ("lengths lead back", lengths_lead_back),
    ("filters lead back", filters_lead_back),
    ("forms in a ring", forms_in_a_ring),
    ("forms twice each", forms_twice_each),
    ("font leads back", font_leads_back),
    ("CMap leads back", cmap_leads_back),
    ("colour space leads back", color_space_leads_back),
];

fn words(middle: &str, resources: &str) -> File {
    File::one_page(&around(middle), resources)
}

/// Page tree nodes among whose kids are themselves, each other and the page again.
fn kids_lead_back(random: &mut Random, _: &Seeds) -> Mutant {
    let mut file = words("", "");
    let nodes = random.scaled(1, 20);
    let mut kids = String::from("3 0 R");
    for _ in 0..random.scaled(1, 40) {
        let node = 6 + random.below(nodes);
        let kid = random.one_of(&[2, 3, node]);
        let _ = write!(kids, " {kid} 0 R");
    }
    *file.body(2) = format!("<< /Type /Pages /Kids [{kids}] /Count 1 >>").into_bytes();
    for _ in 0..nodes {
        let node = 6 + random.below(nodes);
        let kid = random.one_of(&[2, 3, node]);
        file.add(format!(
            "<< /Type /Pages /Kids [2 0 R {kid} 0 R {kid} 0 R] /Count 9 >>"
        ));
    }
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// A chain of parents, a ring at its end, with what the page inherits somewhere on it.
fn parents_lead_back(random: &mut Random, _: &Seeds) -> Mutant {
    let length = random.scaled(1, 200);
    let holder = random.below(length + 1);
    let mut file = words("", "");
    *file.body(3) = b"<< /Type /Page /Parent 6 0 R /Contents 4 0 R >>".to_vec();
    for i in 0..length {
        let parent = if i + 1 < length {
            7 + i
        } else {
            6 + random.below(length)
        };
        let held = if i == holder {
            "/Resources << /Font << /L 5 0 R >> >>"
        } else {
            ""
        };
        file.add(format!("<< /Type /Pages /Parent {parent} 0 R {held} >>"));
    }
    Mutant::unlimited_at_times(random, &file, both_words())
}

fn sections_lead_back(random: &mut Random, _: &Seeds) -> Mutant {
    let mut file = words("", "");
    let key = random.one_of(&["/Prev", "/XRefStm"]);
    let to = random.one_of(&["@XREF", "0", "15", "999999", "-1", "9223372036854775807"]);
    file.trailer = format!("{key} {to}");
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// A ring of objects that are nothing but references stands for some part of the file.
fn references_lead_back(random: &mut Random, _: &Seeds) -> Mutant {
    let mut file = words("", "");
    let part = 1 + random.below(5);
    let length = random.scaled(1, 100);
    *file.body(part) = b"6 0 R".to_vec();
    for i in 0..length {
        file.add(format!("{} 0 R", 6 + (i + 1) % length));
    }
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// `/Contents` with the page, itself, and the same stream again.
fn contents_lead_back(random: &mut Random, _: &Seeds) -> Mutant {
    let mut list = String::from("4 0 R");
    for _ in 0..random.scaled(0, 50) {
        let other = random.one_of(&["2 0 R", "3 0 R", "4 0 R", "6 0 R", "[6 0 R]", "null"]);
        let _ = write!(list, " {other}");
    }
    let file = words("", "").with(format!("[{list}]"));
    let file = file.edited(3, "/Contents 4 0 R", "/Contents 6 0 R");
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// Streams whose lengths are those of one another.
fn lengths_lead_back(random: &mut Random, _: &Seeds) -> Mutant {
    let mut file = words("", "");
    let count = random.scaled(1, 50);
    for i in 0..count {
        let next = if i + 1 < count {
            7 + i
        } else {
            random.one_of(&[4, 6])
        };
        file.add(format!("<< /Length {next} 0 R >>\nstream\n \nendstream"));
    }
    let length = around("").len();
    let file = file.edited(4, &format!("/Length {length}"), "/Length 6 0 R");
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// `/Filter` and `/DecodeParms` that hold themselves many times.
fn filters_lead_back(random: &mut Random, _: &Seeds) -> Mutant {
    let key = random.one_of(&["/Filter", "/DecodeParms"]);
    let itself = "6 0 R ".repeat(random.scaled(1, 50));
    let file = words("", "").with(format!("[{itself}]"));
    let file = file.edited(4, "<<", &format!("<< {key} 6 0 R"));
    Mutant::unlimited_at_times(random, &file, both_words())
}

fn form(resources: &str, content: &str) -> Vec<u8> {
    let dict =
        format!("/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << {resources} >>");
    stream(&dict, content.as_bytes())
}

/// Forms that draw one another and themselves.
fn forms_in_a_ring(random: &mut Random, _: &Seeds) -> Mutant {
    let count = random.scaled(1, 30);
    let mut file = words("/F Do", "/XObject << /F 6 0 R >>");
    for i in 0..count {
        let (next, other) = (6 + (i + 1) % count, 6 + random.below(count));
        let resources = format!("/XObject << /N {next} 0 R /O {other} 0 R >>");
        file.add(form(
            &resources,
            random.one_of(&["/N Do", "/N Do /O Do", "q /O Do /N Do"]),
        ));
    }
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// Each form draws the next one several times: as many as there are grains on a chessboard.
fn forms_twice_each(random: &mut Random, _: &Seeds) -> Mutant {
    let count = random.scaled(12, 90);
    let mut file = words("/F Do", "/XObject << /F 6 0 R >>");
    for i in 0..count {
        let resources = format!("/XObject << /N {} 0 R >>", 7 + i);
        file.add(form(&resources, &"/N Do ".repeat(random.scaled(2, 5))));
    }
    file.add(form("", "0 0 10 10 re f"));
    Mutant::unlimited_at_times(random, &file, Expect::Finding)
}

/// A font that is its own descendant, encoding, descriptor or program.
fn font_leads_back(random: &mut Random, _: &Seeds) -> Mutant {
    let kind = random.one_of(&["/Type0", "/Type1", "/Type3", "/TrueType", "/CIDFontType2"]);
    let mut font = format!("<< /Type /Font /Subtype {kind} /BaseFont /X");
    let keys = [
        "/DescendantFonts",
        "/Encoding",
        "/FontDescriptor",
        "/ToUnicode",
        "/FontFile2",
        "/W",
        "/Widths",
        "/CIDToGIDMap",
        "/CIDSystemInfo",
        "/Resources",
        "/CharProcs",
        "/FontMatrix",
    ];
    for key in keys {
        let itself = random.one_of(&["", "6 0 R", "[6 0 R]", "[6 0 R 6 0 R 6 0 R]"]);
        if !itself.is_empty() {
            let _ = write!(font, " {key} {itself}");
        }
    }
    let file = words("BT /H 10 Tf 20 150 Td (xyz) Tj ET", "").with(font + " >>");
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// A CMap that uses itself, by reference or by name.
fn cmap_leads_back(random: &mut Random, _: &Seeds) -> Mutant {
    let cmap = "/CMapName /Own def 1 begincodespacerange <00> <FF> endcodespacerange \
        1 begincidrange <00> <FF> 1 endcidrange 1 beginbfrange <00> <FF> <3042> endbfrange";
    let base = random.one_of(&[
        "/Own",
        "/Identity-H",
        "/90ms-RKSJ-H",
        "/H",
        "/V",
        "/None",
        "7 0 R",
    ]);
    let by_name = if base.starts_with('/') {
        format!("{base} usecmap ")
    } else {
        String::new()
    };
    let file = words("BT /H 10 Tf 20 150 Td <4142> Tj ET", "")
        .with("<< /Type /Font /Subtype /Type0 /Encoding 7 0 R /ToUnicode 7 0 R /DescendantFonts [6 0 R] >>")
        .with(flate(
            &format!("/Type /CMap /CMapName /Own /UseCMap {base}"),
            format!("{}{cmap}", by_name.repeat(random.scaled(1, 20))).as_bytes(),
        ));
    Mutant::unlimited_at_times(random, &file, both_words())
}

/// Colour spaces over themselves, with tint functions of themselves.
fn color_space_leads_back(random: &mut Random, _: &Seeds) -> Mutant {
    let spaces = [
        "[/Indexed 6 0 R 1 <000000FFFFFF>]",
        "[/Separation /A 6 0 R 7 0 R]",
        "[/ICCBased 6 0 R]",
        "[/DeviceN [/A /B] [/Indexed 6 0 R 9 7 0 R] 7 0 R]",
        "[/Pattern 6 0 R]",
        "6 0 R",
        "/T",
    ];
    let functions = [
        "<< /FunctionType 3 /Functions [7 0 R 7 0 R] /Bounds [0.5] /Domain [0 1] >>",
        "<< /FunctionType 2 /C0 7 0 R /C1 [7 0 R 7 0 R] /N 7 0 R >>",
    ];
    let file = words(
        "q /T cs 1 sc /T CS 0 0 9 9 re B Q",
        "/ColorSpace << /T 6 0 R >>",
    )
    .with(random.one_of(&spaces))
    .with(random.one_of(&functions));
    Mutant::unlimited_at_times(random, &file, both_words())
}
