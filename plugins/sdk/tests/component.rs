//! A plugin built for wasm32 is what the host expects: it imports nothing, exports exactly what
//! it implements, carries its cases, and starts with the memory that an ordinary call needs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is a failing test")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use wasmparser::{ComponentExternalKind, ComponentTypeRef, Parser, Payload};
use wit_component::ComponentEncoder;
use wit_parser::WorldItem;

const PAGE_BYTES: u64 = 64 * 1024;
/// Code, data, 64 KiB of stack and 192 KiB of arena; more would slow every instance down.
const INITIAL_PAGES_MAX: u64 = 6;
/// Rules of one paragraph and their manifest must not need more.
const TINY_COMPONENT_BYTES_MAX: usize = 120 * 1024;

/// `tiny-law` as plain `cargo build` leaves it, built once for all tests.
fn tiny_law() -> &'static [u8] {
    static MODULE: OnceLock<Vec<u8>> = OnceLock::new();
    MODULE.get_or_init(|| {
        let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("guest");
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let done = Command::new(env!("CARGO"))
            .args(["build", "-p", "tiny-law", "--profile", "guest", "--quiet"])
            .args(["--target", "wasm32-unknown-unknown"])
            .current_dir(workspace)
            .env("CARGO_TARGET_DIR", &target)
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET")
            .status()
            .unwrap();
        assert!(done.success(), "tiny-law does not build for wasm32");
        std::fs::read(target.join("wasm32-unknown-unknown/guest/tiny_law.wasm")).unwrap()
    })
}

fn component() -> Vec<u8> {
    ComponentEncoder::default().validate(true).module(tiny_law()).unwrap().encode().unwrap()
}

fn payloads(bytes: &[u8]) -> impl Iterator<Item = Payload<'_>> {
    Parser::new(0).parse_all(bytes).map(Result::unwrap)
}

#[test]
fn the_core_module_imports_nothing() {
    let imports = payloads(tiny_law()).filter(|p| matches!(p, Payload::ImportSection(_)));
    assert_eq!(imports.count(), 0);
}

#[test]
fn the_component_imports_nothing_but_types() {
    let bytes = component();
    let mut depth = 0_u32;
    for payload in payloads(&bytes) {
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(imports) if depth == 0 => {
                for import in imports {
                    let import = import.unwrap();
                    assert_eq!(import.name.name, "praetor:plugin/types@1.0.0");
                    assert!(matches!(import.ty, ComponentTypeRef::Instance(_)));
                }
            }
            _ => {}
        }
    }
    assert_eq!(imported_functions(&bytes), Vec::<String>::new());
}

/// The functions of imported interfaces; there must be none.
fn imported_functions(component: &[u8]) -> Vec<String> {
    let decoded = wit_component::decode(component).unwrap();
    let resolve = decoded.resolve();
    let imports = resolve.worlds.iter().flat_map(|(_, world)| world.imports.values());
    let functions = imports.flat_map(|item| match item {
        WorldItem::Interface { id, .. } => {
            resolve.interfaces.get(*id).unwrap().functions.keys().cloned().collect()
        }
        WorldItem::Function(function) => vec![function.name.clone()],
        WorldItem::Type { .. } => Vec::new(),
    });
    functions.collect()
}

#[test]
fn the_component_exports_exactly_what_the_plugin_implements() {
    let bytes = component();
    let mut names = Vec::new();
    let mut depth = 0_u32;
    for payload in payloads(&bytes) {
        match payload {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentExportSection(exports) if depth == 0 => {
                for export in exports {
                    let export = export.unwrap();
                    assert_eq!(export.kind, ComponentExternalKind::Instance);
                    names.push(export.name.name.to_owned());
                }
            }
            _ => {}
        }
    }
    names.sort();
    assert_eq!(names, ["praetor:plugin/about@1.0.0", "praetor:plugin/sharing@1.0.0"]);
}

#[test]
fn the_cases_travel_in_a_custom_section_of_the_module_and_of_the_component() {
    let cases = |bytes: &[u8]| {
        payloads(bytes).find_map(|payload| match payload {
            Payload::CustomSection(section) if section.name() == "praetor:cases" => {
                Some(String::from_utf8(section.data().to_vec()).unwrap())
            }
            _ => None,
        })
    };
    let text = cases(tiny_law()).unwrap();
    assert!(text.starts_with("#:file cases/basis.toml\n"), "{text}");
    assert!(text.contains("A contract is a ground at any age"), "{text}");
    assert_eq!(cases(&component()), Some(text));
}

#[test]
fn the_stack_is_64_kib_and_the_first_memory_a_few_pages() {
    let mut stack = None;
    let mut pages = None;
    for payload in payloads(tiny_law()) {
        match payload {
            Payload::GlobalSection(globals) => {
                let first = globals.into_iter().next().unwrap().unwrap();
                let mut code = first.init_expr.get_operators_reader();
                if let wasmparser::Operator::I32Const { value } = code.read().unwrap() {
                    stack = Some(u64::try_from(value).unwrap());
                }
            }
            Payload::MemorySection(memories) => {
                pages = Some(memories.into_iter().next().unwrap().unwrap().initial);
            }
            _ => {}
        }
    }
    assert_eq!(stack, Some(PAGE_BYTES));
    assert!(pages.is_some_and(|pages| pages <= INITIAL_PAGES_MAX), "{pages:?} pages");
}

#[test]
fn a_tiny_law_is_a_small_component() {
    let size = component().len();
    assert!(size <= TINY_COMPONENT_BYTES_MAX, "{size} bytes");
}
