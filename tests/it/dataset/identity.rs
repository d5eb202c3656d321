//! What is the same from edition to edition.

use super::{NOW, add, ids, is, new, of_items, pairs, plan, revise, same, year};
use keikaku::dataset::{Dataset, EditionKey};
use keikaku::edition::By;
use keikaku::error::Error;

#[test]
fn items_keep_their_ids_when_they_are_renumbered() {
    let (_folder, mut dataset) = new();
    let plan = dataset
        .write(NOW, |w| {
            let plan = plan(w);
            let a = add(
                w,
                &plan,
                &year(2022),
                &of_items(&[("1", "あ"), ("2", "い")]),
                &[],
            );
            let to_b = pairs(&[("1", "2", By::Title, 0.9), ("2", "3", By::Title, 0.9)]);
            let b = of_items(&[("1", "う"), ("2", "あ"), ("3", "い")]);
            let b = add(w, &plan, &year(2023), &b, &[(a, &to_b, true)]);
            let to_c = pairs(&[("3", "1", By::Likeness, 0.7), ("1", "2", By::Title, 0.9)]);
            let c = of_items(&[("1", "い等"), ("2", "う"), ("3", "え")]);
            add(w, &plan, &year(2024), &c, &[(b, &to_c, true)]);
            Ok(plan)
        })
        .unwrap();
    assert_eq!(plan, "122335-環境基本計画");
    is(&ids(&dataset, "2022年度"), &[("あ", "1"), ("い", "2")]);
    is(
        &ids(&dataset, "2023年度"),
        &[("あ", "1"), ("い", "2"), ("う", "3")],
    );
    is(
        &ids(&dataset, "2024年度"),
        &[("い等", "2"), ("う", "3"), ("え", "4")],
    );
    let history = dataset.history("122335-環境基本計画#2").unwrap();
    let numbers: Vec<_> = history
        .iter()
        .map(|s| s.number.as_deref().unwrap())
        .collect();
    assert_eq!(numbers, ["2", "3", "1"]);
    assert_eq!(history[2].edition, "122335-環境基本計画@2024年度");
    assert_eq!((history[2].page, history[2].at[0].r#box[3]), (3, 4.0));
    // by id, by number in any edition, by title
    let found = |query: &str| -> Vec<String> {
        let found = dataset.items(query).unwrap();
        found.into_iter().map(|i| i.title).collect()
    };
    assert_eq!(found("122335-環境基本計画#2"), ["い等"]);
    assert_eq!(found("3"), ["い等", "え"]);
    assert_eq!(found("い"), ["い等"]);
    assert!(matches!(
        dataset.history("x#1"),
        Err(Error::NoSuchRecord { .. })
    ));
}

#[test]
fn an_edition_between_two_others_takes_ids_from_before_and_then_from_behind() {
    let (_folder, mut dataset) = new();
    let plan = dataset
        .write(NOW, |w| {
            let plan = plan(w);
            let a = add(w, &plan, &year(2020), &of_items(&[("1", "あ")]), &[]);
            let c = of_items(&[("1", "い"), ("2", "あの続き")]);
            let c = add(w, &plan, &year(2024), &c, &[(a, &same(&[]), true)]);
            let b = of_items(&[("1", "あ"), ("2", "い"), ("3", "う")]);
            let from_a = same(&["1"]);
            // the item of A is found again in C, now that B is known
            let to_c = pairs(&[("1", "2", By::Likeness, 0.6), ("2", "1", By::Title, 0.9)]);
            // the order in which the neighbours are given does not matter
            add(
                w,
                &plan,
                &year(2022),
                &b,
                &[(c, &to_c, false), (a, &from_a, true)],
            );
            Ok(plan)
        })
        .unwrap();
    is(
        &ids(&dataset, "2022年度"),
        &[("あ", "1"), ("い", "2"), ("う", "4")],
    );
    // C keeps what was given to it, and the lineage says what is known now
    is(
        &ids(&dataset, "2024年度"),
        &[("あの続き", "3"), ("い", "2")],
    );
    let lineage = dataset.lineage(&format!("{plan}#3")).unwrap();
    assert_eq!(lineage.len(), 1);
    assert_eq!(
        (lineage[0].from.as_str(), lineage[0].kind.as_str()),
        ("122335-環境基本計画#1", "joined")
    );
    assert_eq!(lineage[0].edition, "122335-環境基本計画@2024年度");
    let record = dataset.plan(&plan).unwrap();
    let years: Vec<_> = record
        .editions
        .iter()
        .map(|e| e.key.year.unwrap())
        .collect();
    assert_eq!(years, [2020, 2022, 2024]);
}

#[test]
fn a_split_and_a_merger_go_on_under_one_id() {
    let (_folder, mut dataset) = new();
    dataset
        .write(NOW, |w| {
            let plan = plan(w);
            let a = add(
                w,
                &plan,
                &year(2022),
                &of_items(&[("1", "あ"), ("2", "い")]),
                &[],
            );
            let split = pairs(&[
                ("1", "1", By::Split, 0.6),
                ("1", "2", By::Split, 0.8),
                ("2", "3", By::Title, 0.9),
            ]);
            let b = of_items(&[("1", "あ一"), ("2", "あ二"), ("3", "い")]);
            let b = add(w, &plan, &year(2023), &b, &[(a, &split, true)]);
            let merged = pairs(&[
                ("1", "1", By::Merged, 0.5),
                ("2", "1", By::Merged, 0.5),
                ("3", "2", By::Title, 0.9),
            ]);
            let c = of_items(&[("1", "あ全部"), ("2", "い")]);
            add(w, &plan, &year(2024), &c, &[(b, &merged, true)]);
            Ok(())
        })
        .unwrap();
    is(
        &ids(&dataset, "2023年度"),
        &[("あ一", "3"), ("あ二", "1"), ("い", "2")],
    );
    // as sure as the other: the first in the plan
    is(&ids(&dataset, "2024年度"), &[("あ全部", "3"), ("い", "2")]);
    let lineage = dataset.lineage("122335-環境基本計画#3").unwrap();
    let lineage: Vec<_> = lineage
        .iter()
        .map(|l| (l.id.as_str(), l.from.as_str(), l.kind.as_str()))
        .collect();
    assert_eq!(
        lineage,
        [
            ("122335-環境基本計画#3", "122335-環境基本計画#1", "split"),
            ("122335-環境基本計画#3", "122335-環境基本計画#1", "merged"),
        ]
    );
}

#[test]
fn lineage_is_that_of_what_is_published_now() {
    let (_folder, mut dataset) = new();
    let both = || of_items(&[("1", "あ"), ("2", "い")]);
    let written = dataset.write(NOW, |w| {
        let plan = plan(w);
        let a = add(w, &plan, &year(2022), &of_items(&[("1", "あ")]), &[]);
        let split = pairs(&[("1", "1", By::Split, 0.8), ("1", "2", By::Split, 0.6)]);
        let b = add(w, &plan, &year(2023), &both(), &[(a, &split, true)]);
        Ok((plan, a, b, split))
    });
    let (plan, a, b, split) = written.unwrap();
    let lineage = |dataset: &Dataset| dataset.lineage(&format!("{plan}#2")).unwrap();
    assert_eq!(lineage(&dataset).len(), 1);
    let edition = format!("{plan}@2023年度");
    let own = same(&["1", "2"]);
    // read anew it is none, and anew it is one
    for (to_a, expected) in [(same(&["1"]), 0), (split, 1)] {
        let neighbours = [(a, &to_a, true), (b, &own, true)];
        let again = dataset.write(NOW, |w| Ok(revise(w, &edition, &both(), &neighbours)));
        again.unwrap();
        let found = lineage(&dataset);
        assert_eq!(found.len(), expected);
        assert!(found.iter().all(|l| l.edition == edition));
    }
}

#[test]
fn a_thousand_editions_are_read_as_they_were_written() {
    let (folder, mut dataset) = new();
    let written = dataset.write(NOW, |w| {
        for n in 0..100 {
            let new = keikaku::dataset::NewPlan {
                title: format!("計画{n:03}"),
                stem: format!("計画{n:03}"),
                ..keikaku::dataset::NewPlan::default()
            };
            let plan = w.add_plan(&new)?;
            for edition in 0..10 {
                let title = format!("{n}の{edition}");
                let document = of_items(&[("1", &title)]);
                add(w, &plan, &year(2020 + edition), &document, &[]);
            }
        }
        w.add_plan(&keikaku::dataset::NewPlan::default())
    });
    written.unwrap();
    let again = of_items(&[("1", "再び")]);
    let edition = "計画042@2025年度";
    let revised = dataset.write(NOW, |w| Ok(revise(w, edition, &again, &[])));
    revised.unwrap();
    drop(dataset);
    let begin = std::time::Instant::now();
    let dataset = Dataset::read(&folder.path().join("data")).unwrap();
    let plans = dataset.plans().unwrap();
    println!("1,000 editions: {:?}", begin.elapsed());
    assert_eq!(plans.len(), 101);
    assert!(plans.is_sorted_by_key(|p| &p.id));
    for plan in &plans[1..] {
        assert_eq!(plan.editions.len(), if plan.id == "plan" { 0 } else { 10 });
        assert!(plan.editions.is_sorted_by_key(|e| &e.key));
        for edition in &plan.editions {
            let expected = if edition.id == "計画042@2025年度" {
                2
            } else {
                1
            };
            let numbers: Vec<_> = edition.revisions.iter().map(|r| r.number).collect();
            assert_eq!(
                numbers,
                (1..=expected).collect::<Vec<_>>(),
                "{}",
                edition.id
            );
        }
        assert_eq!(&dataset.plan(&plan.id).unwrap(), plan);
    }
}

#[test]
fn a_revision_goes_on_where_the_one_before_was() {
    let (folder, mut dataset) = new();
    dataset
        .write(NOW, |w| {
            let plan = plan(w);
            let a = add(
                w,
                &plan,
                &year(2022),
                &of_items(&[("1", "あ"), ("2", "い")]),
                &[],
            );
            let b = of_items(&[("1", "あ"), ("2", "い")]);
            let b = add(w, &plan, &year(2023), &b, &[(a, &same(&["1"]), true)]);
            // a 正誤表 later: the same edition anew, which has `い` under another number
            let edition = format!("{plan}@2023年度");
            let again = of_items(&[("1", "あ"), ("2", "う"), ("3", "い")]);
            let own = pairs(&[("1", "1", By::Number, 1.0), ("2", "3", By::Title, 0.9)]);
            let before = pairs(&[("1", "1", By::Number, 1.0), ("2", "3", By::Title, 0.9)]);
            revise(w, &edition, &again, &[(a, &before, true), (b, &own, true)]);
            Ok(())
        })
        .unwrap();
    // `い` goes on as the revision before had it, not as the edition before
    is(
        &ids(&dataset, "2023年度"),
        &[("あ", "1"), ("い", "3"), ("う", "4")],
    );
    let plans = dataset.plans().unwrap();
    let edition = &plans[0].editions[1];
    let numbers: Vec<_> = edition.revisions.iter().map(|r| r.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(edition.current().unwrap().added, NOW);
    // both are kept
    for revision in &edition.revisions {
        let document = dataset.document(&revision.document).unwrap();
        assert!(document.items.len() >= 2);
        assert!(dataset.pdf(&revision.pdf).is_file());
    }
    // history has the current one of each edition
    let history = dataset.history("122335-環境基本計画#1").unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].revision, edition.revisions[1].id);
    drop(dataset);
    let read = Dataset::read(&folder.path().join("data")).unwrap();
    assert_eq!(read.plans().unwrap(), plans);
}

#[test]
fn what_does_not_fit_is_refused() {
    let (_folder, mut dataset) = new();
    let plan = dataset.write(NOW, |w| {
        let plan = plan(w);
        add(w, &plan, &year(2022), &of_items(&[("1", "あ")]), &[]);
        Ok(plan)
    });
    let plan = plan.unwrap();
    let add = |dataset: &mut Dataset, plan: &str, key: &EditionKey, comparison, revision| {
        let document = of_items(&[("1", "あ")]);
        dataset.write(NOW, |w| {
            let (digest, pdf) = super::kept(w, &document);
            let arrival = keikaku::dataset::Arrival {
                place: "x",
                pdf: &pdf,
                basis: "b",
                document: &document,
                digest: &digest,
            };
            let neighbour = keikaku::dataset::Neighbour {
                revision,
                comparison: &comparison,
                is_old: true,
            };
            w.add_edition(plan, key, &arrival, &[neighbour])
        })
    };
    let error = add(&mut dataset, &plan, &year(2022), same(&[]), 1).unwrap_err();
    assert_eq!(error.code(), "already", "{error}");
    let error = add(&mut dataset, "p", &year(2023), same(&[]), 1).unwrap_err();
    assert_eq!(error.to_string(), "the data set has no plan `p`");
    let error = add(&mut dataset, &plan, &year(2023), same(&["9"]), 1).unwrap_err();
    assert_eq!(error.to_string(), "the data set has no item `9`");
    let error = add(&mut dataset, &plan, &year(2023), same(&["1"]), 9).unwrap_err();
    assert_eq!(error.to_string(), "the data set has no revision `9`");
    // nothing of all that is left
    assert_eq!(dataset.plan(&plan).unwrap().editions.len(), 1);
    add(&mut dataset, &plan, &year(2023), same(&["1"]), 1).unwrap();
    is(&ids(&dataset, "2023年度"), &[("あ", "1")]);
}
