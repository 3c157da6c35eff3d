"""The sentence classifier (Kim 2014): logits, gradients and ten training steps."""

import torch
import torch.nn.functional as F
from torch import nn

from draw import Draw
from layers import global_average_pool, global_max_pool

VOCABULARY, DIMENSION, FILTERS, CLASSES = 50, 8, 7, 3
KERNEL_SIZES = [3, 4, 5]
TOKEN_COUNTS = [[9, 3, 12, 1, 5, 7], [4, 2, 8, 6, 3]]
STEPS = 10
OPTIMIZERS = {
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.01),
    "adadelta": lambda parameters: torch.optim.Adadelta(parameters, lr=1.0, rho=0.95, eps=1e-6),
}


class TextCNN(nn.Module):
    """Embedding, parallel convolutions over time, ReLU, pooling over the valid positions, linear."""

    def __init__(self, pooling: str, draw: Draw):
        super().__init__()
        self.pool = {"max": global_max_pool, "average": global_average_pool}[pooling]
        self.embedding = nn.Embedding(VOCABULARY, DIMENSION, padding_idx=0)
        self.convolutions = nn.ModuleList(nn.Conv1d(DIMENSION, FILTERS, size) for size in KERNEL_SIZES)
        self.output = nn.Linear(FILTERS * len(KERNEL_SIZES), CLASSES)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(draw.uniform(*parameter.shape, low=-0.5, high=0.5))
            self.embedding.weight[0] = 0

    def forward(self, tokens: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
        embedded = self.embedding(tokens).transpose(1, 2)
        pooled = []
        for size, convolution in zip(KERNEL_SIZES, self.convolutions):
            valid_positions = (counts - size + 1).clamp(min=1)
            pooled.append(self.pool(F.relu(convolution(embedded)), valid_positions))
        return self.output(torch.cat(pooled, dim=1))


def batches() -> list:
    """Two batches of padded sentences: tokens, token counts, labels."""
    draw = Draw(1000)
    result = []
    for counts in TOKEN_COUNTS:
        tokens = torch.zeros(len(counts), max(counts), dtype=torch.long)
        for row, count in enumerate(counts):
            tokens[row, :count] = 1 + draw.indices(VOCABULARY - 1, count)
        result.append((tokens, torch.tensor(counts), draw.indices(CLASSES, len(counts))))
    return result


def text_cnn_files() -> dict:
    """Case `initial` holds the weights to start from; batch N is `tokens_N`, `counts_N`, `labels_N`. A gradient case
    holds the logits, the loss and `gradient.*` on batch 0; a training case the loss of each step, which uses batch
    step % 2, and the weights after the last as `final.*`."""
    data = batches()
    cases = [{
        "name": "batches",
        "tensors": {f"{key}_{number}": value for number, batch in enumerate(data)
                    for key, value in zip(["tokens", "counts", "labels"], batch)},
    }, {
        "name": "initial",
        "tensors": dict(TextCNN("max", Draw(1001)).double().named_parameters()),
    }]
    for pooling in ["max", "average"]:
        model = TextCNN(pooling, Draw(1001))
        tokens, counts, labels = data[0]
        logits = model(tokens, counts)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        gradients = {f"gradient.{key}": value.grad for key, value in model.named_parameters()}
        cases.append({"name": f"gradients {pooling}",
                      "tensors": {"logits": logits, "loss": loss.reshape(1), **gradients}})
        for name, make in OPTIMIZERS.items():
            model = TextCNN(pooling, Draw(1001))
            optimizer = make(model.parameters())
            losses = []
            for step in range(STEPS):
                tokens, counts, labels = data[step % len(data)]
                optimizer.zero_grad()
                loss = F.cross_entropy(model(tokens, counts), labels)
                loss.backward()
                optimizer.step()
                losses.append(loss.detach())
            options = optimizer.defaults
            cases.append({
                "name": f"training {pooling} {name}",
                "options": {key: options[key] for key in ["lr", "rho", "eps"] if key in options},
                "tensors": {"losses": torch.stack(losses),
                            **{f"final.{key}": value for key, value in model.named_parameters()}},
            })
    return {"text-cnn": cases}
