use praetor_sandbox::limits::COMPONENT_BYTES;
use praetor_sandbox::{Engine, EngineError, EngineOptions, Limits, LoadError, custom_sections};

use crate::{engine, guests, load, nothing_happened};

fn refused(bytes: &[u8]) -> LoadError {
    engine().load(bytes, Limits::default()).map(|_| ()).unwrap_err()
}

/// A core module or component with a custom section of this many bytes behind it.
fn with_section(mut bytes: Vec<u8>, name: &str, length: usize) -> Vec<u8> {
    let mut content = vec![u8::try_from(name.len()).unwrap()];
    content.extend(name.as_bytes());
    content.resize(content.len() + length, 7);
    bytes.push(0);
    let mut rest = content.len();
    while rest >= 0x80 {
        bytes.push(u8::try_from(rest & 0x7f).unwrap() | 0x80);
        rest >>= 7;
    }
    bytes.push(u8::try_from(rest).unwrap());
    bytes.extend(content);
    bytes
}

#[test]
fn bytes_that_are_not_webassembly_are_refused() {
    assert_eq!(refused(b""), LoadError::NotWasm);
    assert_eq!(refused(b"#!/bin/sh\nexit 0\n"), LoadError::NotWasm);
    nothing_happened();
}

#[test]
fn malformed_webassembly_is_refused_wherever_it_breaks() {
    let whole = guests::guest("honest");
    for length in [9, 100, whole.len() / 2, whole.len() - 1] {
        let code = refused(&whole[..length]).code();
        assert_eq!(code, "plugin-invalid", "cut at {length}");
    }
    let mut turned = whole.clone();
    for byte in turned.iter_mut().skip(8).step_by(97) {
        *byte ^= 0x55;
    }
    assert_eq!(refused(&turned).code(), "plugin-invalid");
    nothing_happened();
}

#[test]
fn a_component_of_sixty_megabytes_is_refused_by_its_size() {
    let honest = guests::guest("honest");
    let huge = with_section(honest.clone(), "ballast", 60_000_000);
    let error = refused(&huge);
    let bytes = huge.len();
    assert_eq!(error, LoadError::TooLarge { bytes, allowed: COMPONENT_BYTES });
    assert!(error.to_string().contains(&bytes.to_string()));
    let ballast = with_section(honest, "ballast", 1_000_000);
    assert!(engine().load(&ballast, Limits::default()).is_ok(), "a little ballast is no fault");
    nothing_happened();
}

#[test]
fn a_module_without_the_contract_is_no_plugin() {
    let empty = b"\0asm\x01\0\0\0";
    assert_eq!(refused(empty).code(), "plugin-missing-export");
    nothing_happened();
}

#[test]
fn a_plugin_for_another_host_is_refused_by_what_it_exports() {
    let error = load("stranger").map(|_| ()).unwrap_err();
    assert_eq!(error, LoadError::UnknownExport { name: "greet".into() });
    nothing_happened();
}

#[test]
fn a_kind_that_does_not_fit_the_exports_is_the_wrong_world() {
    let error = load("wrong-kind").map(|_| ()).unwrap_err();
    assert_eq!(error, LoadError::WrongWorld { kind: "processor", ability: "incident" });
    nothing_happened();
}

#[test]
fn a_plugin_that_imports_wasi_is_refused_and_the_import_named() {
    let error = load("imports-wasi").map(|_| ()).unwrap_err();
    let name = "wasi:random/random@0.2.0#get-random-u64";
    assert_eq!(error, LoadError::Imports { name: name.into() });
    nothing_happened();
}

#[test]
fn an_import_that_only_a_test_provides_is_refused_elsewhere() {
    let error = load("differs").map(|_| ()).unwrap_err();
    let name = "test:chance/number@1.0.0#next";
    assert_eq!(error, LoadError::Imports { name: name.into() });
    nothing_happened();
}

#[test]
fn identity_is_the_digest_of_the_original_bytes() {
    let honest = guests::guest("honest");
    let ballast = with_section(honest.clone(), "ballast", 10);
    let one = engine().load(&honest, Limits::default()).unwrap();
    let other = engine().load(&ballast, Limits::default()).unwrap();
    assert_ne!(one.digest(), other.digest());
    assert_eq!(one.digest(), praetor_sandbox::Digest::of(&honest));
    assert_eq!(one.manifest(), other.manifest());
}

#[test]
fn a_custom_section_is_found_wherever_it_lies() {
    let cases = with_section(guests::guest("honest"), "praetor:cases", 5);
    assert_eq!(custom_sections(&cases, "praetor:cases"), [[7; 5]]);
    assert!(custom_sections(b"no plugin", "praetor:cases").is_empty());
}

#[test]
fn compiled_code_is_kept_in_a_private_folder_and_used_again() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("compiled");
    let options = EngineOptions { cache: Some(cache.clone()), ..EngineOptions::default() };
    let bytes = guests::guest("honest");
    let kept = || std::fs::read_dir(&cache).unwrap().map(|file| file.unwrap().path()).collect::<Vec<_>>();

    Engine::new(&options).unwrap().load(&bytes, Limits::default()).unwrap();
    assert_eq!(std::fs::metadata(&cache).unwrap().mode() & 0o777, 0o700);
    let files = kept();
    assert_eq!(files.len(), 1);
    assert_eq!(std::fs::metadata(&files[0]).unwrap().mode() & 0o777, 0o600);
    let written = std::fs::metadata(&files[0]).unwrap().ino();

    Engine::new(&options).unwrap().load(&bytes, Limits::default()).unwrap();
    assert_eq!(std::fs::metadata(&files[0]).unwrap().ino(), written, "used, not written again");

    let mut damaged = std::fs::read(&files[0]).unwrap();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    std::fs::write(&files[0], damaged).unwrap();
    Engine::new(&options).unwrap().load(&bytes, Limits::default()).unwrap();
    assert_ne!(std::fs::metadata(&files[0]).unwrap().ino(), written, "damaged, so compiled anew");

    std::fs::set_permissions(&cache, std::fs::Permissions::from_mode(0o755)).unwrap();
    let open = Engine::new(&options).map(|_| ()).unwrap_err();
    assert!(matches!(open, EngineError::CacheNotPrivate { mode: 0o755, .. }), "{open}");
}

#[test]
fn without_a_pool_plugins_run_as_well() {
    let options = EngineOptions { pool: false, ..EngineOptions::default() };
    let engine = Engine::new(&options).unwrap();
    assert!(!engine.is_pooled());
    let plugin = engine.load(&guests::guest("honest"), Limits::default()).unwrap();
    assert_eq!(crate::ask(&plugin, 0).as_ref(), Ok(&crate::honest().1));
}
