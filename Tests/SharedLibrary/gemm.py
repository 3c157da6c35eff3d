"""Multiplies two small matrices through the shared object by ctypes, as a Python program would."""

import ctypes
import sys


class GemmDescriptor(ctypes.Structure):
    _fields_ = [
        ("transpose_a", ctypes.c_bool),
        ("transpose_b", ctypes.c_bool),
        *[(name, ctypes.c_int64) for name in ("m", "n", "k", "lda", "ldb", "ldc")],
        ("alpha", ctypes.c_float),
        ("beta", ctypes.c_float),
        ("bias", ctypes.c_int),
        ("activation", ctypes.c_int),
        ("negative_slope", ctypes.c_float),
    ]


def main() -> int:
    kernels = ctypes.CDLL(sys.argv[1])
    kernels.ck_context_message.restype = ctypes.c_char_p
    kernels.ck_context_message.argtypes = [ctypes.c_void_p]
    context = ctypes.c_void_p()
    assert kernels.ck_context_create(2, ctypes.byref(context)) == 0

    rows, columns, inner = 5, 7, 3
    a = (ctypes.c_float * (rows * inner))(*[i % 5 for i in range(rows * inner)])
    b = (ctypes.c_float * (inner * columns))(*[i % 3 for i in range(inner * columns)])
    c = (ctypes.c_float * (rows * columns))()
    descriptor = GemmDescriptor(
        m=rows, n=columns, k=inner, lda=inner, ldb=columns, ldc=columns, alpha=1.0, beta=0.0
    )
    status = kernels.ck_gemm_f32(context, ctypes.byref(descriptor), a, b, None, c)
    if status != 0:
        print("error:", kernels.ck_context_message(context).decode(), file=sys.stderr)
        return 1
    for i in range(rows):
        for j in range(columns):
            expected = sum(a[i * inner + p] * b[p * columns + j] for p in range(inner))
            assert c[i * columns + j] == expected, (i, j, c[i * columns + j], expected)
    kernels.ck_context_destroy(context)
    print("Python: the product is right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
