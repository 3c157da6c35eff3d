"""Tests of Scripts/fetch-data: unpacking of hostile archives, resuming of downloads, conversion, installation.

Run with `python3 -m unittest discover Scripts/tests`. Needs no network: downloads come from a server in this process.
"""

import array
import contextlib
import hashlib
import http.server
import importlib.machinery
import importlib.util
import io
import re
import struct
import sys
import tarfile
import tempfile
import threading
import unittest
import zipfile
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True
SCRIPT = Path(__file__).resolve().parents[1] / "fetch-data"
sys.path.insert(0, str(SCRIPT.parent))
loader = importlib.machinery.SourceFileLoader("fetch_data", str(SCRIPT))
fetch_data = importlib.util.module_from_spec(importlib.util.spec_from_loader("fetch_data", loader))
loader.exec_module(fetch_data)

from fetching import archives, data_sets, downloads, glove, sentences
from fetching.checks import FetchError


class TemporaryFolder(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def file_names(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


class UnpackingTests(TemporaryFolder):
    def make_tar(self, members):
        path = self.folder / "archive.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            for name, content in members:
                member = tarfile.TarInfo(name)
                if isinstance(content, tuple):
                    member.type, member.linkname = content
                    archive.addfile(member)
                else:
                    member.size = len(content)
                    archive.addfile(member, io.BytesIO(content))
        return path

    def make_zip(self, members):
        path = self.folder / "archive.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content, mode in members:
                member = zipfile.ZipInfo(name)
                member.external_attr = mode << 16
                archive.writestr(member, content, zipfile.ZIP_DEFLATED)
        return path

    def assert_refused(self, archive, pattern, wanted="a/wanted.txt", bound=1000):
        target = self.folder / "target"
        target.mkdir()
        with self.assertRaisesRegex(FetchError, pattern):
            archives.extract(archive, [wanted], target, bound)
        outside = [name for name in self.file_names() if not name.startswith(("archive.", "target/"))]
        self.assertEqual(outside, [])

    def test_wanted_members_are_written_and_no_others(self):
        for archive in [
            self.make_tar([("a/wanted.txt", b"yes"), ("a/other.txt", b"no")]),
            self.make_zip([("a/wanted.txt", b"yes", 0o100644), ("a/other.txt", b"no", 0)]),
        ]:
            target = self.folder / archive.suffix
            target.mkdir()
            paths = archives.extract(archive, ["a/wanted.txt"], target, 1000)
            self.assertEqual(paths["a/wanted.txt"].read_bytes(), b"yes")
            self.assertEqual(len(list(target.iterdir())), 1)

    def test_tar_with_absolute_path(self):
        self.assert_refused(self.make_tar([("/tmp/evil", b"x"), ("a/wanted.txt", b"yes")]), "unsafe path '/tmp/evil'")

    def test_tar_with_parent_path(self):
        self.assert_refused(self.make_tar([("a/../../evil", b"x"), ("a/wanted.txt", b"yes")]), "unsafe path")

    def test_zip_with_absolute_path(self):
        self.assert_refused(self.make_zip([("/tmp/evil", b"x", 0), ("a/wanted.txt", b"yes", 0)]), "unsafe path")

    def test_zip_with_parent_path(self):
        self.assert_refused(self.make_zip([("../evil", b"x", 0), ("a/wanted.txt", b"yes", 0)]), "unsafe path")

    def test_zip_with_backslash_path(self):
        self.assert_refused(self.make_zip([("..\\evil", b"x", 0), ("a/wanted.txt", b"yes", 0)]), "unsafe path")

    def test_tar_with_symbolic_link(self):
        self.assert_refused(self.make_tar([("a/wanted.txt", (tarfile.SYMTYPE, "/etc/passwd"))]), "neither a file nor")

    def test_tar_with_hard_link(self):
        self.assert_refused(self.make_tar([("a/wanted.txt", (tarfile.LNKTYPE, "a/b"))]), "neither a file nor")

    def test_tar_with_device(self):
        self.assert_refused(self.make_tar([("a/wanted.txt", (tarfile.CHRTYPE, ""))]), "neither a file nor")

    def test_zip_with_symbolic_link(self):
        self.assert_refused(self.make_zip([("a/wanted.txt", b"/etc/passwd", 0o120777)]), "neither a file nor")

    def test_bound_counts_unpacked_bytes(self):
        self.assert_refused(self.make_tar([("a/wanted.txt", bytes(1_000_000))]), "bound of 1000 bytes")

    def test_bound_counts_unpacked_bytes_of_zip(self):
        self.assert_refused(self.make_zip([("a/wanted.txt", bytes(1_000_000), 0)]), "bound of 1000 bytes")

    def test_missing_member(self):
        self.assert_refused(self.make_tar([("a/other.txt", b"no")]), "holds no a/wanted.txt")

    def test_doubled_member(self):
        self.assert_refused(self.make_tar([("a/wanted.txt", b"1"), ("a/wanted.txt", b"2")]), "twice")

    def test_two_wanted_members_of_one_last_name(self):
        archive = self.make_tar([("a/x", b"1"), ("b/x", b"2")])
        with self.assertRaises(FetchError):
            archives.extract(archive, ["a/x", "b/x"], self.folder, 1000)

    def test_cut_off_and_damaged_archives(self):
        content = hashlib.sha512(b"seed").digest() * 200
        archive = self.make_tar([("a/wanted.txt", content)])
        archive.write_bytes(archive.read_bytes()[:-40])
        self.assert_refused(archive, "cannot be unpacked", bound=100_000)

    def test_archives_with_damaged_bytes_in_the_middle(self):
        content = b"".join(hashlib.sha512(bytes([number])).digest() for number in range(200))
        for make in [
            lambda: self.make_tar([("a/wanted.txt", content)]),
            lambda: self.make_zip([("a/wanted.txt", content, 0)]),
        ]:
            for fill in [0x00, 0xFF]:
                archive = make()
                damaged = bytearray(archive.read_bytes())
                middle = len(damaged) // 2
                damaged[middle : middle + 2000] = bytes([fill]) * 2000
                archive.write_bytes(damaged)
                with self.subTest(archive=archive.name, fill=fill), tempfile.TemporaryDirectory() as target:
                    with self.assertRaisesRegex(FetchError, "cannot be unpacked"):
                        archives.extract(archive, ["a/wanted.txt"], target, 100_000)

    def test_tar_of_the_lzma_kind_with_damaged_bytes(self):
        archive = self.folder / "archive.tar.xz"
        with tarfile.open(archive, "w:xz") as file:
            member = tarfile.TarInfo("a/wanted.txt")
            member.size = 100_000
            file.addfile(member, io.BytesIO(b"".join(hashlib.sha512(bytes([i % 256, i // 256])).digest() for i in range(1600))))
        damaged = bytearray(archive.read_bytes())
        damaged[50_000:52_000] = bytes(2000)
        archive.write_bytes(damaged)
        self.assert_refused(archive, "cannot be unpacked", bound=200_000)

    def test_no_archive_at_all(self):
        path = self.folder / "archive.zip"
        path.write_bytes(b"<html>Sign in to the network</html>")
        self.assert_refused(path, "cannot be unpacked")


class Server(http.server.ThreadingHTTPServer):
    """Serves one content; notes the ranges asked for."""

    content = bytes(range(256)) * 4000
    cut_after = None
    ignores_ranges = False
    shifts_ranges = False
    ranges = ()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        if self.path != "/file":
            return self.send_error(404, "Not Found")
        asked = self.headers.get("Range")
        server.ranges += (asked,)
        start = 0
        if asked and not server.ignores_ranges:
            start = int(re.fullmatch(r"bytes=(\d+)-", asked)[1])
            if start >= len(server.content):
                return self.send_error(416, "Range Not Satisfiable")
            self.send_response(206)
            named = start + 1 if server.shifts_ranges else start
            self.send_header("Content-Range", f"bytes {named}-{len(server.content) - 1}/{len(server.content)}")
        else:
            self.send_response(200)
        body = server.content[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body[: server.cut_after])

    def log_message(self, *arguments):
        pass


class DownloadTests(TemporaryFolder):
    def setUp(self):
        super().setUp()
        self.server = Server(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/file"
        self.target = self.folder / "file"
        self.part = self.folder / "file.part"
        self.sha256 = hashlib.sha256(self.server.content).hexdigest()
        proxies = mock.patch.dict("os.environ", {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"})
        proxies.start()
        self.addCleanup(proxies.stop)

    def download(self, sha256=None, bound=10_000_000):
        downloads.download(self.url, self.target, bound, sha256 or self.sha256)

    def assert_complete(self):
        self.assertEqual(self.file_names(), ["file"])
        self.assertEqual(self.target.read_bytes(), self.server.content)

    def test_whole_file(self):
        self.download()
        self.assert_complete()
        self.assertEqual(self.server.ranges, (None,))

    def test_part_is_continued(self):
        self.part.write_bytes(self.server.content[:123_456])
        self.download()
        self.assert_complete()
        self.assertEqual(self.server.ranges, ("bytes=123456-",))

    def test_complete_part_is_taken(self):
        self.part.write_bytes(self.server.content)
        self.download()
        self.assert_complete()

    def test_server_without_ranges_starts_over(self):
        self.server.ignores_ranges = True
        self.part.write_bytes(b"something else")
        self.download()
        self.assert_complete()

    def test_server_with_another_range_than_asked_for(self):
        self.server.shifts_ranges = True
        self.part.write_bytes(self.server.content[:1000])
        with self.assertRaisesRegex(FetchError, "another range"):
            self.download()
        self.assertFalse(self.target.exists())

    def test_wrong_part_is_thrown_away(self):
        self.part.write_bytes(b"wrong from the start")
        self.download()
        self.assert_complete()
        self.assertEqual(self.server.ranges, ("bytes=20-", None))

    def test_broken_connections_are_taken_up_again(self):
        self.server.cut_after = 300_000
        self.download()
        self.assert_complete()
        self.assertEqual(len(self.server.ranges), 4)

    def test_connection_that_brings_nothing_keeps_the_part(self):
        self.server.cut_after = 0
        self.part.write_bytes(self.server.content[:500])
        with self.assertRaises(FetchError):
            self.download()
        self.assertEqual(self.part.read_bytes(), self.server.content[:500])
        self.assertFalse(self.target.exists())

    def test_wrong_checksum_leaves_nothing(self):
        with self.assertRaisesRegex(FetchError, "has SHA-256"):
            self.download(sha256="0" * 64)
        self.assertEqual(self.file_names(), [])

    def test_bound(self):
        with self.assertRaisesRegex(FetchError, "bound of 1000"):
            self.download(bound=1000)
        self.assertFalse(self.target.exists())

    def test_missing_page(self):
        with self.assertRaisesRegex(FetchError, "Not Found"):
            downloads.download(self.url + "s", self.target, 1000)

    def test_no_server(self):
        with self.assertRaisesRegex(FetchError, "cannot be read"):
            downloads.download("http://127.0.0.1:1/file", self.target, 1000)


class ConversionTests(TemporaryFolder):
    def write_npy(self, values, dimension, kind="<f4", is_column_major=False):
        count = len(values) // dimension
        header = f"{{'descr': '{kind}', 'fortran_order': {is_column_major}, 'shape': ({count}, {dimension}), }}".encode()
        path = self.folder / "numbers.npy"
        path.write_bytes(
            b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
            + struct.pack(f"<{len(values)}f", *values))
        return path

    def test_glove_text(self):
        for values, is_column_major in [
            ([0.418, -1.0, 1.2345e-05, 123456.0, 0, 7], False), ([0.418, 1.2345e-05, 0, -1.0, 123456.0, 7], True),
        ]:
            path = self.write_npy(values, 2, is_column_major=is_column_major)
            glove.write_glove_text(["the", "café", "x"], path, self.folder / "text")
            self.assertEqual(
                (self.folder / "text").read_bytes(), "the 0.418 -1\ncafé 1.2345e-05 1.2346e+05\nx 0 7\n".encode())

    def test_glove_with_another_number_of_words(self):
        with self.assertRaisesRegex(FetchError, "2 rows for 1 words"):
            glove.write_glove_text(["the"], self.write_npy([1, 2, 3, 4], 2), self.folder / "text")

    def test_cut_off_numbers(self):
        path = self.write_npy([1, 2, 3, 4], 2)
        path.write_bytes(path.read_bytes()[:-1])
        with self.assertRaises((EOFError, ValueError)):
            glove.write_glove_text(["a", "b"], path, self.folder / "text")

    def test_foreign_numbers(self):
        for content in [b"", b"\x93NUMPY\x01\x00\x04\x00abcd", self.write_npy([1], 1, kind="<f8").read_bytes()]:
            with self.assertRaises(FetchError):
                glove.read_npy_header(io.BytesIO(content))

    def test_sentences_of_two_files(self):
        (self.folder / "neg").write_bytes(b"caf\xe9 . \n\n")
        (self.folder / "pos").write_bytes(b"good\n")
        sentences.labelled([(0, self.folder / "neg"), (1, self.folder / "pos")], self.folder / "out")
        self.assertEqual((self.folder / "out").read_bytes(), "0 café . \n0 \n1 good\n".encode())

    def test_vader(self):
        ratings = "1\t2.25\tGood fun\r\n2\t-0.6\tToo tepid\r\n3\t0.4\tHm\r\n4\t0.5\tTab\there".encode()
        inner = io.BytesIO()
        self.write_tar(inner, "hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt", ratings)
        with open(self.folder / "source.tar.gz", "wb") as outer:
            name = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
            self.write_tar(outer, name, inner.getvalue())
        work = self.folder / "work"
        work.mkdir()
        with mock.patch.object(sentences, "pip_download", return_value=self.folder / "source.tar.gz"):
            sentences.vader_from_package(work, self.folder)
        self.assertEqual((work / "vader.txt").read_bytes(), b"1 Good fun\n0 Too tepid\n1 Tab\there\n")

    def write_tar(self, file, name, content):
        with tarfile.open(fileobj=file, mode="w:gz") as archive:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))

    def test_official_homes(self):
        """The official forms of MR, SUBJ and TREC, in small, become labelled lines."""
        served = {}
        for url, files in {
            "rt-polaritydata.tar.gz": {"rt-polaritydata/rt-polarity.neg": b"bad . \n", "rt-polaritydata/rt-polarity.pos": b"good . \n"},
            "rotten_imdb.tar.gz": {"quote.tok.gt9.5000": b"moving . \n", "plot.tok.gt9.5000": b"he leaves . \n"},
        }.items():
            buffer = io.BytesIO()
            with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
                for name, content in files.items():
                    member = tarfile.TarInfo(name)
                    member.size = len(content)
                    archive.addfile(member, io.BytesIO(content))
            served[url] = buffer.getvalue()
        served["train_5500.label"] = b"NUM:dist How far is it ?\nDESC:def What is it ?\n"
        served["TREC_10.label"] = b"HUM:ind Who ?\n"

        def fake_download(url, target, *rest):
            Path(target).write_bytes(served[url.rpartition("/")[2]])

        partial = self.folder / "downloads"
        partial.mkdir()
        with mock.patch.object(sentences, "download", fake_download):
            for route in [sentences.mr_from_home, sentences.subj_from_home, sentences.trec_from_home]:
                route(self.folder, partial)
        self.assertEqual((self.folder / "mr.txt").read_text(), "0 bad . \n1 good . \n")
        self.assertEqual((self.folder / "subj.txt").read_text(), "0 moving . \n1 he leaves . \n")
        self.assertEqual((self.folder / "trec.train.txt").read_text(), "5 How far is it ?\n0 What is it ?\n")
        self.assertEqual((self.folder / "trec.test.txt").read_text(), "3 Who ?\n")
        self.assertEqual(list(partial.iterdir()), [])


class FetchTests(TemporaryFolder):
    """The choice of routes, with a data set made for the test."""

    content = b"1 good\n"

    def run_with(self, *routes):
        calls = []

        def route(number, result):
            def function(work, downloads):
                calls.append(number)
                if isinstance(result, Exception):
                    (downloads / f"{number}.zip.part").write_bytes(b"half")
                    raise result
                (work / "set.txt").write_bytes(result)

            return f"route {number}", function

        data_set = data_sets.DataSet(
            "a set", "sentences", {"set.txt": hashlib.sha256(self.content).hexdigest()},
            [route(number, result) for number, result in enumerate(routes)])
        output = io.StringIO()
        with mock.patch.dict(fetch_data.DATA_SETS, {"set": data_set}, clear=True):
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                status = fetch_data.main(["--folder", str(self.folder), "set"])
        return status, calls, output.getvalue()

    def test_first_route_works(self):
        status, calls, _ = self.run_with(self.content, b"unused")
        self.assertEqual((status, calls, self.file_names()), (0, [0], ["sentences/set.txt"]))
        self.assertEqual((self.folder / "sentences/set.txt").read_bytes(), self.content)

    def test_second_route_after_an_error(self):
        status, calls, output = self.run_with(FetchError("no network"), self.content)
        self.assertEqual((status, calls, self.file_names()), (0, [0, 1], ["sentences/set.txt"]))
        self.assertFalse((self.folder / ".downloads").exists())
        self.assertIn("route 0: no network", output)

    def test_second_route_after_wrong_bytes(self):
        status, calls, _ = self.run_with(b"1 goof\n", self.content)
        self.assertEqual((status, calls, self.file_names()), (0, [0, 1], ["sentences/set.txt"]))

    def test_no_route_works(self):
        status, calls, output = self.run_with(FetchError("no network"), b"wrong")
        self.assertEqual((status, calls, self.file_names()), (1, [0, 1], [".downloads/set/0.zip.part"]))
        self.assertRegex(output.splitlines()[-1], "could not get set: no route worked")
        self.assertIn("place there by hand", output)

    def test_present_and_right_is_left_alone(self):
        self.run_with(self.content)
        status, calls, _ = self.run_with(FetchError("must not be called"))
        self.assertEqual((status, calls), (0, []))

    def test_present_and_wrong_is_replaced(self):
        self.run_with(self.content)
        (self.folder / "sentences/set.txt").write_bytes(b"half a fi")
        status, calls, _ = self.run_with(self.content)
        self.assertEqual((status, calls), (0, [0]))
        self.assertEqual((self.folder / "sentences/set.txt").read_bytes(), self.content)

    def test_folder_that_cannot_be_made(self):
        (self.folder / "file").write_text("in the way")
        self.folder = self.folder / "file"
        status, _, output = self.run_with(self.content)
        self.assertEqual(status, 1)
        self.assertIn("cannot be written", output)

    def test_unknown_name(self):
        output = io.StringIO()
        with contextlib.redirect_stderr(output), self.assertRaises(SystemExit) as ended:
            fetch_data.main(["nothing"])
        self.assertEqual(ended.exception.code, 2)
        self.assertIn("there is no data set 'nothing'", output.getvalue())

    def test_list_names_every_set(self):
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.assertEqual(fetch_data.main(["--list"]), 0)
        for name in fetch_data.DATA_SETS:
            self.assertIn(name, output.getvalue())


if __name__ == "__main__":
    unittest.main()
