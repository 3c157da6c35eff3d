"""The pair of DCGAN (Radford et al. 2015): logits, gradients and ten training steps."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from draw import Draw
from layers import plain_state_name

BATCH, LATENT, STEPS, BATCHES = 4, 3, 10, 2
LEARNING_RATE, BETA1 = 2e-3, 0.5
# size, channels, width, hidden size (0 for none), norm of the discriminator, loss, label smoothing
PAIRS = [
    (28, 1, 2, 0, "batch", "non-saturating", 0.0),
    (28, 1, 2, 0, "spectral", "hinge", 0.0),
    (32, 3, 2, 0, "batch", "non-saturating", 0.125),
    (32, 3, 1, 0, "spectral", "non-saturating", 0.0),
    (64, 3, 1, 0, "batch", "hinge", 0.0),
    (28, 1, 2, 5, "batch", "non-saturating", 0.0),
    (32, 3, 1, 5, "spectral", "hinge", 0.0),
]


class LeakyConv2d(nn.Conv2d):
    """A convolution under leaky ReLU 0.2."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return F.leaky_relu(super().forward(inputs), 0.2)


class TanhConvTranspose2d(nn.ConvTranspose2d):
    """A transposed convolution under tanh."""

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return super().forward(inputs).tanh()


class Network(nn.Module):
    """Layers under one name, with drawn weights."""

    def __init__(self, layers: list, draw: Draw):
        super().__init__()
        self.layers = nn.Sequential(*layers)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                is_scale = isinstance(self.layers[int(name.split(".")[1])], nn.BatchNorm2d) and name.endswith("weight")
                low, high = (0.5, 1.5) if is_scale else (-0.5, 0.5)
                parameter.copy_(draw.uniform(*parameter.shape, low=low, high=high))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.layers(inputs)

    def state(self) -> dict:
        """Parameters and buffers by the names that the state has in Swiftlet."""
        return {plain_state_name(key): value.clone() for key, value in self.state_dict().items() if value.dim() > 0}

    def gradients(self) -> dict:
        return {plain_state_name(key): value.grad for key, value in self.named_parameters()}


def doublings(size: int) -> tuple:
    """The smallest maps and how often they are doubled."""
    return (7, 2) if size == 28 else (4, {32: 3, 64: 4}[size])


def generator(size: int, channels: int, width: int, hidden: int, draw: Draw) -> Network:
    base, count = doublings(size)
    widths = [width << (count - 1 - stage) for stage in range(count)]
    layers = []
    if hidden:
        layers += [nn.ConvTranspose2d(LATENT, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU()]
    layers += [nn.ConvTranspose2d(hidden or LATENT, widths[0], base, bias=False)]
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.BatchNorm2d(inputs), nn.ReLU(), nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=False)]
    layers += [nn.BatchNorm2d(width), nn.ReLU(), TanhConvTranspose2d(width, channels, 4, 2, 1, bias=False)]
    return Network(layers, draw)


def discriminator(size: int, channels: int, width: int, hidden: int, norm: str, draw: Draw) -> Network:
    base, count = doublings(size)
    widths = [width << stage for stage in range(count)]
    is_spectral = norm == "spectral"
    layers = [LeakyConv2d(channels, width, 4, 2, 1, bias=is_spectral)]
    for inputs, outputs in zip(widths, widths[1:]):
        if is_spectral:
            layers += [LeakyConv2d(inputs, outputs, 4, 2, 1)]
        else:
            layers += [nn.Conv2d(inputs, outputs, 4, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.2)]
    if hidden and is_spectral:
        layers += [LeakyConv2d(widths[-1], hidden, base)]
    elif hidden:
        layers += [nn.Conv2d(widths[-1], hidden, base, bias=False), nn.BatchNorm2d(hidden), nn.LeakyReLU(0.2)]
    if hidden:
        layers += [nn.Flatten(), nn.Linear(hidden, 1)]
    elif base == 4:
        layers += [nn.Conv2d(widths[-1], 1, 4, bias=is_spectral), nn.Flatten()]
    else:
        layers += [nn.Flatten(), nn.Linear(widths[-1] * base * base, 1)]
    if is_spectral:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            layers = [spectral_norm(layer) if hasattr(layer, "weight") else layer for layer in layers]
    return Network(layers, draw)


def real_batch(number: int, size: int, channels: int) -> torch.Tensor:
    """Pictures from a formula, which the test has too, so that they need not be stored."""
    count = BATCH * channels * size * size
    position = torch.arange(count)
    levels = (position * position // 7 + 31 * position + 17 * number) % 129 - 64
    return (levels / 64).double().reshape(BATCH, channels, size, size)


def discriminator_loss(loss: str, real: torch.Tensor, generated: torch.Tensor, smoothing: float) -> torch.Tensor:
    if loss == "hinge":
        return F.relu(1 - real).mean() + F.relu(1 + generated).mean()
    return (F.binary_cross_entropy_with_logits(real, torch.full_like(real, 1 - smoothing))
            + F.binary_cross_entropy_with_logits(generated, torch.zeros_like(generated)))


def generator_loss(loss: str, generated: torch.Tensor) -> torch.Tensor:
    if loss == "hinge":
        return -generated.mean()
    return F.binary_cross_entropy_with_logits(generated, torch.ones_like(generated))


def prefixed(prefix: str, tensors: dict) -> dict:
    return {f"{prefix}.{key}": value for key, value in tensors.items()}


def pair_case(size: int, channels: int, width: int, hidden: int, norm: str, loss: str, smoothing: float,
              seed: int) -> dict:
    """`initial.*` is the state to start from and `noise_N` the noise of step N % 2. `logits_real`, `logits_generated` and
    the gradients are those of the first step: `gradient.discriminator.*` before the discriminator's update,
    `gradient.generator.*` behind it. The losses are those of each step, `final.*` is the state after the last."""
    draw = Draw(seed)
    networks = {"generator": generator(size, channels, width, hidden, draw),
                "discriminator": discriminator(size, channels, width, hidden, norm, draw)}
    noise = [draw.uniform(BATCH, LATENT) for _ in range(BATCHES)]
    tensors = {f"noise_{number}": value for number, value in enumerate(noise)}
    for name, network in networks.items():
        tensors |= prefixed(f"initial.{name}", network.state())
    make, judge = networks.values()
    optimizers = [torch.optim.Adam(network.parameters(), LEARNING_RATE, (BETA1, 0.999)) for network in (make, judge)]
    losses = {"generator": [], "discriminator": []}
    for step in range(STEPS):
        pictures = make(noise[step % BATCHES][:, :, None, None])
        judge.zero_grad()
        real, generated = judge(real_batch(step % BATCHES, size, channels)), judge(pictures.detach())
        judge_loss = discriminator_loss(loss, real, generated, smoothing)
        judge_loss.backward()
        if step == 0:
            tensors |= {"logits_real": real.detach(), "logits_generated": generated.detach()}
            tensors |= prefixed("gradient.discriminator", {key: value.clone() for key, value in judge.gradients().items()})
        optimizers[1].step()
        make.zero_grad()
        make_loss = generator_loss(loss, judge(pictures))
        make_loss.backward()
        if step == 0:
            tensors |= prefixed("gradient.generator", {key: value.clone() for key, value in make.gradients().items()})
        optimizers[0].step()
        losses["generator"].append(make_loss.detach())
        losses["discriminator"].append(judge_loss.detach())
    for name, network in networks.items():
        tensors[f"losses.{name}"] = torch.stack(losses[name])
        tensors |= prefixed(f"final.{name}", network.state())
    return {
        "name": f"{size} {norm} {loss}" + (" hidden" if hidden else ""),
        "options": {"size": size, "channels": channels, "width": width, "hidden": hidden, "latent": LATENT, "batch": BATCH,
                    "spectral": int(norm == "spectral"), "hinge": int(loss == "hinge"), "label_smoothing": smoothing,
                    "learning_rate": LEARNING_RATE, "beta1": BETA1},
        "tensors": tensors,
    }


def dcgan_files() -> dict:
    return {"dcgan": [pair_case(*pair, seed=2000 + number) for number, pair in enumerate(PAIRS)]}
