//! Compares what a component exports with the released contract, type by type, so that a plugin's author
//! reads which function or type differs, and how.

use wit_parser::decoding::{DecodedWasm, decode};
use wit_parser::{Function, Interface, Resolve, SourceMap, Type, TypeDefKind, WorldId, WorldItem};

use super::LoadError;
use super::gate::{PACKAGE, VERSION};

/// The files of the released contract. They never change: what is new is a new interface.
const RELEASED: [(&str, &str); 8] = [
    ("types.wit", include_str!("../../../../wit/v1/types.wit")),
    ("about.wit", include_str!("../../../../wit/v1/about.wit")),
    ("profile.wit", include_str!("../../../../wit/v1/profile.wit")),
    ("sharing.wit", include_str!("../../../../wit/v1/sharing.wit")),
    ("retention.wit", include_str!("../../../../wit/v1/retention.wit")),
    ("rights.wit", include_str!("../../../../wit/v1/rights.wit")),
    ("incident.wit", include_str!("../../../../wit/v1/incident.wit")),
    ("worlds.wit", include_str!("../../../../wit/v1/worlds.wit")),
];

/// Refuses a component whose exported functions are not those of the contract.
pub(super) fn check(component: &[u8]) -> Result<(), LoadError> {
    let not_a_plugin = |says: String| LoadError::NotAPlugin { says };
    let decoded = decode(component).map_err(|error| not_a_plugin(format!("{error:#}")))?;
    let DecodedWasm::Component(plugin, world) = decoded else {
        return Err(not_a_plugin("it holds an interface description and no code".to_owned()));
    };
    let contract = released().map_err(not_a_plugin)?;
    let compared = Compared { contract: &contract, plugin: &plugin };
    for (name, found) in exported(&plugin, world) {
        if let Some(promised) = interface(&contract, &name) {
            compared.interface(&name, promised, found)?;
        }
    }
    Ok(())
}

fn released() -> Result<Resolve, String> {
    let mut sources = SourceMap::new();
    for (file, text) in RELEASED {
        sources.push_str(file, text);
    }
    let broken = |error: &dyn std::fmt::Display| format!("the bundled contract is broken: {error}");
    let group = sources.parse().map_err(|(_, error)| broken(&error))?;
    let mut resolve = Resolve::default();
    resolve.push_group(group).map_err(|error| broken(&error))?;
    Ok(resolve)
}

/// The interfaces that a component exports, by their names.
fn exported(resolve: &Resolve, world: WorldId) -> Vec<(String, &Interface)> {
    let Some(world) = resolve.worlds.get(world) else { return Vec::new() };
    let interfaces = world.exports.values().filter_map(|item| match item {
        WorldItem::Interface { id, .. } => Some((resolve.id_of(*id)?, resolve.interfaces.get(*id)?)),
        _ => None,
    });
    interfaces.collect()
}

fn interface<'a>(contract: &'a Resolve, name: &str) -> Option<&'a Interface> {
    let short = name.strip_prefix(PACKAGE)?.strip_suffix(VERSION)?;
    let mut interfaces = contract.interfaces.iter().map(|(_, interface)| interface);
    interfaces.find(|interface| interface.name.as_deref() == Some(short))
}

struct Compared<'a> {
    contract: &'a Resolve,
    plugin: &'a Resolve,
}

/// A difference: nothing, or its place and what stands there.
type Difference = Option<String>;

impl Compared<'_> {
    fn interface(&self, name: &str, promised: &Interface, found: &Interface) -> Result<(), LoadError> {
        for (function, promised) in &promised.functions {
            let name = format!("{name}#{function}");
            let found = found.functions.get(function);
            let missing =
                || LoadError::WrongType { name: name.clone(), says: "the function is missing".into() };
            let found = found.ok_or_else(missing)?;
            if let Some(says) = self.function(promised, found) {
                return Err(LoadError::WrongType { name, says });
            }
        }
        let unknown = found.functions.keys().find(|function| !promised.functions.contains_key(*function));
        unknown
            .map_or(Ok(()), |function| Err(LoadError::UnknownExport { name: format!("{name}#{function}") }))
    }

    fn function(&self, promised: &Function, found: &Function) -> Difference {
        let (wanted, given) = (promised.params.len(), found.params.len());
        if wanted != given {
            return Some(format!("it takes {given} parameters, and the contract says {wanted}"));
        }
        let params = promised.params.iter().zip(&found.params);
        let param = params.into_iter().find_map(|(promised, found)| {
            self.types(&format!("its parameter `{}`", promised.name), promised.ty, found.ty)
        });
        param.or_else(|| match (promised.result, found.result) {
            (Some(promised), Some(found)) => self.types("its result", promised, found),
            (None, None) => None,
            (_, found) => {
                Some(format!("it returns {}", if found.is_some() { "something" } else { "nothing" }))
            }
        })
    }

    fn types(&self, at: &str, promised: Type, found: Type) -> Difference {
        let (promised, found) = (Shape::of(self.contract, promised), Shape::of(self.plugin, found));
        match (promised.kind, found.kind) {
            (Some(TypeDefKind::Record(a)), Some(TypeDefKind::Record(b))) => {
                let fields = |record: &wit_parser::Record| -> Vec<(String, Option<Type>)> {
                    record.fields.iter().map(|field| (field.name.clone(), Some(field.ty))).collect()
                };
                self.members(&promised, "field", &fields(a), &fields(b))
            }
            (Some(TypeDefKind::Variant(a)), Some(TypeDefKind::Variant(b))) => {
                let cases = |variant: &wit_parser::Variant| -> Vec<(String, Option<Type>)> {
                    variant.cases.iter().map(|case| (case.name.clone(), case.ty)).collect()
                };
                self.members(&promised, "case", &cases(a), &cases(b))
            }
            (Some(TypeDefKind::Enum(a)), Some(TypeDefKind::Enum(b))) => {
                let cases = |list: &wit_parser::Enum| -> Vec<(String, Option<Type>)> {
                    list.cases.iter().map(|case| (case.name.clone(), None)).collect()
                };
                self.members(&promised, "case", &cases(a), &cases(b))
            }
            (Some(TypeDefKind::List(a)), Some(TypeDefKind::List(b)))
            | (Some(TypeDefKind::Option(a)), Some(TypeDefKind::Option(b))) => self.types(at, *a, *b),
            (Some(TypeDefKind::Tuple(a)), Some(TypeDefKind::Tuple(b))) if a.types.len() == b.types.len() => {
                a.types.iter().zip(&b.types).find_map(|(a, b)| self.types(at, *a, *b))
            }
            (None, None) if promised.plain == found.plain => None,
            _ => Some(format!("{at} is {}, and the contract says {}", found.words(), promised.words())),
        }
    }

    /// The parts of a record, a variant or an enum, whose names and order count.
    fn members(
        &self,
        promised: &Shape<'_>,
        what: &str,
        wanted: &[(String, Option<Type>)],
        given: &[(String, Option<Type>)],
    ) -> Difference {
        let of = promised.words();
        let names = |list: &[(String, Option<Type>)]| -> Vec<String> {
            list.iter().map(|(name, _)| name.clone()).collect()
        };
        if let Some(missing) = wanted.iter().find(|(name, _)| !names(given).contains(name)) {
            return Some(format!("the {of} has no {what} `{}`", missing.0));
        }
        if let Some(more) = given.iter().find(|(name, _)| !names(wanted).contains(name)) {
            return Some(format!("the {of} has a {what} `{}` that the contract does not know", more.0));
        }
        if names(wanted) != names(given) {
            return Some(format!("the {what}s of the {of} stand in another order"));
        }
        wanted.iter().zip(given).find_map(|((name, a), (_, b))| match (a, b) {
            (Some(a), Some(b)) => self.types(&format!("the {what} `{name}` of the {of}"), *a, *b),
            (None, None) => None,
            _ => Some(format!("the {what} `{name}` of the {of} holds another thing than the contract says")),
        })
    }
}

/// A type without its aliases.
struct Shape<'a> {
    name: Option<&'a str>,
    kind: Option<&'a TypeDefKind>,
    plain: Type,
}

impl<'a> Shape<'a> {
    fn of(resolve: &'a Resolve, mut plain: Type) -> Self {
        let mut named = None;
        while let Type::Id(id) = plain {
            let Some(defined) = resolve.types.get(id) else { break };
            named = defined.name.as_deref();
            match &defined.kind {
                TypeDefKind::Type(alias) => plain = *alias,
                kind => return Self { name: named, kind: Some(kind), plain },
            }
        }
        Self { name: named, kind: None, plain }
    }

    fn words(&self) -> String {
        match (self.kind, self.name) {
            (Some(kind), Some(name)) => format!("{} `{name}`", kind.as_str()),
            (Some(kind), None) => format!("a {}", kind.as_str()),
            (None, _) => format!("{:?}", self.plain).to_lowercase(),
        }
    }
}
