fn main() {
    let a: Vec<String> = std::env::args().collect();
    let b = std::fs::read(&a[2]).unwrap();
    let o = Default::default();
    let i = keikaku::inspect::inspect(&b, a.get(3).map(|s| s.parse().unwrap()), &o).unwrap();
    match a[1].as_str() {
        "glyphs" => print!("{}", keikaku::inspect::glyphs_text(&i.pages)),
        "lines" => print!("{}", keikaku::inspect::lines_text(&i.pages)),
        "tables" => print!("{}", keikaku::inspect::tables_text(&i)),
        "json" => print!("{}", keikaku::inspect::tables_json(&i)),
        "svg" => print!(
            "{}",
            keikaku::inspect::overlay_svg(&i.pages[0], &i.page_flows[0])
        ),
        _ => print!("{}", keikaku::inspect::flow_text(&i.flow)),
    }
}
