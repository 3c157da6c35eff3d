"""Tests of Scripts/check-mutations: its table fits the sources, and a place that does not is named."""

import importlib.machinery
import importlib.util
import sys
import unittest
import unittest.mock
from pathlib import Path

sys.dont_write_bytecode = True
SCRIPT = Path(__file__).resolve().parents[1] / "check-mutations"
loader = importlib.machinery.SourceFileLoader("check_mutations", str(SCRIPT))
check_mutations = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_mutations", loader))
loader.exec_module(check_mutations)

from mutation.fault import Fault, TableError


class CheckMutationsTests(unittest.TestCase):
    def test_every_fault_has_its_place(self):
        faults = check_mutations.chosen_faults([])
        check_mutations.check_table(faults)
        self.assertGreaterEqual(len(faults), 40)

    def test_faults_are_chosen_by_group_and_name(self):
        vjps = check_mutations.chosen_faults(["vjps"])
        self.assertEqual({name.split("/")[0] for name, _ in vjps}, {"vjps"})
        self.assertEqual([name for name, _ in check_mutations.chosen_faults([vjps[0][0]])], [vjps[0][0]])
        with self.assertRaisesRegex(TableError, "no fault and no group 'vjp'"):
            check_mutations.chosen_faults(["vjp"])

    def test_a_fault_is_planted_where_it_says(self):
        self.assertEqual(Fault("f", "x.c", "a+b", "a-b", ("T",)).planted_in("c = a+b;"), "c = a-b;")
        self.assertEqual(Fault("f", "x.c", "+", "-", ("T",), 2).planted_in("a+b+c+d"), "a+b-c+d")

    def test_a_place_that_is_not_found_is_named(self):
        with self.assertRaisesRegex(TableError, "f: '\\+' stands 3 times in x.c, not once"):
            Fault("f", "x.c", "+", "-", ("T",)).planted_in("a+b+c+d")
        with self.assertRaisesRegex(TableError, "f: '-' stands 0 times in x.c, not once"):
            Fault("f", "x.c", "-", "+", ("T",)).planted_in("a+b")
        with self.assertRaisesRegex(TableError, "stands 3 times in x.c, not 4"):
            Fault("f", "x.c", "+", "-", ("T",), 4).planted_in("a+b+c+d")

    def test_missed_faults_fail_the_check(self):
        faults = [(f"vjps/{number}", None) for number in range(20)]
        caught = {name: True for name, _ in faults}
        with unittest.mock.patch("builtins.print"):
            self.assertTrue(check_mutations.report(faults, caught | {"vjps/3": False}))
            self.assertFalse(check_mutations.report(faults, caught | {"vjps/3": False, "vjps/4": False}))
            del caught["vjps/5"], caught["vjps/6"]
            self.assertFalse(check_mutations.report(faults, caught))


if __name__ == "__main__":
    unittest.main()
