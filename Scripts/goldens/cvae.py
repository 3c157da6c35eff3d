"""The conditional VAE (Kingma and Welling 2014; Sohn et al. 2015): bound, gradients and ten training steps."""

import torch
import torch.nn.functional as F
from torch import nn

from draw import Draw

SIDE, CLASSES, STEPS, LEARNING_RATE = 8, 3, 10, 0.01
MODELS = {"mlp": {"hidden": 12, "latent": 4}, "conv": {"channels": [3, 4], "latent": 3}}
COUNTS = [5, 4]


class ConditionalVAE(nn.Module):
    """Encoder, reparametrised sample, decoder; subclasses say how features and logits are made."""

    def fill(self, draw: Draw) -> None:
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(draw.uniform(*parameter.shape, low=-0.25, high=0.25))

    def forward(self, pictures: torch.Tensor, classes: torch.Tensor, noise: torch.Tensor) -> tuple:
        features = self.features(pictures, classes)
        mean, log_variance = self.mean(features), self.log_variance(features)
        latent = mean + noise * (log_variance / 2).exp()
        return self.logits(torch.cat([latent, classes], dim=1)), mean, log_variance


class LinearVAE(ConditionalVAE):
    """One hidden layer of ReLU on each side."""

    def __init__(self, hidden: int, latent: int):
        super().__init__()
        self.encode = nn.Linear(SIDE * SIDE + CLASSES, hidden)
        self.mean, self.log_variance = nn.Linear(hidden, latent), nn.Linear(hidden, latent)
        self.decode = nn.Linear(latent + CLASSES, hidden)
        self.output = nn.Linear(hidden, SIDE * SIDE)

    def names(self) -> dict:
        return {"encode": "encoder.layers.0", "decode": "decoder.layers.0", "output": "decoder.output"}

    def features(self, pictures: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
        return F.relu(self.encode(torch.cat([pictures, classes], dim=1)))

    def logits(self, latent: torch.Tensor) -> torch.Tensor:
        return self.output(F.relu(self.decode(latent)))


class ConvolutionalVAE(ConditionalVAE):
    """Two strided convolutions, and two transposed ones behind a linear layer; the class is one plane each."""

    def __init__(self, channels: list, latent: int):
        super().__init__()
        first, second = channels
        self.inner = (second, SIDE // 4, SIDE // 4)
        size = second * (SIDE // 4) ** 2
        self.down1 = nn.Conv2d(1 + CLASSES, first, 4, stride=2, padding=1)
        self.down2 = nn.Conv2d(first, second, 4, stride=2, padding=1)
        self.mean, self.log_variance = nn.Linear(size, latent), nn.Linear(size, latent)
        self.expand = nn.Linear(latent + CLASSES, size)
        self.up1 = nn.ConvTranspose2d(second, first, 4, stride=2, padding=1)
        self.up2 = nn.ConvTranspose2d(first, 1, 4, stride=2, padding=1)

    def names(self) -> dict:
        return {"down1": "encoder.convolutions.0", "down2": "encoder.convolutions.1", "expand": "decoder.expansion",
                "up1": "decoder.convolutions.0", "up2": "decoder.convolutions.1"}

    def features(self, pictures: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
        planes = classes[:, :, None, None].expand(-1, -1, SIDE, SIDE)
        maps = torch.cat([pictures.reshape(-1, 1, SIDE, SIDE), planes], dim=1)
        return F.relu(self.down2(F.relu(self.down1(maps)))).flatten(1)

    def logits(self, latent: torch.Tensor) -> torch.Tensor:
        maps = F.relu(self.expand(latent)).reshape(-1, *self.inner)
        return self.up2(F.relu(self.up1(maps))).flatten(1)


def bound(model: ConditionalVAE, batch: tuple, noise: torch.Tensor) -> tuple:
    """Logits, mean, log variance, and by example log p(x|y, z) and the divergence from the prior."""
    pictures, labels = batch
    logits, mean, log_variance = model(pictures, F.one_hot(labels, CLASSES).double(), noise)
    likelihood = -F.binary_cross_entropy_with_logits(logits, pictures, reduction="none").sum(dim=1)
    posterior = torch.distributions.Normal(mean, (log_variance / 2).exp())
    prior = torch.distributions.Normal(torch.zeros_like(mean), torch.ones_like(mean))
    divergence = torch.distributions.kl_divergence(posterior, prior).sum(dim=1)
    return logits, mean, log_variance, likelihood, divergence


def named(model: ConditionalVAE, entries: dict, prefix: str = "") -> dict:
    """Values by parameter, under Swiftlet's names."""
    names = model.names()
    result = {}
    for key, value in entries.items():
        layer, kind = key.rsplit(".", 1)
        result[f"{prefix}{names.get(layer, layer)}.{kind}"] = value
    return result


def batches() -> list:
    """Two batches of pictures and labels: grey levels, and black and white."""
    draw = Draw(1100)
    grey = (draw.uniform(COUNTS[0], SIDE * SIDE, low=0, high=1), draw.indices(CLASSES, COUNTS[0]))
    return [grey, (draw.indices(2, COUNTS[1], SIDE * SIDE).double(), draw.indices(CLASSES, COUNTS[1]))]


def cvae_files() -> dict:
    """Case `batches` holds `pictures_N` and `labels_N`. For each model, `initial` holds the weights to start from and,
    as `noise_N`, the standard normal noise of step N; `bound` the parts of the bound and, with beta = 0.5, the loss and
    `gradient.*` on batch 0; `training` the loss of each step (beta = 1), which uses batch N % 2, and the weights after
    the last as `final.*`."""
    data = batches()
    cases = [{
        "name": "batches",
        "tensors": {f"{key}_{number}": value for number, batch in enumerate(data)
                    for key, value in zip(["pictures", "labels"], batch)},
    }]
    for name, sizes in MODELS.items():
        kind = LinearVAE if name == "mlp" else ConvolutionalVAE
        model = kind(**sizes).double()
        model.fill(Draw(1101))
        draw = Draw(1102)
        noise = [draw.uniform(COUNTS[step % 2], sizes["latent"]) for step in range(STEPS)]
        initial = {key: value.detach().clone() for key, value in model.named_parameters()}
        cases.append({"name": f"{name} initial", "tensors": {
            **named(model, initial), **{f"noise_{step}": value for step, value in enumerate(noise)}}})

        logits, mean, log_variance, likelihood, divergence = bound(model, data[0], noise[0])
        loss = (0.5 * divergence - likelihood).mean()
        loss.backward()
        gradients = named(model, {key: value.grad for key, value in model.named_parameters()}, "gradient.")
        cases.append({"name": f"{name} bound", "options": {"beta": 0.5}, "tensors": {
            "logits": logits, "mean": mean, "log_variance": log_variance, "log_likelihood": likelihood,
            "divergence": divergence, "loss": loss.reshape(1), **gradients}})

        optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
        losses = []
        for step in range(STEPS):
            *_, likelihood, divergence = bound(model, data[step % 2], noise[step])
            loss = (divergence - likelihood).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        cases.append({"name": f"{name} training", "options": {"lr": LEARNING_RATE}, "tensors": {
            "losses": torch.stack(losses), **named(model, dict(model.named_parameters()), "final.")}})
    return {"cvae": cases}
