use praetor_sdk::Day;
use praetor_sdk::plugin::ask_profile;
use praetor_sdk::testing::Given;
use praetor_sdk::wit::types::Value;

use crate::Analytics;

fn own_uses(day: Day) -> Option<Value> {
    let given = Given::on(day)
        .setting("own-uses", ["advertising", "abuse-monitoring"])
        .setting("restricted-from", Day::of(2026, 6, 1))
        .setting("restricted-until", Day::of(2026, 11, 22))
        .a("recipient")
        .with("class", "analytics");
    let stated = ask_profile::<Analytics>(given.question(), 10);
    let recipient = stated.into_iter().find(|entity| entity.kind == "recipient")?;
    recipient.facts.into_iter().find(|fact| fact.name == "own-uses").map(|fact| fact.value)
}

fn codes(names: &[&str]) -> Option<Value> {
    Some(Value::Codes(names.iter().map(|name| (*name).to_owned()).collect()))
}

#[test]
fn a_restricted_mode_bars_purposes_of_its_own_from_its_first_to_its_last_day() {
    let (barred, free) = (codes(&["abuse-monitoring"]), codes(&["advertising", "abuse-monitoring"]));
    assert_eq!(own_uses(Day::of(2026, 5, 31)), free);
    assert_eq!(own_uses(Day::of(2026, 6, 1)), barred);
    assert_eq!(own_uses(Day::of(2026, 11, 22)), barred);
    assert_eq!(own_uses(Day::of(2026, 11, 23)), free);
}
