"""Times one computation in several libraries in turn: one process a library, all but the measured one stopped.

Two OpenMP runtimes in one process disturb each other, and a runtime's idle threads spin for a while after each loop.
So each library has its own process, which is stopped (SIGSTOP) whenever it is not its turn. In every round each
library runs a slice of a few hundredths of a second, so that a slow moment of a shared machine meets all of them.
"""
import json
import os
import signal
import statistics
import subprocess
import sys


class Worker:
    """A process that computes with one library."""

    def __init__(self, backend, threads, options):
        environment = dict(os.environ)
        for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            environment[name] = str(threads)
        # Tells glibc to keep freed memory: otherwise every output of PyTorch is first touched anew, page by page.
        environment.update(
            MALLOC_MMAP_THRESHOLD_="4294967296", MALLOC_TRIM_THRESHOLD_="68719476736", MALLOC_TOP_PAD_="67108864")
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")
        command = [sys.executable, script, backend, "--threads", str(threads)] + options
        self.backend = backend
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.is_stopped = False

    def ask(self, request):
        """Sends one request and returns the answer; the process runs only meanwhile."""
        if self.is_stopped:
            self.process.send_signal(signal.SIGCONT)
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process of '{self.backend}' ended with status {self.process.wait()}")
        self.process.send_signal(signal.SIGSTOP)
        self.is_stopped = True
        return json.loads(line)

    def close(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def measure(workers, case, rounds, slice_seconds):
    """Seconds a call of each way to compute the case: {(backend, label): [one figure a round]}."""
    calls = {}
    samples = {}
    for worker in workers:
        for label in worker.ask({"prepare": case})["labels"]:
            estimate = worker.ask({"time": label, "calls": 1, "warm_seconds": slice_seconds / 2})["seconds"]
            key = (worker.backend, label)
            calls[key] = max(1, round(slice_seconds / max(estimate, 1e-9)))
            samples[key] = []
    for _ in range(rounds):
        for worker in workers:
            for key in samples:
                if key[0] == worker.backend:
                    answer = worker.ask({"time": key[1], "calls": calls[key], "warm_seconds": slice_seconds / 8})
                    samples[key].append(answer["seconds"])
    return samples


def medians(samples):
    return {key: statistics.median(values) for key, values in samples.items()}
