"""Tests of Scripts/test with stand-ins for what it calls: how it ends, and that the caller's environment has no say."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1]

# What decides a build, a test or a run if it is let through.
HOSTILE = {
    "SWIFTLET_DATA": "/nowhere", "SWIFTLET_TESTS": "DataTests", "SWIFTLET_OPENMP": "0", "OMP_NUM_THREADS": "7",
    "OMP_PROC_BIND": "true", "KMP_BLOCKTIME": "0", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE", "TMPDIR": "/nowhere",
    "GIT_DIR": "/nowhere", "PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere", "CDPATH": "/", "GREP_OPTIONS": "-v",
    "SWIFTLET_CLEAN_ENVIRONMENT": "1.1", "MALLOC_PERTURB_": "3",
}


class TestTests(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.root = Path(holder.name) / "root with a blank"
        self.calls = Path(holder.name) / "calls"
        self.calls.touch()
        self.seen = Path(holder.name) / "environment"
        (self.root / "Scripts").mkdir(parents=True)
        for name in ("test", "environment"):
            shutil.copy(SCRIPTS / name, self.root / "Scripts" / name)
        for name in ("install-dependencies", "test-python", "check-resume", "test-shared-library", "format"):
            self.program(f"Scripts/{name}")
        self.program("bin/python3")
        self.program("bin/swift", f'env >"{self.seen}"; case "$*" in *--show-bin-path*) echo bin ;; esac')

    def program(self, name, body=""):
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/usr/bin/env bash\necho "$(basename "$0") $*" >>"{self.calls}"\n{body}\n')
        path.chmod(0o755)

    def run_script(self, **environment):
        path = f"{self.root / 'bin'}:{os.environ['PATH']}"
        result = subprocess.run(
            [str(self.root / "Scripts/test")], cwd="/", env={"PATH": path, "HOME": os.environ.get("HOME", "/"), **environment},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return result.returncode, result.stdout.splitlines()

    def test_all_is_well(self):
        status, lines = self.run_script()
        self.assertEqual((status, lines[-1]), (0, "All tests passed."), lines)
        calls = self.calls.read_text()
        for name in ("install-dependencies", "test-python", "python3 -m unittest", "swift build --build-tests", "swift test",
                     "check-resume --binaries bin", "test-shared-library", "format --check"):
            self.assertIn(name, calls)

    def test_what_failed_is_named_last(self):
        for name, section in [
            ("Scripts/install-dependencies", "System packages"), ("bin/python3", "Scripts"),
            ("Scripts/check-resume", "Trainings that are killed and resumed"), ("Scripts/format", "Formatting"),
            ("bin/swift", "Debug build and tests"),
        ]:
            old = (self.root / name).read_text()
            self.program(name, "echo broken; exit 3")
            status, lines = self.run_script()
            self.assertEqual((status, lines[-1]), (3, f"Failed: {section}"), lines)
            (self.root / name).write_text(old)

    def test_the_environment_of_the_caller_has_no_say(self):
        self.assertEqual(self.run_script(**HOSTILE)[0], 0)
        seen = dict(line.split("=", 1) for line in self.seen.read_text().splitlines() if "=" in line)
        for name in HOSTILE:
            self.assertNotEqual(seen.get(name), HOSTILE[name], name)
        self.assertEqual(seen["LC_ALL"], "C.UTF-8")

    def test_a_home_that_is_not_there_is_replaced(self):
        for home in ("/nowhere", ""):
            self.assertEqual(self.run_script(HOME=home)[0], 0)
            self.assertIn(f"HOME={self.root}/.build/home\n", self.seen.read_text())

    def test_what_says_what_tests_compare_with_stays_and_is_noted_if_it_is_not_there(self):
        status, lines = self.run_script(SWIFTLET_TEST_PYTHON="/nowhere/python", SWIFTLET_SHARED_DATA="/")
        self.assertEqual(status, 0)
        self.assertIn("SWIFTLET_SHARED_DATA=/\n", self.seen.read_text())
        self.assertTrue(any("SWIFTLET_TEST_PYTHON is /nowhere/python" in line for line in lines), lines)


if __name__ == "__main__":
    unittest.main()
