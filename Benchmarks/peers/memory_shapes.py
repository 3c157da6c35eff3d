"""Operators that are bound by memory: each at a size within the second-level cache and at one far beyond all caches."""
import math

SMALL, LARGE = 1 << 16, 1 << 24
ACTIVATIONS = ("relu", "leaky_relu", "sigmoid", "tanh", "exp", "log")
OPTIMIZERS = {"sgd": 3, "sgd_momentum": 5, "adam": 7, "rmsprop": 5, "adadelta": 7}

# batch, channels, size, kernel, stride, padding
WINDOWS = [
    (8, 16, (32, 32), 2, 2, 0), (64, 64, (64, 64), 2, 2, 0), (64, 64, (64, 64), 3, 2, 1), (32, 64, (64, 64), 3, 1, 1),
    (64, 512, (7, 7), 3, 2, 1), (64, 256, (1024,), 2, 2, 0), (64, 256, (1024,), 3, 1, 1),
]
# batch, channels, positions
BATCH_NORMS = [
    (32, 64, 64), (64, 512, 16), (64, 64, 1024), (64, 64, 4096), (64, 4, 10000), (128, 512, 1), (16384, 1024, 1)]
# rows, classes
SOFTMAXES = [(50, 2), (128, 10), (6400, 10), (1 << 23, 2), (1600000, 10), (64, 1000), (16384, 1024), (2000, 8192)]
# count, vocabulary, dimension
EMBEDDINGS = [(500, 1000, 128), (3200, 20000, 300), (50000, 20000, 300)]
# outer, axis, inner, which axes are reduced
REDUCTIONS = [
    (1, LARGE, 1, "axis"), (8192, 2048, 1, "axis"), (1, 8192, 2048, "axis"), (64, 64, 4096, "around"), (64, 8, 10000, "around"),
    (1, SMALL, 1, "axis"), (64, 64, 64, "around")]
# batch, rows, columns
TRANSPOSES = [(1, 256, 256), (1, 1000, 1000), (1, 4096, 4096), (1, 3000, 5000), (64, 64, 300), (64, 300, 64), (1, 500, 30000)]


def case(operator, direction, name, elements, **values):
    """`elements`: floats or indices that must be read or written at least."""
    return {
        "group": "memory", "operator": operator, "pass": direction, "name": f"{operator} {name} {direction}", "flops": 0,
        "bytes": 4.0 * elements, **values}


def elementwise_cases():
    for count in (SMALL, LARGE):
        for activation in ACTIVATIONS:
            yield case("unary", "forward", f"{activation} {count}", 2 * count, activation=activation, count=count)
        for activation in ("relu", "sigmoid", "tanh"):
            yield case("unary", "backward", f"{activation} {count}", 3 * count, activation=activation, count=count)
        yield case("binary", "forward", f"add {count}", 3 * count, count=count, channels=0)
        yield case("binary", "forward", f"add channels {count}", 2 * count, count=count, channels=64)
        yield case("axpby", "forward", str(count), 3 * count, count=count)
        yield case("affine", "forward", str(count), 2 * count, count=count)
        yield case("fill", "forward", str(count), count, count=count)
        yield case("uniform", "forward", str(count), count, count=count)
        yield case("dropout_mask", "forward", str(count), count, count=count)
        for optimizer, streams in OPTIMIZERS.items():
            yield case("optimizer", "forward", f"{optimizer} {count // 2}", streams * count // 2, optimizer=optimizer, count=count // 2)


def window_cases():
    for batch, channels, size, kernel, stride, padding in WINDOWS:
        outputs = batch * channels * math.prod((n + 2 * padding - kernel) // stride + 1 for n in size)
        inputs = batch * channels * math.prod(size)
        for kind in ("max", "average"):
            for direction in ("forward", "backward"):
                name = f"{batch}x{channels}x{'x'.join(map(str, size))} k{kernel}s{stride}p{padding}"
                yield case(
                    f"{kind}_pool", direction, name, inputs + outputs * (2 if kind == "max" else 1), batch=batch,
                    channels=channels, size=size, kernel=kernel, stride=stride, padding=padding)
    for batch, channels, positions in ((8, 256, 49), (64, 100, 60), (256, 64, 1024)):
        for kind in ("max", "average"):
            for direction in ("forward", "backward"):
                yield case(
                    f"global_{kind}_pool", direction, f"{batch}x{channels}x{positions}", batch * channels * positions,
                    batch=batch, channels=channels, positions=positions)


def row_cases():
    for batch, channels, positions in BATCH_NORMS:
        for direction, streams in (("training", 2), ("inference", 2), ("backward", 3)):
            yield case(
                "batch_norm", direction, f"{batch}x{channels}x{positions}", streams * batch * channels * positions,
                batch=batch, channels=channels, positions=positions)
    for rows, classes in SOFTMAXES:
        for operator, direction, streams in (("softmax", "forward", 2), ("softmax", "backward", 3), ("cross_entropy", "both", 2)):
            yield case(operator, direction, f"{rows}x{classes}", streams * rows * classes, rows=rows, classes=classes)
    for count, vocabulary, dimension in EMBEDDINGS:
        name = f"{count} of {vocabulary}x{dimension}"
        sizes = {"count": count, "vocabulary": vocabulary, "dimension": dimension}
        yield case("embedding", "forward", name, 2 * count * dimension, **sizes)
        yield case("embedding", "backward", name, (count + vocabulary) * dimension, **sizes)
    for outer, axis, inner, reduced in REDUCTIONS:
        for operation in ("sum",) if reduced == "around" else ("sum", "max"):
            yield case(
                "reduction", "forward", f"{operation} {reduced} {outer}x{axis}x{inner}", outer * axis * inner,
                operation=operation, reduced=reduced, outer=outer, axis=axis, inner=inner)


def layout_cases():
    for batch, rows, columns in TRANSPOSES:
        yield case(
            "transpose", "forward", f"{batch}x{rows}x{columns}", 2 * batch * rows * columns, batch=batch, rows=rows,
            columns=columns)
    for rows, columns in ((128, 512), (8192, 2048)):
        yield case("copy_rows", "forward", f"{rows}x{columns}", 2 * rows * columns, rows=rows, columns=columns)


def memory_cases():
    for cases in (elementwise_cases, window_cases, row_cases, layout_cases):
        yield from cases()
