"""Downloads that are bounded, checked, and resumed after an interruption."""

import http.client
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

from .checks import CHUNK, FetchError, require_sha256

CONNECT_SECONDS = 10


def download(url, target, maximum_bytes, sha256=None):
    """Downloads a file. What an interrupted download left in `target`.part is continued.

    `target` appears only when it is complete and, if `sha256` is given, right. A part that turns out wrong, for instance
    because the file on the server has changed in between, is thrown away and the download starts over once.
    """
    part = Path(f"{target}.part")
    resumed = part.exists() and part.stat().st_size > 0
    for last_try in ([False] if resumed else []) + [True]:
        _download_part(url, part, maximum_bytes)
        try:
            if sha256:
                require_sha256(part, sha256)
        except FetchError:
            part.unlink()
            if last_try:
                raise
            continue
        os.replace(part, target)
        return


def _download_part(url, part, maximum_bytes):
    """Fills the part file to its end. A broken connection is taken up again as long as each try brings new bytes."""
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            return _request(url, part, maximum_bytes)
        except (OSError, http.client.HTTPException) as error:
            after = part.stat().st_size if part.exists() else 0
            if isinstance(error, urllib.error.HTTPError) or after <= before:
                raise FetchError(f"{url} cannot be read ({getattr(error, 'reason', None) or error})") from None


def _request(url, part, maximum_bytes):
    offset = part.stat().st_size if part.exists() else 0
    headers = {"User-Agent": "swiftlet-fetch-data", "Accept-Encoding": "identity"}
    if offset:
        headers["Range"] = f"bytes={offset}-"
    try:
        response = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=CONNECT_SECONDS)
    except urllib.error.HTTPError as error:
        # 416 to a range that begins at the end of the file: nothing is missing. Anything else shows in the checksum.
        if offset and error.code == 416:
            return
        raise
    with response:
        continues = response.status == 206 and _range_start(response) == offset
        if not continues:
            if response.status != 200:
                part.unlink(missing_ok=True)
                raise FetchError(f"{url} answered with status {response.status} and another range than asked for")
            offset = 0
        length = response.headers.get("Content-Length")
        total = offset + int(length) if length and length.isdigit() else None
        if total is not None and total > maximum_bytes:
            raise FetchError(f"{url} is {total} bytes, more than the bound of {maximum_bytes}")
        with open(part, "ab" if continues else "wb") as file:
            written = offset
            # read1 hands over what has come, so that a connection that breaks loses nothing.
            while chunk := response.read1(CHUNK):
                written += len(chunk)
                if written > maximum_bytes:
                    raise FetchError(f"{url} is larger than the bound of {maximum_bytes} bytes")
                file.write(chunk)
                show_progress(part.name[: -len(".part")], written, total)
        if total is not None and written < total:
            raise ConnectionError(f"the connection broke after {written} of {total} bytes")


def _range_start(response):
    """Where a partial answer begins, from a header such as `Content-Range: bytes 500-999/1000`."""
    unit, _, span = response.headers.get("Content-Range", "").partition(" ")
    start = span.partition("-")[0]
    return int(start) if unit == "bytes" and start.isdigit() else None


def show_progress(name, done, total):
    if sys.stderr.isatty():
        share = f" of {total / 1e6:.1f}" if total else ""
        print(f"\r{name}: {done / 1e6:.1f}{share} MB", end="\n" if done == total else "", file=sys.stderr, flush=True)
