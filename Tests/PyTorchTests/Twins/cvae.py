"""The conditional variational autoencoder, with linear layers or convolutions."""

import json

import torch
from torch import nn


def hidden_layers(inputs, sizes):
    return nn.ModuleList(nn.Linear(before, size) for before, size in zip([inputs, *sizes], sizes))


def through(layers, values):
    for layer in layers:
        values = torch.relu(layer(values))
    return values


class Encoder(nn.Module):
    def __init__(self, model, height, width, classes):
        super().__init__()
        self.extent = (height, width)
        channels = model["channels"]
        self.is_convolutional = model["kind"] == "conv"
        inputs = height * width + classes
        if self.is_convolutional:
            self.convolutions = nn.ModuleList(
                nn.Conv2d(before, after, 4, 2, 1) for before, after in zip([1 + classes, *channels], channels)
            )
            inputs = channels[-1] * (height >> len(channels)) * (width >> len(channels))
        self.layers = hidden_layers(inputs, model["hidden"])
        self.feature_count = [inputs, *model["hidden"]][-1]

    def forward(self, pictures, classes):
        if not self.is_convolutional:
            return through(self.layers, torch.cat([pictures, classes], 1))
        planes = classes[:, :, None, None].expand(-1, -1, *self.extent)
        maps = torch.cat([pictures.reshape(-1, 1, *self.extent), planes], 1)
        return through(self.layers, through(self.convolutions, maps).flatten(1))


class Decoder(nn.Module):
    def __init__(self, model, height, width, inputs):
        super().__init__()
        sizes, channels = model["hidden"][::-1], model["channels"][::-1]
        self.layers = hidden_layers(inputs, sizes)
        last = [inputs, *sizes][-1]
        self.is_convolutional = model["kind"] == "conv"
        if self.is_convolutional:
            self.maps = (channels[0], height >> len(channels), width >> len(channels))
            self.expansion = nn.Linear(last, self.maps[0] * self.maps[1] * self.maps[2])
            self.convolutions = nn.ModuleList(
                nn.ConvTranspose2d(before, after, 4, 2, 1) for before, after in zip(channels, [*channels[1:], 1])
            )
        else:
            self.output = nn.Linear(last, height * width)

    def forward(self, values):
        values = through(self.layers, values)
        if not self.is_convolutional:
            return self.output(values)
        maps = through(self.convolutions[:-1], torch.relu(self.expansion(values)).reshape(-1, *self.maps))
        return self.convolutions[-1](maps).flatten(1)


class Twin(nn.Module):
    def __init__(self, metadata, tensors):
        super().__init__()
        model, pictures = json.loads(metadata["model"]), json.loads(metadata["format"])
        extent = (pictures["height"], pictures["width"])
        self.class_count = len(pictures["class_names"])
        self.is_product = model["conditioning"] == "product"
        latent = model["latent"]
        self.encoder = Encoder(model, *extent, self.class_count)
        self.mean = nn.Linear(self.encoder.feature_count, latent)
        self.log_variance = nn.Linear(self.encoder.feature_count, latent)
        styles = latent * self.class_count if self.is_product else latent
        self.decoder = Decoder(model, *extent, styles + self.class_count)

    def forward(self, inputs):
        classes = nn.functional.one_hot(inputs["labels"].long(), self.class_count).float()
        features = self.encoder(inputs["pictures"], classes)
        style = inputs["latent"]
        if self.is_product:
            style = (classes[:, :, None] * self.class_count**0.5 * style[:, None]).flatten(1)
        return {
            "mean": self.mean(features),
            "log_variance": self.log_variance(features),
            "means": torch.sigmoid(self.decoder(torch.cat([style, classes], 1))),
        }
