"""Compares what a shared object of the kernels exports with what its headers declare: the same functions, on Linux under the
version of the binary interface, and nothing else.

Usage: exports.py LIBRARY INCLUDE_FOLDER
"""

import re
import subprocess
import sys
from pathlib import Path


def declared(include: Path) -> set[str]:
    """Names of the functions that the headers mark with CK_API."""
    text = "".join(path.read_text() for path in sorted((include / "ck").glob("*.h")))
    return set(re.findall(r"^CK_API [^(;]*?\b(ck_\w+)\(", text, re.MULTILINE))


def interface(include: Path) -> str:
    """The number of the binary interface in the header."""
    return re.search(r"^#define CK_ABI (\d+)$", (include / "ck/version.h").read_text(), re.MULTILINE)[1]


def exported(listing: str) -> dict[str, str]:
    """Versions by name of the symbols that `nm -D --defined-only` lists; empty for a symbol without one."""
    symbols = {}
    for line in listing.splitlines():
        address_kind_name = line.split()
        # The version itself is listed as an absolute symbol.
        if len(address_kind_name) != 3 or address_kind_name[1] == "A":
            continue
        name, _, version = address_kind_name[2].replace("@@", "@").partition("@")
        symbols[name] = version
    return symbols


def complaints(names: set[str], symbols: dict[str, str], version: str) -> list[str]:
    """What differs between declaration and library."""
    return (
        [f"{name} is declared and not exported" for name in sorted(names - symbols.keys())]
        + [f"{name} is exported and not declared" for name in sorted(symbols.keys() - names)]
        + [
            f"{name} has the version '{given}', expected {version}"
            for name, given in sorted(symbols.items())
            if name in names and given != version
        ]
    )


def main(library: Path, include: Path) -> int:
    if library.suffix != ".so":
        print("Symbols: versions are checked on Linux alone")
        return 0
    listing = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True)
    symbols = exported(listing.stdout)
    version = f"CKERNELS_{interface(include)}"
    wrong = complaints(declared(include), symbols, version)
    for sentence in wrong:
        print(f"error: {library}: {sentence}", file=sys.stderr)
    if not wrong:
        print(f"Symbols: {len(symbols)} functions under {version}, and nothing else")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
