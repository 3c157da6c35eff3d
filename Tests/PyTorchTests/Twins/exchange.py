"""Passes weights between a checkpoint and a twin of its model in PyTorch: exchange.py KIND FOLDER.

In FOLDER lie a checkpoint `ours.safetensors`, `inputs.npz`, and what our model makes of them, `ours.npz`. The twin loads the
checkpoint strictly and must compute the same. Then a twin with weights of its own leaves `theirs.safetensors` and `theirs.npz`,
and `broken.safetensors`, which lacks a tensor, has one too many and one of another shape; their names go to standard output.
"""

import importlib
import json
import sys

import numpy
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

TOLERANCE = 1e-5


def require_same(actual, expected):
    """Fails unless the twin's outputs are ours, to 1e-5 of the largest number."""
    assert set(actual) == set(expected), (set(actual), set(expected))
    for name, numbers in actual.items():
        difference = numpy.abs(numbers - expected[name]).max()
        limit = TOLERANCE * numpy.abs(numbers).max()
        assert numbers.shape == expected[name].shape and difference <= limit, (name, difference, limit)


def outputs(model, inputs):
    with torch.no_grad():
        return {name: value.numpy() for name, value in model.eval()(inputs).items()}


def shake(model):
    """Gives batch norm other numbers than those of its beginning."""
    for module in model.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            torch.nn.init.normal_(module.weight, 1, 0.3)
            torch.nn.init.normal_(module.bias, 0, 0.3)
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 2)
            module.num_batches_tracked.fill_(12345)


def broken(state):
    """A state with three mistakes, and the names that they are about."""
    state = dict(state)
    biases = [name for name in state if name.endswith("bias") and name.split(".")[0] == next(iter(state)).split(".")[0]]
    if len(biases) < 2:
        biases = [name for name in state if name.endswith("bias")]
    missing, misshapen = biases[0], biases[-1]
    surplus = missing.split(".")[0] + ".surplus"
    del state[missing]
    state[misshapen] = torch.zeros(state[misshapen].numel() + 1)
    state[surplus] = torch.zeros(2)
    return state, {"missing": missing, "misshapen": misshapen, "surplus": surplus}


def main(kind, folder):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    twin = importlib.import_module(kind).Twin
    tensors = load_file(f"{folder}/ours.safetensors")
    with safe_open(f"{folder}/ours.safetensors", "pt") as file:
        metadata = file.metadata()
    with numpy.load(f"{folder}/inputs.npz") as file:
        inputs = {name: torch.from_numpy(file[name]) for name in file.files}

    model = twin(metadata, tensors)
    model.load_state_dict(tensors, strict=True)
    with numpy.load(f"{folder}/ours.npz") as expected:
        require_same(outputs(model, inputs), dict(expected))

    other = twin(metadata, tensors)
    shake(other)
    numpy.savez(f"{folder}/theirs.npz", **outputs(other, inputs))
    # The checksum is that of the weights which were there before.
    del metadata["crc32"]
    state = {name: tensor.contiguous() for name, tensor in other.state_dict().items()}
    save_file(state, f"{folder}/theirs.safetensors", metadata)
    wrong, names = broken(state)
    save_file(wrong, f"{folder}/broken.safetensors", metadata)
    print(json.dumps(names))


main(*sys.argv[1:])
