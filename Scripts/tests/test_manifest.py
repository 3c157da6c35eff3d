"""Tests of Package.swift as SwiftPM reads it in a package that depends on a version of this one, where it refuses compiler flags."""

import json
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def settings(folder: str) -> list[dict]:
    """The settings of all targets as the manifest gives them in a checkout under a folder of this name."""
    with tempfile.TemporaryDirectory() as base:
        checkout = Path(base) / folder / "Swiftlet"
        checkout.mkdir(parents=True)
        shutil.copy(ROOT / "Package.swift", checkout)
        dump = subprocess.run(["swift", "package", "dump-package"], cwd=checkout, check=True, capture_output=True, text=True)
    return [setting for target in json.loads(dump.stdout)["targets"] for setting in target["settings"]]


def flagged(all_settings: list[dict]) -> list[dict]:
    return [setting for setting in all_settings if "unsafeFlags" in setting["kind"]]


class ManifestTests(unittest.TestCase):
    def test_a_dependency_has_no_compiler_flags(self):
        found = settings("checkouts")
        self.assertEqual(flagged(found), [])
        self.assertTrue(any(setting["kind"].get("linkedLibrary") for setting in found))

    def test_the_root_package_has_them(self):
        self.assertNotEqual(flagged(settings("elsewhere")), [])


if __name__ == "__main__":
    unittest.main()
