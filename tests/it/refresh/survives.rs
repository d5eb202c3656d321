//! A refresh that is killed leaves the data set as before or as after.

use super::{Set, binary, year};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

#[test]
fn killed_at_any_moment_it_is_as_before_or_as_after() {
    let set = Set::plans("killed");
    set.put("2020.pdf", &year(2020, 10, "○"));
    set.write();
    let mut count = 1;
    for (round, wait) in [40, 150, 300, 450, 600, 900].into_iter().enumerate() {
        for n in 0..2 {
            let number = 2021 + 2 * round as u32 + n;
            set.put(&format!("{number}.pdf"), &year(number, 10, "△"));
        }
        let mut child = Command::new(binary())
            .args([
                "refresh",
                "SOURCES.toml",
                "--rules",
                "midori.toml",
                "--write",
            ])
            .current_dir(&set.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        let found = set.editions().len();
        let all = 1 + 2 * (round + 1);
        assert!(
            found == count || found == all,
            "{found} of {count} or {all}"
        );
        for plan in set.dataset().plans().unwrap() {
            for edition in plan.editions {
                set.dataset()
                    .document(&edition.current().unwrap().document)
                    .unwrap();
            }
        }
        count = found;
    }
    set.write();
    assert_eq!(set.editions().len(), 13);
    let staging = std::fs::read_dir(set.path("data/staging")).unwrap();
    assert_eq!(staging.count(), 0, "what was begun is gone");
}
