use std::collections::HashMap;
use std::sync::OnceLock;

use crate::check::check;
use crate::error::DictionaryError;
use crate::list::{List, Listing};
use crate::nearest::nearest;
use crate::read::{self, File, Plain, Texts};
use crate::spec::{
    CategorySpec, ClockSpec, FactSpec, KindSpec, LabelSpec, MarkSpec, ObligationSpec, ParameterSpec,
    StatementSpec, TreatmentSpec,
};

/// Every name that a question or a finding may use, with its type and meaning.
#[derive(Debug, Default)]
pub struct Dictionary {
    version: String,
    fingerprint: u64,
    kinds: Vec<KindSpec>,
    kind_index: HashMap<String, usize>,
    facts: Vec<FactSpec>,
    /// Kind, then name, so that a lookup needs no allocation.
    fact_index: HashMap<String, HashMap<String, usize>>,
    lists: HashMap<List, Listing>,
    no_names: Listing,
    categories: HashMap<String, CategorySpec>,
    labels: HashMap<String, LabelSpec>,
    obligations: HashMap<String, ObligationSpec>,
    treatments: HashMap<String, TreatmentSpec>,
    marks: HashMap<String, MarkSpec>,
    statements: HashMap<String, StatementSpec>,
    clock_algorithms: HashMap<String, ClockSpec>,
}

impl Dictionary {
    /// The dictionary that was built in, read and checked once.
    ///
    /// # Errors
    /// A built-in file is faulty. The tests of this crate rule that out for a released build.
    pub fn bundled() -> Result<&'static Self, DictionaryError> {
        static BUNDLED: OnceLock<Result<Dictionary, DictionaryError>> = OnceLock::new();
        let bundled = BUNDLED.get_or_init(|| Self::read(&File::text));
        bundled.as_ref().map_err(Clone::clone)
    }

    /// The dictionary that was built in, for places that cannot report a fault. Were its files
    /// faulty, it would be empty: it then knows no name, so every question is refused.
    pub fn bundled_or_empty() -> &'static Self {
        static EMPTY: OnceLock<Dictionary> = OnceLock::new();
        Self::bundled().unwrap_or_else(|_| EMPTY.get_or_init(Self::default))
    }

    /// The version that the authors gave this dictionary.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A number that changes with any byte of the dictionary's files, as 16 hexadecimal digits.
    /// Meant for noticing a difference, not for resisting an attacker.
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.fingerprint)
    }

    /// The kinds of entity, in the order of the file.
    pub fn kinds(&self) -> impl Iterator<Item = &KindSpec> {
        self.kinds.iter()
    }

    /// The kind that plugins see under this id, `item`.
    pub fn kind(&self, id: &str) -> Option<&KindSpec> {
        self.kinds.get(*self.kind_index.get(id)?)
    }

    /// The kind that the API's JSON has under this key, `items`.
    pub fn kind_by_json(&self, key: &str) -> Option<&KindSpec> {
        self.kinds.iter().find(|kind| kind.json == key)
    }

    /// The kind whose id is nearest to a wrong one.
    pub fn nearest_kind(&self, wrong: &str) -> Option<&str> {
        nearest(self.kinds.iter().map(|kind| kind.id.as_str()), wrong)
    }

    /// The JSON key of a kind that is nearest to a wrong one.
    pub fn nearest_json_key(&self, wrong: &str) -> Option<&str> {
        nearest(self.kinds.iter().map(|kind| kind.json.as_str()), wrong)
    }

    /// All facts, in the order of the file.
    pub fn facts(&self) -> impl Iterator<Item = &FactSpec> {
        self.facts.iter()
    }

    /// The facts that an entity of this kind may have, in the order of the file.
    pub fn facts_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a FactSpec> {
        self.facts.iter().filter(move |fact| fact.kind == kind)
    }

    /// The fact of this kind with this name.
    pub fn fact(&self, kind: &str, name: &str) -> Option<&FactSpec> {
        self.facts.get(*self.fact_index.get(kind)?.get(name)?)
    }

    /// The fact that manifests write as `kind.name`.
    pub fn fact_at(&self, path: &str) -> Option<&FactSpec> {
        let (kind, name) = path.split_once('.')?;
        self.fact(kind, name)
    }

    /// The fact of this kind whose name is nearest to a wrong one.
    pub fn nearest_fact<'a>(&'a self, kind: &'a str, wrong: &str) -> Option<&'a str> {
        nearest(self.facts_of(kind).map(|fact| fact.name.as_str()), wrong)
    }

    /// Whether a fact of type `code` or `codes` may have this name.
    pub fn allows(&self, fact: &FactSpec, code: &str) -> bool {
        self.allows_name(fact.open, &fact.values, fact.from, code)
    }

    /// The names that a fact may have, for messages; none if it is open or holds no names.
    pub fn allowed<'a>(&'a self, fact: &'a FactSpec) -> Vec<&'a str> {
        self.allowed_names(&fact.values, fact.from)
    }

    /// Whether a parameter of type `code` or `codes` may have this name.
    pub fn parameter_allows(&self, parameter: &ParameterSpec, code: &str) -> bool {
        self.allows_name(parameter.open, &parameter.values, parameter.from, code)
    }

    /// The names that a parameter may have, for messages; none if it is open or holds no names.
    pub fn parameter_allowed<'a>(&'a self, parameter: &'a ParameterSpec) -> Vec<&'a str> {
        self.allowed_names(&parameter.values, parameter.from)
    }

    /// One list of names.
    pub fn list(&self, list: List) -> &Listing {
        self.lists.get(&list).unwrap_or(&self.no_names)
    }

    /// The name of a list that is nearest to a wrong one.
    pub fn nearest(&self, list: List, wrong: &str) -> Option<&str> {
        self.list(list).nearest(wrong)
    }

    /// What is special to a category.
    pub fn category(&self, id: &str) -> Option<&CategorySpec> {
        self.categories.get(id)
    }

    /// What is special to a content label.
    pub fn label(&self, id: &str) -> Option<&LabelSpec> {
        self.labels.get(id)
    }

    /// What is special to an obligation.
    pub fn obligation(&self, id: &str) -> Option<&ObligationSpec> {
        self.obligations.get(id)
    }

    /// What is special to a treatment.
    pub fn treatment(&self, id: &str) -> Option<&TreatmentSpec> {
        self.treatments.get(id)
    }

    /// What is special to a mark.
    pub fn mark(&self, id: &str) -> Option<&MarkSpec> {
        self.marks.get(id)
    }

    /// What is special to a statement.
    pub fn statement(&self, id: &str) -> Option<&StatementSpec> {
        self.statements.get(id)
    }

    /// What is special to a clock algorithm.
    pub fn clock_algorithm(&self, id: &str) -> Option<&ClockSpec> {
        self.clock_algorithms.get(id)
    }

    /// The parameters of an obligation, a treatment or a statement; none for other lists.
    pub fn parameters(&self, list: List, id: &str) -> &[ParameterSpec] {
        let parameters = match list {
            List::Obligations => self.obligations.get(id).map(|spec| &spec.parameters),
            List::Treatments => self.treatments.get(id).map(|spec| &spec.parameters),
            List::Statements => self.statements.get(id).map(|spec| &spec.parameters),
            _ => None,
        };
        parameters.map_or(&[], Vec::as_slice)
    }

    /// The parameter with this name of an obligation, a treatment or a statement.
    pub fn parameter(&self, list: List, id: &str, name: &str) -> Option<&ParameterSpec> {
        self.parameters(list, id).iter().find(|parameter| parameter.name == name)
    }

    pub(crate) fn all_parameters(&self) -> impl Iterator<Item = (List, &str, &[ParameterSpec])> {
        let lists = [List::Obligations, List::Treatments, List::Statements];
        lists
            .into_iter()
            .flat_map(move |list| self.list(list).ids().map(move |id| (list, id, self.parameters(list, id))))
    }

    /// Reads and checks the files.
    pub(crate) fn read(texts: Texts) -> Result<Self, DictionaryError> {
        let mut dictionary = Self {
            version: read::version(texts)?,
            fingerprint: fingerprint(texts),
            kinds: read::kinds(texts)?,
            facts: read::facts(texts)?,
            ..Self::default()
        };
        dictionary.index_kinds()?;
        dictionary.index_facts()?;
        dictionary.read_lists(texts)?;
        check(&dictionary)?;
        Ok(dictionary)
    }

    fn index_kinds(&mut self) -> Result<(), DictionaryError> {
        for (position, kind) in self.kinds.iter().enumerate() {
            if self.kind_index.insert(kind.id.clone(), position).is_some() {
                return Err(twice(File::Kinds, kind.id.clone()));
            }
        }
        Ok(())
    }

    fn index_facts(&mut self) -> Result<(), DictionaryError> {
        for (position, fact) in self.facts.iter().enumerate() {
            let names = self.fact_index.entry(fact.kind.clone()).or_default();
            if names.insert(fact.name.clone(), position).is_some() {
                return Err(twice(File::of_facts(&fact.kind), fact.path()));
            }
        }
        Ok(())
    }

    fn read_lists(&mut self, texts: Texts) -> Result<(), DictionaryError> {
        for &list in List::ALL {
            let listing = match list {
                List::Categories => read_into(texts, list, &mut self.categories)?,
                List::Labels => read_into(texts, list, &mut self.labels)?,
                List::Obligations => read_into(texts, list, &mut self.obligations)?,
                List::Treatments => read_into(texts, list, &mut self.treatments)?,
                List::Marks => read_into(texts, list, &mut self.marks)?,
                List::Statements => read_into(texts, list, &mut self.statements)?,
                List::ClockAlgorithms => read_into(texts, list, &mut self.clock_algorithms)?,
                _ => read::list::<Plain>(texts, list)?.0,
            };
            self.lists.insert(list, listing);
        }
        Ok(())
    }

    fn allows_name(&self, open: bool, values: &[String], from: Option<List>, code: &str) -> bool {
        open || values.iter().any(|value| value == code)
            || from.is_some_and(|list| self.list(list).contains(code))
    }

    fn allowed_names<'a>(&'a self, values: &'a [String], from: Option<List>) -> Vec<&'a str> {
        let listed = from.map(|list| self.list(list).ids()).into_iter().flatten();
        values.iter().map(String::as_str).chain(listed).collect()
    }
}

fn read_into<Own: serde::de::DeserializeOwned>(
    texts: Texts,
    list: List,
    specs: &mut HashMap<String, Own>,
) -> Result<Listing, DictionaryError> {
    let (listing, own) = read::list(texts, list)?;
    *specs = own;
    Ok(listing)
}

fn twice(file: File, name: String) -> DictionaryError {
    DictionaryError::Duplicate { file: file.name(), name }
}

/// FNV-1a, 64 bits, over the names and texts of all files.
fn fingerprint(texts: Texts) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let bytes =
        File::all().flat_map(|file| file.name().bytes().chain([0]).chain(texts(file).bytes()).chain([0]));
    bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}
