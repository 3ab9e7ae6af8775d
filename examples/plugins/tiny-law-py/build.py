"""Makes the component: the contract's WIT beside our world, and the sources with the Python runtime."""

import shutil
import subprocess
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
build = here / "build"
component = build / "tiny-law.wasm"

shutil.rmtree(build, ignore_errors=True)
shutil.copytree(here.parents[2] / "wit" / "v1", build / "wit" / "deps" / "plugin")
shutil.copy(here / "world.wit", build / "wit")

# The tool of the Python that runs this file, so that a virtual environment need not be entered.
tool = Path(sys.executable).parent / "componentize-py"
contract = [tool, "--quiet", "-d", build / "wit", "-w", "tiny-law"]
subprocess.run([*contract, "componentize", "plugin", "-p", here / "src", "-o", component], check=True)
print(f"built build/tiny-law.wasm, {component.stat().st_size} bytes")
