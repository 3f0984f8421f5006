//! The scenarios of the procedure: which screen follows on what, and what is done.

use serde_json::Value;
use std::collections::BTreeSet;
use xueying::collection::flow::{Effect, Event, Flow, Screen};
use xueying::profile::Profile;
use xueying::texts::Lang;
use xueying_e2e::{parse, scenarios};

#[test]
fn the_procedure_goes_as_the_scenarios_say() {
    let cases = scenarios("procedure");
    let mut seen = BTreeSet::new();
    for case in &cases {
        let mut flow = Flow::new(Profile::chsi().codes);
        go(&cases, case, &mut flow, &mut seen);
    }
    let unseen = Screen::ALL.iter().filter(|screen| !seen.contains(*screen));
    assert_eq!(unseen.collect::<Vec<_>>(), Vec::<&Screen>::new());
}

/// The case that comes before, if there is one, then the steps of this one.
fn go(cases: &[Value], case: &Value, flow: &mut Flow, seen: &mut BTreeSet<Screen>) {
    if let Some(from) = case["from"].as_str() {
        let before = cases.iter().find(|other| other["name"] == from);
        go(cases, before.expect("there is such a case"), flow, seen);
    }
    for step in case["steps"].as_array().expect("steps") {
        let effects = flow.step(parse::<Event>(&step["event"]));
        let name = format!("{}: {}", case["name"], step["event"]);
        let view = flow.view(Lang::Zh);
        assert_eq!(view.screen, parse(&step["screen"]), "{name}");
        let done: Vec<String> = effects.iter().map(short).collect();
        assert_eq!(done, parse::<Vec<String>>(&step["do"]), "{name}");
        assert_eq!(view.waiting, parse::<bool>(&step["waits"]), "{name}");
        assert_eq!(view.notice.is_some(), step["notice"] == true, "{name}");
        seen.insert(view.screen);
    }
}

/// The name of an effect, without what it holds.
fn short(effect: &Effect) -> String {
    let shown = format!("{effect:?}");
    let name = shown.split(|c: char| !c.is_alphanumeric()).next();
    let mut short = String::new();
    for c in name.unwrap_or_default().chars() {
        if c.is_uppercase() && !short.is_empty() {
            short.push('_');
        }
        short.extend(c.to_lowercase());
    }
    short
}
