"""Layers that need no kernels of their own: outputs and gradients, and running statistics."""

import torch
from torch import nn

from draw import Draw
from layers import fill, layer_case


def norm_cases() -> list:
    layers = [
        ("rms_norm", nn.RMSNorm(5), (3, 5), {}),
        ("rms_norm", nn.RMSNorm((2, 3), eps=1e-3), (2, 4, 2, 3), {"epsilon": 1e-3}),
        ("rms_norm", nn.RMSNorm(4, elementwise_affine=False), (4,), {}),
        ("instance_norm1d", nn.InstanceNorm1d(3), (2, 3, 5), {}),
        ("instance_norm1d", nn.InstanceNorm1d(2, affine=True), (3, 2, 4), {}),
        ("instance_norm2d", nn.InstanceNorm2d(3), (2, 3, 3, 4), {}),
        ("instance_norm2d", nn.InstanceNorm2d(2, eps=1e-3, affine=True), (1, 2, 5, 2), {"epsilon": 1e-3}),
    ]
    cases = []
    for seed, (name, layer, shape, options) in enumerate(layers):
        draw = Draw(3000 + seed)
        fill(layer, draw)
        options |= {"affine": int(len(list(layer.parameters())) > 0)}
        cases.append(layer_case(f"{name}/{seed}", options, layer, draw.uniform(*shape), draw))
    return cases


def running_cases() -> list:
    cases = []
    for seed, (name, make, shape) in enumerate([("instance_norm1d", nn.InstanceNorm1d, (2, 3, 5)),
                                                ("instance_norm2d", nn.InstanceNorm2d, (3, 2, 4, 3))]):
        draw = Draw(3100 + seed)
        layer = fill(make(shape[1], momentum=0.25, affine=seed == 0, track_running_stats=True), draw)
        for training in [1, 1, 0]:
            layer.zero_grad()
            layer.train(training == 1)
            before = {f"{key}_before": value.clone() for key, value in layer.named_buffers() if value.dim() > 0}
            options = {"training": training, "affine": 1 - seed, "momentum": 0.25}
            case = layer_case(f"{name}/{len(cases)}", options, layer, draw.uniform(*shape), draw)
            after = {f"{key}_after": value.clone() for key, value in layer.named_buffers() if value.dim() > 0}
            case["tensors"] |= before | after
            cases.append(case)
    return cases


def other_cases() -> list:
    layers = [
        ("prelu", nn.PReLU(), (3, 4)), ("prelu", nn.PReLU(3), (2, 3)), ("prelu", nn.PReLU(2), (2, 2, 3, 2)),
        ("elu", nn.ELU(), (3, 4)), ("elu", nn.ELU(0.5), (2, 3, 2)),
        ("softmax", nn.Softmax(-1), (3, 5)), ("softmax", nn.Softmax(1), (2, 3, 4)),
        ("log_softmax", nn.LogSoftmax(-1), (3, 5)), ("log_softmax", nn.LogSoftmax(0), (3, 2)),
        ("identity", nn.Identity(), (2, 3)),
        ("pixel_shuffle", nn.PixelShuffle(2), (2, 8, 2, 3)), ("pixel_shuffle", nn.PixelShuffle(3), (1, 9, 1, 2)),
    ]
    cases = []
    for seed, (name, layer, shape) in enumerate(layers):
        draw = Draw(3200 + seed)
        fill(layer, draw)
        options = {"alpha": layer.alpha} if name == "elu" else {}
        if "softmax" in name:
            options["axis"] = layer.dim
        if name == "prelu":
            options["count"] = layer.num_parameters
        if name == "pixel_shuffle":
            options["factor"] = layer.upscale_factor
        # No element is where a function has its kink.
        cases.append(layer_case(f"{name}/{seed}", options, layer, draw.distinct(*shape), draw))
    return cases


def small_layer_files() -> dict:
    return {"small-norm": norm_cases(), "running-instance-norm": running_cases(), "small-layer": other_cases()}
