"""PyTorch's calls for the operators that are bound by memory; results go to existing tensors where it offers that."""
import torch
import torch.nn.functional as functional

aten = torch.ops.aten


def prepare(case):
    with torch.no_grad():
        calls = globals()[case["operator"]](case)
    return {label: without_gradients(call) for label, call in calls.items()}


def without_gradients(call):
    def run():
        with torch.no_grad():
            call()
    return run


def layouts(dimensions):
    return {"nchw": torch.contiguous_format, "nhwc": torch.channels_last} if dimensions == 2 else {"nchw": torch.contiguous_format}


def unary(case):
    x, y, gradient, result = (torch.randn(case["count"]) for _ in range(4))
    name = case["activation"]
    if case["pass"] == "forward":
        x = x.abs() + 0.01
        forward = {
            "relu": lambda: torch.clamp_min(x, 0, out=y), "leaky_relu": lambda: aten.leaky_relu.out(x, 0.01, out=y),
            "sigmoid": lambda: torch.sigmoid(x, out=y), "tanh": lambda: torch.tanh(x, out=y),
            "exp": lambda: torch.exp(x, out=y), "log": lambda: torch.log(x, out=y)}
        return {"pytorch": forward[name]}
    backward = {
        "relu": lambda: aten.threshold_backward.grad_input(gradient, x, 0, grad_input=result),
        "sigmoid": lambda: aten.sigmoid_backward.grad_input(gradient, y, grad_input=result),
        "tanh": lambda: aten.tanh_backward.grad_input(gradient, y, grad_input=result)}
    return {"pytorch": backward[name]}


def binary(case):
    count, channels = case["count"], case["channels"]
    a, y = torch.randn(count), torch.empty(count)
    b = torch.randn(channels or count)
    if channels:
        a, y, b = a.view(16, channels, -1), y.view(16, channels, -1), b.view(1, channels, 1)
    return {"pytorch": lambda: torch.add(a, b, out=y)}


def axpby(case):
    x, y = torch.randn(case["count"]), torch.randn(case["count"])
    return {"pytorch": lambda: y.add_(x, alpha=1e-6)}


def affine(case):
    x, y = torch.randn(case["count"]), torch.empty(case["count"])
    return {"pytorch": lambda: torch.mul(x, 0.5, out=y)}


def fill(case):
    y = torch.empty(case["count"])
    return {"pytorch": lambda: y.fill_(1.0)}


def uniform(case):
    y = torch.empty(case["count"])
    return {"pytorch": lambda: y.uniform_()}


def dropout_mask(case):
    y = torch.empty(case["count"])
    return {"pytorch": lambda: y.bernoulli_(0.5)}


def optimizer(case):
    kinds = {
        "sgd": lambda p, **way: torch.optim.SGD(p, lr=1e-6, **way),
        "sgd_momentum": lambda p, **way: torch.optim.SGD(p, lr=1e-6, momentum=0.9, **way),
        "adam": lambda p, **way: torch.optim.Adam(p, lr=1e-6, **way),
        "rmsprop": lambda p, **way: torch.optim.RMSprop(p, lr=1e-6, **way),
        "adadelta": lambda p, **way: torch.optim.Adadelta(p, lr=1.0, **way)}
    name = case["optimizer"]
    ways = {"foreach": {"foreach": True}}
    if name in ("sgd", "sgd_momentum", "adam"):
        ways["fused"] = {"fused": True}
    calls = {}
    for label, way in ways.items():
        parameter = torch.randn(case["count"], requires_grad=True)
        parameter.grad = torch.randn(case["count"])
        calls[label] = kinds[name]([parameter], **way).step
    return calls


def windows(case, kind):
    size, calls = case["size"], {}
    dimensions = len(size)
    window = [[case[name]] * dimensions for name in ("kernel", "stride", "padding")]
    for label, layout in layouts(dimensions).items():
        x = torch.randn([case["batch"], case["channels"]] + size).to(memory_format=layout)
        calls[f"pytorch {label}"] = window_pass(kind, case["pass"] == "forward", dimensions, x, window)
    return calls


def window_pass(kind, is_forward, dimensions, x, window):
    if kind == "max":
        # One dimension runs the kernels of two in PyTorch as well.
        if dimensions == 1:
            x, window = x.unsqueeze(2), [[a] + b for a, b in zip((1, 1, 0), window)]
        y, indices = aten.max_pool2d_with_indices(x, *window)
        if is_forward:
            return lambda: aten.max_pool2d_with_indices.out(x, *window, out=y, indices=indices)
        gradient, result = torch.randn_like(y), torch.empty_like(x)
        return lambda: aten.max_pool2d_with_indices_backward.grad_input(
            gradient, x, *window, [1, 1], False, indices, grad_input=result)
    if dimensions == 1:
        x, window = x.unsqueeze(2), [[a] + b for a, b in zip((1, 1, 0), window)]
    y = aten.avg_pool2d(x, *window, False, False)
    if is_forward:
        return lambda: aten.avg_pool2d.out(x, *window, False, False, out=y)
    gradient, result = torch.randn_like(y), torch.empty_like(x)
    return lambda: aten.avg_pool2d_backward.grad_input(gradient, x, *window, False, False, None, grad_input=result)


def max_pool(case):
    return windows(case, "max")


def average_pool(case):
    return windows(case, "average")


def global_max_pool(case):
    x = torch.randn(case["batch"], case["channels"], case["positions"])
    y, indices = aten.max.dim(x, 2, True)
    gradient = torch.randn_like(y)
    if case["pass"] == "forward":
        rows = x.unsqueeze(2)
        return {
            "max over a dimension": lambda: torch.max(x, 2, True, out=(y, indices)),
            "adaptive pool": lambda: aten.adaptive_max_pool2d(rows, [1, 1])}
    result = torch.empty_like(x)
    return {"zero and scatter": lambda: result.zero_().scatter_(2, indices, gradient)}


def global_average_pool(case):
    x = torch.randn(case["batch"], case["channels"], case["positions"])
    y = x.mean(2, keepdim=True)
    gradient, result = torch.randn_like(y), torch.empty_like(x)
    if case["pass"] == "forward":
        return {"pytorch": lambda: torch.mean(x, 2, keepdim=True, out=y)}
    spread = gradient.expand_as(x)
    return {"pytorch": lambda: torch.mul(spread, 1 / case["positions"], out=result)}


def batch_norm(case):
    shape = [case["batch"], case["channels"]] + ([case["positions"], 1] if case["positions"] > 1 else [])
    channels = case["channels"]
    weight, bias, mean, variance = torch.randn(channels), torch.randn(channels), torch.zeros(channels), torch.ones(channels)
    calls = {}
    for label, layout in layouts(len(shape) - 2).items():
        x = torch.randn(shape)
        if len(shape) == 4:
            x = x.to(memory_format=layout)
        gradient = torch.randn_like(x)
        _, saved_mean, saved_deviation = aten.native_batch_norm(x, weight, bias, mean, variance, True, 0.1, 1e-5)
        calls[f"pytorch {label}"] = {
            "training": lambda x=x: aten.native_batch_norm(x, weight, bias, mean, variance, True, 0.1, 1e-5),
            "inference": lambda x=x: aten.native_batch_norm(x, weight, bias, mean, variance, False, 0.1, 1e-5),
            "backward": lambda x=x, gradient=gradient, saved=(saved_mean, saved_deviation): aten.native_batch_norm_backward(
                gradient, x, weight, mean, variance, *saved, True, 1e-5, [True, True, True]),
        }[case["pass"]]
    return calls


def softmax(case):
    x, y, gradient = (torch.randn(case["rows"], case["classes"]) for _ in range(3))
    if case["pass"] == "forward":
        return {"pytorch": lambda: torch.softmax(x, 1, out=y)}
    result = torch.empty_like(x)
    return {"pytorch": lambda: aten._softmax_backward_data.out(gradient, y, 1, torch.float32, grad_input=result)}


def cross_entropy(case):
    x = torch.randn(case["rows"], case["classes"], requires_grad=True)
    labels = torch.randint(case["classes"], (case["rows"],))

    def run():
        with torch.enable_grad():
            torch.autograd.grad(functional.cross_entropy(x, labels), x)
    return {"pytorch": run}


def embedding(case):
    table = torch.randn(case["vocabulary"], case["dimension"])
    indices = torch.randint(case["vocabulary"], (case["count"],))
    gradient = torch.randn(case["count"], case["dimension"])
    if case["pass"] == "forward":
        result = torch.empty_like(gradient)
        return {
            "embedding": lambda: functional.embedding(indices, table),
            "index_select": lambda: torch.index_select(table, 0, indices, out=result)}
    return {"pytorch": lambda: aten.embedding_dense_backward(gradient, indices, case["vocabulary"], -1, False)}


def reduction(case):
    x = torch.randn(case["outer"], case["axis"], case["inner"])
    axes = [1] if case["reduced"] == "axis" else [0, 2]
    function = {"sum": torch.sum, "max": torch.amax}[case["operation"]]
    result = function(x, axes)
    return {"pytorch": lambda: function(x, axes, out=result)}


def transpose(case):
    x = torch.randn(case["batch"], case["rows"], case["columns"])
    y = torch.empty(case["batch"], case["columns"], case["rows"])
    return {"pytorch": lambda: y.copy_(x.transpose(1, 2))}


def copy_rows(case):
    x, y = torch.randn(case["rows"], 2 * case["columns"]), torch.empty(case["rows"], case["columns"])
    return {"pytorch": lambda: y.copy_(x[:, :case["columns"]])}
