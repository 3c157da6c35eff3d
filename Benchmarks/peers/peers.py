#!/usr/bin/env python3
"""Compares our kernels with PyTorch (oneDNN, MKL) and OpenBLAS on the same shapes, interleaved in one run.

The ratio of a row is the best peer's median time over ours: above 1 we are faster. README.md says how to install the
peers.
"""
import argparse
import json
import math
import os
import subprocess
import sys

import interleave
import shapes

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def built_library():
    """Builds the kernels' shared object and returns its path."""
    build = ["swift", "build", "-c", "release", "--product", "CKernels"]
    subprocess.run(build, cwd=ROOT, check=True, stdout=sys.stderr)
    folder = subprocess.run(build + ["--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return os.path.join(folder.strip(), "libCKernels.so")


def row(case, threads, times):
    """What is printed and stored of one case."""
    ours = {label: seconds for (backend, label), seconds in times.items() if backend == "swiftlet"}
    peers = {label: seconds for (backend, label), seconds in times.items() if backend != "swiftlet"}
    best = min(peers, key=peers.get)
    return {
        "group": case["group"], "pass": case["pass"], "case": case["name"], "threads": threads, "seconds": ours,
        "peers": peers, "best_peer": best, "ratios": {label: peers[best] / seconds for label, seconds in ours.items()},
        "flops": case["flops"], "bytes": case["bytes"],
    }


def speed(case, seconds):
    if case["flops"] > 0:
        return f"{case['flops'] / seconds / 1e9:8.1f} GFLOP/s"
    return f"{case['bytes'] / seconds / 1e9:8.1f} GB/s   "


def print_row(result):
    for label, seconds in result["seconds"].items():
        peer = result["peers"][result["best_peer"]]
        print(
            f"{result['case']:42s} {result['threads']}T {label:8s} {seconds * 1e3:10.4f} ms {speed(result, seconds)}"
            f"   {result['best_peer']:17s} {peer * 1e3:10.4f} ms {speed(result, peer)}   {result['ratios'][label]:6.2f}",
            flush=True)


def geometric_mean(values):
    return math.exp(sum(math.log(value) for value in values) / len(values))


def print_summary(results):
    """Geometric mean and worst ratio by group, pass, threads and kernels."""
    keys = sorted({(r["group"], r["pass"], r["threads"], label) for r in results for label in r["ratios"]})
    print()
    for group, direction, threads, label in keys:
        rows = [r for r in results if (r["group"], r["pass"], r["threads"]) == (group, direction, threads)]
        worst = min(rows, key=lambda r: r["ratios"][label])
        print(
            f"{group} {direction} {threads}T {label}: geometric mean {geometric_mean([r['ratios'][label] for r in rows]):.2f}"
            f" over {len(rows)}, worst {worst['ratios'][label]:.2f} ({worst['case']})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"which of {', '.join(shapes.GROUPS)}; all by default")
    parser.add_argument("--threads", default="1,2", help="thread counts, separated by commas (default: 1,2)")
    parser.add_argument("--only", default="", help="only cases whose name holds one of these texts (separated by |)")
    parser.add_argument("--rounds", type=int, default=7, help="slices of each library (default: 7)")
    parser.add_argument("--slice", type=float, default=0.03, help="seconds of a slice (default: 0.03)")
    parser.add_argument("--kernels", default="auto", help="our kernel variants; several specifications separated by /")
    parser.add_argument("--library", help="libCKernels.so to measure (default: builds the package's)")
    parser.add_argument("--json", help="file for all figures")
    arguments = parser.parse_args()
    unknown = [group for group in arguments.groups if group not in shapes.GROUPS]
    if unknown:
        parser.error(f"there is no group '{unknown[0]}'; the groups are {', '.join(shapes.GROUPS)}")

    library = os.path.abspath(arguments.library) if arguments.library else built_library()
    groups = arguments.groups or list(shapes.GROUPS)
    cases = [case for group in groups for case in shapes.GROUPS[group]()]
    cases = [case for case in cases if any(text in case["name"] for text in arguments.only.split("|"))]
    if not cases:
        parser.error(f"no case's name holds '{arguments.only}'")
    results = []
    for threads in [int(count) for count in arguments.threads.split(",")]:
        backends = ["swiftlet", "pytorch"] + (["openblas"] if "gemm" in groups else [])
        workers = [
            interleave.Worker(backend, threads, ["--library", library, "--kernels", arguments.kernels])
            for backend in backends]
        try:
            for case in cases:
                times = interleave.medians(interleave.measure(workers, case, arguments.rounds, arguments.slice))
                results.append(row(case, threads, times))
                print_row(results[-1])
        finally:
            for worker in workers:
                worker.close()
    print_summary(results)
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
