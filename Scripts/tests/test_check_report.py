"""Tests of Scripts/check-report: pages with a planted fault must be reported. Skipped where there is no Chromium."""

import contextlib
import importlib.machinery
import importlib.util
import io
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True
SCRIPT = Path(__file__).resolve().parents[1] / "check-report"
loader = importlib.machinery.SourceFileLoader("check_report", str(SCRIPT))
check_report = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_report", loader))
loader.exec_module(check_report)

PROGRAM = next(filter(None, map(shutil.which, check_report.NAMES)), None)
CHART = '<div class="plot" tabindex="0"><svg data-plot="0 1 0 1" width="10"><g class="series" data-x="1 2"/></svg></div>'


class CheckReportTests(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def write(self, name, body):
        path = self.folder / f"{name}.html"
        path.write_text(f'<!DOCTYPE html><meta charset="utf-8"><meta name="viewport" content="width=device-width">{body}')
        return path

    @unittest.skipUnless(PROGRAM, "there is no Chromium here")
    def test_planted_faults_are_reported(self):
        faults = {
            "picture": ('<img src="http://127.0.0.1:1/x.png">', "the page asks for http://127.0.0.1:1/x.png"),
            "style": ("<style>@import 'http://127.0.0.1:1/x.css';</style>", "asks for http://127.0.0.1:1/x.css"),
            "script": ("<script>undefinedFunction()</script>", "script error: ReferenceError"),
            "later": ("<script>setTimeout(() => { throw Error('late') }, 0)</script>", "script error: Error: late"),
            "console": ("<script>console.error('planted')</script>", "console: planted"),
            "policy": (
                "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\"><script>1</script>",
                "Content Security Policy"),
            "wide": ('<div style="width: 700px">wide</div>', "at 375 pixels the page is 708 pixels wide"),
            "chart": (CHART, "chart 1 tells no values to arrow keys"),
            "pointer": (CHART, "chart 1 tells no values to a pointer"),
        }
        with check_report.Browser(PROGRAM) as browser:
            for name, (body, expected) in faults.items():
                found = check_report.check(browser, self.write(name, f"<p>text</p>{body}"), None)
                self.assertTrue(any(expected in problem for problem in found), f"{name}: {found}")
            self.assertEqual(check_report.check(browser, self.write("good", "<p>text</p>"), None), [])

    @unittest.skipUnless(PROGRAM, "there is no Chromium here")
    def test_status_and_pictures(self):
        good, bad = self.write("good", "<p>text"), self.write("bad", "<script>x()</script>")
        pictures = self.folder / "pictures"
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            self.assertEqual(check_report.main([str(good), str(bad), "--pictures", str(pictures)]), 1)
            self.assertEqual(check_report.main([str(good)]), 0)
        self.assertIn("good.html: right in Chromium", output.getvalue())
        self.assertTrue((pictures / "good-375.png").read_bytes().startswith(b"\x89PNG"))
        self.assertTrue((pictures / "good.pdf").read_bytes().startswith(b"%PDF"))

    def test_without_chromium_it_says_so(self):
        output = io.StringIO()
        with mock.patch.object(check_report, "NAMES", ["no-such-browser"]), contextlib.redirect_stdout(output):
            self.assertEqual(check_report.main([str(self.write("page", ""))]), 0)
        self.assertIn("skipped, because there is no Chromium", output.getvalue())

    def test_missing_page(self):
        output = io.StringIO()
        with contextlib.redirect_stderr(output), self.assertRaises(SystemExit) as ended:
            check_report.main([str(self.folder / "none.html")])
        self.assertEqual(ended.exception.code, 2)


if __name__ == "__main__":
    unittest.main()
