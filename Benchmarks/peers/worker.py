"""The process that computes with one library; driven by interleave.py through lines of JSON."""
import argparse
import importlib
import json
import sys
import time


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("backend")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--library", default="")
    parser.add_argument("--kernels", default="auto")
    arguments = parser.parse_args()
    backend = importlib.import_module(f"backends.{arguments.backend}").Backend(arguments)
    functions = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "prepare" in request:
            functions.clear()
            functions.update(backend.prepare(request["prepare"]))
            answer = {"labels": list(functions)}
        else:
            answer = {"seconds": timed(functions[request["time"]], request["calls"], request["warm_seconds"])}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def timed(function, calls, warm_seconds):
    """Seconds a call, over `calls` calls, after warming up for at least one call and `warm_seconds`."""
    start = time.perf_counter()
    function()
    while time.perf_counter() - start < warm_seconds:
        function()
    start = time.perf_counter()
    for _ in range(calls):
        function()
    return (time.perf_counter() - start) / calls


if __name__ == "__main__":
    main()
