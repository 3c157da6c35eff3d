"""Operators on arrays of any rank: broadcasting, reductions, moves, selections by index; and, apart from these, orders."""
import math

import memory_shapes

# The two operands.
BROADCASTS = [
    ((4096, 1), (1, 4096)), ((64, 1, 256), (1, 512, 256)), ((32, 128, 128), (128, 1)), ((16, 64, 1, 64), (64, 64, 1)),
    ((256, 1000), (1000,)), ((8, 1, 16, 64), (1, 128, 16, 1)), ((32, 1, 32), (1, 64, 32)), ((64, 64), (64, 1))]
# The array and the axes that are reduced.
REDUCTIONS = [
    ((64, 128, 512), (0,)), ((64, 128, 512), (1,)), ((64, 128, 512), (2,)), ((64, 128, 512), (0, 1)), ((64, 128, 512), (0, 2)),
    ((64, 128, 512), (1, 2)), ((32, 16, 64, 64), (0, 2, 3)), ((32, 16, 64, 64), (1, 3)), ((32, 16, 64, 64), (0, 1, 2, 3)),
    ((16, 32, 32), (1,)), ((16, 32, 32), (0, 2)), ((64, 64), (1,))]
# The array and the order of its axes.
PERMUTATIONS = [
    ((32, 128, 8, 64), (0, 2, 1, 3)), ((32, 8, 128, 64), (0, 1, 3, 2)), ((256, 256, 256), (2, 0, 1)), ((256, 256, 256), (2, 1, 0)),
    ((32, 64, 56, 56), (0, 2, 3, 1)), ((32, 56, 56, 64), (0, 3, 1, 2)), ((64, 32, 64, 32), (3, 2, 1, 0)), ((8, 16, 4, 32), (0, 2, 1, 3)),
    ((64, 100), (1, 0))]
# The array, an axis and how many indices: one list of them for all lines of elements, or another for each.
SELECTIONS = [((20000, 300), 0, 5000), ((20000, 16), 0, 50000), ((512, 1000), 1, 500), ((64, 512, 64), 1, 128), ((256, 64), 0, 64)]
ORDERS = [((64, 10000), 1), ((10000, 64), 0), ((1 << 20,), 0), ((128, 100), 1)]


def case(operator, direction, name, elements, **values):
    return {**memory_shapes.case(operator, direction, name, elements, **values), "group": "arrays"}


def text(shape):
    return "x".join(map(str, shape))


def array_cases():
    for left, right in BROADCASTS:
        rank = max(len(left), len(right))
        padded = [(1,) * (rank - len(shape)) + shape for shape in (left, right)]
        result = [max(sizes) for sizes in zip(*padded)]
        elements = math.prod(result) + math.prod(left) + math.prod(right)
        for operation in ("add", "multiply", "less"):
            yield case(
                "broadcast", "forward", f"{operation} {text(left)} {text(right)}", elements, operation=operation, left=left,
                right=right, result=result)
    for shape, axes in REDUCTIONS:
        for operation in ("sum", "max"):
            yield case(
                "reduce", "forward", f"{operation} {text(shape)} over {text(axes)}", math.prod(shape), operation=operation,
                shape=shape, axes=axes)
    for shape, order in PERMUTATIONS:
        yield case("permute", "forward", f"{text(shape)} {text(order)}", 2 * math.prod(shape), shape=shape, order=order)
    for shape, axis, count in SELECTIONS:
        result = [count if index == axis else size for index, size in enumerate(shape)]
        sizes = {"shape": shape, "axis": axis, "count": count, "result": result}
        name = f"{count} of {text(shape)}, {axis}"
        yield case("take", "forward", name, 2 * math.prod(result), **sizes)
        yield case("take_add", "forward", name, math.prod(result) + math.prod(shape), **sizes)
        yield case("gather", "forward", name, 3 * math.prod(result), **sizes)
        yield case("scatter_add", "forward", name, 4 * math.prod(result), **sizes)
    for shape, axis in ORDERS:
        sizes = {"shape": shape, "axis": axis}
        yield case("cumulative_sum", "order", f"{text(shape)}, {axis}", 2 * math.prod(shape), **sizes)
        yield case("sort", "order", f"{text(shape)}, {axis}", 3 * math.prod(shape), **sizes)
        yield case("top_k", "order", f"10 of {text(shape)}, {axis}", math.prod(shape), k=10, **sizes)
