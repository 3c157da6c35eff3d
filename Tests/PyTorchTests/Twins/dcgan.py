"""Generator, discriminator and, where a checkpoint has one, the average of the generator."""

import json

from torch import nn
from torch.nn.utils.parametrizations import spectral_norm


class LeakyConv2d(nn.Conv2d):
    """A convolution and its leaky ReLU, which is no layer of its own where there is no batch norm between the two."""

    def forward(self, values):
        return nn.functional.leaky_relu(super().forward(values), 0.2)


def sizes(model):
    """Side of the smallest maps, and how often it is doubled."""
    base = 7 if model["size"] % 7 == 0 else 4
    return base, (model["size"] // base).bit_length() - 1


class Generator(nn.Module):
    def __init__(self, model):
        super().__init__()
        base, doublings = sizes(model)
        widths = [model["generator_width"] << (doublings - 1 - index) for index in range(doublings)]
        inputs = model["latent_size"]
        layers = []
        if model.get("hidden_size"):
            layers += [nn.ConvTranspose2d(inputs, model["hidden_size"], 1, bias=False)]
            layers += [nn.BatchNorm2d(model["hidden_size"]), nn.ReLU()]
            inputs = model["hidden_size"]
        for index, (before, after) in enumerate(zip([inputs, *widths], [*widths, model["channels"]])):
            options = (base,) if index == 0 else (4, 2, 1)
            layers += [nn.ConvTranspose2d(before, after, *options, bias=False)]
            layers += [nn.BatchNorm2d(after), nn.ReLU()] if index < doublings else [nn.Tanh()]
        self.layers = nn.Sequential(*layers)

    def forward(self, noise):
        return self.layers(noise[:, :, None, None])


class Discriminator(nn.Module):
    def __init__(self, model):
        super().__init__()
        base, doublings = sizes(model)
        is_spectral = model["discriminator_norm"] == "spectral"
        norm = spectral_norm if is_spectral else lambda layer: layer
        widths = [model["discriminator_width"] << index for index in range(doublings)]
        layers = []

        def append(before, after, *options, has_batch_norm):
            kind = nn.Conv2d if has_batch_norm else LeakyConv2d
            layers.append(norm(kind(before, after, *options, bias=is_spectral)))
            if has_batch_norm:
                layers.extend([nn.BatchNorm2d(after), nn.LeakyReLU(0.2)])

        for index, (before, after) in enumerate(zip([model["channels"], *widths], widths)):
            append(before, after, 4, 2, 1, has_batch_norm=not is_spectral and index > 0)
        hidden = model.get("hidden_size")
        if hidden:
            append(widths[-1], hidden, base, has_batch_norm=not is_spectral)
            layers += [nn.Flatten(), norm(nn.Linear(hidden, 1))]
        elif base == 4:
            layers += [norm(nn.Conv2d(widths[-1], 1, 4, bias=is_spectral)), nn.Flatten()]
        else:
            layers += [nn.Flatten(), norm(nn.Linear(widths[-1] * base * base, 1))]
        self.layers = nn.Sequential(*layers)

    def forward(self, pictures):
        return self.layers(pictures)


class Twin(nn.Module):
    def __init__(self, metadata, tensors):
        super().__init__()
        model = json.loads(metadata["model"])
        self.generator = Generator(model)
        self.discriminator = Discriminator(model)
        self.has_average = "average.layers.0.weight" in tensors
        if self.has_average:
            self.average = Generator(model)

    def forward(self, inputs):
        outputs = {
            "drawn": self.generator(inputs["noise"]),
            "logits": self.discriminator(inputs["pictures"]),
        }
        if self.has_average:
            outputs["drawn_by_average"] = self.average(inputs["noise"])
        return outputs
