"""A copy of the sources in which faults are planted, with builds of its own."""

import os
import re
import signal
import subprocess
import threading
import time

from .program import test_command

# What a test program says of a test that fails.
FAILURE = re.compile(r"recorded an issue|✘|Fatal error|Assertion failed")
# Colours, which it uses even where nobody sees them.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# A fault may make a program run for ever: this many times as long as without one, and some seconds.
PATIENCE = (4, 60)


class TrialError(Exception):
    """A fault that cannot be tried: the compiler refuses it, so that no test could have caught it, or tests fail without it."""


class Tree:
    """A copy of the files that Git knows, under `folder`; builds stay from one use to the next."""

    def __init__(self, source, folder, results):
        self.source, self.sources, self.builds = source, folder / "sources", folder / "build"
        self.flags = ["--scratch-path", str(self.builds), "-debug-info-format", "none"]
        self.results, self.command, self.failing = results, None, set()
        self.update()

    def update(self):
        """Makes the copy equal to the source. Files that are equal keep their time, or all would be built again."""
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listing, cwd=self.source, check=True, capture_output=True, text=True).stdout.split("\0")
        wanted = {name for name in names if name and (self.source / name).is_file()} | {"Package.resolved"}
        for name in wanted:
            if not (self.source / name).exists():
                continue
            content, copy = (self.source / name).read_bytes(), self.sources / name
            if not copy.exists() or copy.read_bytes() != content:
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(content)
        for path in list(self.sources.rglob("*")):
            if path.is_file() and str(path.relative_to(self.sources)) not in wanted:
                path.unlink()

    def start(self, tests, *command):
        """Starts a command in the copy; only the named test target is part of the package."""
        return subprocess.Popen(
            command, cwd=self.sources, env=self.environment(tests), start_new_session=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
        )

    def environment(self, tests):
        return dict(os.environ, SWIFTLET_TESTS=tests)

    def build(self, tests):
        """What the compiler says if it fails, else None."""
        # Without the programs and the other tests there is much less to build.
        process = self.start(tests, "swift", "build", "--product", "SwiftletPackageTests", *self.flags)
        output = process.communicate()[0]
        return output if process.returncode else None

    def run(self, tests, limit=None):
        """Why the tests fail, in a few words, or None if they pass. Ends them at the first failure."""
        if self.command is None:
            self.command = test_command(self.flags, self.sources, self.environment(tests))
        process = self.start(tests, *self.command)
        last = ""
        timer = threading.Timer(limit, end, [process]) if limit else None
        if timer:
            timer.start()
        try:
            for line in process.stdout:
                line = COLOUR.sub("", line)
                if FAILURE.search(line):
                    return line.strip()
                last = line.strip() or last
            if process.wait() != 0:
                return f"status {process.returncode}: {last}"
            return None
        finally:
            if timer:
                timer.cancel()
            end(process)

    def require_passing(self, tests):
        """Raises TrialError if the tests fail without a fault: they would catch everything."""
        if tests in self.failing:
            raise TrialError(f"{tests} fail without it")
        if tests in self.results.seconds:
            return
        self.failing.add(tests)
        message = self.build(tests)
        if message:
            raise TrialError(f"{tests} cannot be built without it:\n{message[-2000:]}")
        start = time.monotonic()
        reason = self.run(tests)
        if reason:
            raise TrialError(f"{tests} fail without it: {reason}")
        self.failing.remove(tests)
        self.results.add_passing(tests, time.monotonic() - start)

    def try_fault(self, fault):
        """The test target that notices the fault and how it says so, or None. Raises TrialError."""
        path = self.sources / fault.file
        original = path.read_text()
        for tests in fault.tests:
            self.require_passing(tests)
        path.write_text(fault.planted_in(original))
        try:
            for tests in fault.tests:
                message = self.build(tests)
                if message:
                    lines = [line for line in message.splitlines() if "error:" in line] or message.splitlines()[-3:]
                    raise TrialError(f"it does not compile: {'; '.join(lines[:3])}")
                reason = self.run(tests, PATIENCE[0] * self.results.seconds[tests] + PATIENCE[1])
                if reason:
                    return f"{tests}: {reason}"
            return None
        finally:
            path.write_text(original)


def end(process):
    """Ends a command with all that it started: `swift test` passes an interrupt on to the program that it runs."""
    for number, seconds in [(signal.SIGINT, 5), (signal.SIGKILL, 5)]:
        if process.poll() is not None:
            return
        try:
            os.killpg(process.pid, number)
            process.wait(seconds)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
