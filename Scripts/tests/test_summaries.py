"""Tests of Scripts/documentation/summaries.py: a public symbol without a comment is reported, what the compiler makes is not."""

import importlib.util
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
SCRIPTS = Path(__file__).resolve().parents[1]
spec = importlib.util.spec_from_file_location("summaries", SCRIPTS / "documentation/summaries.py")
summaries = importlib.util.module_from_spec(spec)
spec.loader.exec_module(summaries)


def symbol(name, *, comment=None, access="public", located=True):
    made = {"pathComponents": ["A", name], "accessLevel": access, "kind": {"identifier": "swift.method"}}
    made["identifier"] = {"precise": f"s:{name}"}
    if comment is not None:
        made["docComment"] = {"lines": [{"text": comment}]}
    if located:
        made["location"] = {"uri": "file:///a.swift", "position": {"line": 6}}
    return made


class SummariesTests(unittest.TestCase):
    def test_what_is_missing_is_told(self):
        graph = {
            "symbols": [
                symbol("told", comment="Does."),
                symbol("blank", comment=" "),
                symbol("silent"),
                symbol("hidden", access="internal"),
                symbol("synthesised", located=False),
                symbol("override"),
            ],
            "relationships": [{"kind": "overrides", "source": "s:override", "target": "s:told"}],
        }
        self.assertEqual(summaries.undocumented(graph), ["A.blank (/a.swift:7)", "A.silent (/a.swift:7)"])


if __name__ == "__main__":
    unittest.main()
