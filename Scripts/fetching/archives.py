"""Unpacks what is wanted of an archive, and nothing where it should not be."""

import lzma
import stat
import tarfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from .checks import CHUNK, FetchError

#: What the readers of archives raise for damaged ones. ValueError and RuntimeError come from odd headers.
UNPACKING_ERRORS = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)


def extract(archive, wanted, folder, maximum_bytes):
    """Writes the wanted members of a zip or tar archive to `folder` under their last name; the paths by member name.

    An archive that holds a link, a device, an absolute path or a `..` is refused as a whole, and so is one with a wanted
    member that is missing, doubled, or larger than `maximum_bytes` when it is really unpacked.
    """
    found = {}
    for name, content in members(archive, lambda name: name in wanted, maximum_bytes):
        target = Path(folder, PurePosixPath(name).name)
        if name in found or target.exists():
            raise FetchError(f"{Path(archive).name} holds {name} twice, or two files of this last name")
        found[name] = target
        with open(target, "xb") as file:
            for chunk in content:
                file.write(chunk)
    for name in wanted:
        if name not in found:
            raise FetchError(f"{Path(archive).name} holds no {name}")
    return found


def members(archive, is_wanted, maximum_bytes):
    """Name and content, in pieces, of the wanted members of a zip or tar archive, which is refused as `extract` says."""
    opener = _zip_members if zipfile.is_zipfile(archive) else _tar_members
    try:
        for name, open_member in opener(archive):
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
                raise FetchError(f"{Path(archive).name} holds the unsafe path {name!r}")
            name = str(path)
            if open_member is not None and is_wanted(name):
                with open_member() as source:
                    yield name, _bounded(source, maximum_bytes, name)
    except UNPACKING_ERRORS as error:
        raise FetchError(f"{Path(archive).name} cannot be unpacked ({error})") from None


def _zip_members(archive):
    """Name and opener of each member, nil for a folder."""
    with zipfile.ZipFile(archive) as file:
        for member in file.infolist():
            kind = stat.S_IFMT(member.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise FetchError(f"{Path(archive).name} holds {member.filename!r}, which is neither a file nor a folder")
            yield member.filename, None if member.is_dir() else lambda member=member: file.open(member)


def _tar_members(archive):
    with tarfile.open(archive, "r:*") as file:
        for member in file:
            if not (member.isreg() or member.isdir()):
                raise FetchError(f"{Path(archive).name} holds {member.name!r}, which is neither a file nor a folder")
            yield member.name, None if member.isdir() else lambda member=member: file.extractfile(member)
        # The checksum of the compressed stream comes behind what a tar archive's reader needs.
        while file.fileobj.read(CHUNK):
            pass


def _bounded(source, maximum_bytes, name):
    """The content in pieces; FetchError once it is larger than the bound."""
    read = 0
    try:
        while chunk := source.read(CHUNK):
            read += len(chunk)
            if read > maximum_bytes:
                raise FetchError(f"{name} unpacks to more than the bound of {maximum_bytes} bytes")
            yield chunk
    except UNPACKING_ERRORS as error:
        raise FetchError(f"{name} cannot be unpacked ({error})") from None


def debian_data(package, folder, maximum_bytes):
    """Writes the tar archive of files that a Debian package holds to `folder`; its path.

    Such a package is an `ar` archive: eight bytes, then members with a head of 60 bytes each (name, date, owner, group,
    mode, size in decimal digits, two bytes of magic), padded to an even length (deb(5), ar(5)).
    """
    with open(package, "rb") as source:
        if source.read(8) != b"!<arch>\n":
            raise FetchError(f"{Path(package).name} is no Debian package")
        while head := source.read(60):
            name, size = head[:16].decode("latin-1").strip().rstrip("/"), head[48:58].strip()
            if len(head) != 60 or head[58:] != b"`\n" or not size.isdigit():
                raise FetchError(f"{Path(package).name} is a damaged Debian package")
            if name.startswith("data.tar"):
                if int(size) > maximum_bytes:
                    raise FetchError(f"{name} is larger than the bound of {maximum_bytes} bytes")
                content = source.read(int(size))
                if len(content) != int(size):
                    raise FetchError(f"{Path(package).name} is cut off")
                target = Path(folder, name)
                target.write_bytes(content)
                return target
            source.seek(int(size) + int(size) % 2, 1)
    raise FetchError(f"{Path(package).name} holds no data.tar")
