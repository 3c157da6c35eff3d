import SwiftletTensor
import TestSupport
import Testing

let functionOperations: [String: GoldenOperation] = [
    "sin": { x, _ in x[0].sin() },
    "cos": { x, _ in x[0].cos() },
    "tan": { x, _ in (x[0] * 0.5).tan() },
    "expm1": { x, _ in x[0].expm1() },
    "erf": { x, _ in x[0].erf() },
    "elu": { x, _ in x[0].elu() },
    "elu-half": { x, _ in x[0].elu(alpha: 0.5) },
    "elu-zero": { x, _ in x[0].elu(alpha: 0) },
    "sign": { x, _ in x[0].sign() },
    "floor": { x, _ in x[0].floor() },
    "ceil": { x, _ in x[0].ceil() },
    "round": { x, _ in x[0].round() },
    "exp": { x, _ in x[0].exp() },
    "tanh": { x, _ in x[0].tanh() },
    "sigmoid": { x, _ in x[0].sigmoid() },
    "softplus": { x, _ in x[0].softplus() },
    "silu": { x, _ in x[0].silu() },
    "gelu": { x, _ in x[0].gelu() },
    "gelu-tanh": { x, _ in x[0].gelu(.tanh) },
    "abs": { x, _ in x[0].abs() },
    "squared": { x, _ in x[0].squared() },
    "relu": { x, _ in x[0].relu() },
    "leakyRelu": { x, _ in x[0].leakyRelu(slope: 0.1) },
    "negate": { x, _ in -x[0] },
    "reciprocal": { x, _ in x[0].reciprocal() },
    "pow-0": { x, _ in x[0].pow(0) },
    "pow-1": { x, _ in x[0].pow(1) },
    "pow-2": { x, _ in x[0].pow(2) },
    "pow-3": { x, _ in x[0].pow(3) },
    "pow-minus2": { x, _ in x[0].pow(-2) },
    "clip": { x, _ in x[0].clip(-0.5, 0.75) },
    "maximum-number": { x, _ in x[0].maximum(0.25) },
    "minimum-number": { x, _ in x[0].minimum(0.25) },
    "affine": { x, _ in 3 - 2 * x[0] },
    "divided": { x, _ in x[0] / 3 },
    "divides": { x, _ in 3 / x[0] },
    "log": { x, _ in x[0].log() },
    "sqrt": { x, _ in x[0].sqrt() },
    "rsqrt": { x, _ in x[0].rsqrt() },
    "log1p": { x, _ in x[0].log1p() },
    "pow-half": { x, _ in x[0].pow(0.5) },
    "pow-1.7": { x, _ in x[0].pow(1.7) },
]

let broadcastingOperations: [String: GoldenOperation] = [
    "add": { x, _ in x[0] + x[1] },
    "subtract": { x, _ in x[0] - x[1] },
    "multiply": { x, _ in x[0] * x[1] },
    "divide": { x, _ in x[0] / x[1] },
    "maximum": { x, _ in x[0].maximum(x[1]) },
    "minimum": { x, _ in x[0].minimum(x[1]) },
    "pow": { x, _ in x[0].pow(x[1]) },
    "where": { x, _ in Tensor.where(x[0] .> x[1], x[0], x[1] * 2) },
]

let reductionOperations: [String: GoldenOperation] = [
    "sum": { x, golden in x[0].sum(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "mean": { x, golden in x[0].mean(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "sumOfSquares": { x, golden in x[0].sumOfSquares(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "max": { x, golden in x[0].max(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "min": { x, golden in x[0].min(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "prod": { x, golden in x[0].prod(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "variance": { x, golden in x[0].variance(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "variance-biased": { x, golden in
        x[0].variance(axes: golden.axes, correction: 0, keepDims: try golden.option("keepDims") == 1)
    },
    "standardDeviation": { x, golden in
        x[0].standardDeviation(axes: golden.axes, keepDims: try golden.option("keepDims") == 1)
    },
    "norm-1": { x, golden in x[0].norm(1, axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "norm-2": { x, golden in x[0].norm(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
    "norm-infinity": { x, golden in
        x[0].norm(.infinity, axes: golden.axes, keepDims: try golden.option("keepDims") == 1)
    },
    "logSumExp": { x, golden in x[0].logSumExp(axes: golden.axes, keepDims: try golden.option("keepDims") == 1) },
]

let sortingOperations: [String: GoldenOperation] = [
    "sorted": { x, golden in
        let (axis, descending) = (try golden.size("axis"), try golden.option("descending") == 1)
        let (values, indices) = x[0].sorted(axis: axis, descending: descending)
        let expected = try golden.integers("indices", in: x[0].context).elements
        #expect(indices.elements == expected)
        #expect(x[0].argsort(axis: axis, descending: descending).elements == expected)
        return values
    },
    "topK": { x, golden in
        let (values, indices) = x[0].topK(
            try golden.size("k"), axis: try golden.size("axis"), largest: try golden.option("descending") == 1)
        #expect(indices.elements == (try golden.integers("indices", in: x[0].context).elements))
        return values
    },
    "cumsum": { x, golden in x[0].cumsum(axis: try golden.size("axis"), reversed: try golden.option("reversed") == 1) },
]

let productOperations: [String: GoldenOperation] = [
    "matmul": { x, golden in
        x[0].matmul(
            x[1], transposingSelf: try golden.option("first") == 1, transposingOther: try golden.option("second") == 1)
    },
    "einsum": { x, golden in einsum(String(golden.name.split(separator: "|")[1]), x) },
    "dot": { x, _ in x[0].dot(x[1]) },
    "outer": { x, _ in x[0].outer(x[1]) },
]

let moveOperations: [String: GoldenOperation] = [
    "permuted": { x, _ in (x[0] * x[0]).permuted(2, 0, 1) },
    "permuted6": { x, _ in (x[0] * x[0]).permuted([5, 0, 3, 2, 4, 1]) },
    "swappedAxes": { x, _ in (x[0] * x[0]).swappedAxes(0, -1) },
    "transposed": { x, _ in (x[0] * x[0]).transposed() },
    "reshaped": { x, _ in (x[0] * x[0]).reshaped(to: 4, -1) },
    "flattened": { x, _ in (x[0] * x[0]).flattened() },
    "squeezed": { x, _ in (x[0] * x[0]).squeezed() },
    "expandedDims": { x, _ in (x[0] * x[0]).expandedDims(axis: 1) },
    "broadcast": { x, _ in (x[0] * x[0]).broadcast(to: [2, 2, 4, 3]) },
    "repeated": { x, _ in (x[0] * x[0]).repeated(2, alongNewAxis: 1) },
    "flipped": { x, _ in (x[0] * x[0]).flipped(axes: [0, 2]) },
    "rolled": { x, _ in (x[0] * x[0]).rolled(1, axis: 1) },
    "rolled-back": { x, _ in (x[0] * x[0]).rolled(-7, axis: 0) },
    "tiled": { x, _ in (x[0] * x[0]).tiled([2, 3]) },
    "sliced": { x, _ in (x[0] * x[0]).sliced(axis: 1, 1..<3) },
    "split": { x, _ in (x[0] * x[0]).split(sizes: [1, 2, 1], axis: 1)[1] },
    "padded": { x, _ in (x[0] * x[0]).padded(axis: 1, before: 1, after: 2) },
    "diagonal": { x, _ in einsum("ii->i", x[0] * x[0]) },
    "concatenated": { x, _ in .concatenated([x[0] * x[0], x[1] * x[1]], axis: 1) },
    "stacked": { x, _ in .stacked([x[0] * x[0], x[1] * x[1]], axis: -1) },
    "gathered": { x, golden in (x[0] * x[0]).gathered(axis: 1, try golden.integers("indices", in: x[0].context)) },
    "scatterAdding": { x, golden in
        (x[0] * x[0]).scatterAdding(x[1] * x[1], at: try golden.integers("indices", in: x[0].context), axis: 1)
    },
]
