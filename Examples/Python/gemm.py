"""Matrix products through the shared object, beside NumPy's: python3 gemm.py libCKernels.so"""

import sys

import numpy as np
from ckernels import KernelError, Kernels


def main() -> int:
    kernels = Kernels(sys.argv[1], threads=2)
    random = np.random.default_rng(1)
    for m, k, n in [(5, 3, 7), (1, 257, 64), (128, 794, 400)]:
        a = random.standard_normal((m, k), np.float32)
        b = random.standard_normal((k, n), np.float32)
        expected = a.astype(np.float64) @ b
        # A sum of k products, each rounded: the bound that the kernels' own tests use.
        bound = (8 + 4 * np.sqrt(k)) * 2.0**-24 * (np.abs(a) @ np.abs(b))
        for left in (a, np.asfortranarray(a)):
            for right in (b, np.asfortranarray(b)):
                assert (np.abs(kernels.gemm(left, right) - expected) <= bound).all(), (m, k, n)
    try:
        kernels.gemm(np.zeros((2, 3), np.float32), np.zeros((5, 2), np.float32))
        assert False, "a product of shapes that do not fit was not refused"
    except ValueError:
        pass
    try:
        kernels.select("gemm=magic")
        assert False, "a variant that does not exist was not refused"
    except KernelError as error:
        assert "magic" in str(error)
    kernels.close()
    print(f"Python, gemm, version {kernels.version}: the products are NumPy's within rounding")
    return 0


if __name__ == "__main__":
    sys.exit(main())
