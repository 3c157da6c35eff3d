#!/usr/bin/env python3
"""Writes the goldens: what PyTorch computes for the layers, losses, optimizers and models that Swiftlet has too.

    python3 -m venv venv && venv/bin/pip install -r Scripts/goldens/requirements.txt
    venv/bin/python Scripts/goldens/generate.py

Everything is computed in float64 from inputs that float32 holds exactly and is then rounded to float32, so a golden is
the best answer that a float32 program can give. The same script and the same PyTorch write the same bytes.

A golden file is JSON: {"torch": VERSION, "cases": [{"name": ..., "options": {...}, "tensors": {...}}]}. Options are
numbers (flags are 0 or 1); a tensor is {"shape": [...], "data": [...]}, row-major. The gradients are those of
sum(output * output_gradient) unless the case is a loss.
"""

import json
from pathlib import Path

import numpy as np
import torch

from cvae import cvae_files
from dcgan import dcgan_files
from gradients import gradient_files
from image_classifier import image_classifier_files
from layers import layer_files
from optimizers import optimizer_files
from siamese import siamese_files
from small_layers import small_layer_files
from text_cnn import text_cnn_files
from vocabulary_indexing import vocabulary_indexing_files
from vocabulary_math import vocabulary_math_files

ROOT = Path(__file__).resolve().parents[2]


def encode_number(value: float) -> float:
    """The shortest decimal that reads back as the float32 nearest to `value`."""
    return float(str(np.float32(value)))


def encode_tensor(tensor: torch.Tensor) -> dict:
    data = tensor.detach().reshape(-1).tolist()
    if tensor.dtype.is_floating_point:
        data = [encode_number(value) for value in data]
    return {"shape": list(tensor.shape), "data": data}


def write(path: Path, cases: list) -> None:
    """Writes one golden file, one tensor to a line, so that a change shows in a diff where it is."""
    version = torch.__version__.split("+")[0]
    lines = [f'{{"torch": {json.dumps(version)}, "cases": [']
    for position, case in enumerate(cases):
        name, options = json.dumps(case["name"]), json.dumps(case.get("options", {}))
        lines.append(f'{{"name": {name}, "options": {options}, "tensors": {{')
        tensors = [f"{json.dumps(name)}: {json.dumps(encode_tensor(value))}" for name, value in case["tensors"].items()]
        lines.append(",\n".join(tensors))
        lines.append("}}" + ("," if position + 1 < len(cases) else ""))
    lines.append("]}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")
    print(f"{path.relative_to(ROOT)}: {len(cases)} cases, {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    torch.use_deterministic_algorithms(True)
    torch.set_default_dtype(torch.float64)
    files = {
        "ClassifierTests": image_classifier_files(),
        "GradientTests": gradient_files() | small_layer_files(),
        "NNTests": layer_files(),
        "OptimTests": optimizer_files(),
        "SiameseTests": siamese_files(),
        "TextCNNTests": text_cnn_files(),
        "CVAETests": cvae_files(),
        "DCGANTests": dcgan_files(),
        "VocabularyTests": vocabulary_indexing_files() | vocabulary_math_files(),
    }
    for target, goldens in files.items():
        for name, cases in goldens.items():
            write(ROOT / "Tests" / target / "Goldens" / f"{name}.json", cases)


if __name__ == "__main__":
    main()
