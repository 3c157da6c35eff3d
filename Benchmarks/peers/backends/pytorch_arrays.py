"""PyTorch's calls for the operators on arrays; results go to existing tensors where it offers that."""
import torch

from backends.pytorch_memory import without_gradients


def prepare(case):
    return {"pytorch": without_gradients(globals()[case["operator"]](case))}


def broadcast(case):
    function = {"add": torch.add, "multiply": torch.mul, "less": torch.lt}[case["operation"]]
    a, b = torch.randn(case["left"]), torch.randn(case["right"])
    y = function(a, b)
    return lambda: function(a, b, out=y)


def reduce(case):
    function = {"sum": torch.sum, "max": torch.amax}[case["operation"]]
    x = torch.randn(case["shape"])
    y = function(x, case["axes"])
    return lambda: function(x, case["axes"], out=y)


def permute(case):
    x = torch.randn(case["shape"]).permute(case["order"])
    y = torch.empty(x.shape)
    return lambda: y.copy_(x)


def take(case):
    x, indices = torch.randn(case["shape"]), torch.randint(case["shape"][case["axis"]], (case["count"],))
    y = torch.empty(case["result"])
    return lambda: torch.index_select(x, case["axis"], indices, out=y)


def take_add(case):
    x, indices = torch.randn(case["result"]), torch.randint(case["shape"][case["axis"]], (case["count"],))
    y = torch.empty(case["shape"])
    return lambda: y.zero_().index_add_(case["axis"], indices, x)


def gather(case):
    x, indices = torch.randn(case["shape"]), torch.randint(case["shape"][case["axis"]], case["result"])
    y = torch.empty(case["result"])
    return lambda: torch.gather(x, case["axis"], indices, out=y)


def scatter_add(case):
    x, indices = torch.randn(case["result"]), torch.randint(case["shape"][case["axis"]], case["result"])
    y = torch.zeros(case["shape"])
    return lambda: y.scatter_add_(case["axis"], indices, x)


def cumulative_sum(case):
    x, y = torch.randn(case["shape"]), torch.empty(case["shape"])
    return lambda: torch.cumsum(x, case["axis"], out=y)


def sort(case):
    x = torch.randn(case["shape"])
    results = tuple(x.sort(case["axis"]))
    return lambda: torch.sort(x, stable=True, dim=case["axis"], out=results)


def top_k(case):
    x = torch.randn(case["shape"])
    results = tuple(x.topk(case["k"], case["axis"]))
    return lambda: torch.topk(x, case["k"], case["axis"], out=results)
