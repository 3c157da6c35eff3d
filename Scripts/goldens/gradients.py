"""Gradients of gradients: PyTorch's double backward through every operation that networks use.

A case is a function f of some inputs. With the weights u of its output and v of its gradients, s = sum(v * gradient of
sum(u * f)) is a number, and the case has its gradients at the inputs and at u.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F

from draw import Draw

ACTIVATIONS = [lambda x: x, F.relu, lambda x: F.leaky_relu(x, 0.2), torch.sigmoid, torch.tanh]


def gradient_case(name: str, seed: int, inputs: dict, function: Callable, options: dict | None = None,
                  constants: dict | None = None) -> dict:
    """The first and the second gradients of `function` of all inputs and constants, by name."""
    draw = Draw(10_000 + seed)
    constants = constants or {}
    leaves = {key: value.clone().requires_grad_() for key, value in inputs.items()}
    output = function(*leaves.values(), *constants.values())
    weights = draw.uniform(*output.shape, low=-1, high=1).requires_grad_()
    first = torch.autograd.grad((output * weights).sum(), list(leaves.values()), create_graph=True)
    directions = [draw.uniform(*leaf.shape, low=-1, high=1) for leaf in leaves.values()]
    total = sum((direction * gradient).sum() for direction, gradient in zip(directions, first))
    wanted = [*leaves.values(), weights]
    second = torch.autograd.grad(total, wanted, allow_unused=True)
    second = [torch.zeros_like(leaf) if found is None else found for leaf, found in zip(wanted, second)]
    tensors = leaves | constants | {"output": output, "output_weights": weights}
    for key, direction, gradient, again in zip(leaves, directions, first, second):
        tensors |= {f"{key}_direction": direction, f"{key}_gradient": gradient, f"{key}_second": again}
    return {"name": name, "options": options or {}, "tensors": tensors | {"output_weights_second": second[-1]}}


def convolution_cases() -> list:
    # function, input, output channels, kernel, stride, padding, dilation, groups, output padding, activation
    table = [
        ("conv1d", (2, 3, 7), 2, (3,), (1,), (0,), (1,), 1, None, 0),
        ("conv1d", (2, 4, 9), 4, (3,), (2,), (2,), (2,), 2, None, 4),
        ("conv2d", (2, 2, 5, 4), 3, (3, 2), (1, 1), (0, 0), (1, 1), 1, None, 0),
        ("conv2d", (2, 2, 6, 5), 2, (3, 3), (2, 1), (1, 1), (1, 1), 1, None, 1),
        ("conv2d", (1, 4, 6, 7), 4, (2, 3), (2, 2), (1, 2), (2, 1), 2, None, 2),
        ("conv2d", (2, 3, 4, 4), 3, (3, 3), (1, 1), (1, 1), (1, 1), 3, None, 3),
        ("conv2d", (1, 3, 3, 4), 2, (1, 1), (1, 1), (0, 0), (1, 1), 1, None, 4),
        ("conv_transpose1d", (2, 3, 4), 2, (3,), (1,), (0,), (1,), 1, (0,), 0),
        ("conv_transpose1d", (2, 4, 4), 2, (3,), (3,), (2,), (2,), 2, (2,), 4),
        ("conv_transpose2d", (2, 2, 3, 3), 3, (3, 2), (1, 1), (0, 0), (1, 1), 1, (0, 0), 0),
        ("conv_transpose2d", (2, 2, 3, 3), 2, (4, 4), (2, 2), (1, 1), (1, 1), 1, (0, 0), 2),
        ("conv_transpose2d", (1, 4, 2, 3), 4, (3, 2), (3, 2), (1, 0), (1, 2), 2, (2, 1), 3),
    ]
    cases = []
    for seed, (kind, shape, outputs, kernel, stride, padding, dilation, groups, extra, activation) in enumerate(table):
        transposed = extra is not None
        keys = {"stride": stride, "padding": padding, "dilation": dilation}
        if transposed:
            keys["output_padding"] = extra
        options = {"groups": groups, "activation": activation}
        for key, sizes in keys.items():
            options |= {f"{key}_height": sizes[0], f"{key}_width": sizes[-1]}

        def linear(x, w, b=None, kind=kind, keys=keys, groups=groups):
            return getattr(F, kind)(x, w, b, groups=groups, **keys)

        def function(*operands, linear=linear, activation=activation):
            return ACTIVATIONS[activation](linear(*operands))

        channels = shape[1], outputs
        weight = (channels[not transposed], channels[transposed] // groups, *kernel)
        # Central differences need outputs that lie off the kinks of activations.
        draw = Draw(1000 + seed)
        while True:
            inputs = {"input": draw.uniform(*shape, low=-1, high=1), "weight": draw.uniform(*weight, low=-1, high=1)}
            if seed != 2:
                inputs["bias"] = draw.uniform(outputs, low=-1, high=1)
            if activation not in [1, 2] or linear(*inputs.values()).abs().min() > 1 / 64:
                break
        cases.append(gradient_case(f"{kind}/{seed}", seed, inputs, function, options))

    # The first positions of each example, and where the largest of them is, as in the fused operator.
    for seed, (lengths, activation) in enumerate([(None, 0), ([5, 3], 1), ([4, 5], 4)]):
        draw = Draw(1050 + seed)
        inputs = {"input": draw.uniform(2, 3, 7, low=-1, high=1), "weight": draw.uniform(4, 3, 3, low=-1, high=1),
                  "bias": draw.uniform(4, low=-1, high=1)}
        constants = {"lengths": torch.tensor(lengths)} if lengths else {}

        def pooled(x, w, b, counts=None, activation=activation):
            features = ACTIVATIONS[activation](F.conv1d(x, w, b))
            if counts is not None:
                outside = torch.arange(features.shape[2]) >= counts[:, None, None]
                features = features.masked_fill(outside, -torch.inf)
            return features.amax(2)

        cases.append(gradient_case(f"conv1d_global_max_pool/{seed}", 50 + seed, inputs, pooled,
                                   {"activation": activation}, constants))
    return cases


def product_cases() -> list:
    cases = []
    for left, right, first, second in [
        ((3, 2), (2, 4), 0, 0), ((2, 3), (2, 4), 1, 0), ((3, 2), (4, 2), 0, 1), ((2, 3), (4, 2), 1, 1),
        ((2, 3, 2), (2, 4), 0, 0), ((2, 3, 2), (2, 4, 2), 0, 1), ((2, 1, 2, 3), (3, 2, 4), 1, 0),
        ((2, 2, 3), (3, 4, 2), 1, 1), ((3,), (3, 2), 0, 0), ((2, 3), (3,), 0, 0), ((4,), (4,), 0, 0),
    ]:
        # Batches that do not fit are no case.
        if len(left) == 3 and len(right) == 3 and left[0] != right[0]:
            right = (left[0], *right[1:])
        draw = Draw(1100 + len(cases))
        inputs = {"input": draw.uniform(*left, low=-1, high=1), "other": draw.uniform(*right, low=-1, high=1)}

        def function(a, b, first=first, second=second):
            return (a.mT if first else a) @ (b.mT if second else b)

        cases.append(gradient_case(f"matmul/{len(cases)}", 100 + len(cases), inputs, function,
                                   {"transposes_self": first, "transposes_other": second}))
    for activation in range(5):
        draw = Draw(1150 + activation)
        inputs = {"input": draw.uniform(2, 2, 3, low=-1, high=1), "weight": draw.uniform(4, 3, low=-1, high=1),
                  "bias": draw.uniform(4, low=-1, high=1)}

        def linear(x, w, b, activation=activation):
            return ACTIVATIONS[activation](F.linear(x, w, b))

        cases.append(
            gradient_case(f"linear/{activation}", 150 + activation, inputs, linear, {"activation": activation}))
    return cases


def pool_cases() -> list:
    draw = Draw(1200)
    sequence, image = draw.distinct(2, 2, 8), draw.distinct(2, 2, 6, 5)
    # The squares make second derivatives other than zero.
    functions = [
        ("max_pool1d", sequence, {}, lambda x: F.max_pool1d(x, 3, 2, 1)),
        ("max_pool2d", image, {}, lambda x: F.max_pool2d(x, (3, 2), (2, 1), (1, 0))),
        ("average_pool1d", sequence, {"counts": 1}, lambda x: F.avg_pool1d(x, 3, 2, 1)),
        ("average_pool2d", image, {"counts": 0},
         lambda x: F.avg_pool2d(x, (3, 2), (2, 1), (1, 0), count_include_pad=False)),
        ("average_pool2d", image, {"counts": 1}, lambda x: F.avg_pool2d(x, (3, 2), (2, 1), (1, 0))),
        ("global_max_pool", image, {}, lambda x: x.amax((2, 3))),
        ("global_average_pool", image, {}, lambda x: x.mean((2, 3))),
        ("adaptive_average_pool2d", image, {"height": 3, "width": 5}, lambda x: F.adaptive_avg_pool2d(x, (3, 5))),
        ("adaptive_average_pool2d", image, {"height": 4, "width": 2}, lambda x: F.adaptive_avg_pool2d(x, (4, 2))),
        ("adaptive_max_pool2d", image, {"height": 3, "width": 5}, lambda x: F.adaptive_max_pool2d(x, (3, 5))),
        ("adaptive_max_pool2d", image, {"height": 4, "width": 2}, lambda x: F.adaptive_max_pool2d(x, (4, 2))),
        ("adaptive_average_pool1d", sequence, {"length": 3}, lambda x: F.adaptive_avg_pool1d(x, 3)),
        ("adaptive_max_pool1d", sequence, {"length": 3}, lambda x: F.adaptive_max_pool1d(x, 3)),
    ]
    cases = [gradient_case(f"{name}/{seed}", 200 + seed, {"input": inputs}, lambda x, f=f: f(x) ** 2, options)
             for seed, (name, inputs, options, f) in enumerate(functions)]

    def masked(x, lengths, pool):
        outside = torch.arange(x.shape[2]) >= lengths[:, None, None]
        if pool == "max":
            return x.masked_fill(outside, -torch.inf).amax(2) ** 2
        return (x.masked_fill(outside, 0).sum(2) / lengths[:, None]) ** 2

    for pool in ["max", "average"]:
        cases.append(gradient_case(f"global_{pool}_pool/lengths", 240, {"input": sequence},
                                   lambda x, n, pool=pool: masked(x, n, pool), {}, {"lengths": torch.tensor([5, 3])}))
    return cases


def norm_cases() -> list:
    cases = []
    for seed, (kind, shape, affine) in enumerate([
        ("batch_norm", (4, 3), (3,)), ("batch_norm", (2, 3, 3, 2), (3,)), ("batch_norm_running", (2, 3, 2, 2), (3,)),
        ("layer_norm", (2, 3, 4), (4,)), ("layer_norm", (2, 3, 4), (3, 4)), ("group_norm", (2, 4, 3), (4,)),
        ("rms_norm", (2, 3, 4), (4,)), ("instance_norm", (2, 3, 2, 3), (3,)),
    ]):
        draw = Draw(1300 + seed)
        inputs = {"input": draw.uniform(*shape), "weight": draw.uniform(*affine)}
        if kind != "rms_norm":
            inputs["bias"] = draw.uniform(*affine)
        constants = {}
        if kind == "batch_norm_running":
            constants = {"mean": draw.uniform(3), "variance": draw.uniform(3, low=0.5, high=2)}
        functions = {
            "batch_norm": lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True),
            "batch_norm_running": lambda x, w, b, mean, variance: F.batch_norm(x, mean, variance, w, b),
            "layer_norm": lambda x, w, b, affine=affine: F.layer_norm(x, affine, w, b),
            "group_norm": lambda x, w, b: F.group_norm(x, 2, w, b),
            "rms_norm": lambda x, w, affine=affine: F.rms_norm(x, affine, w, 1e-6),
            "instance_norm": lambda x, w, b: F.instance_norm(x, weight=w, bias=b),
        }
        cases.append(gradient_case(f"{kind}/{seed}", 300 + seed, inputs, functions[kind], {}, constants))
    weight = Draw(1350).uniform(3, 4, low=-1, high=1)
    u, v = Draw(1351).uniform(3, low=-1, high=1), Draw(1352).uniform(4, low=-1, high=1)
    cases.append(gradient_case("spectral_norm/0", 350, {"input": weight},
                               lambda w, u, v: w / torch.dot(u, torch.mv(w, v)), {}, {"u": u, "v": v}))
    return cases


def elementwise_cases() -> list:
    draw = Draw(1400)
    around = draw.distinct(2, 9) * 2
    above = draw.uniform(2, 9, low=0.25, high=3)
    functions = {
        "relu": F.relu, "leaky_relu": lambda x: F.leaky_relu(x, 0.2),
        "leaky_relu_falling": lambda x: F.leaky_relu(x, -0.5),
        "sigmoid": torch.sigmoid, "tanh": torch.tanh, "softplus": F.softplus, "silu": F.silu, "gelu": F.gelu,
        "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"), "exp": torch.exp, "erf": torch.erf, "abs": torch.abs,
        "squared": torch.square, "negate": torch.neg, "maximum": lambda x: x.clamp(min=0.5),
        "minimum": lambda x: x.clamp(max=0.5), "clip": lambda x: x.clamp(-0.5, 0.5),
        "elu": lambda x: F.elu(x, 0.5),
    }
    # The product makes second derivatives of functions with kinks other than zero.
    cases = [gradient_case(f"{name}/0", 400 + seed, {"input": around}, lambda x, f=f: f(x) * x)
             for seed, (name, f) in enumerate(functions.items())]
    positive = {"log": torch.log, "sqrt": torch.sqrt, "reciprocal": lambda x: (x + 1).reciprocal()}
    cases += [gradient_case(f"{name}/0", 450 + seed, {"input": above}, lambda x, f=f: f(x) * x)
              for seed, (name, f) in enumerate(positive.items())]
    pair = {"input": draw.distinct(2, 3, 4), "other": draw.uniform(3, 1, low=0.25, high=2) + 1 / 128}
    binaries = {"add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "divide": torch.div,
                "larger": torch.maximum, "smaller": torch.minimum}
    cases += [gradient_case(f"{name}/0", 470 + seed, pair, lambda x, y, f=f: f(x, y) ** 2)
              for seed, (name, f) in enumerate(binaries.items())]
    return cases


def reduction_cases() -> list:
    values = {"input": Draw(1500).distinct(2, 3, 4)}
    functions = {
        "sum": lambda x: x.sum((0, 2)), "mean": lambda x: x.mean(1), "max": lambda x: x.amax((1, 2)),
        "min": lambda x: x.amin(0), "sum_of_squares": lambda x: x.square().sum(2),
        "softmax": lambda x: x.softmax(-1), "softmax_middle": lambda x: x.softmax(1),
        "log_softmax": lambda x: x.log_softmax(-1), "log_sum_exp": lambda x: x.logsumexp((0, 2)),
        "unit_rows": lambda x: F.normalize(x, dim=-1),
    }
    return [gradient_case(f"{name}/0", 500 + seed, values, lambda x, f=f: f(x) ** 2)
            for seed, (name, f) in enumerate(functions.items())]


def shape_cases() -> list:
    image, sequence = Draw(1600).uniform(2, 2, 3, 4), Draw(1601).uniform(2, 2, 5)
    functions = [
        ("permute", image, {}, lambda x: x.permute(0, 2, 3, 1)),
        ("slice_and_join", image, {}, lambda x: torch.cat([x[:, :, 1:], x, x[:, :, :2]], 2)),
        ("broadcast", sequence, {}, lambda x: x[:, None].expand(2, 3, 2, 5)),
        ("flip", image, {}, lambda x: x.flip(1, 3)),
        ("padding_zeros", image, {}, lambda x: F.pad(x, (2, 1, 1, 2))),
        ("padding_reflect", image, {}, lambda x: F.pad(x, (2, 1, 1, 2), mode="reflect")),
        ("padding_replicate", image, {}, lambda x: F.pad(x, (2, 1, 1, 2), mode="replicate")),
        ("padding_circular", image, {}, lambda x: F.pad(x, (2, 1, 1, 2), mode="circular")),
        ("padding1d_reflect", sequence, {}, lambda x: F.pad(x, (2, 3), mode="reflect")),
        ("nearest", image, {"height": 6, "width": 8}, lambda x: F.interpolate(x, (6, 8), mode="nearest")),
        ("nearest", image, {"height": 4, "width": 3}, lambda x: F.interpolate(x, (4, 3), mode="nearest")),
        ("bilinear", image, {"height": 5, "width": 7, "aligns": 0},
         lambda x: F.interpolate(x, (5, 7), mode="bilinear", align_corners=False)),
        ("bilinear", image, {"height": 5, "width": 7, "aligns": 1},
         lambda x: F.interpolate(x, (5, 7), mode="bilinear", align_corners=True)),
    ]
    cases = [gradient_case(f"{name}/{seed}", 600 + seed, {"input": inputs}, lambda x, f=f: f(x) ** 2, options)
             for seed, (name, inputs, options, f) in enumerate(functions)]
    indices = torch.tensor([[0, 3, 2], [3, 3, 1]])
    for padding in [None, 3]:
        cases.append(gradient_case(
            f"embedding/{padding}", 650, {"input": Draw(1650).uniform(4, 2)},
            lambda table, i, padding=padding: F.embedding(i, table, padding_idx=padding) ** 2,
            {"padding_index": -1 if padding is None else padding}, {"indices": indices}))
    positions = torch.tensor([[0, 4, 4], [2, 1, 0]])
    rows = Draw(1651).uniform(2, 5)
    cases.append(gradient_case("gather/0", 660, {"input": rows}, lambda x, i: x.gather(1, i) ** 2, {},
                               {"indices": positions}))
    cases.append(gradient_case("scatter/0", 661, {"input": rows, "other": Draw(1652).uniform(2, 3)},
                               lambda x, y, i: x.scatter_add(1, i, y) ** 2, {}, {"indices": positions}))
    return cases


def loss_cases() -> list:
    cases = []

    def add(name: str, inputs: dict, function: Callable, options: dict | None = None, constants: dict | None = None):
        cases.append(gradient_case(f"{name}/{len(cases)}", 700 + len(cases), inputs, function, options, constants))

    draw = Draw(1700)
    labels = {"labels": draw.indices(3, 4)}
    for smoothing, reduction in [(0, "mean"), (0.25, "mean"), (0.25, "sum")]:
        add("cross_entropy", {"input": draw.uniform(4, 3)},
            lambda x, y: F.cross_entropy(x, y, label_smoothing=smoothing, reduction=reduction),
            {"smoothing": smoothing, "sums": int(reduction == "sum")}, labels)
    add("binary_cross_entropy", {"input": draw.uniform(3, 4)}, F.binary_cross_entropy_with_logits, {},
        {"targets": draw.uniform(3, 4, low=0, high=1)})
    add("probability_cross_entropy", {"input": draw.uniform(3, 4, low=0, high=1) * 0.75 + 0.125},
        F.binary_cross_entropy, {}, {"targets": draw.uniform(3, 4, low=0, high=1)})
    pair = {"input": draw.uniform(3, 4) + 1 / 128, "other": draw.uniform(3, 4)}
    add("squared_error", pair, F.mse_loss)
    add("absolute_error", pair, lambda x, y: F.l1_loss(x, y) ** 2)
    add("huber", pair, lambda x, y: F.huber_loss(x, y, delta=0.75))
    add("smooth_l1", pair, lambda x, y: F.smooth_l1_loss(x, y, beta=0.5))

    def contrastive(first, second, same):
        squares = (first - second).square().sum(1)
        return (same * squares + (1 - same) * F.relu(2 - (squares + 1e-12).sqrt()) ** 2).mean()

    first = draw.uniform(4, 3, low=-1, high=1)
    add("contrastive", {"input": first, "other": first + draw.uniform(4, 3, low=-1, high=1)}, contrastive, {},
        {"same": torch.tensor([1.0, 0, 0, 1])})
    three = {key: draw.uniform(4, 3, low=-1, high=1) for key in ["input", "positive", "negative"]}
    add("triplet", three, lambda a, p, n: F.triplet_margin_loss(a, p, n, margin=1.5))

    def info_nce(queries, keys):
        return F.cross_entropy(F.normalize(queries) @ F.normalize(keys).T / 0.5, torch.arange(len(queries)))

    two = {"input": draw.uniform(4, 3), "other": draw.uniform(4, 3)}
    add("info_nce", two, info_nce)
    add("divergence", two, lambda mean, log: (mean.square() + log.exp() - 1 - log).sum(1) / 2)
    targets = {"targets": draw.uniform(4, 3, low=0, high=1)}
    add("bernoulli", {"input": draw.uniform(4, 3)}, lambda x, y: -F.binary_cross_entropy_with_logits(
        x, y, reduction="none").sum(1), {}, targets)

    def evidence(mean, log, noise, targets):
        logits = mean + (log / 2).exp() * noise
        likelihood = -F.binary_cross_entropy_with_logits(logits, targets, reduction="none").sum(1)
        return ((mean.square() + log.exp() - 1 - log).sum(1) / 2 - likelihood).mean()

    add("evidence", two, evidence, {}, {"noise": draw.uniform(4, 3)} | targets)
    # No score is where the hinge has its kink.
    scores = {"input": draw.distinct(6) * 2, "other": draw.distinct(6)}
    add("hinge", scores, lambda real, fake: (F.relu(1 - real).mean() + F.relu(1 + fake).mean()) ** 2)
    add("non_saturating", scores, lambda real, fake: F.binary_cross_entropy_with_logits(
        real, torch.full_like(real, 0.875)) + F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake)))
    return cases


class Critic(torch.nn.Module):
    """Two convolutions and a product, smooth so that the second derivatives count everywhere."""

    def __init__(self, draw: Draw):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(2, 4, 3, padding=1)
        self.conv2 = torch.nn.Conv2d(4, 4, 3, stride=2, padding=1)
        self.linear = torch.nn.Linear(16, 1)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(draw.uniform(*parameter.shape, low=-0.5, high=0.5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        features = F.silu(self.conv2(F.leaky_relu(self.conv1(x), 0.2)))
        return self.linear(features.flatten(1))


def penalty_cases() -> list:
    """Penalties on the gradient of a critic, and their gradients at its parameters."""
    cases = []
    for seed, name in enumerate(["r1", "wasserstein"]):
        draw = Draw(1800 + seed)
        critic = Critic(draw)
        weights = {key: value.detach().clone() for key, value in critic.named_parameters()}
        real, generated = draw.uniform(3, 2, 4, 4, low=-1, high=1), draw.uniform(3, 2, 4, 4, low=-1, high=1)
        fractions = draw.uniform(3, low=0, high=1)
        mixed = fractions.reshape(3, 1, 1, 1)
        images = real if name == "r1" else mixed * real + (1 - mixed) * generated
        images.requires_grad_()
        gradient, = torch.autograd.grad(critic(images).sum(), images, create_graph=True)
        if name == "r1":
            penalty = gradient.square().sum((1, 2, 3)).mean() * (10 / 2)
        else:
            penalty = (gradient.flatten(1).norm(dim=1) - 1).square().mean() * 10
        found = torch.autograd.grad(penalty, list(critic.parameters()), allow_unused=True)
        tensors = {"real": real, "generated": generated, "fractions": fractions, **weights}
        tensors["penalty"] = penalty.reshape(1)
        for (key, value), again in zip(critic.named_parameters(), found):
            tensors[f"{key}_gradient"] = torch.zeros_like(value) if again is None else again
        cases.append({"name": name, "options": {}, "tensors": tensors})
    return cases


def gradient_files() -> dict:
    return {
        "convolution": convolution_cases(),
        "product": product_cases(),
        "pool": pool_cases(),
        "norm": norm_cases(),
        "elementwise": elementwise_cases(),
        "reduction": reduction_cases(),
        "shape": shape_cases(),
        "loss": loss_cases(),
        "penalty": penalty_cases(),
    }
