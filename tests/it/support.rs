//! What the tests share: conversion, comparison with a truth file, and small PDFs made on the spot.

use keikaku::document::Document;
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};
use pdf_writer::types::{CidFontType, SystemInfo};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};
use std::path::{Path, PathBuf};

/// A path in the repository.
pub fn repo(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The folder with material that is not published, if it is there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let full = repo("../shared").join(path);
    if full.exists() {
        return Some(full);
    }
    eprintln!("skipped: ../shared/{path} is not there");
    None
}

/// Converts a file with the shipped rules.
pub fn document(path: &Path) -> Document {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    document_of(&bytes, &name)
}

/// Converts bytes with the shipped rules.
pub fn document_of(bytes: &[u8], name: &str) -> Document {
    let reading = read(bytes, name, &ReadOptions::default()).unwrap();
    convert(&reading, &RuleSet::shipped().unwrap(), None).unwrap()
}

/// A text as truth files are compared.
pub use keikaku::audit::compare::fold as norm;

/// A page of a small PDF.
pub struct PageSpec<'a> {
    /// Its content stream.
    pub content: &'a [u8],
    /// `/MediaBox`.
    pub media_box: [f32; 4],
    /// `/CropBox`.
    pub crop_box: Option<[f32; 4]>,
    /// `/Rotate`.
    pub rotate: i32,
}

impl<'a> PageSpec<'a> {
    /// An upright page of 400 × 300 points.
    pub fn new(content: &'a [u8]) -> Self {
        Self {
            content,
            media_box: [0.0, 0.0, 400.0, 300.0],
            crop_box: None,
            rotate: 0,
        }
    }
}

/// A PDF with fonts `/L` (Latin), `/J` (90ms-RKSJ-H, not embedded) and `/V` (90ms-RKSJ-V).
pub fn pdf(pages: &[PageSpec<'_>]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let (catalog, tree, latin) = (Ref::new(1), Ref::new(2), Ref::new(3));
    let fonts = [(Ref::new(4), "90ms-RKSJ-H"), (Ref::new(6), "90ms-RKSJ-V")];
    let page_id = |i: usize| Ref::new(10 + 2 * i as i32);
    pdf.catalog(catalog).pages(tree);
    pdf.pages(tree)
        .kids((0..pages.len()).map(page_id))
        .count(pages.len() as i32);
    pdf.type1_font(latin)
        .base_font(Name(b"Helvetica"))
        .encoding_predefined(Name(b"WinAnsiEncoding"));
    for (id, encoding) in fonts {
        let cid_font = Ref::new(id.get() + 1);
        pdf.type0_font(id)
            .base_font(Name(b"GothicBBB-Medium"))
            .encoding_predefined(Name(encoding.as_bytes()))
            .descendant_font(cid_font);
        pdf.cid_font(cid_font)
            .subtype(CidFontType::Type0)
            .base_font(Name(b"GothicBBB-Medium"))
            .system_info(SystemInfo {
                registry: Str(b"Adobe"),
                ordering: Str(b"Japan1"),
                supplement: 2,
            });
    }
    for (i, spec) in pages.iter().enumerate() {
        let content = Ref::new(page_id(i).get() + 1);
        let mut page = pdf.page(page_id(i));
        let rect = |[x0, y0, x1, y1]: [f32; 4]| Rect::new(x0, y0, x1, y1);
        page.parent(tree)
            .media_box(rect(spec.media_box))
            .contents(content);
        if let Some(crop) = spec.crop_box {
            page.crop_box(rect(crop));
        }
        if spec.rotate != 0 {
            page.rotate(spec.rotate);
        }
        let mut resources = page.resources();
        let mut dict = resources.fonts();
        dict.pair(Name(b"L"), latin);
        dict.pair(Name(b"J"), fonts[0].0);
        dict.pair(Name(b"V"), fonts[1].0);
        dict.finish();
        resources.finish();
        page.finish();
        pdf.stream(content, spec.content);
    }
    pdf.finish()
}

/// Content that shows Japanese texts, each at its place (user space) and size.
pub fn texts(texts: &[(f32, f32, f32, &str)]) -> Vec<u8> {
    let mut content = Content::new();
    for (x, y, size, text) in texts {
        content.begin_text();
        content.set_font(Name(b"J"), *size);
        content.next_line(*x, *y);
        content.show(Str(&shift_jis(text)));
        content.end_text();
    }
    finished(content)
}

/// Content that strokes the lines of a grid.
pub fn grid(xs: &[f32], ys: &[f32]) -> Vec<u8> {
    let mut content = Content::new();
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (bottom, top) = (ys[0], ys[ys.len() - 1]);
    for y in ys {
        content.move_to(left, *y).line_to(right, *y).stroke();
    }
    for x in xs {
        content.move_to(*x, bottom).line_to(*x, top).stroke();
    }
    finished(content)
}

/// The bytes of some content, ready for more behind it.
fn finished(content: Content) -> Vec<u8> {
    let mut bytes = content.finish().into_vec();
    bytes.push(b'\n');
    bytes
}

/// Shift-JIS of the characters that the tests use: ASCII, kana, and a few more.
pub fn shift_jis(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for c in text.chars() {
        match c {
            ' '..='~' => out.push(c as u8),
            'ァ'..='ミ' => out.extend([0x83, (c as u32 - 'ァ' as u32) as u8 + 0x40]),
            'ム'..='ン' => out.extend([0x83, (c as u32 - 'ム' as u32) as u8 + 0x80]),
            'ぁ'..='ん' => out.extend([0x82, (c as u32 - 'ぁ' as u32) as u8 + 0x9F]),
            'Ａ'..='Ｚ' => out.extend([0x82, (c as u32 - 'Ａ' as u32) as u8 + 0x60]),
            'ｱ'..='ﾝ' => out.push((c as u32 - 'ｱ' as u32) as u8 + 0xB1),
            '０'..='９' => out.extend([0x82, (c as u32 - '０' as u32) as u8 + 0x4F]),
            '　' => out.extend([0x81, 0x40]),
            '、' => out.extend([0x81, 0x41]),
            '。' => out.extend([0x81, 0x42]),
            '・' => out.extend([0x81, 0x45]),
            '（' => out.extend([0x81, 0x69]),
            '）' => out.extend([0x81, 0x6A]),
            '＝' => out.extend([0x81, 0x81]),
            '◇' => out.extend([0x81, 0x9E]),
            '①'..='⑳' => out.extend([0x87, (c as u32 - '①' as u32) as u8 + 0x40]),
            '計' => out.extend([0x8C, 0x76]),
            '画' => out.extend([0x89, 0xE6]),
            '市' => out.extend([0x8E, 0x73]),
            '民' => out.extend([0x96, 0xAF]),
            '◯' => out.extend([0x81, 0xFC]),
            '千' => out.extend([0x90, 0xE7]),
            '円' => out.extend([0x89, 0x7E]),
            '△' => out.extend([0x81, 0xA2]),
            '増' => out.extend([0x91, 0x9D]),
            '減' => out.extend([0x8C, 0xB8]),
            '年' => out.extend([0x94, 0x4E]),
            '○' => out.extend([0x81, 0x9B]),
            '度' => out.extend([0x93, 0x78]),
            '第' => out.extend([0x91, 0xE6]),
            '四' => out.extend([0x8E, 0x6C]),
            '半' => out.extend([0x94, 0xBC]),
            '期' => out.extend([0x8A, 0xFA]),
            '％' => out.extend([0x81, 0x93]),
            '－' => out.extend([0x81, 0x7C]),
            '．' => out.extend([0x81, 0x44]),
            '～' => out.extend([0x81, 0x60]),
            '単' => out.extend([0x92, 0x50]),
            '位' => out.extend([0x88, 0xCA]),
            '：' => out.extend([0x81, 0x46]),
            '目' => out.extend([0x96, 0xDA]),
            '標' => out.extend([0x95, 0x57]),
            '値' => out.extend([0x92, 0x6C]),
            '実' => out.extend([0x8E, 0xC0]),
            '績' => out.extend([0x90, 0xD1]),
            '番' => out.extend([0x94, 0xD4]),
            '号' => out.extend([0x8D, 0x86]),
            '施' => out.extend([0x8E, 0x7B]),
            '策' => out.extend([0x8D, 0xF4]),
            '進' => out.extend([0x90, 0x69]),
            '捗' => out.extend([0x92, 0xBB]),
            '指' => out.extend([0x8E, 0x77]),
            other => panic!("add the Shift-JIS code of `{other}`"),
        }
    }
    out
}

/// SHA-256, hexadecimal.
#[cfg(feature = "sqlite")]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    keikaku::reading::hex(&sha2::Sha256::digest(bytes))
}
