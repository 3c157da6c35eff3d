"""The program of all tests that a build made."""

import subprocess
from pathlib import Path


def test_command(flags, folder, environment):
    """How the tests of a build are run: directly on Linux, which takes less time than `swift test`, else by that.

    `flags` are those of the build in `folder`. All tests are Swift Testing's.
    """
    path = test_program(flags, folder, environment)
    if path.is_file():
        return [str(path), "--testing-library", "swift-testing"]
    return ["swift", "test", "--skip-build", *flags]


def test_program(flags, folder, environment):
    """The file of the test program, which is in a bundle on macOS."""
    command = ["swift", "build", "--show-bin-path", *flags]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return Path(done.stdout.strip()) / "SwiftletPackageTests.xctest"
