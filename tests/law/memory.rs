//! An ordinary call of a bundled law stays within its first memory: growing it costs page-table
//! work that halves throughput.

use jiff::civil::date;
use praetor::wire::read_question;
use praetor_sandbox::Deadline;
use praetor_wit::Dictionary;

use crate::support::{PATIENCE, law};
use crate::sweep::{HOME, questions};

#[test]
fn an_ordinary_call_of_a_law_does_not_grow_its_memory() {
    let (today, dictionary) = (date(2026, 11, 23), Dictionary::bundled().unwrap());
    for (id, place, _) in HOME {
        let plugin = law(id);
        for reads in &plugin.manifest().reads {
            for question in questions(reads.ability, place, today) {
                let asked = read_question(&question, None, today, dictionary).unwrap();
                let reply = plugin.ask(&asked.question, &[], Deadline::after(PATIENCE)).unwrap();
                assert_eq!(reply.memory_grown, 0, "{id} {:?}", reads.ability);
            }
        }
    }
}
