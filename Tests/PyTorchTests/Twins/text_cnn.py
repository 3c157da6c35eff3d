"""The sentence classifier: embedding, temporal convolutions, pooling over windows of real tokens, linear."""

import json

import torch
from torch import nn


class Twin(nn.Module):
    def __init__(self, metadata, tensors):
        super().__init__()
        model = json.loads(metadata["model"])
        words, dimension = tensors["embedding.weight"].shape
        self.pooling, self.kernel_sizes = model["pooling"], model["kernel_sizes"]
        self.embedding = nn.Embedding(words, dimension, padding_idx=0)
        self.convolutions = nn.ModuleList(nn.Conv1d(dimension, model["filters"], size) for size in self.kernel_sizes)
        features = model["filters"] * len(self.kernel_sizes) * (2 if self.pooling == "both" else 1)
        self.output = nn.Linear(features, len(json.loads(metadata["labels"])))

    def forward(self, inputs):
        words = self.embedding(inputs["tokens"].long()).transpose(1, 2)
        features = []
        for size, convolution in zip(self.kernel_sizes, self.convolutions):
            values = torch.relu(convolution(words))
            windows = (inputs["lengths"] - size + 1).clamp(min=1)
            is_real = (torch.arange(values.shape[2]) < windows[:, None])[:, None]
            if self.pooling != "max":
                features.append(values.where(is_real, 0).sum(2) / windows[:, None])
            if self.pooling != "average":
                features.append(values.where(is_real, -torch.inf).amax(2))
        return {"logits": self.output(torch.cat(features, 1))}
