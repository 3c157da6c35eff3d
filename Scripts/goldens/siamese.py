"""The siamese networks: embeddings, contrastive loss, gradients and ten training steps."""

import math

import torch
from torch import nn

from draw import Draw
from layers import contrastive_loss

PAIRS, STEPS, LEARNING_RATE, WEIGHT_DECAY = 4, 10, 0.01, 0.02
SAME = [1.0, 0.0, 1.0, 0.0]
MARGINS = {"pooled": 1.0, "classic": 2.0}
SIZES = {"pooled": 32, "classic": 6}
POOLED = {"channels": 3, "dimension": 4}
CLASSIC = {"hidden": 7, "dimension": 5}


class PooledTower(nn.Module):
    """Two convolutions between poolings, a linear layer, length 1."""

    def __init__(self, size: int):
        super().__init__()
        channels = POOLED["channels"]
        self.features = nn.Sequential(
            nn.AvgPool2d(4), nn.Conv2d(1, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
            nn.MaxPool2d(2), nn.Conv2d(channels, 2 * channels, 3, padding=1, bias=False),
            nn.BatchNorm2d(2 * channels), nn.ReLU(), nn.AvgPool2d(2))
        self.embedding = nn.Linear(2 * channels * (size // 16) ** 2, POOLED["dimension"])

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        values = self.embedding(self.features(pictures).flatten(1))
        return values / ((values ** 2).sum(dim=1, keepdim=True) + 1e-12).sqrt()


class ClassicTower(nn.Module):
    """The network of the usual tutorial, for pictures of any size."""

    def __init__(self, size: int):
        super().__init__()
        hidden, dimension = CLASSIC["hidden"], CLASSIC["dimension"]

        def block(inputs: int, outputs: int) -> list:
            return [nn.ReflectionPad2d(1), nn.Conv2d(inputs, outputs, 3), nn.ReLU(), nn.BatchNorm2d(outputs)]

        self.cnn1 = nn.Sequential(*block(1, 4), *block(4, 8), *block(8, 8))
        self.fc1 = nn.Sequential(nn.Linear(8 * size * size, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(),
                                 nn.Linear(hidden, dimension))

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.fc1(self.cnn1(pictures).flatten(1))


TOWERS = {"pooled": PooledTower, "classic": ClassicTower}


def make_tower(kind: str) -> nn.Module:
    """A network whose parameters are drawn, small enough for embeddings to keep within reach of the margin."""
    draw = Draw(2000)
    tower = TOWERS[kind](SIZES[kind]).double()
    with torch.no_grad():
        for name, parameter in tower.named_parameters():
            parameter.copy_(draw.uniform(*parameter.shape, low=-1, high=1) / 2 + (1 if is_scale(tower, name) else 0))
    return tower


def is_scale(tower: nn.Module, name: str) -> bool:
    """Whether a parameter is the scale of a batch norm, which is around 1."""
    module, _, leaf = name.rpartition(".")
    return leaf == "weight" and isinstance(tower.get_submodule(module), nn.BatchNorm2d)


def loss_of(tower: nn.Module, batch: tuple, margin: float) -> tuple:
    """Both towers, one after the other, and the loss: the embeddings and the loss."""
    first, second = tower(batch[0]), tower(batch[1])
    distances = (((first - second) ** 2).sum(dim=1) + 1e-12).sqrt()
    return first, second, contrastive_loss(distances, torch.tensor(SAME), margin)


def state(tower: nn.Module, prefix: str) -> dict:
    """Parameters and running statistics."""
    return {f"{prefix}{key}": value.clone() for key, value in tower.state_dict().items() if value.dim() > 0}


def siamese_files() -> dict:
    """For each network: `batches KIND` (`first_N`, `second_N`; the flags `same`), `initial KIND` with the weights to start
    from, `gradients KIND` on batch 0 (embeddings, loss and `gradient.*`), `evaluation KIND` (embeddings of the first
    pictures of batch 0 in evaluation mode, before any training) and `training KIND`: ten steps of AdamW on batch step % 2 along
    half a cosine to 0, the loss of each and what is left as `final.*`."""
    cases = []
    for kind, margin in MARGINS.items():
        draw = Draw(2001)
        shape = (PAIRS, 1, SIZES[kind], SIZES[kind])
        data = [(draw.uniform(*shape, low=-1, high=1), draw.uniform(*shape, low=-1, high=1)) for _ in range(2)]
        options = {"size": SIZES[kind], "margin": margin, "lr": LEARNING_RATE, "weight_decay": WEIGHT_DECAY,
                   "width": POOLED["channels"] if kind == "pooled" else CLASSIC["hidden"],
                   "dimension": (POOLED if kind == "pooled" else CLASSIC)["dimension"]}
        tensors = {f"{name}_{number}": value for number, batch in enumerate(data)
                   for name, value in zip(["first", "second"], batch)}
        cases.append({"name": f"batches {kind}", "options": options, "tensors": tensors | {"same": torch.tensor(SAME)}})

        tower = make_tower(kind)
        cases.append({"name": f"initial {kind}", "tensors": state(tower, "")})
        tower.eval()
        cases.append({"name": f"evaluation {kind}", "tensors": {"embeddings": tower(data[0][0])}})
        tower.train()
        first, second, loss = loss_of(tower, data[0], margin)
        loss.backward()
        gradients = {f"gradient.{key}": value.grad for key, value in tower.named_parameters()}
        cases.append({"name": f"gradients {kind}",
                      "tensors": {"first": first, "second": second, "loss": loss.reshape(1), **gradients}})

        tower = make_tower(kind)
        optimizer = torch.optim.AdamW(tower.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: (1 + math.cos(math.pi * step / STEPS)) / 2)
        losses = []
        for step in range(STEPS):
            optimizer.zero_grad()
            loss = loss_of(tower, data[step % 2], margin)[2]
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.detach())
        cases.append({"name": f"training {kind}", "tensors": {"losses": torch.stack(losses), **state(tower, "final.")}})
    return {"siamese": cases}
