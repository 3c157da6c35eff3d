"""Convolutions through the shared object, beside NumPy's: python3 conv2d.py libCKernels.so"""

import sys

import numpy as np
from ckernels import Kernels


def definition(images, filters, bias, stride, padding):
    """The same in NumPy, in double precision: windows of the padded images times the filters."""
    padded = np.pad(images.astype(np.float64), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, filters.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return np.einsum("nchwij,ocij->nohw", windows, filters.astype(np.float64)) + bias[:, None, None]


def main() -> int:
    kernels = Kernels(sys.argv[1])
    random = np.random.default_rng(1)
    for shape, filter_shape, stride, padding in [
        ((2, 3, 17, 19), (8, 3, 3, 5), 2, 1),
        ((4, 1, 28, 28), (32, 1, 5, 5), 1, 2),
        ((2, 64, 14, 14), (64, 64, 3, 3), 1, 1),
    ]:
        images = random.standard_normal(shape, np.float32)
        filters = random.standard_normal(filter_shape, np.float32)
        bias = random.standard_normal(filter_shape[0], np.float32)
        expected = definition(images, filters, bias, stride, padding)
        terms = np.prod(filter_shape[1:])
        magnitudes = definition(np.abs(images), np.abs(filters), np.abs(bias), stride, padding)
        bound = (8 + 4 * np.sqrt(terms)) * 2.0**-24 * magnitudes
        output = kernels.conv2d(images, filters, bias, stride, padding)
        assert output.shape == expected.shape, (output.shape, expected.shape)
        assert (np.abs(output - expected) <= bound).all(), (shape, filter_shape)
    kernels.close()
    print("Python, conv2d: the convolutions are NumPy's within rounding")
    return 0


if __name__ == "__main__":
    sys.exit(main())
