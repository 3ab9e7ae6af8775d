"""Renders the quickstart's own output as docs/quickstart.svg.

    cargo run --release -- quickstart --exit | python3 docs/picture.py

Needs the package `rich` (15 or newer). Nothing is typed in by hand: the picture shows the first rows of the table and the
beginning of one explanation, as they were printed.
"""

import pathlib
import re
import sys

from rich.console import Console
from rich.text import Text

ROWS = 34
EXPLAINED = 16
STYLES = {"allow": "green", "fulfil": "green", "deny": "red", "partial": "yellow", "needs-review": "yellow"}

lines = sys.stdin.read().splitlines()
start = next(n for n, line in enumerate(lines) if line.startswith("The whole explanation of \"Erase"))
shown = lines[:ROWS] + ["", *lines[start : start + EXPLAINED], "    ..."]

console = Console(record=True, width=142, file=open("/dev/null", "w"))
console.print("$ cargo run --release -- quickstart", style="bold")
for line in shown:
    text = Text(line)
    for word, style in STYLES.items():
        text.highlight_regex(rf"(?<=\s){word}(?=\s)", style)
    console.print(text, overflow="crop", no_wrap=True)
svg = console.export_svg(title="praetor quickstart")
# The fonts that rich names are fetched from the net; any monospaced font will do.
svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
pathlib.Path(__file__).with_name("quickstart.svg").write_text(svg)
