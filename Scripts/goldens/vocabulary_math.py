"""Functions, broadcasting, reductions, sorting, products, moves: values, first and second derivatives."""

from collections.abc import Callable

import torch

from draw import Draw


def derivative_case(name: str, options: dict, function: Callable, inputs: list, draw: Draw) -> dict:
    """The gradients of sum(output * output_gradient), and those of their sum with drawn directions."""
    inputs = [value.clone().requires_grad_() for value in inputs]
    output = function(*inputs)
    output_gradient = draw.uniform(*output.shape, low=-1, high=1).requires_grad_()

    def gradients(value: torch.Tensor, of: list) -> list:
        if not value.requires_grad:
            return [torch.zeros_like(variable) for variable in of]
        found = torch.autograd.grad(value, of, create_graph=True, allow_unused=True)
        return [torch.zeros_like(variable) + (0 if one is None else one) for one, variable in zip(found, of)]

    first = gradients((output * output_gradient).sum(), inputs)
    directions = [draw.uniform(*value.shape, low=-1, high=1) for value in inputs]
    total = sum((one * direction).sum() for one, direction in zip(first, directions))
    *second, second_output = gradients(total, [*inputs, output_gradient])
    tensors = {"output": output, "output_gradient": output_gradient, "second_output_gradient": second_output}
    for index, values in enumerate(zip(inputs, directions, first, second)):
        for key, value in zip(("input", "direction", "gradient", "second"), values):
            tensors[f"{key}{index}"] = value
    return {"name": name, "options": options, "tensors": tensors}


def axes_options(axes: list, keep: bool = False, **others: float) -> dict:
    return {**{f"axis{index}": axis for index, axis in enumerate(axes)}, "keepDims": int(keep), **others}


def function_cases() -> list:
    anywhere = {
        "sin": torch.sin, "cos": torch.cos, "tan": lambda x: torch.tan(x / 2), "expm1": torch.expm1, "erf": torch.erf,
        "elu": torch.nn.functional.elu, "elu-half": lambda x: torch.nn.functional.elu(x, alpha=0.5),
        "elu-zero": lambda x: torch.nn.functional.elu(x, alpha=0.0), "sign": torch.sign, "floor": torch.floor,
        "ceil": torch.ceil, "round": torch.round, "exp": torch.exp, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
        "softplus": torch.nn.functional.softplus, "silu": torch.nn.functional.silu, "gelu": torch.nn.functional.gelu,
        "gelu-tanh": lambda x: torch.nn.functional.gelu(x, approximate="tanh"), "abs": torch.abs, "squared": torch.square,
        "relu": torch.relu, "leakyRelu": lambda x: torch.nn.functional.leaky_relu(x, 0.1), "negate": torch.neg,
        "reciprocal": torch.reciprocal, "pow-0": lambda x: x.pow(0), "pow-1": lambda x: x.pow(1), "pow-2": lambda x: x.pow(2),
        "pow-3": lambda x: x.pow(3), "pow-minus2": lambda x: x.pow(-2), "clip": lambda x: x.clamp(-0.5, 0.75),
        "maximum-number": lambda x: torch.clamp(x, min=0.25), "minimum-number": lambda x: torch.clamp(x, max=0.25),
        "affine": lambda x: 3 - 2 * x, "divided": lambda x: x / 3, "divides": lambda x: 3 / x,
    }
    positive = {
        "log": torch.log, "sqrt": torch.sqrt, "rsqrt": torch.rsqrt, "log1p": torch.log1p, "pow-half": lambda x: x.pow(0.5),
        "pow-1.7": lambda x: x.pow(1.7),
    }
    cases = []
    for seed, (name, function) in enumerate((anywhere | positive).items()):
        for shape in ((3, 7), (), (0, 2)):
            draw = Draw(1000 + seed)
            value = draw.distinct(*shape)
            value = value.abs() + 0.125 if name in positive else value
            cases.append(derivative_case(f"{name} {list(shape)}", {}, function, [value], draw))
    return cases


BROADCASTS = [
    ((), ()), ((2, 3), ()), ((), (3,)), ((1,), (3,)), ((2, 3), (3,)), ((2, 3), (2, 1)), ((2, 1), (1, 3)), ((2, 1, 3), (4, 1)),
    ((0, 3), (3,)), ((0, 1), (1, 3)), ((2, 1, 2, 1), (1, 2, 1, 3)), ((2, 3, 2), (3, 1)), ((3, 1), (2, 3, 2)),
    ((1, 2, 1, 2, 1, 2), (2, 1, 2, 1)), ((2, 1, 1, 2, 1, 1), (1, 2, 1, 1, 1, 3)), ((2, 1, 2), (1, 2, 1, 1, 1, 2)),
]


def where(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return torch.where(x > y, x, y * 2)


def broadcasting_cases() -> list:
    operations = {
        "add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "divide": torch.div, "maximum": torch.maximum,
        "minimum": torch.minimum, "pow": torch.pow, "where": where,
    }
    cases = []
    for name, operation in operations.items():
        for seed, (left, right) in enumerate(BROADCASTS):
            draw = Draw(2000 + seed)
            x, y = draw.uniform(*left), draw.uniform(*right)
            if name in ("divide", "pow"):
                # Away from the poles; bases are positive, and exponents not 0, where PyTorch takes mixed derivatives as 0.
                x, y = (x.abs() + 0.5, torch.where(y == 0, 0.25, y)) if name == "pow" else (x, y.abs() + 0.5)
            cases.append(derivative_case(f"{name} {list(left)} {list(right)}", {}, operation, [x, y], draw))
    # Ties share the gradient.
    for name, operation in (("maximum", torch.maximum), ("minimum", torch.minimum)):
        draw = Draw(2900)
        x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
        cases.append(derivative_case(f"{name} ties", {}, operation, [x, torch.tensor([1.0, 4.0])], draw))
    return cases


def norm(order: float) -> Callable:
    return lambda x, axes, keep: torch.linalg.vector_norm(x, order, dim=axes, keepdim=keep)


def product(x: torch.Tensor, axes: list, keep: bool) -> torch.Tensor:
    for axis in sorted(axes, reverse=True):
        x = x.prod(dim=axis, keepdim=keep)
    return x


REDUCTIONS = {
    "sum": lambda x, axes, keep: x.sum(dim=axes, keepdim=keep),
    "mean": lambda x, axes, keep: x.mean(dim=axes, keepdim=keep),
    "sumOfSquares": lambda x, axes, keep: x.square().sum(dim=axes, keepdim=keep),
    "max": lambda x, axes, keep: x.amax(dim=axes, keepdim=keep),
    "min": lambda x, axes, keep: x.amin(dim=axes, keepdim=keep),
    "prod": product,
    "variance": lambda x, axes, keep: x.var(dim=axes, keepdim=keep, correction=1),
    "variance-biased": lambda x, axes, keep: x.var(dim=axes, keepdim=keep, correction=0),
    "standardDeviation": lambda x, axes, keep: x.std(dim=axes, keepdim=keep, correction=1),
    "norm-1": norm(1), "norm-2": norm(2), "norm-infinity": norm(torch.inf),
    "logSumExp": lambda x, axes, keep: x.logsumexp(dim=axes, keepdim=keep),
}
REDUCED = [
    ((5,), [0], False), ((3, 4), [1], True), ((3, 4), [0], False), ((3, 4), [0, 1], False), ((2, 3, 4), [1], False),
    ((2, 3, 4), [0, 2], True), ((2, 3, 4), [0, 2], False), ((2, 0, 3), [0], False), ((2, 1, 3, 1, 2), [1, 2, 4], False),
    ((2, 2, 1, 2, 2, 2), [0, 2, 5], True),
]


def reduction_cases() -> list:
    cases = []
    for name, function in REDUCTIONS.items():
        for seed, (shape, axes, keep) in enumerate(REDUCED):
            if 0 in shape and name.startswith(("variance", "standardDeviation")):
                continue  # PyTorch warns.
            draw = Draw(3000 + seed)
            value = draw.distinct(*shape)
            cases.append(
                derivative_case(
                    f"{name} {list(shape)} over {axes}", axes_options(axes, keep),
                    lambda x: function(x, axes, keep), [value], draw))
    # Elements that are 0, equal or all alike.
    for name, shape, values in [
        ("prod", (3, 4), [2, 0, 3, 1, 0, 4, 0, 2, 5, 1, 2, 3]), ("prod", (5,), [1, 2, 0, 3, 4]), ("prod", (3,), [0, 0, 0]),
        ("max", (2, 3), [1, 3, 3, 2, 2, 2]), ("min", (2, 3), [1, 1, 3, 2, 2, 2]), ("norm-infinity", (2, 3), [1, -3, 3, 2, 2, -2]),
    ]:
        draw = Draw(3900)
        value = torch.tensor(values, dtype=torch.float64).reshape(shape)
        axis = len(shape) - 1
        cases.append(
            derivative_case(
                f"{name} special {list(values)}", axes_options([axis]), lambda x: REDUCTIONS[name](x, [axis], False), [value],
                draw))
    return cases


def sorting_cases() -> list:
    cases = []
    for seed, (shape, axis) in enumerate([((6,), 0), ((3, 5), 1), ((3, 5), 0), ((2, 4, 3), 1), ((0, 3), 1), ((1,), 0), ((3, 0), 0),
                                          ((2, 1, 3, 1, 2, 2), 2)]):
        for descending in (False, True):
            draw = Draw(4000 + seed)
            value = draw.distinct(*shape)
            options = {"axis": axis, "descending": int(descending)}
            case = derivative_case(
                f"sorted {list(shape)} {axis} {descending}", options,
                lambda x: x.sort(dim=axis, descending=descending).values, [value], draw)
            case["tensors"]["indices"] = value.argsort(dim=axis, descending=descending)
            cases.append(case)
            size = shape[axis]
            for k in sorted({0, size // 2, size}):
                draw = Draw(4100 + seed)
                case = derivative_case(
                    f"topK {list(shape)} {axis} {descending} {k}", {**options, "k": k},
                    lambda x: x.topk(k, dim=axis, largest=descending).values, [value], draw)
                case["tensors"]["indices"] = value.topk(k, dim=axis, largest=descending).indices
                cases.append(case)
        for backwards in (False, True):
            draw = Draw(4200 + seed)
            function = (lambda x: x.flip(axis).cumsum(axis).flip(axis)) if backwards else (lambda x: x.cumsum(axis))
            cases.append(
                derivative_case(
                    f"cumsum {list(shape)} {axis} {backwards}", {"axis": axis, "reversed": int(backwards)}, function,
                    [draw.uniform(*shape)], draw))
    return cases


MATMULS = [
    ((3,), (3,)), ((3,), (3, 2)), ((2, 3), (3,)), ((2, 3), (3, 4)), ((3,), (2, 3, 4)), ((2, 4, 3), (3,)), ((2, 2, 3), (2, 3, 4)),
    ((2, 2, 3), (3, 4)), ((2, 3), (2, 3, 2)), ((2, 1, 2, 3), (3, 3, 2)), ((2, 1, 1, 3), (1, 3, 3, 2)), ((1, 2, 3), (2, 3, 1)),
    ((2, 0), (0, 3)), ((2, 2, 0), (2, 0, 3)), ((2, 0, 3), (2, 3, 2)), ((0, 2, 3), (0, 3, 2)), ((0, 2, 3), (3, 2)), ((0,), (0,)),
    ((2, 1, 1, 2, 1, 3), (1, 2, 1, 3, 2)),
]
EINSUMS = [
    ("i->", [(3,)]), ("ij->ji", [(2, 3)]), ("ij", [(2, 3)]), ("ba", [(2, 3)]), ("ii->i", [(3, 3)]), ("ii", [(3, 3)]),
    ("iji->j", [(2, 3, 2)]), ("iii->i", [(2, 2, 2)]), ("ij,jk->ik", [(2, 3), (3, 4)]), ("ij,kj->ik", [(2, 3), (4, 3)]),
    ("ji,jk->ik", [(3, 2), (3, 4)]), ("ij,jk->ki", [(2, 3), (3, 4)]), ("bij,bjk->bik", [(2, 2, 3), (2, 3, 2)]),
    ("bij,bkj->bki", [(2, 2, 3), (2, 4, 3)]), ("i,j->ij", [(2,), (3,)]), ("i,i->", [(3,), (3,)]), ("i,i->i", [(3,), (3,)]),
    ("ij,ij->", [(2, 3), (2, 3)]), ("bhqd,bhkd->bhqk", [(2, 2, 3, 2), (2, 2, 2, 2)]), ("bqhd,bkhd->bhqk", [(2, 3, 2, 2), (2, 2, 2, 2)]),
    ("...i,...i->...", [(2, 1, 3), (2, 3)]), ("...ij,...jk", [(2, 1, 2, 3), (2, 3, 2)]), ("...i,i", [(2, 2, 3), (3,)]),
    ("...ii->...i", [(2, 3, 3)]), ("i...->...", [(2, 3, 2)]), ("ij,jk,kl->il", [(2, 3), (3, 2), (2, 4)]),
    ("ij,jk,kl->", [(2, 3), (3, 2), (2, 4)]), ("a,b,c->cab", [(2,), (3,), (2,)]), ("abc,cd,bd->ad", [(2, 3, 2), (2, 2), (3, 2)]),
    ("ij,jk->ik", [(2, 1), (3, 4)]), ("ij,jk->ik", [(2, 0), (0, 3)]), ("ij,jk->ik", [(0, 2), (2, 3)]), (",->", [(), ()]),
    ("aB,Ab", [(2, 3), (2, 2)]), (" i j , j k -> i k ", [(2, 3), (3, 2)]), ("abcdef,fedcba->adf", [(1, 2, 1, 2, 2, 2), (2, 2, 2, 1, 2, 1)]),
    ("ij,k->ij", [(2, 3), (4,)]), ("ii,i->", [(3, 3), (3,)]),
]


def product_cases() -> list:
    cases = []
    for seed, (left, right) in enumerate(MATMULS):
        for transposes in range(4):
            draw = Draw(5000 + seed)
            x, y = draw.uniform(*left, low=-1, high=1), draw.uniform(*right, low=-1, high=1)
            first, second = transposes & 1, transposes >> 1
            if (first and len(left) < 2) or (second and len(right) < 2):
                continue
            function = lambda x, y: (x.mT if first else x) @ (y.mT if second else y)
            x, y = (x.mT if first else x), (y.mT if second else y)
            cases.append(
                derivative_case(
                    f"matmul {list(left)} {list(right)} {transposes}", {"first": first, "second": second}, function,
                    [x.contiguous(), y.contiguous()], draw))
    for seed, (equation, shapes) in enumerate(EINSUMS):
        draw = Draw(5100 + seed)
        inputs = [draw.uniform(*shape, low=-1, high=1) for shape in shapes]
        cases.append(
            derivative_case(f"einsum|{equation}|{shapes}", {}, lambda *inputs: torch.einsum(equation, *inputs), inputs, draw))
    for name, function, left, right in [("dot", torch.dot, (5,), (5,)), ("dot", torch.dot, (0,), (0,)),
                                        ("outer", torch.outer, (3,), (2,)), ("outer", torch.outer, (0,), (2,))]:
        draw = Draw(5200)
        cases.append(
            derivative_case(f"{name} {list(left)}", {}, function, [draw.uniform(*left), draw.uniform(*right)], draw))
    return cases


def move_cases() -> list:
    moves = {
        "permuted": ((2, 3, 4), lambda x: x.permute(2, 0, 1)), "permuted6": ((2, 1, 2, 3, 1, 2), lambda x: x.permute(5, 0, 3, 2, 4, 1)),
        "swappedAxes": ((2, 3, 4), lambda x: x.swapaxes(0, -1)), "transposed": ((2, 3, 4), lambda x: x.mT),
        "reshaped": ((2, 3, 4), lambda x: x.reshape(4, -1)), "flattened": ((2, 3, 4), lambda x: x.flatten(1)),
        "squeezed": ((1, 3, 1, 2), lambda x: x.squeeze()), "expandedDims": ((2, 3), lambda x: x.unsqueeze(1)),
        "broadcast": ((2, 1, 3), lambda x: x.broadcast_to(2, 2, 4, 3)), "repeated": ((2, 3), lambda x: x.unsqueeze(1).repeat(1, 2, 1)),
        "flipped": ((2, 3, 2), lambda x: x.flip(0, 2)), "rolled": ((3, 4), lambda x: x.roll(1, 1)),
        "rolled-back": ((3, 4), lambda x: x.roll(-7, 0)), "tiled": ((2, 3), lambda x: x.tile(2, 3)),
        "sliced": ((3, 4), lambda x: x[:, 1:3]), "split": ((3, 4), lambda x: x.split([1, 2, 1], 1)[1]),
        "padded": ((2, 3), lambda x: torch.nn.functional.pad(x, (1, 2))), "diagonal": ((3, 3), lambda x: x.diagonal()),
    }
    cases = []
    for seed, (name, (shape, function)) in enumerate(moves.items()):
        draw = Draw(6000 + seed)
        # Squares, so that second derivatives are not 0.
        cases.append(derivative_case(name, {}, lambda x: function(x * x), [draw.uniform(*shape)], draw))
    draw = Draw(6100)
    pair = [draw.uniform(2, 3), draw.uniform(2, 1)]
    cases.append(derivative_case("concatenated", {}, lambda x, y: torch.cat([x * x, y * y], 1), pair, draw))
    pair = [draw.uniform(2, 3), draw.uniform(2, 3)]
    cases.append(derivative_case("stacked", {}, lambda x, y: torch.stack([x * x, y * y], -1), pair, draw))
    indices = draw.indices(3, 2, 4)
    case = derivative_case("gathered", {}, lambda x: (x * x).gather(1, indices), [draw.uniform(2, 3)], draw)
    case["tensors"]["indices"] = indices
    cases.append(case)
    case = derivative_case(
        "scatterAdding", {}, lambda x, y: (x * x).scatter_add(1, indices, y * y), [draw.uniform(2, 3), draw.uniform(2, 4)], draw)
    case["tensors"]["indices"] = indices
    cases.append(case)
    return cases


def vocabulary_math_files() -> dict:
    return {
        "functions": function_cases(), "broadcasting": broadcasting_cases(), "reductions": reduction_cases(),
        "sorting": sorting_cases(), "products": product_cases(), "moves": move_cases(),
    }
