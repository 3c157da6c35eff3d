"""Why a route does not work, and whether what it brought is right."""

import gzip
import hashlib
import zlib
from pathlib import Path

CHUNK = 1 << 18


class FetchError(Exception):
    """Why a route did not work, as a phrase that fits after the route's name and a colon."""


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def require_sha256(path, expected):
    found = sha256_of(path)
    if found != expected:
        raise FetchError(f"{Path(path).name} has SHA-256 {found}, expected {expected}")


class FileDigest:
    """A file, by the SHA-256 of its bytes."""

    def __init__(self, sha256):
        self.sha256 = sha256

    def require(self, path):
        """Raises FetchError unless the file is there and right."""
        if not path.is_file():
            raise FetchError(f"{path.name} is not there")
        require_sha256(path, self.sha256)

    def __str__(self):
        return f"SHA-256 {self.sha256}"


class UnpackedDigest:
    """A gzip file, by the SHA-256 of what it holds: the same bytes are handed round in several wrappers."""

    def __init__(self, sha256, size):
        self.sha256 = sha256
        self.size = size

    def require(self, path):
        if not path.is_file():
            raise FetchError(f"{path.name} is not there")
        digest, read = hashlib.sha256(), 0
        try:
            with gzip.open(path, "rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    read += len(chunk)
                    if read > self.size:
                        raise FetchError(f"{path.name} unpacks to more than {self.size} bytes")
        except (OSError, EOFError, zlib.error) as error:
            raise FetchError(f"{path.name} cannot be unpacked ({error})") from None
        if digest.hexdigest() != self.sha256:
            raise FetchError(f"{path.name} holds bytes of SHA-256 {digest.hexdigest()}, expected {self.sha256}")

    def __str__(self):
        return f"SHA-256 {self.sha256} when unpacked"


class FolderDigest:
    """A folder of files of one ending, by one SHA-256 over a line a file, by the order of names: digest, two blanks, name."""

    def __init__(self, names, ending, sha256):
        self.names = sorted(names)
        self.ending = ending
        self.sha256 = sha256

    def require(self, path):
        found = sorted(file.relative_to(path).as_posix() for file in path.rglob(f"*{self.ending}") if file.is_file())
        if found != self.names:
            strange = sorted(set(self.names) ^ set(found))[0]
            what = "no " if strange in self.names else "the unknown file "
            raise FetchError(f"{path.name} holds {what}{strange}")
        lines = "".join(f"{sha256_of(path / name)}  {name}\n" for name in self.names)
        digest = hashlib.sha256(lines.encode()).hexdigest()
        if digest != self.sha256:
            raise FetchError(f"the files of {path.name} have together SHA-256 {digest}, expected {self.sha256}")

    def __str__(self):
        return f"{len(self.names)} files, SHA-256 of their digests and names {self.sha256}"
