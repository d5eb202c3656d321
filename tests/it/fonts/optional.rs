//! Optional content (ISO 32000-2, 8.11): what the default configuration switches off is not seen.
//! Object 20 is a group that the tests switch off, 21 one that is on.

use super::doc::{Doc, glyph, show, visible};
use keikaku::pdf::{Hidden, Page};

/// A page with these groups, whose default configuration has these entries.
fn doc(content: &str, config: &str) -> Doc {
    Doc::new(content)
        .resources("/Properties << /Off 20 0 R /On 21 0 R /M 22 0 R >>")
        .catalog(&format!(
            "/OCProperties << /OCGs [20 0 R 21 0 R] /D << {config} >> >>"
        ))
        .object(20, "<< /Type /OCG /Name (off) >>")
        .object(21, "<< /Type /OCG /Name (on) >>")
}

const OFF: &str = "/OFF [20 0 R]";

fn hidden(page: &Page) -> bool {
    match glyph(page, "A").hidden {
        None => false,
        Some(reason) => {
            assert_eq!(reason, Hidden::OptionalContent);
            true
        }
    }
}

/// Whether content of the group 20 is hidden.
fn group_hidden(config: &str) -> bool {
    let content = format!("/OC /Off BDC {} EMC", show("41"));
    hidden(&doc(&content, config).read())
}

/// Whether content with this membership dictionary is hidden.
fn member_hidden(membership: &str) -> bool {
    let content = format!("/OC /M BDC {} EMC", show("41"));
    let member = format!("<< /Type /OCMD {membership} >>");
    hidden(&doc(&content, OFF).object(22, member).read())
}

#[test]
fn listed_as_off() {
    assert!(group_hidden(OFF));
    assert!(!group_hidden(""));
    assert!(!group_hidden("/OFF [21 0 R]"));
    assert!(group_hidden("/BaseState /ON /OFF [20 0 R]"));
}

#[test]
fn off_unless_listed_as_on() {
    assert!(group_hidden("/BaseState /OFF"));
    assert!(group_hidden("/BaseState /OFF /ON [21 0 R]"));
    assert!(!group_hidden("/BaseState /OFF /ON [20 0 R]"));
}

#[test]
fn the_list_may_be_indirect() {
    let content = format!("/OC /Off BDC {} EMC", show("41"));
    let page = doc(&content, "/OFF 23 0 R").object(23, "[20 0 R]").read();
    assert!(hidden(&page));
}

#[test]
fn only_what_is_in_the_group() {
    let content = "BT /F 10 Tf 50 200 Td /OC /Off BDC /P BMC (A) Tj EMC (A) Tj EMC (B) Tj \
                   /OC /On BDC (C) Tj EMC ET";
    assert_eq!(visible(&doc(content, OFF).read()), "BC");
}

/// What is visible inside stays hidden with its surroundings.
#[test]
fn groups_in_groups() {
    let content = "BT /F 10 Tf 50 200 Td /OC /Off BDC /OC /On BDC (A) Tj EMC EMC \
                   /OC /On BDC /OC /Off BDC (B) Tj EMC (C) Tj EMC ET";
    assert_eq!(visible(&doc(content, OFF).read()), "C");
}

#[test]
fn any_on_is_the_default_policy() {
    assert!(member_hidden("/OCGs [20 0 R]"));
    assert!(member_hidden("/OCGs 20 0 R"));
    assert!(!member_hidden("/OCGs [20 0 R 21 0 R]"));
    assert!(!member_hidden("/OCGs [20 0 R 21 0 R] /P /AnyOn"));
}

#[test]
fn all_on() {
    assert!(member_hidden("/OCGs [20 0 R 21 0 R] /P /AllOn"));
    assert!(!member_hidden("/OCGs [21 0 R] /P /AllOn"));
}

#[test]
fn any_off() {
    assert!(!member_hidden("/OCGs [20 0 R 21 0 R] /P /AnyOff"));
    assert!(!member_hidden("/OCGs [20 0 R] /P /AnyOff"));
    assert!(member_hidden("/OCGs [21 0 R] /P /AnyOff"));
}

#[test]
fn all_off() {
    assert!(member_hidden("/OCGs [20 0 R 21 0 R] /P /AllOff"));
    assert!(!member_hidden("/OCGs [20 0 R] /P /AllOff"));
}

#[test]
fn a_membership_of_nothing_is_seen() {
    assert!(!member_hidden(""));
    assert!(!member_hidden("/OCGs []"));
    assert!(!member_hidden("/OCGs [null 99 0 R]"));
    assert!(member_hidden("/OCGs [null 20 0 R 99 0 R]"));
}

#[test]
fn visibility_expressions() {
    assert!(!member_hidden("/VE [/Not 20 0 R]"));
    assert!(member_hidden("/VE [/Not 21 0 R]"));
    assert!(member_hidden("/VE [/And 20 0 R 21 0 R]"));
    assert!(!member_hidden("/VE [/Or 20 0 R 21 0 R]"));
    assert!(member_hidden("/VE [/Not [/Or 20 0 R 21 0 R]]"));
    assert!(!member_hidden("/VE [/And [/Not 20 0 R] 21 0 R]"));
}

#[test]
fn an_expression_comes_before_a_policy() {
    assert!(!member_hidden("/OCGs [20 0 R] /P /AllOn /VE [/Not 20 0 R]"));
}

#[test]
fn a_form_in_a_group() {
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 400 300] /OC 20 0 R \
                /Resources << /Font << /F 10 0 R >> >>";
    let page = doc(&format!("/X Do {}", show("42")), OFF)
        .resources("/XObject << /X 30 0 R >>")
        .stream(30, form, show("41"))
        .read();
    assert!(hidden(&page));
    assert_eq!(visible(&page), "B");
}

#[test]
fn an_unknown_group_is_seen() {
    let content = format!("/OC /NoSuch BDC {} EMC", show("41"));
    assert!(!hidden(&doc(&content, OFF).read()));
}

/// 8.11.4.5: a group is in the state of its usage where the configuration asks for that.
#[test]
fn a_usage_that_is_applied() {
    let content = format!("/OC /Off BDC {} EMC", show("41"));
    let usage = "<< /Type /OCG /Name (off) /Usage << /View << /ViewState /OFF >> >> >>";
    let applied = "/AS [<< /Event /View /OCGs [20 0 R] /Category [/View] >>]";
    assert!(hidden(&doc(&content, applied).object(20, usage).read()));
    assert!(!hidden(&doc(&content, "").object(20, usage).read()));
}
