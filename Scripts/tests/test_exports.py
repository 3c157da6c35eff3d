"""Tests of Scripts/shared_library/exports.py: every kind of difference between header and library is reported."""

import importlib.util
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
SCRIPTS = Path(__file__).resolve().parents[1]
spec = importlib.util.spec_from_file_location("exports", SCRIPTS / "shared_library/exports.py")
exports = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exports)


class ExportsTests(unittest.TestCase):
    def test_the_headers_declare_the_kernels(self):
        names = exports.declared(SCRIPTS.parent / "Include")
        self.assertGreater(len(names), 50)
        self.assertLessEqual(
            {"ck_version", "ck_abi", "ck_gemm_f32", "ck_context_create", "ck_context_message"}, names
        )
        self.assertEqual(exports.interface(SCRIPTS.parent / "Include"), "1")

    def test_a_listing_is_read(self):
        listing = "0000000000000000 A CKERNELS_1\n00000000000012a0 T ck_abi@@CKERNELS_1\n00000000000012b0 T other\n"
        self.assertEqual(exports.exported(listing), {"ck_abi": "CKERNELS_1", "other": ""})

    def test_differences_are_told(self):
        def wrong(symbols):
            return exports.complaints({"ck_abi"}, symbols, "CKERNELS_1")

        self.assertEqual(wrong({"ck_abi": "CKERNELS_1"}), [])
        self.assertEqual(wrong({}), ["ck_abi is declared and not exported"])
        self.assertEqual(
            wrong({"ck_abi": "CKERNELS_1", "ck_helper": "CKERNELS_1"}), ["ck_helper is exported and not declared"]
        )
        self.assertEqual(wrong({"ck_abi": ""}), ["ck_abi has the version '', expected CKERNELS_1"])


if __name__ == "__main__":
    unittest.main()
