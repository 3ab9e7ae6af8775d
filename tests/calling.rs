//! The examples that call a server, run against a real one.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

/// The version that examples/calling/README.md names.
const TSX: &str = "tsx@4.23.15";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A quickstart server that ends with the test.
struct Serving {
    process: Child,
    url: String,
    token: String,
    /// Read on, or the server could not print.
    _printed: Lines<BufReader<ChildStdout>>,
    _data: tempfile::TempDir,
}

impl Serving {
    fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_praetor"))
            .args(["quickstart", "--data"])
            .arg(data.path())
            .env("PRAETOR_LISTEN", "127.0.0.1:0")
            .current_dir(repository())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut printed = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = printed.by_ref().map_while(Result::ok).find_map(|line| {
            let (address, _) = line.trim().split_once("/openapi.json")?;
            Some(address.to_owned())
        });
        let token = std::fs::read_to_string(data.path().join("praetor-data/token")).unwrap();
        let url = address.expect("the server says where it listens");
        Self { process, url, token: token.trim().to_owned(), _printed: printed, _data: data }
    }

    /// What a program prints when it asks this server; none if the program is not on this machine.
    fn asked_by(&self, program: &str, args: &[&str]) -> Option<String> {
        let mut command = Command::new(program);
        command.args(args).current_dir(repository());
        command.env("PRAETOR_URL", &self.url).env("PRAETOR_TOKEN", &self.token);
        let output = command.output().ok()?;
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{program}: {printed}{}", String::from_utf8_lossy(&output.stderr));
        Some(printed)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn is_here(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    // Without a net npx says so at once instead of trying for minutes.
    command.args(args).env("npm_config_fetch_retries", "0").env("npm_config_fetch_timeout", "20000");
    let run = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    run.is_ok_and(|status| status.success())
}

#[test]
fn every_example_asks_states_what_is_missing_and_passes_the_mark_back() {
    let serving = Serving::start();
    let strips_types = is_here("node", &["--experimental-strip-types", "--eval", "0"]);
    // An older Node runs TypeScript by way of tsx, which npx fetches where it can.
    let (node, typescript): (&str, &[&str]) = if strips_types {
        ("node", &["--experimental-strip-types", "examples/calling/ask.mts"])
    } else {
        ("npx", &["--yes", TSX, "examples/calling/ask.mts"])
    };
    let runs_types = strips_types || is_here("npx", &["--yes", TSX, "--version"]);
    let programs: [(&str, &[&str], bool); 4] = [
        ("bash", &["examples/calling/ask.sh"], is_here("curl", &["-V"]) && is_here("jq", &["-V"])),
        ("python3", &["examples/calling/ask.py"], is_here("python3", &["-V"])),
        (node, typescript, runs_types),
        ("cargo", &["run", "-q", "-p", "calling-praetor"], true),
    ];
    for (program, args, here) in programs {
        if !here {
            // Not `eprintln`, which the test runner keeps to itself.
            writeln!(std::io::stderr(), "SKIPPED: {program} {args:?}: what it needs is not on this machine")
                .unwrap();
            continue;
        }
        let printed = serving.asked_by(program, args).unwrap();
        let lines: Vec<&str> = printed.lines().collect();
        assert_eq!(lines.first(), Some(&"the prompt, searched or not: need-facts"), "{program}: {printed}");
        for words in [
            "  please say item.scan of prompt",
            "the prompt, searched: allow",
            "  owed: no-train",
            "an objection: fulfil, answer by 2026-12-23",
        ] {
            assert!(lines.contains(&words), "{program} does not print `{words}`:\n{printed}");
        }
        let because = lines.iter().find(|line| line.starts_with("  because: "));
        assert!(because.is_some_and(|line| line.ends_with(')')), "{program} tells no reason:\n{printed}");
        let last = lines.last().copied().unwrap_or_default();
        assert!(
            last.starts_with("the same use, with the mark: deny, by eu-gdpr/art-21-1"),
            "{program}: {last}"
        );
    }
}
