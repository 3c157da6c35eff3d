"""Layers and losses: outputs and all gradients."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from draw import Draw


def fill(layer: nn.Module, draw: Draw) -> nn.Module:
    """Replaces the layer's parameters by drawn ones."""
    layer.double()
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(draw.uniform(*parameter.shape, low=-1, high=1))
    return layer


def layer_case(name: str, options: dict, layer: Callable, inputs: torch.Tensor, draw: Draw) -> dict:
    """Runs a layer or a function on `inputs` and back from a drawn output gradient."""
    parameters = dict(layer.named_parameters()) if isinstance(layer, nn.Module) else {}
    weights = {key: value.detach().clone() for key, value in parameters.items()}
    differentiable = inputs.dtype.is_floating_point
    if differentiable:
        inputs = inputs.clone().requires_grad_()
    output = layer(inputs)
    output_gradient = draw.uniform(*output.shape, low=-1, high=1)
    (output * output_gradient).sum().backward()
    tensors = {"input": inputs, **weights, "output": output, "output_gradient": output_gradient}
    if differentiable:
        tensors["input_gradient"] = inputs.grad
    tensors |= {f"{key}_gradient": value.grad for key, value in parameters.items()}
    return {"name": name, "options": options, "tensors": tensors}


def linear_cases() -> list:
    cases = []
    for seed, (batch, inputs, outputs, bias) in enumerate([(4, 5, 3, True), (1, 17, 9, True), (3, 2, 8, False)]):
        draw = Draw(seed)
        layer = fill(nn.Linear(inputs, outputs, bias=bias), draw)
        options = {"inputs": inputs, "outputs": outputs, "bias": int(bias)}
        cases.append(layer_case(f"linear {inputs}-{outputs}", options, layer, draw.uniform(batch, inputs), draw))
    return cases


CONVOLUTION_NAMES = ["in_channels", "out_channels", "kernel", "stride", "padding", "dilation", "groups",
                     "output_padding"]
CONVOLUTION_1D = [
    # batch, length, in, out, kernel, stride, padding, dilation, groups
    (2, 9, 3, 4, 3, 1, 0, 1, 1),
    (2, 10, 4, 6, 3, 2, 1, 1, 2),
    (1, 13, 2, 3, 4, 3, 2, 2, 1),
    (3, 8, 4, 4, 1, 1, 0, 1, 4),
]
CONVOLUTION_2D = [
    # batch, (height, width), in, out, kernel, stride, padding, dilation, groups
    (2, (6, 7), 2, 3, (3, 3), (1, 1), (0, 0), (1, 1), 1),
    (2, (7, 8), 4, 4, (3, 2), (2, 1), (1, 0), (1, 1), 2),
    (1, (9, 8), 2, 3, (2, 3), (2, 3), (1, 2), (2, 1), 1),
    (2, (5, 6), 3, 3, (3, 3), (1, 2), (1, 1), (1, 1), 3),
]
TRANSPOSED_1D = [
    # batch, length, in, out, kernel, stride, padding, dilation, groups, output padding
    (2, 5, 3, 4, 3, 1, 0, 1, 1, 0),
    (2, 6, 4, 6, 4, 2, 1, 1, 2, 0),
    (1, 5, 2, 3, 3, 3, 2, 2, 1, 2),
]
TRANSPOSED_2D = [
    # batch, (height, width), in, out, kernel, stride, padding, dilation, groups, output padding
    (2, (4, 5), 3, 2, (3, 3), (1, 1), (0, 0), (1, 1), 1, (0, 0)),
    (2, (4, 3), 4, 4, (4, 4), (2, 2), (1, 1), (1, 1), 2, (0, 0)),
    (1, (3, 4), 2, 3, (3, 2), (3, 2), (1, 0), (1, 2), 1, (2, 1)),
]


def flatten_options(names: list, values: tuple) -> dict:
    """One number per option; a pair becomes `_height` and `_width`."""
    options = {}
    for name, value in zip(names, values):
        if isinstance(value, tuple):
            options |= {f"{name}_height": value[0], f"{name}_width": value[1]}
        else:
            options[name] = value
    return options


def convolution_cases(kind: type, table: list) -> list:
    cases = []
    for seed, (batch, size, *rest) in enumerate(table):
        draw = Draw(100 + seed)
        in_channels, out_channels, kernel, stride, padding, dilation, groups, *output_padding = rest
        transposed = {"output_padding": output_padding[0]} if output_padding else {}
        layer = kind(in_channels, out_channels, kernel, stride=stride, padding=padding, dilation=dilation,
                     groups=groups, bias=seed != 1, **transposed)
        fill(layer, draw)
        shape = (batch, in_channels, *(size if isinstance(size, tuple) else (size,)))
        options = flatten_options(CONVOLUTION_NAMES, tuple(rest)) | {"bias": int(seed != 1)}
        cases.append(layer_case(f"{kind.__name__} {seed}", options, layer, draw.uniform(*shape), draw))
    return cases


POOL_NAMES = ["kernel", "stride", "padding", "dilation"]
POOL_1D = [
    # shape, kernel, stride, padding, dilation
    ((2, 3, 9), 2, 2, 0, 1),
    ((2, 2, 11), 3, 2, 1, 1),
    ((1, 2, 12), 4, 1, 2, 2),
]
POOL_2D = [
    ((2, 3, 6, 8), (2, 2), (2, 2), (0, 0), (1, 1)),
    ((2, 2, 7, 9), (3, 2), (2, 1), (1, 0), (1, 1)),
    ((1, 2, 9, 8), (2, 3), (1, 2), (1, 1), (2, 1)),
]


def max_pool_cases(kind: type, table: list) -> list:
    cases = []
    for seed, (shape, *window) in enumerate(table):
        draw = Draw(200 + seed)
        options = flatten_options(POOL_NAMES, tuple(window))
        cases.append(layer_case(f"{kind.__name__} {seed}", options, kind(*window), draw.distinct(*shape), draw))
    return cases


def average_pool_cases(kind: type, table: list) -> list:
    cases = []
    for seed, (shape, kernel, stride, padding, _) in enumerate(table):
        for include in [True, False]:
            draw = Draw(250 + seed)
            options = flatten_options(POOL_NAMES, (kernel, stride, padding)) | {"count_include_padding": int(include)}
            pool = kind(kernel, stride, padding, count_include_pad=include)
            cases.append(layer_case(f"{kind.__name__} {seed} {include}", options, pool, draw.uniform(*shape), draw))
    return cases


def reflection_pad_cases() -> list:
    cases = []
    for seed, (shape, padding) in enumerate([((2, 3, 4, 5), (1, 1, 1, 1)), ((1, 2, 3, 6), (5, 2, 0, 2))]):
        draw = Draw(280 + seed)
        options = dict(zip(["left", "right", "top", "bottom"], padding))
        cases.append(layer_case(f"reflection pad {padding}", options, nn.ReflectionPad2d(padding),
                                draw.uniform(*shape), draw))
    return cases


PADDING_MODES = ["zeros", "reflect", "replicate", "circular"]
PADDING_LAYERS = {"zeros": (nn.ZeroPad1d, nn.ZeroPad2d), "reflect": (nn.ReflectionPad1d, nn.ReflectionPad2d),
                  "replicate": (nn.ReplicationPad1d, nn.ReplicationPad2d),
                  "circular": (nn.CircularPad1d, nn.CircularPad2d)}


def padding_cases() -> list:
    cases = []
    for mode, layers in PADDING_LAYERS.items():
        for seed, (shape, padding) in enumerate([((2, 3, 5), (1, 3)), ((2, 1, 4), (3, 0)),
                                                 ((2, 2, 4, 5), (2, 2, 1, 1)), ((1, 2, 3, 6), (5, 2, 0, 2))]):
            draw = Draw(290 + seed)
            options = dict(zip(["left", "right", "top", "bottom"], padding))
            layer = layers[len(shape) - 3](padding)
            cases.append(layer_case(f"{mode} {padding}", options, layer, draw.uniform(*shape), draw))
    return cases


def padded_convolution_cases() -> list:
    cases = []
    for mode in PADDING_MODES:
        draw = Draw(295)
        layer = fill(nn.Conv1d(2, 3, 4, stride=2, padding=3, dilation=1, padding_mode=mode), draw)
        cases.append(layer_case(f"{mode} 1d", {}, layer, draw.uniform(2, 2, 6), draw))
        layer = fill(nn.Conv2d(2, 4, (3, 2), padding=(2, 1), groups=2, padding_mode=mode), draw)
        cases.append(layer_case(f"{mode} 2d", {}, layer, draw.uniform(2, 2, 5, 4), draw))
    return cases


def norm_cases() -> list:
    cases = []
    layers = [("layer", (6,), lambda: nn.LayerNorm(6, eps=1e-3), (4, 6)),
              ("layer", (3, 4), lambda: nn.LayerNorm((3, 4)), (2, 2, 3, 4)),
              ("layer", (5,), lambda: nn.LayerNorm(5, bias=False), (3, 5)),
              ("layer", (5,), lambda: nn.LayerNorm(5, elementwise_affine=False), (3, 5)),
              ("group", (1, 4), lambda: nn.GroupNorm(1, 4), (3, 4)),
              ("group", (2, 6), lambda: nn.GroupNorm(2, 6, eps=1e-3), (2, 6, 5)),
              ("group", (4, 4), lambda: nn.GroupNorm(4, 4), (2, 4, 3, 5)),
              ("group", (3, 6), lambda: nn.GroupNorm(3, 6, affine=False), (2, 6, 2, 2))]
    for seed, (kind, sizes, make, shape) in enumerate(layers):
        draw = Draw(450 + seed)
        layer = fill(make(), draw)
        options = {f"size_{index}": size for index, size in enumerate(sizes)}
        options |= {"epsilon": layer.eps, "affine": int(layer.weight is not None) if len(list(layer.parameters())) else 0,
                    "bias": int(layer.bias is not None)}
        cases.append(layer_case(f"{kind} norm {sizes} {seed}", options, layer, draw.uniform(*shape) * 2 + 1, draw))
    return cases


def adaptive_pool_cases() -> list:
    """Windows of one size, of several sizes that overlap, and more outputs than inputs."""
    cases = []
    for seed, (shape, size) in enumerate([((2, 3, 12), 4), ((2, 3, 10), 4), ((1, 2, 3), 5), ((2, 2, 7), 1)]):
        draw = Draw(310 + seed)
        inputs = draw.distinct(*shape)
        for name, layer in [("average", nn.AdaptiveAvgPool1d(size)), ("max", nn.AdaptiveMaxPool1d(size))]:
            cases.append(layer_case(f"{name} 1d {shape} to {size}", {"length": size}, layer, inputs, draw))
    for seed, (shape, size) in enumerate([((2, 3, 6, 8), (3, 2)), ((2, 2, 7, 9), (3, 4)), ((1, 2, 6, 5), (2, 3)),
                                          ((2, 2, 2, 3), (4, 3)), ((2, 3, 5, 4), (1, 1))]):
        draw = Draw(320 + seed)
        inputs = draw.distinct(*shape)
        options = {"size_height": size[0], "size_width": size[1]}
        for name, layer in [("average", nn.AdaptiveAvgPool2d(size)), ("max", nn.AdaptiveMaxPool2d(size))]:
            cases.append(layer_case(f"{name} 2d {shape} to {size}", options, layer, inputs, draw))
    return cases


def upsample_cases() -> list:
    cases = []
    scales = [((2, 2, 3, 4), {"scale_factor": 2.0}), ((1, 2, 4, 5), {"scale_factor": 1.5}),
              ((1, 2, 5, 3), {"size": (10, 9)}), ((2, 1, 5, 6), {"size": (7, 4)}), ((1, 2, 3, 3), {"size": (1, 5)}),
              ((1, 1, 7, 6), {"scale_factor": 0.6})]
    modes = [("nearest", {"mode": "nearest"}), ("bilinear", {"mode": "bilinear"}),
             ("bilinear corners", {"mode": "bilinear", "align_corners": True})]
    for name, mode in modes:
        for seed, (shape, scale) in enumerate(scales):
            draw = Draw(330 + seed)
            if "size" in scale:
                options = {"size_height": scale["size"][0], "size_width": scale["size"][1]}
            else:
                options = {"scale_factor": scale["scale_factor"]}
            layer = nn.Upsample(**scale, **mode)
            cases.append(layer_case(f"{name} {shape} {scale}", options, layer, draw.uniform(*shape), draw))
    return cases


def valid_mask(valid_lengths: torch.Tensor, length: int) -> torch.Tensor:
    """[batch, 1, length]: whether a position is among the first `valid_lengths` of its example."""
    return (torch.arange(length) < valid_lengths[:, None])[:, None, :]


def global_max_pool(inputs: torch.Tensor, valid_lengths: torch.Tensor) -> torch.Tensor:
    """The largest of the valid positions of [batch, channels, length], per channel."""
    mask = valid_mask(valid_lengths, inputs.shape[2])
    return inputs.masked_fill(~mask, -torch.inf).max(dim=2).values


def global_average_pool(inputs: torch.Tensor, valid_lengths: torch.Tensor) -> torch.Tensor:
    """The mean of the valid positions of [batch, channels, length], per channel."""
    mask = valid_mask(valid_lengths, inputs.shape[2])
    return inputs.masked_fill(~mask, 0).sum(dim=2) / valid_lengths[:, None]


def global_pool_cases() -> list:
    cases = []
    for name, pool in [("max", global_max_pool), ("average", global_average_pool)]:
        draw = Draw(300)
        lengths = torch.tensor([7, 1, 4, 3])
        case = layer_case(f"global {name}, valid lengths", {}, lambda x: pool(x, lengths), draw.distinct(4, 3, 7), draw)
        case["tensors"]["valid_lengths"] = lengths
        cases.append(case)
    draw = Draw(301)
    cases.append(layer_case("global max", {}, lambda x: F.adaptive_max_pool2d(x, 1)[:, :, 0, 0],
                            draw.distinct(2, 3, 4, 5), draw))
    cases.append(layer_case("global average", {}, lambda x: F.adaptive_avg_pool2d(x, 1)[:, :, 0, 0],
                            draw.uniform(2, 3, 4, 5), draw))
    return cases


def batch_norm_cases() -> list:
    """Two training passes on different batches, then one in evaluation mode with the statistics they left."""
    shapes = [(5, 3), (4, 3, 6), (3, 4, 5, 2)]
    options_table = [{"epsilon": 1e-5, "momentum": 0.1}, {"epsilon": 1e-3, "momentum": 0.25},
                     {"epsilon": 1e-5, "momentum": 0.01}]
    cases = []
    for seed, (shape, options) in enumerate(zip(shapes, options_table)):
        draw = Draw(400 + seed)
        kind = nn.BatchNorm2d if len(shape) == 4 else nn.BatchNorm1d
        layer = fill(kind(shape[1], eps=options["epsilon"], momentum=options["momentum"]), draw)
        for phase in ["training first", "training second", "evaluation"]:
            layer.zero_grad()
            layer.train(phase != "evaluation")
            before = {f"{key}_before": value.clone() for key, value in layer.named_buffers() if value.dim() > 0}
            case = layer_case(f"batch norm {len(shape)}d {phase}", options | {"training": int(layer.training)}, layer,
                              draw.uniform(*shape) * 2 + 1, draw)
            after = {f"{key}_after": value.clone() for key, value in layer.named_buffers() if value.dim() > 0}
            case["tensors"] |= before | after
            cases.append(case)
    return cases


def plain_state_name(name: str) -> str:
    """The name that a state has in Swiftlet: a weight under spectral norm keeps its own, and the vectors lie beside it."""
    return (name.replace("parametrizations.weight.original", "weight")
            .replace("parametrizations.weight.0._", "spectral_norm."))


def spectral_norm_cases() -> list:
    """Two training passes, each with a round of power iteration, then one in evaluation mode without."""
    layers = [("linear", lambda: nn.Linear(5, 3), (4, 5)),
              ("conv2d", lambda: nn.Conv2d(2, 3, 4, stride=2, padding=1), (2, 2, 6, 6))]
    cases = []
    for seed, (name, make, shape) in enumerate(layers):
        draw = Draw(550 + seed)
        plain = fill(make(), draw)
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            layer = spectral_norm(plain)
        for phase in ["training first", "training second", "evaluation"]:
            layer.zero_grad()
            layer.train(phase != "evaluation")
            before = {f"{key}_before": value.clone() for key, value in layer.named_buffers()}
            case = layer_case(f"{name} {phase}", {"training": int(layer.training)}, layer, draw.uniform(*shape), draw)
            after = {f"{key}_after": value.clone() for key, value in layer.named_buffers()}
            tensors = case["tensors"] | before | after
            case["tensors"] = {plain_state_name(key): value for key, value in tensors.items()}
            cases.append(case)
    return cases


def embedding_cases() -> list:
    cases = []
    for seed, padding in enumerate([None, 0, 3]):
        draw = Draw(500 + seed)
        layer = fill(nn.Embedding(7, 4, padding_idx=padding), draw)
        options = {"padding_index": -1 if padding is None else padding}
        indices = draw.indices(7, 3, 5)
        indices[0, :2] = torch.tensor([0, 3])
        cases.append(layer_case(f"embedding, padding {padding}", options, layer, indices, draw))
    return cases


def activation_cases() -> list:
    activations = {"relu": nn.ReLU(), "leaky_relu": nn.LeakyReLU(0.2), "sigmoid": nn.Sigmoid(), "tanh": nn.Tanh(),
                   "softplus": nn.Softplus(), "silu": nn.SiLU(), "gelu": nn.GELU(),
                   "gelu_tanh": nn.GELU(approximate="tanh")}
    # Far values show overflow; none is 0, where a subgradient would have to be chosen.
    draw = Draw(600)
    inputs = torch.cat([draw.distinct(30), torch.tensor([-80.0, -25.0, 25.0, 80.0])]).reshape(2, 17)
    return [layer_case(name, {"negative_slope": 0.2}, layer, inputs, Draw(601)) for name, layer in activations.items()]


def contrastive_loss(distances: torch.Tensor, same: torch.Tensor, margin: float) -> torch.Tensor:
    """Hadsell, Chopra and LeCun 2006, equation 4, without its factor 1/2, averaged over the pairs."""
    different = (1 - same) * F.relu(margin - distances) ** 2
    return (same * distances ** 2 + different).mean()


def loss_cases() -> list:
    cases = []

    def add(name: str, options: dict, inputs: dict, others: dict, loss: Callable) -> None:
        leaves = {key: value.clone().requires_grad_() for key, value in inputs.items()}
        value = loss(*leaves.values(), *others.values())
        value.backward()
        tensors = leaves | others | {"loss": value.reshape(1)}
        tensors |= {f"{key}_gradient": leaf.grad for key, leaf in leaves.items()}
        cases.append({"name": name, "options": options, "tensors": tensors})

    draw = Draw(700)
    add("softmax cross-entropy", {}, {"logits": draw.uniform(5, 4)}, {"labels": draw.indices(4, 5)}, F.cross_entropy)
    add("softmax cross-entropy, large logits", {}, {"logits": draw.uniform(3, 6) * 64}, {"labels": draw.indices(6, 3)},
        F.cross_entropy)
    add("binary cross-entropy", {}, {"logits": draw.uniform(4, 3)}, {"targets": draw.uniform(4, 3, low=0, high=1)},
        F.binary_cross_entropy_with_logits)
    add("binary cross-entropy, large logits", {}, {"logits": draw.uniform(6) * 64},
        {"targets": draw.indices(2, 6).double()}, F.binary_cross_entropy_with_logits)
    add("mean squared error", {}, {"input": draw.uniform(3, 4)}, {"targets": draw.uniform(3, 4)}, F.mse_loss)

    def contrastive(first: torch.Tensor, second: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
        return contrastive_loss((first - second).norm(dim=1), same, margin=2)

    first = draw.uniform(6, 4, low=-1, high=1)
    second = first + draw.uniform(6, 4, low=-1, high=1)
    add("contrastive", {"margin": 2}, {"first": first, "second": second},
        {"same": torch.tensor([1.0, 0, 0, 1, 0, 0])}, contrastive)

    # Differences on both sides of the bounds, none on them.
    pair = {"input": draw.uniform(3, 5) + 1 / 128, "target": draw.uniform(3, 5)}
    add("absolute error", {}, pair, {}, F.l1_loss)
    add("huber", {"delta": 0.75}, pair, {}, lambda x, y: F.huber_loss(x, y, delta=0.75))
    add("smooth l1", {"beta": 0.5}, pair, {}, lambda x, y: F.smooth_l1_loss(x, y, beta=0.5))
    add("smooth l1, beta 0", {"beta": 0}, pair, {}, lambda x, y: F.smooth_l1_loss(x, y, beta=0))
    probabilities = draw.uniform(4, 3, low=0, high=1) * 0.9375 + 1 / 64
    add("probability cross-entropy", {}, {"input": probabilities},
        {"targets": draw.uniform(4, 3, low=0, high=1)}, F.binary_cross_entropy)
    add("probability cross-entropy, certain", {}, {"input": torch.tensor([0.0, 1.0, 0.0, 1.0, 0.5])},
        {"targets": torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0])}, F.binary_cross_entropy)
    for smoothing in [0.1, 1.0]:
        add("smoothed cross-entropy", {"label_smoothing": smoothing}, {"logits": draw.uniform(5, 4) * 3},
            {"labels": draw.indices(4, 5)}, lambda x, y: F.cross_entropy(x, y, label_smoothing=smoothing))
    three = {name: draw.uniform(6, 4, low=-1, high=1) for name in ["anchor", "positive", "negative"]}
    add("triplet margin", {"margin": 0.5}, three, {}, lambda a, p, n: F.triplet_margin_loss(a, p, n, margin=0.5))

    def info_nce(queries: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
        logits = F.normalize(queries) @ F.normalize(keys).T / 0.25
        return F.cross_entropy(logits, torch.arange(len(queries)))

    add("info nce", {"temperature": 0.25}, {"first": draw.uniform(5, 3), "second": draw.uniform(5, 3)}, {}, info_nce)
    return cases


def layer_files() -> dict:
    return {
        "linear": linear_cases(),
        "conv1d": convolution_cases(nn.Conv1d, CONVOLUTION_1D),
        "conv2d": convolution_cases(nn.Conv2d, CONVOLUTION_2D),
        "conv-transpose1d": convolution_cases(nn.ConvTranspose1d, TRANSPOSED_1D),
        "conv-transpose2d": convolution_cases(nn.ConvTranspose2d, TRANSPOSED_2D),
        "max-pool1d": max_pool_cases(nn.MaxPool1d, POOL_1D),
        "max-pool2d": max_pool_cases(nn.MaxPool2d, POOL_2D),
        "average-pool1d": average_pool_cases(nn.AvgPool1d, POOL_1D[:2]),
        "average-pool2d": average_pool_cases(nn.AvgPool2d, POOL_2D),
        "reflection-pad2d": reflection_pad_cases(),
        "padding": padding_cases(),
        "padded-convolution": padded_convolution_cases(),
        "norm": norm_cases(),
        "adaptive-pool": adaptive_pool_cases(),
        "upsample": upsample_cases(),
        "global-pool": global_pool_cases(),
        "batch-norm": batch_norm_cases(),
        "spectral-norm": spectral_norm_cases(),
        "embedding": embedding_cases(),
        "activation": activation_cases(),
        "loss": loss_cases(),
    }
