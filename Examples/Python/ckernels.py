"""The kernels' shared object by ctypes: GEMM and convolution on NumPy arrays.

Structures and signatures are those of Include/ck; `CK_ABI` says which binary interface they are.
"""

import ctypes
from ctypes import POINTER, c_bool, c_char_p, c_float, c_int, c_int64, c_void_p

import numpy as np

CK_ABI = 1


class GemmDescriptor(ctypes.Structure):
    """`ck_gemm_descriptor` of ck/gemm.h."""

    _fields_ = [
        ("transpose_a", c_bool),
        ("transpose_b", c_bool),
        *[(name, c_int64) for name in ("m", "n", "k", "lda", "ldb", "ldc")],
        ("alpha", c_float),
        ("beta", c_float),
        ("bias", c_int),
        ("activation", c_int),
        ("negative_slope", c_float),
    ]


class Conv2dDescriptor(ctypes.Structure):
    """`ck_conv2d_descriptor` of ck/convolution.h."""

    _fields_ = [
        (name, c_int64)
        for name in (
            "batch in_channels out_channels groups in_height in_width kernel_height kernel_width stride_height stride_width "
            "padding_height padding_width dilation_height dilation_width output_padding_height output_padding_width"
        ).split()
    ]


class KernelError(Exception):
    """A call that was refused, with the library's sentence."""


class Kernels:
    """A context of the library: its threads, variants and scratch memory. One thread may use it at a time."""

    def __init__(self, path: str, threads: int = 0):
        library = ctypes.CDLL(path)
        library.ck_version.restype = c_char_p
        if library.ck_abi() != CK_ABI:
            raise KernelError(f"{path} has binary interface {library.ck_abi()}, expected {CK_ABI}")
        library.ck_context_message.restype = c_char_p
        library.ck_context_message.argtypes = [c_void_p]
        library.ck_context_destroy.argtypes = [c_void_p]
        library.ck_context_select_kernels.argtypes = [c_void_p, c_char_p]
        library.ck_gemm_f32.argtypes = [c_void_p, POINTER(GemmDescriptor)] + [c_void_p] * 4
        library.ck_conv2d_output_size.argtypes = [c_void_p, POINTER(Conv2dDescriptor)] + [POINTER(c_int64)] * 2
        library.ck_conv2d_f32_forward.argtypes = [c_void_p, POINTER(Conv2dDescriptor)] + [c_void_p] * 5
        self.library = library
        self.version = library.ck_version().decode()
        self.context = c_void_p()
        if library.ck_context_create(threads, ctypes.byref(self.context)) != 0:
            raise KernelError(f"no context with {threads} threads")

    def close(self) -> None:
        """Frees the context."""
        self.library.ck_context_destroy(self.context)
        self.context = c_void_p()

    def select(self, specification: str) -> None:
        """Chooses kernel variants, as `--kernels` does."""
        self._check(self.library.ck_context_select_kernels(self.context, specification.encode()))

    def gemm(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """The product of two matrices of float32. A transposed view is read where it lies."""
        (a, transpose_a), (b, transpose_b) = self._matrix(a), self._matrix(b)
        m, k = a.shape[::-1] if transpose_a else a.shape
        rows, n = b.shape[::-1] if transpose_b else b.shape
        if rows != k:
            raise ValueError(f"a product of {m} x {k} with {rows} x {n}")
        c = np.empty((m, n), np.float32)
        descriptor = GemmDescriptor(
            transpose_a=transpose_a, transpose_b=transpose_b, m=m, n=n, k=k,
            lda=a.shape[1], ldb=b.shape[1], ldc=n, alpha=1.0,
        )  # fmt: skip
        self._check(
            self.library.ck_gemm_f32(
                self.context, ctypes.byref(descriptor), a.ctypes.data, b.ctypes.data, None, c.ctypes.data
            )
        )
        return c

    def conv2d(self, images: np.ndarray, filters: np.ndarray, bias=None, stride: int = 1, padding: int = 0) -> np.ndarray:
        """The cross-correlation of NCHW images with OIHW filters, zeros around the images."""
        images, filters = (np.ascontiguousarray(array, np.float32) for array in (images, filters))
        bias = None if bias is None else np.ascontiguousarray(bias, np.float32)
        batch, in_channels, in_height, in_width = images.shape
        out_channels, _, kernel_height, kernel_width = filters.shape
        descriptor = Conv2dDescriptor(
            batch, in_channels, out_channels, 1, in_height, in_width, kernel_height, kernel_width,
            stride, stride, padding, padding, 1, 1, 0, 0,
        )  # fmt: skip
        height, width = c_int64(), c_int64()
        self._check(
            self.library.ck_conv2d_output_size(
                self.context, ctypes.byref(descriptor), ctypes.byref(height), ctypes.byref(width)
            )
        )
        output = np.empty((batch, out_channels, height.value, width.value), np.float32)
        self._check(
            self.library.ck_conv2d_f32_forward(
                self.context, ctypes.byref(descriptor), None, images.ctypes.data, filters.ctypes.data,
                None if bias is None else bias.ctypes.data, output.ctypes.data,
            )  # fmt: skip
        )
        return output

    @staticmethod
    def _matrix(array: np.ndarray) -> tuple[np.ndarray, bool]:
        """The array as it is stored, row by row, and whether the matrix is its transpose."""
        if array.dtype == np.float32 and array.T.flags.c_contiguous and not array.flags.c_contiguous:
            return array.T, True
        return np.ascontiguousarray(array, np.float32), False

    def _check(self, status: int) -> None:
        if status != 0:
            raise KernelError(self.library.ck_context_message(self.context).decode())
