"""One small fault: where it is planted, and which tests must notice."""

from dataclasses import dataclass


class TableError(Exception):
    """An entry of the table that does not fit the sources, in one sentence."""


@dataclass(frozen=True)
class Fault:
    """The text `old` of a file becomes `new`, which compiles and computes something else.

    It must stand there once; where it cannot be told apart from others, `occurrence` says which is meant, from 1. `tests` are
    the test targets of which one must fail.
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple
    occurrence: int = 0

    def planted_in(self, text):
        """The file's text with the fault in it. Raises TableError if the place is not there."""
        count = text.count(self.old)
        if self.occurrence == 0 and count != 1:
            raise TableError(f"{self.name}: '{self.old}' stands {count} times in {self.file}, not once")
        if count < self.occurrence:
            raise TableError(f"{self.name}: '{self.old}' stands {count} times in {self.file}, not {self.occurrence}")
        if self.old == self.new:
            raise TableError(f"{self.name}: nothing is changed")
        start = -1
        for _ in range(self.occurrence or 1):
            start = text.index(self.old, start + 1)
        return text[:start] + self.new + text[start + len(self.old) :]


def faults_of(tests, folder, entries):
    """Faults from rows of name, file within `folder`, old text, new text, and perhaps the occurrence or other tests."""
    faults = []
    for name, file, old, new, *rest in entries:
        own = tuple(entry for entry in rest if isinstance(entry, str)) or (tests,)
        occurrence = next((entry for entry in rest if isinstance(entry, int)), 0)
        faults.append(Fault(name, f"{folder}/{file}", old, new, own, occurrence))
    return faults
