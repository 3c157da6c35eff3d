"""Calls of our kernels for the operators on arrays, as Sources/Tensor/Operations makes them."""
import ctypes
import math

import numpy

from backends.swiftlet_memory import Memory, Triple, boolean

BINARY = {"add": 0, "multiply": 2}
LESS = 2
REDUCTION = {"sum": 0, "max": 2}
FLOAT = 4


def strides(shape):
    return [math.prod(shape[axis + 1:]) for axis in range(len(shape))]


def list_of(values):
    return numpy.array(values, numpy.int64)


class Arrays(Memory):
    def broadcast(self, case):
        result = case["result"]

        def repeated(shape):
            own = [0] * (len(result) - len(shape)) + [0 if size == 1 else step for size, step in zip(shape, strides(shape))]
            return list_of(own)

        left, right = case["left"], case["right"]
        operands = [len(result), list_of(result), self.array(*left), repeated(left), self.array(*right), repeated(right)]
        if case["operation"] == "less":
            return self.call("compare_broadcast_f32", ctypes.c_int(LESS), *operands, numpy.zeros(result, numpy.bool_))
        operation = ctypes.c_int(BINARY[case["operation"]])
        # A vector along an axis has a kernel of its own.
        if len(right) == 1 and list(left) == list(result):
            return self.call(
                "binary_f32", operation, Triple(math.prod(left[:-1]), right[0], 1), operands[2], operands[4], self.array(*result))
        return self.call("binary_broadcast_f32", operation, *operands, self.array(*result))

    def reduce(self, case):
        shape, axes, operation = list(case["shape"]), list(case["axes"]), ctypes.c_int(REDUCTION[case["operation"]])
        x, calls = self.array(*shape), []
        kept = [axis for axis in range(len(shape)) if axis not in axes]
        if case["operation"] == "sum" and len(axes) > 1 and len(kept) == 1:
            axis = kept[0]
            parts = Triple(math.prod(shape[:axis]), shape[axis], math.prod(shape[axis + 1:]))
            return self.call("reduce_around_axis_f32", operation, parts, x, ctypes.c_float(0.0), self.array(shape[axis]))
        while axes:
            last = first = axes.pop()
            while axes and axes[-1] == first - 1:
                first = axes.pop()
            parts = Triple(math.prod(shape[:first]), math.prod(shape[first:last + 1]), math.prod(shape[last + 1:]))
            shape[first:last + 1] = [1] * (last + 1 - first)
            y = self.array(*shape)
            calls.append(self.call("reduce_axis_f32", operation, parts, x, y))
            x = y
        return self.sequence(calls)

    def sequence(self, calls):
        if len(calls) == 1:
            return calls[0]
        functions = [call for call, _ in calls]

        def run(context):
            return max(function(context, *arguments) for function, arguments in functions)
        return (run, []), calls

    def permute(self, case):
        shape, order = case["shape"], case["order"]
        result, own = [shape[axis] for axis in order], strides(shape)
        return self.call(
            "copy_strided", FLOAT, len(shape), list_of(result), self.array(*shape), list_of([own[axis] for axis in order]),
            self.array(*result), list_of(strides(result)))

    def parts(self, case):
        shape, axis = case["shape"], case["axis"]
        return [math.prod(shape[:axis]), shape[axis], math.prod(shape[axis + 1:])]

    def indices(self, case, *shape):
        return self.generator.integers(0, case["shape"][case["axis"]], shape, dtype=numpy.int32)

    def take(self, case):
        indices, count = self.indices(case, case["count"]), case["count"]
        return self.call("take_f32", *self.parts(case), count, indices, self.array(*case["shape"]), self.array(*case["result"]))

    def take_add(self, case):
        indices, count = self.indices(case, case["count"]), case["count"]
        return self.call("take_add_f32", *self.parts(case), count, indices, self.array(*case["result"]), self.array(*case["shape"]))

    def gather(self, case):
        indices, count = self.indices(case, *case["result"]), case["count"]
        return self.call("gather_f32", *self.parts(case), count, indices, self.array(*case["shape"]), self.array(*case["result"]))

    def scatter_add(self, case):
        indices, count = self.indices(case, *case["result"]), case["count"]
        return self.call(
            "scatter_add_f32", *self.parts(case), count, indices, self.array(*case["result"]), self.array(*case["shape"]))

    def cumulative_sum(self, case):
        shape = case["shape"]
        return self.call("cumulative_sum_f32", *self.parts(case), boolean(False), self.array(*shape), self.array(*shape))

    def sort(self, case):
        shape = case["shape"]
        return self.call("sort_f32", *self.parts(case), boolean(False), self.array(*shape), self.array(*shape), self.positions(*shape))

    def top_k(self, case):
        shape, k = case["shape"], case["k"]
        result = [k if axis == case["axis"] else size for axis, size in enumerate(shape)]
        return self.call(
            "top_k_f32", *self.parts(case), k, boolean(True), self.array(*shape), self.array(*result), self.positions(*result))
