"""Subscripts, takes and diagonals: values, first and second derivatives."""

from collections.abc import Callable

import torch

from draw import Draw


def derivative_case(name: str, function: Callable, inputs: dict, others: dict, draw: Draw) -> dict:
    """The output of `function` at `inputs` (by name) and `others`, the gradient of sum(weight * output^3) at each input,
    and that of the sum of all gradients times a weight of theirs."""
    inputs = {key: value.clone().requires_grad_() for key, value in inputs.items()}
    output = function(**inputs, **others)
    weight = draw.uniform(*output.shape, low=-1, high=1)
    values = list(inputs.values())
    firsts = torch.autograd.grad((output**3 * weight).sum(), values, create_graph=True)
    weights = [draw.uniform(*value.shape, low=-1, high=1) for value in values]
    total = sum((first * factor).sum() for first, factor in zip(firsts, weights))
    seconds = torch.autograd.grad(total, values)
    # Masks are written as 0 and 1.
    others = {key: value.long() for key, value in others.items()}
    tensors = {**inputs, **others, "output": output, "weight": weight}
    for key, first, factor, second in zip(inputs, firsts, weights, seconds):
        tensors |= {f"{key}_gradient": first, f"{key}_weight": factor, f"{key}_second": second}
    return {"name": name, "options": {}, "tensors": tensors}


# By name: the shape and the part, which Tests/VocabularyTests/IndexingParts.swift names in Swift.
BASIC = {
    "integer": ((3, 4), lambda x: (x, 1)),
    "negative integers": ((3, 4, 2), lambda x: (x, (-1, -3))),
    "all integers": ((3, 4), lambda x: (x, (2, 0))),
    "one element": ((1, 1), lambda x: (x, (0, -1))),
    "rank 0": ((), lambda x: (x, ...)),
    "range": ((5, 4), lambda x: (x, slice(1, 3))),
    "closed range": ((5, 4), lambda x: (x, (slice(None), slice(1, 4)))),
    "from": ((2, 5), lambda x: (x, (slice(None), slice(2, None)))),
    "from the end": ((5, 2), lambda x: (x, slice(-2, None))),
    "up to the end": ((3, 5), lambda x: (x, (slice(None, 2), slice(None, -1)))),
    "through": ((3, 5), lambda x: (x, (slice(0, 2), slice(None, 5)))),
    "negative bounds": ((6,), lambda x: (x, slice(-4, -1))),
    "step": ((8, 3), lambda x: (x, slice(0, 7, 3))),
    "step from": ((2, 8), lambda x: (x, (slice(None), slice(1, None, 2)))),
    "ellipsis": ((2, 3, 1, 2, 3), lambda x: (x, (0, ..., 1))),
    "leading ellipsis": ((2, 3, 2, 4), lambda x: (x, (..., 1, slice(0, 2)))),
    "new axes": ((3, 4), lambda x: (x, (None, slice(None), None, 0))),
    "rank 6": ((2, 3, 1, 2, 3, 2), lambda x: (x, (0, slice(1, None), ..., -1, None))),
    "empty range": ((3, 2), lambda x: (x, slice(2, 2))),
    "empty axis": ((0, 3), lambda x: (x, (slice(None), 1))),
}
BACKWARD = {
    # PyTorch has no negative steps: the positions that they name.
    "backward": ((5, 3), lambda x: (x, [4, 3, 2, 1, 0])),
    "backward by two": ((7,), lambda x: (x, [6, 4, 2])),
    "stride": ((2, 7), lambda x: (x, (slice(None), [5, 3, 1]))),
}
CHOSEN = {
    "list": ((4, 2), lambda x: (x, [2, 0, 3])),
    "indices": ((5, 3), lambda x, i: (x, i), {"i": [4, 0, 2, 1]}),
    "indices of rank 2": ((2, 6, 2), lambda x, i: (x, (slice(None), i)), {"i": [[5, 0, 3], [1, 2, 4]]}),
    "index of rank 0": ((2, 3), lambda x, i: (x, (slice(None), i)), {"i": 2}),
    "negative indices": ((4, 2), lambda x, i: (x, i), {"i": [-1, 0, -3]}),
    "no indices": ((4, 2), lambda x, i: (x, i), {"i": []}),
    "pairs": ((3, 4, 2), lambda x, i, j: (x, (i, j)), {"i": [2, 0, 1], "j": [3, 3, 0]}),
    "pairs broadcast": ((3, 4), lambda x, i, j: (x, (i, j)), {"i": [[2], [0]], "j": [1, 3, 0]}),
    "pairs apart": ((3, 2, 4), lambda x, i, j: (x, (i, slice(None), j)), {"i": [2, 0], "j": [3, 1]}),
    "pairs of last axes": ((2, 3, 4), lambda x, i, j: (x, (slice(None), i, j)), {"i": [2, 0], "j": [3, 1]}),
    "integer and indices": ((2, 3, 4), lambda x, i: (x[0], (slice(None), i)), {"i": [3, 1]}),
    "range, indices, step": (
        (3, 4, 5), lambda x, i: (x, (slice(1, None), i, slice(None, None, 2))), {"i": [3, 1]}),
    "indices and new axis": ((3, 4), lambda x, i: (x, (None, slice(None), i)), {"i": [3, 0, 1]}),
    "mask": ((2, 3), lambda x, m: (x, m), {"m": [[True, False, True], [False, False, True]]}),
    "mask of rows": ((4, 2), lambda x, m: (x, m), {"m": [True, False, True, True]}),
    "mask of columns": ((2, 4), lambda x, m: (x, (slice(None), m)), {"m": [False, False, True, True]}),
    "mask of inner axes": ((2, 2, 3, 2), lambda x, m: (x, (slice(None), m)), {"m": [[True, False, True], [False] * 3]}),
    "mask of none": ((2, 3), lambda x, m: (x, m), {"m": [[False] * 3] * 2}),
    "mask and indices": ((3, 4), lambda x, m, i: (x, (m, i)), {"m": [True, False, True], "i": [3, 0]}),
}
# Values whose shape is not that of the part, but is broadcast to it.
BROADCAST = {"range": (4,), "closed range": (5, 1), "from": (), "new axes": (3, 1), "indices": (1, 3), "mask": (),
             "step from": (2, 1), "ellipsis": (1, 2), "pairs": (2,), "backward": (5, 1)}


def part_cases() -> list:
    cases = []
    for seed, (name, (shape, part, *others)) in enumerate((BASIC | BACKWARD | CHOSEN).items()):
        draw = Draw(seed)
        indices = {key: torch.tensor(value, dtype=None if value else torch.long)
                   for key, value in (others[0] if others else {}).items()}

        def read(input, **indices):
            whole, index = part(input, **indices)
            return whole[index]

        def write(input, value, **indices):
            copy = input.clone()
            whole, index = part(copy, **indices)
            whole[index] = value
            return copy

        x = draw.uniform(*shape)
        cases.append(derivative_case(f"read {name}", read, {"input": x}, indices, draw))
        shape = BROADCAST.get(name, cases[-1]["tensors"]["output"].shape)
        inputs = {"input": x, "value": draw.uniform(*shape)}
        cases.append(derivative_case(f"write {name}", write, inputs, indices, draw))
    return cases


def take_cases() -> list:
    cases = []
    table = [((4, 3), 0, [3, 0, 3, 3]), ((2, 3, 4), 1, [[2, 0], [2, 1]]), ((2, 5), -1, [-1, 0, -1]), ((3,), 0, 2),
             ((1, 2), 0, [0, 0]), ((2, 0, 3), 2, [1, 1]), ((2, 3), 1, []), ((2, 1, 2, 3, 1, 2), 3, [2, 2, 0])]
    for seed, (shape, axis, indices) in enumerate(table):
        draw = Draw(100 + seed)
        indices = torch.tensor(indices, dtype=torch.long)

        def take(input, indices):
            flat = torch.index_select(input, axis, indices.reshape(-1) % input.shape[axis])
            front = axis % input.dim()
            return flat.reshape(input.shape[:front] + indices.shape + input.shape[front + 1:])

        case = derivative_case(f"take {seed}", take, {"input": draw.uniform(*shape)}, {"indices": indices}, draw)
        cases.append(case | {"options": {"axis": axis}})
    return cases


def diagonal_cases() -> list:
    cases = []
    functions = {"triu": torch.triu, "tril": torch.tril, "diagonal": torch.diagonal}
    table = [(3, 4), (4, 3), (1, 1), (2, 3, 3), (0, 2), (2, 0), (2, 1, 2, 1, 3, 2)]
    for kind, function in functions.items():
        for seed, shape in enumerate(table):
            for k in [-5, -1, 0, 1, 2]:
                draw = Draw(200 + seed)
                case = derivative_case(f"{kind} {list(shape)} {k}", lambda input: function(input, k),
                                       {"input": draw.uniform(*shape)}, {}, draw)
                cases.append(case | {"options": {"k": k}})
    for seed, (shape, offset, first, second) in enumerate(
            [((2, 3, 4), 1, 1, 2), ((2, 3, 4), -1, -1, 0), ((2, 3, 4, 3), 0, 3, 1), ((2, 3), 0, 1, 0)]):
        draw = Draw(300 + seed)
        case = derivative_case(f"diagonal of axes {seed}", lambda input: torch.diagonal(input, offset, first, second),
                               {"input": draw.uniform(*shape)}, {}, draw)
        cases.append(case | {"options": {"k": offset, "first": first, "second": second}})
    for seed, shape in enumerate([(3, 3), (2, 4), (1, 1), (0, 0)]):
        draw = Draw(320 + seed)
        cases.append(derivative_case(f"trace {list(shape)}", torch.trace, {"input": draw.uniform(*shape)}, {}, draw))
    return cases


def making_cases() -> list:
    def case(name: str, options: dict, output: torch.Tensor) -> dict:
        return {"name": name, "options": options, "tensors": {"output": output}}

    ranges = [(0, 5, 1), (2, 10, 3), (5, -1, -2), (1, 1, 1), (0, 1, 0.125), (-1, 1, 0.3), (0, 7, 7), (3, -0.5, -0.25)]
    spaces = [(0, 1, 5), (-2, 3, 7), (1, 0, 4), (2, 2, 3), (5, 9, 1), (5, 9, 0), (0, 1000, 2)]
    sizes = [(3, 3), (2, 4), (4, 2), (1, 1), (0, 3), (3, 0)]
    return [
        *[case(f"arange {index}", {"start": start, "stop": stop, "step": step},
               torch.arange(start, stop, step).double())
          for index, (start, stop, step) in enumerate(ranges)],
        *[case(f"linspace {index}", {"start": start, "stop": stop, "count": count}, torch.linspace(start, stop, count))
          for index, (start, stop, count) in enumerate(spaces)],
        *[case(f"eye {index}", {"rows": rows, "columns": columns}, torch.eye(rows, columns))
          for index, (rows, columns) in enumerate(sizes)],
    ]


def vocabulary_indexing_files() -> dict:
    return {"indexing": part_cases() + take_cases(), "diagonals": diagonal_cases(), "making": making_cases()}
