"""The shapes that training meets: matrix products and layers of the four models, and the usual squares."""

from array_shapes import array_cases
from memory_shapes import memory_cases

GEMM_SQUARES = [(n, n, n) for n in (64, 128, 256, 512, 1024, 2048)]

# M, N, K of the products in the four models, their transposes included: fully connected layers (128 x 400 x 794), the
# projection of a generator (64 x 500 x 80000), convolutions as products (16384 x 64 x 576).
GEMM_SKINNY = [
    (128, 400, 794), (128, 784, 400), (64, 500, 80000), (64, 100, 1500), (6144, 100, 1500),
    (4096, 128, 1024), (16384, 64, 576), (1024, 256, 4096), (100, 1500, 6144),
]

# Which operand is transposed as it lies in memory: neither, A, or B.
GEMM_TRANSPOSES = ("nn", "tn", "nt")

# name, dimensions, transposed, batch, in channels, size, out channels, kernel, stride, padding
CONVOLUTIONS = [
    ("textcnn 300-100 k5 L64", 1, False, 64, 300, 64, 100, 5, 1, 0),
    ("textcnn 300-100 k7 L64", 1, False, 64, 300, 64, 100, 7, 1, 0),
    ("kimcnn 300-100 k3 L64", 1, False, 50, 300, 64, 100, 3, 1, 0),
    ("kimcnn 300-100 k4 L64", 1, False, 50, 300, 64, 100, 4, 1, 0),
    ("siamese 1-4 k3 102x102", 2, False, 64, 1, 102, 4, 3, 1, 0),
    ("siamese 4-8 k3 102x102", 2, False, 64, 4, 102, 8, 3, 1, 0),
    ("siamese 8-8 k3 102x102", 2, False, 64, 8, 102, 8, 3, 1, 0),
    ("cvae 11-32 k4s2 28x28", 2, False, 128, 11, 28, 32, 4, 2, 1),
    ("cvae 32-64 k4s2 14x14", 2, False, 128, 32, 14, 64, 4, 2, 1),
    ("cvae T 64-32 k4s2 7x7", 2, True, 128, 64, 7, 32, 4, 2, 1),
    ("cvae T 32-1 k4s2 14x14", 2, True, 128, 32, 14, 1, 4, 2, 1),
    ("dcgan28 T 100-128 k7 1x1", 2, True, 64, 100, 1, 128, 7, 1, 0),
    ("dcgan28 T 128-64 k4s2 7x7", 2, True, 64, 128, 7, 64, 4, 2, 1),
    ("dcgan28 T 64-1 k4s2 14x14", 2, True, 64, 64, 14, 1, 4, 2, 1),
    ("dcgan28 1-64 k4s2 28x28", 2, False, 64, 1, 28, 64, 4, 2, 1),
    ("dcgan28 64-128 k4s2 14x14", 2, False, 64, 64, 14, 128, 4, 2, 1),
    ("dcgan64 T 100-512 k4 1x1", 2, True, 64, 100, 1, 512, 4, 1, 0),
    ("dcgan64 T 512-256 k4s2 4x4", 2, True, 64, 512, 4, 256, 4, 2, 1),
    ("dcgan64 T 256-128 k4s2 8x8", 2, True, 64, 256, 8, 128, 4, 2, 1),
    ("dcgan64 T 128-64 k4s2 16x16", 2, True, 64, 128, 16, 64, 4, 2, 1),
    ("dcgan64 T 64-3 k4s2 32x32", 2, True, 64, 64, 32, 3, 4, 2, 1),
    ("dcgan64 3-64 k4s2 64x64", 2, False, 64, 3, 64, 64, 4, 2, 1),
    ("dcgan64 64-128 k4s2 32x32", 2, False, 64, 64, 32, 128, 4, 2, 1),
    ("dcgan64 128-256 k4s2 16x16", 2, False, 64, 128, 16, 256, 4, 2, 1),
    ("dcgan64 256-512 k4s2 8x8", 2, False, 64, 256, 8, 512, 4, 2, 1),
    ("dcgan64 512-1 k4 4x4", 2, False, 64, 512, 4, 1, 4, 1, 0),
    ("resnet 64-64 k3 56x56", 2, False, 32, 64, 56, 64, 3, 1, 1),
    ("resnet 128-128 k3 28x28", 2, False, 32, 128, 28, 128, 3, 1, 1),
    ("resnet 256-256 k3 14x14", 2, False, 32, 256, 14, 256, 3, 1, 1),
]

CONVOLUTION_PASSES = ("forward", "backward_data", "backward_weights")

# name, kind, batch, channels, size
POOLS = [
    ("max 2x2 32x64x56x56", "max", 32, 64, (56, 56)),
    ("average 2x2 32x64x56x56", "average", 32, 64, (56, 56)),
    ("max 2x2 64x8x100x100", "max", 64, 8, (100, 100)),
    ("average 2x2 64x8x100x100", "average", 64, 8, (100, 100)),
    ("global max 64x100x60", "global_max", 64, 100, (60,)),
    ("global average 64x100x60", "global_average", 64, 100, (60,)),
    ("global max 32x256x14x14", "global_max", 32, 256, (14, 14)),
    ("global average 32x256x14x14", "global_average", 32, 256, (14, 14)),
]


def gemm_cases():
    for m, n, k in GEMM_SQUARES + GEMM_SKINNY:
        for transpose in GEMM_TRANSPOSES:
            yield {
                "group": "gemm", "pass": transpose, "name": f"{m}x{n}x{k} {transpose}",
                "M": m, "N": n, "K": k, "flops": 2.0 * m * n * k, "bytes": 4.0 * (m * k + k * n + m * n),
            }


def convolution_cases():
    for name, dimensions, transposed, batch, inputs, size, outputs, kernel, stride, padding in CONVOLUTIONS:
        out_size = (size - 1) * stride - 2 * padding + kernel if transposed else (size + 2 * padding - kernel) // stride + 1
        positions = (size if transposed else out_size) ** dimensions
        taps = kernel**dimensions
        for direction in CONVOLUTION_PASSES:
            yield {
                "group": "conv", "pass": direction, "name": f"{name} {direction}", "dimensions": dimensions,
                "transposed": transposed, "batch": batch, "in_channels": inputs, "size": size,
                "out_channels": outputs, "out_size": out_size, "kernel": kernel, "stride": stride, "padding": padding,
                "flops": 2.0 * batch * positions * inputs * outputs * taps,
                "bytes": 4.0 * (batch * (inputs * size**dimensions + outputs * out_size**dimensions) + inputs * outputs * taps),
            }


def pool_cases():
    for name, kind, batch, channels, size in POOLS:
        whole = 1
        for extent in size:
            whole *= extent
        reduced = 1 if kind.startswith("global") else whole // 4
        for direction in ("forward", "backward"):
            yield {
                "group": "pool", "pass": direction, "name": f"{name} {direction}", "kind": kind, "batch": batch,
                "channels": channels, "size": list(size), "flops": 0.0, "bytes": 4.0 * batch * channels * (whole + reduced),
            }


GROUPS = {"gemm": gemm_cases, "conv": convolution_cases, "pool": pool_cases, "memory": memory_cases, "arrays": array_cases}
