"""Both towers for face verification."""

import json

from torch import nn


class Twin(nn.Module):
    def __init__(self, metadata, tensors):
        super().__init__()
        model = json.loads(metadata["model"])
        size, width, dimension = model["size"], model["width"], model["embedding_dimension"]
        self.is_pooled = model["kind"] == "pooled"
        if self.is_pooled:
            self.features = nn.Sequential(
                nn.AvgPool2d(4),
                nn.Conv2d(1, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU(), nn.MaxPool2d(2),
                nn.Conv2d(width, 2 * width, 3, padding=1, bias=False), nn.BatchNorm2d(2 * width), nn.ReLU(),
                nn.AvgPool2d(2),
            )
            self.embedding = nn.Linear(2 * width * (size // 16) ** 2, dimension)
        else:
            layers = []
            for inputs, outputs in (1, 4), (4, 8), (8, 8):
                layers += [nn.ReflectionPad2d(1), nn.Conv2d(inputs, outputs, 3), nn.ReLU(), nn.BatchNorm2d(outputs)]
            self.cnn1 = nn.Sequential(*layers)
            self.fc1 = nn.Sequential(
                nn.Linear(8 * size * size, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(),
                nn.Linear(width, dimension),
            )

    def forward(self, inputs):
        pictures = inputs["pictures"]
        if self.is_pooled:
            return {"embeddings": nn.functional.normalize(self.embedding(self.features(pictures).flatten(1)))}
        return {"embeddings": self.fc1(self.cnn1(pictures).flatten(1))}
