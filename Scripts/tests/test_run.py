"""Tests of Scripts/run with stand-ins for the build, the data and the programs: what is run, left out, and reported."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "run"


class RunTests(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.root = Path(holder.name) / "root with a blank"
        self.here = Path(holder.name) / "here"
        self.here.mkdir()
        self.calls = Path(holder.name) / "calls"
        self.calls.touch()
        (self.root / "Scripts").mkdir(parents=True)
        shutil.copy(SCRIPT, self.root / "Scripts/run")
        self.program("Scripts/install-dependencies", "")
        self.program("Scripts/fetch-data", 'for set in $MISSING; do case " $* " in *" $set "*) exit 1;; esac; done')
        self.program("bin/swift", 'case "$*" in *--show-bin-path*) echo "$PROGRAMS" ;; esac')
        for name in ("textcnn", "siamese", "cvae", "dcgan"):
            self.program(
                f"programs/{name}", f'[ "$FAILING" = {name} ] && exit "${{STATUS:-1}}"; echo "Run: runs/{name} 1"; echo last')
        self.program("programs/runs", "")

    def program(self, name, body):
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/usr/bin/env bash\nprintf "%s" "$(basename "$0")" >>"$CALLS"; '
                        f'printf " [%s]" "$@" >>"$CALLS"; echo >>"$CALLS"\n{body}\n')
        path.chmod(0o755)

    def run_script(self, *arguments, **environment):
        environment = dict(
            os.environ, CALLS=str(self.calls), PROGRAMS=str(self.root / "programs"),
            PATH=f"{self.root / 'bin'}:{os.environ['PATH']}", **environment)
        result = subprocess.run(
            [str(self.root / "Scripts/run"), *arguments], cwd=self.here, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        return result.returncode, result.stdout, self.calls.read_text().splitlines()

    def trained(self, calls):
        return [call.partition(" ")[0] for call in calls if " [train]" in call]

    def report(self, calls):
        return [call for call in calls if call.startswith("runs [report]")]

    def test_all_four_and_one_page(self):
        status, output, calls = self.run_script()
        self.assertEqual(status, 0, output)
        self.assertEqual(self.trained(calls), ["textcnn", "siamese", "cvae", "dcgan"])
        self.assertEqual(self.report(calls), [
            "runs [report] [runs/textcnn 1] [runs/siamese 1] [runs/cvae 1] [runs/dcgan 1] [--output] [report.html]"])
        self.assertIn(f"textcnn [train] [--data] [{self.root / 'data'}] [--preset] [quick]", calls)

    def test_names_and_flags(self):
        status, _, calls = self.run_script("cvae", "textcnn", "--", "--epochs", "3", "--output", "a b")
        self.assertEqual((status, self.trained(calls)), (0, ["cvae", "textcnn"]))
        self.assertTrue(any(call.endswith("[quick] [--epochs] [3] [--output] [a b]") for call in calls))
        self.assertFalse(any("siamese" in call or "orl" in call for call in calls))

    def test_flags_without_names_go_to_all(self):
        _, _, calls = self.run_script("--threads", "1")
        self.assertEqual(sum(call.endswith("[--threads] [1]") for call in calls), 4)

    def test_unknown_experiment(self):
        status, output, calls = self.run_script("textcnn", "gan")
        self.assertEqual((status, calls), (1, []))
        self.assertEqual(output, "error: there is no experiment 'gan'; there are textcnn siamese cvae dcgan\n")

    def test_an_experiment_without_data_is_left_out(self):
        status, output, calls = self.run_script(MISSING="orl")
        self.assertEqual((status, self.trained(calls)), (0, ["textcnn", "cvae", "dcgan"]))
        self.assertIn("Left out, for want of data: siamese", output)
        self.assertNotIn("siamese", self.report(calls)[0])

    def test_textcnn_takes_other_sentences_or_none(self):
        for missing, expected in [("mr", "[vader]"), ("mr vader", "[vader]")]:
            self.calls.write_text("")
            status, output, calls = self.run_script("textcnn", MISSING=missing)
            self.assertEqual((status, self.trained(calls)), (0, ["textcnn"]))
            self.assertTrue(any(expected in call for call in calls))
        self.assertIn("No data could be fetched", output)

    def test_a_failure_is_named_and_the_others_run(self):
        status, output, calls = self.run_script(FAILING="siamese")
        self.assertEqual((status, self.trained(calls)), (1, ["textcnn", "siamese", "cvae", "dcgan"]))
        self.assertIn("Failed: siamese", output)
        self.assertIn("[runs/textcnn 1] [runs/cvae 1] [runs/dcgan 1]", self.report(calls)[0])

    def test_an_interruption_ends_all(self):
        status, _, calls = self.run_script(FAILING="siamese", STATUS="130")
        self.assertEqual((status, self.trained(calls)), (130, ["textcnn", "siamese"]))
        self.assertEqual(self.report(calls), [])

    def test_nothing_to_report(self):
        status, _, calls = self.run_script("cvae", MISSING="mnist")
        self.assertEqual((status, self.report(calls)), (1, []))


if __name__ == "__main__":
    unittest.main()
