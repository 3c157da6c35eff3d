"""Seeded inputs that float32 holds exactly and that are short in decimal."""

import torch


class Draw:
    """A seeded source of tensors; one for each golden case, so that a new case changes no other."""

    def __init__(self, seed: int):
        self.generator = torch.Generator().manual_seed(seed)

    def uniform(self, *shape: int, low: float = -2, high: float = 2) -> torch.Tensor:
        """Multiples of 1/64 in [low, high)."""
        return torch.randint(int(low * 64), int(high * 64), shape, generator=self.generator).double() / 64

    def distinct(self, *shape: int) -> torch.Tensor:
        """Multiples of 1/16 around 0, no two alike and none 0: no ties for a maximum and no kink at 0."""
        count = torch.Size(shape).numel()
        order = torch.randperm(count, generator=self.generator).double()
        return ((order - count // 2) / 16 + 1 / 32).reshape(shape)

    def indices(self, below: int, *shape: int) -> torch.Tensor:
        """Whole numbers in 0 ..< below."""
        return torch.randint(0, below, shape, generator=self.generator)
