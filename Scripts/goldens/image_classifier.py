"""The network of the image classifier, at small widths: features, logits, gradients and ten training steps."""

import torch
import torch.nn.functional as F
from torch import nn

from draw import Draw

CHANNELS, HEIGHT, WIDTH, CLASSES = 3, 9, 8, 4
FIRST, SECOND, THIRD, HIDDEN = 4, 6, 5, 7
STEPS = 10


class ClassifierNetwork(nn.Module):
    """Three 3 x 3 convolutions with batch norm and ReLU, pooling after the first two, a hidden layer, logits."""

    def __init__(self, draw: Draw):
        super().__init__()
        self.conv1 = nn.Conv2d(CHANNELS, FIRST, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(FIRST)
        self.conv2 = nn.Conv2d(FIRST, SECOND, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(SECOND)
        self.conv3 = nn.Conv2d(SECOND, THIRD, 3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(THIRD)
        self.hidden = nn.Linear(THIRD * (HEIGHT // 4) * (WIDTH // 4), HIDDEN)
        self.output = nn.Linear(HIDDEN, CLASSES)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(draw.uniform(*parameter.shape, low=-0.5, high=0.5))

    def features(self, pictures: torch.Tensor) -> torch.Tensor:
        first = F.max_pool2d(F.relu(self.bn1(self.conv1(pictures))), 2)
        second = F.max_pool2d(F.relu(self.bn2(self.conv2(first))), 2)
        third = F.relu(self.bn3(self.conv3(second)))
        return F.relu(self.hidden(third.flatten(1)))

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.output(self.features(pictures))

    def state(self) -> dict:
        return {name: value.detach().clone() for name, value in self.state_dict().items()
                if not name.endswith("num_batches_tracked")}


def image_classifier_files() -> dict:
    """Case `initial` holds the weights to start from and two batches; `gradients` what batch 0 gives in training, and the
    features in evaluation; `training` the loss of each step of AdamW, which uses batch step % 2, and the state after the
    last as `final.*`."""
    draw = Draw(1100)
    batches = [(draw.distinct(size, CHANNELS, HEIGHT, WIDTH) / 64, draw.indices(CLASSES, size)) for size in (6, 5)]
    network = ClassifierNetwork(Draw(1101))
    cases = [{
        "name": "initial",
        "tensors": {**{f"{key}_{number}": value for number, batch in enumerate(batches)
                       for key, value in zip(["pictures", "labels"], batch)},
                    **{f"state.{key}": value for key, value in network.state().items()}},
    }]
    network.eval()
    features = network.features(batches[0][0])
    network.train()
    logits = network(batches[0][0])
    loss = F.cross_entropy(logits, batches[0][1])
    loss.backward()
    cases.append({
        "name": "gradients",
        "tensors": {"features": features, "logits": logits, "loss": loss.reshape(1),
                    **{f"gradient.{key}": value.grad for key, value in network.named_parameters()}},
    })
    network = ClassifierNetwork(Draw(1101))
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.01, weight_decay=0.05)
    losses = []
    for step in range(STEPS):
        pictures, labels = batches[step % 2]
        optimizer.zero_grad()
        loss = F.cross_entropy(network(pictures), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    cases.append({
        "name": "training", "options": {"lr": 0.01, "weight_decay": 0.05},
        "tensors": {"losses": torch.stack(losses), **{f"final.{key}": value for key, value in network.state().items()}},
    })
    return {"image-classifier": cases}
