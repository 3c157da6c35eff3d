"""OpenBLAS: the system's library and the newer one that NumPy carries."""
import ctypes
import glob

import numpy


class Backend:
    def __init__(self, arguments):
        self.generator = numpy.random.default_rng(0)
        self.library = None
        for path in sorted(glob.glob("/usr/lib/*/openblas-*/libopenblas.so.0")) + ["libopenblas.so.0"]:
            try:
                self.library = ctypes.CDLL(path)
                break
            except OSError:
                continue
        if self.library is not None:
            self.library.openblas_set_num_threads(arguments.threads)
            integer, pointer, real = ctypes.c_int, ctypes.c_void_p, ctypes.c_float
            self.library.cblas_sgemm.restype = None
            self.library.cblas_sgemm.argtypes = [
                integer, integer, integer, integer, integer, integer, real, pointer, integer, pointer, integer, real,
                pointer, integer]

    def matrix(self, rows, columns):
        return self.generator.standard_normal((rows, columns), dtype=numpy.float32)

    def prepare(self, case):
        if case["group"] != "gemm":
            return {}
        m, n, k, transpose = case["M"], case["N"], case["K"], case["pass"]
        a = self.matrix(*((k, m) if transpose == "tn" else (m, k)))
        b = self.matrix(*((n, k) if transpose == "nt" else (k, n)))
        c = numpy.empty((m, n), numpy.float32)
        left, right = (a.T if transpose == "tn" else a), (b.T if transpose == "nt" else b)
        functions = {"openblas (numpy)": lambda: numpy.dot(left, right, out=c)}
        if self.library is not None:
            row_major, plain, transposed = 101, 111, 112
            operands = (a, b, c)
            call = (
                row_major, transposed if transpose == "tn" else plain, transposed if transpose == "nt" else plain,
                m, n, k, 1.0, a.ctypes.data, a.shape[1], b.ctypes.data, b.shape[1], 0.0, c.ctypes.data, n)
            functions["openblas (system)"] = lambda keep=operands: self.library.cblas_sgemm(*call)
        return functions
