"""Says which public symbols of the library have no summary, from the symbol graphs of the compiler.

Usage: summaries.py FOLDER MODULE...
"""

import json
import sys
from pathlib import Path

# What the compiler makes by itself, and members whose meaning a protocol of the standard library fixes.
SILENT_KINDS = {"swift.extension"}


def is_own(symbol: dict) -> bool:
    """Whether somebody wrote the symbol: synthesised ones have no place in a file."""
    return "location" in symbol and symbol["kind"]["identifier"] not in SILENT_KINDS


def undocumented(graph: dict) -> list[str]:
    """The symbols without a summary, as path and place."""
    missing = []
    # An override means what the member of its superclass means, which has the summary.
    overrides = {relation["source"] for relation in graph["relationships"] if relation["kind"] == "overrides"}
    for symbol in graph["symbols"]:
        if symbol["accessLevel"] not in ("public", "open") or not is_own(symbol):
            continue
        if symbol["identifier"]["precise"] in overrides:
            continue
        lines = symbol.get("docComment", {}).get("lines", [])
        if not any(line["text"].strip() for line in lines):
            location = symbol["location"]
            path = location["uri"].removeprefix("file://")
            missing.append(f"{'.'.join(symbol['pathComponents'])} ({path}:{location['position']['line'] + 1})")
    return missing


def main(folder: Path, modules: list[str]) -> int:
    count = 0
    missing = []
    for module in modules:
        files = sorted(folder.glob(f"{module}.symbols.json")) + sorted(folder.glob(f"{module}@*.symbols.json"))
        if not files:
            print(f"error: there is no symbol graph of {module} in {folder}", file=sys.stderr)
            return 1
        for file in files:
            graph = json.loads(file.read_text())
            count += sum(map(is_own, graph["symbols"]))
            missing += undocumented(graph)
    for symbol in missing:
        print(f"error: {symbol} has no summary", file=sys.stderr)
    if not missing:
        print(f"{count} public symbols, all with a summary")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
