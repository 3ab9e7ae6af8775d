use praetor_decision::question::{Decimal, Instant, Period};
use praetor_decision::{Day, Entity, Fact, Kind, Name, Question, Value};
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::*;
use crate::record::VoiceWord;
use crate::{Draft, sample};

const AT: Timestamp = Timestamp(1_763_900_000_000_000);

fn dek(byte: u8) -> Dek {
    Zeroizing::new([byte; 32])
}

fn seal(record: &Record, dek: &Dek) -> Sealed {
    let kind = RecordKind::Decision(Kind::Sharing);
    let label = Label { id: RecordId::new(), kind, generation: 7, key_id: 1 };
    Sealed::new(&label, pack(record).unwrap(), dek).unwrap()
}

fn open(entry: &[u8], dek: &Dek, blob: Option<&[u8]>) -> Result<Record, Unpacked> {
    let blob = || Ok::<_, ()>(blob.map(<[u8]>::to_vec));
    Parsed::read(entry)?.open(dek, blob).unwrap()
}

fn altered(what: Alteration) -> Result<(), Unpacked> {
    Err(Unpacked::Altered(what))
}

#[test]
fn the_leaf_is_that_of_the_stored_bytes() {
    let (entry, told) = seal(&sample::decision(1), &dek(1)).finish(AT);
    assert_eq!(told, leaf(&entry));
    assert_eq!(recorded_at(&entry), Ok(AT));
}

#[test]
fn another_key_is_refused_as_such() {
    let (entry, _) = seal(&sample::decision(1), &dek(1)).finish(AT);
    assert_eq!(open(&entry, &dek(2), None).map(drop), altered(Alteration::Key));
}

#[test]
fn each_flipped_bit_is_refused_except_in_the_time_which_the_leaf_binds() {
    let (entry, told) = seal(&sample::decision(1), &dek(1)).finish(AT);
    for bit in 0..entry.len() * 8 {
        let mut flipped = entry.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_ne!(leaf(&flipped), told);
        let opened = open(&flipped, &dek(1), None).map(drop);
        if bit / 8 < entry.len() - TIME {
            assert!(opened.is_err(), "bit {bit}");
        }
        if (header::LENGTH..entry.len() - TIME).contains(&(bit / 8)) {
            assert_eq!(opened, altered(Alteration::Payload), "bit {bit}");
        }
    }
}

#[test]
fn a_header_cannot_be_put_before_another_payload() {
    let (one, _) = seal(&sample::decision(1), &dek(1)).finish(AT);
    let (other, _) = seal(&sample::decision(1), &dek(1)).finish(AT);
    let mixed = [&one[..header::LENGTH], &other[header::LENGTH..]].concat();
    assert_eq!(open(&mixed, &dek(1), None).map(drop), altered(Alteration::Payload));
}

#[test]
fn a_generation_in_the_header_cannot_be_changed() {
    let (mut entry, _) = seal(&sample::decision(1), &dek(1)).finish(AT);
    entry[15] ^= 1;
    assert_eq!(open(&entry, &dek(1), None).map(drop), altered(Alteration::Payload));
}

#[test]
fn an_entry_of_any_shorter_length_is_refused() {
    let (entry, _) = seal(&sample::decision(1), &dek(1)).finish(AT);
    for length in 0..entry.len() {
        assert!(open(&entry[..length], &dek(1), None).is_err(), "{length} bytes");
    }
}

#[test]
fn a_later_version_is_told_from_an_alteration() {
    let (mut entry, _) = seal(&sample::decision(1), &dek(1)).finish(AT);
    entry[0] = 2;
    assert_eq!(open(&entry, &dek(1), None).map(drop), Err(Unpacked::Newer));
}

#[test]
fn a_large_payload_stands_apart_and_is_bound_to_its_entry() {
    let record = sample::large_decision(1);
    let sealed = seal(&record, &dek(1));
    let (entry, _) = sealed.finish(AT);
    let blob = sealed.blob().unwrap();
    assert!(entry.len() < 200 && blob.len() > limits::ENTRY_BYTES - header::LENGTH - TIME);
    assert!(open(&entry, &dek(1), Some(blob)) == Ok(record));
    assert_eq!(open(&entry, &dek(1), None).map(drop), altered(Alteration::Blob));
    for at in [0, blob.len() / 2, blob.len() - 1] {
        let mut flipped = blob.to_vec();
        flipped[at] ^= 1;
        assert_eq!(open(&entry, &dek(1), Some(&flipped)).map(drop), altered(Alteration::Blob));
    }
}

#[test]
fn no_entry_is_longer_than_a_bundle_can_carry() {
    let Record::Decision(mut decision) = sample::large_decision(3) else { unreachable!() };
    let paths = decision.paths.clone();
    let mut detached = 0;
    for length in (55_000..66_000).step_by(97) {
        decision.paths = paths[..length].to_vec();
        let sealed = seal(&Record::Decision(decision.clone()), &dek(1));
        assert!(sealed.finish(AT).0.len() <= limits::ENTRY_BYTES);
        detached += usize::from(sealed.blob().is_some());
    }
    assert!((1..113).contains(&detached), "both forms occur: {detached}");
}

#[test]
fn the_length_tells_payloads_apart_only_in_steps() {
    for n in 0..50 {
        let (entry, _) = seal(&sample::decision(n), &dek(1)).finish(AT);
        let payload = entry.len() - header::LENGTH - cipher::TAG - TIME;
        assert_eq!(payload % limits::PADDING_BYTES, 0);
    }
}

#[test]
fn a_draft_shows_nothing_personal_when_it_is_printed() {
    let draft = Draft { subject: Some("ada".into()), ..sample::draft(1) };
    assert_eq!(format!("{draft:?}"), "Draft { generation: 7, .. }");
}

fn name() -> impl Strategy<Value = Name> {
    "\\PC{0,40}".prop_map(Name::from)
}

fn day() -> impl Strategy<Value = Day> {
    (-9_999_i16..=9_999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Day::constant(year, month, day))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::YesNo),
        any::<i64>().prop_map(Value::Integer),
        any::<(i64, u8)>().prop_map(|(digits, scale)| Value::Decimal(Decimal { digits, scale })),
        name().prop_map(Value::Code),
        prop::collection::vec(name(), 0..4).prop_map(Value::Codes),
        day().prop_map(Value::Day),
        prop::collection::vec(day(), 0..4).prop_map(Value::Days),
        any::<(i64, i16)>()
            .prop_map(|(seconds, offset_minutes)| Value::Instant(Instant { seconds, offset_minutes })),
        any::<(u32, u32)>().prop_map(|(months, days)| Value::Period(Period { months, days })),
        prop::collection::vec(name(), 0..4).prop_map(Value::Places),
        any::<u32>().prop_map(Value::Ref),
        prop::collection::vec(any::<u32>(), 0..4).prop_map(Value::Refs),
        Just(Value::NotYet),
    ]
}

fn entities() -> impl Strategy<Value = Vec<Entity>> {
    let fact = (name(), value()).prop_map(|(name, value)| Fact { name, value });
    let entity = (any::<u32>(), name(), prop::collection::vec(fact, 0..6));
    prop::collection::vec(entity.prop_map(|(id, kind, facts)| Entity { id, kind, facts }), 0..6)
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Sharing), Just(Kind::Retention), Just(Kind::Rights), Just(Kind::Incident)]
}

prop_compose! {
    fn record()(
        (kind, as_of, entities) in (kind(), day(), entities()),
        (paths, actor, fuel) in (any::<Vec<u8>>(), name(), any::<u64>()),
        (facts, environmental, n) in (entities(), any::<bool>(), any::<u64>()),
    ) -> Record {
        let Record::Decision(mut decision) = sample::decision(n >> 8) else { unreachable!() };
        decision.question = Question { kind, as_of, entities };
        (decision.paths, decision.actor, decision.environmental) = (paths, actor, environmental);
        decision.voices[0].calls[0].word = VoiceWord::Facts(facts);
        decision.voices[0].calls[0].fuel = fuel;
        Record::Decision(decision)
    }
}

proptest! {
    #[test]
    fn any_record_comes_back_as_it_was(record in record(), key in any::<u8>(), at in any::<u64>()) {
        let (entry, told) = seal(&record, &dek(key)).finish(Timestamp(at));
        prop_assert_eq!(told, leaf(&entry));
        prop_assert!(open(&entry, &dek(key), None) == Ok(record));
    }

    #[test]
    fn any_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(open(&bytes, &dek(1), None).is_err());
    }

    #[test]
    fn any_payload_is_unpacked_or_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = unpack(&bytes, payload::SHAPE, payload::DICTIONARY);
    }
}
