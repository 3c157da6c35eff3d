"""Optimizers, learning-rate schedules, gradient clipping and the max-norm constraint."""

import torch
from torch import nn

from draw import Draw

STEPS = 10


class LAMB(torch.optim.Optimizer):
    """Algorithm 2 of You et al. 2020 with phi(z) = z; PyTorch has no such optimizer."""

    def __init__(self, parameters: list, lr=1e-3, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01):
        super().__init__(parameters, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    def step(self) -> None:
        for group in self.param_groups:
            (beta1, beta2), rate = group["betas"], group["lr"]
            for parameter in group["params"]:
                x, g, state = parameter.data, parameter.grad, self.state[parameter]
                t = state["t"] = state.get("t", 0) + 1
                m = state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
                v = state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g**2
                ratio = (m / (1 - beta1**t)) / ((v / (1 - beta2**t)).sqrt() + group["eps"])
                update = ratio + group["weight_decay"] * x
                parameter.data = x - rate * x.norm() / update.norm() * update


class Lion(torch.optim.Optimizer):
    """Algorithm 2 of Chen et al. 2023; PyTorch has no such optimizer."""

    def __init__(self, parameters: list, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    def step(self) -> None:
        for group in self.param_groups:
            (beta1, beta2), rate = group["betas"], group["lr"]
            for parameter in group["params"]:
                x, g, state = parameter.data, parameter.grad, self.state[parameter]
                m = state.get("m", torch.zeros_like(x))
                c = beta1 * m + (1 - beta1) * g
                parameter.data = x - rate * (c.sign() + group["weight_decay"] * x)
                state["m"] = beta2 * m + (1 - beta2) * g


class Muon(torch.optim.Optimizer):
    """torch.optim.Muon with adjust_lr_fn="match_rms_adamw", which computes in bfloat16; vectors are left to AdamW."""

    def __init__(self, parameters: list, lr=1e-3, betas=(0.9, 0.999), momentum=0.95, nesterov=True, weight_decay=0.1):
        matrices = [parameter for parameter in parameters if parameter.dim() >= 2]
        vectors = [parameter for parameter in parameters if parameter.dim() < 2]
        super().__init__(matrices, {"lr": lr, "momentum": momentum, "nesterov": nesterov, "weight_decay": weight_decay})
        self.adamw = torch.optim.AdamW(vectors, lr=lr, betas=betas, weight_decay=weight_decay)

    def step(self) -> None:
        self.adamw.step()
        for group in self.param_groups:
            rate, momentum = group["lr"], group["momentum"]
            for parameter in group["params"]:
                x, g = parameter.data, parameter.grad
                buffer = self.state[parameter].get("buffer", torch.zeros_like(x))
                buffer = self.state[parameter]["buffer"] = momentum * buffer + (1 - momentum) * g
                z = momentum * buffer + (1 - momentum) * g if group["nesterov"] else buffer
                z = z / z.norm()
                for _ in range(5):
                    gram = z @ z.T
                    z = 3.4445 * z + (-4.775 * gram + 2.0315 * gram @ gram) @ z
                parameter.data = x * (1 - rate * group["weight_decay"]) - rate * 0.2 * max(x.shape) ** 0.5 * z


OPTIMIZERS = {
    "sgd": (torch.optim.SGD, [
        {"lr": 0.1},
        {"lr": 0.1, "momentum": 0.9},
        {"lr": 0.05, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.02},
        {"lr": 0.05, "momentum": 0.9, "nesterov": 1, "weight_decay": 0.01},
    ]),
    "adam": (torch.optim.Adam, [
        {},
        {"lr": 0.01, "beta1": 0.8, "beta2": 0.95, "eps": 1e-6},
        {"lr": 0.02, "weight_decay": 0.1},
        {"lr": 0.05, "beta2": 0.5, "amsgrad": 1, "weight_decay": 0.1},
    ]),
    "adamw": (torch.optim.AdamW, [
        {},
        {"lr": 0.02, "beta1": 0.5, "beta2": 0.99, "weight_decay": 0.2},
        {"lr": 0.05, "beta2": 0.5, "amsgrad": 1},
    ]),
    "nadam": (torch.optim.NAdam, [
        {},
        {"lr": 0.02, "beta1": 0.8, "beta2": 0.95, "eps": 1e-6, "weight_decay": 0.1, "momentum_decay": 0.2},
    ]),
    "radam": (torch.optim.RAdam, [
        {},
        {"lr": 0.02, "beta1": 0.8, "beta2": 0.9, "eps": 0.01, "weight_decay": 0.1},
    ]),
    "lamb": (LAMB, [
        {},
        {"lr": 0.02, "beta1": 0.8, "beta2": 0.95, "eps": 0.01, "weight_decay": 0.1},
        {"lr": 0.02, "weight_decay": 0},
    ]),
    "lion": (Lion, [
        {},
        {"lr": 0.02, "beta1": 0.8, "beta2": 0.7, "weight_decay": 0.1},
    ]),
    "rmsprop": (torch.optim.RMSprop, [
        {},
        {"lr": 0.02, "alpha": 0.9, "eps": 1e-6, "momentum": 0.5},
        {"lr": 0.02, "alpha": 0.95, "centered": 1, "weight_decay": 0.05},
        {"lr": 0.01, "alpha": 0.95, "centered": 1, "momentum": 0.9},
    ]),
    "muon": (Muon, [
        {},
        {"lr": 0.02, "momentum": 0.8, "nesterov": 0, "beta1": 0.8, "beta2": 0.95, "weight_decay": 0.3},
    ]),
    "adagrad": (torch.optim.Adagrad, [
        {},
        {"lr": 0.05, "eps": 0.01, "initial_accumulator_value": 0.3, "weight_decay": 0.1},
    ]),
    "adadelta": (torch.optim.Adadelta, [
        {},
        {"lr": 0.5, "rho": 0.95, "eps": 1e-5, "weight_decay": 0.1},
    ]),
}


def build(kind: type, options: dict, parameters: list) -> torch.optim.Optimizer:
    """A PyTorch optimizer from options that are plain numbers."""
    arguments = dict(options)
    if "beta1" in arguments or "beta2" in arguments:
        arguments["betas"] = (arguments.pop("beta1", 0.9), arguments.pop("beta2", 0.999))
    for flag in ["nesterov", "centered", "amsgrad"]:
        if flag in arguments:
            arguments[flag] = bool(arguments[flag])
    return kind(parameters, **arguments)


def trace(optimizer_of, schedule_of=None) -> dict:
    """Ten updates of two parameters; `first_N` and `second_N` are the values after step N, counted from 0."""
    draw = Draw(800)
    first, second = nn.Parameter(draw.uniform(3, 4)), nn.Parameter(draw.uniform(5))
    tensors = {"first": first.detach().clone(), "second": second.detach().clone()}
    optimizer = optimizer_of(first, second)
    schedule = schedule_of(optimizer) if schedule_of else None
    values = {}
    for step in range(STEPS):
        first.grad, second.grad = draw.uniform(3, 4), draw.uniform(5)
        tensors[f"first_gradient_{step}"] = first.grad.clone()
        tensors[f"second_gradient_{step}"] = second.grad.clone()
        optimizer.step()
        if schedule:
            schedule.step()
        values |= {f"first_{step}": first.detach().clone(), f"second_{step}": second.detach().clone()}
    return tensors | values


def optimizer_cases() -> list:
    """Ten updates by the same gradients with each option set."""
    return [
        {"name": f"{name} {number}", "options": options,
         "tensors": trace(lambda *parameters: build(kind, options, parameters))}
        for name, (kind, option_sets) in OPTIMIZERS.items() for number, options in enumerate(option_sets)
    ]


def group_cases() -> list:
    """The second parameter has a learning rate and a weight decay of its own, or the rate falls for both."""
    cases = []
    for name, momentum in [("sgd", {"momentum": 0.9}), ("adamw", {}), ("rmsprop", {})]:
        kind = OPTIMIZERS[name][0]
        options = {"lr": 0.02, "weight_decay": 0.1, "second_lr": 0.005, "second_weight_decay": 0.3}

        def grouped(first, second):
            other = {"params": [second], "lr": options["second_lr"], "weight_decay": options["second_weight_decay"]}
            return build(kind, {"lr": 0.02, "weight_decay": 0.1} | momentum, [{"params": [first]}, other])

        def falling(optimizer):
            return torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.7)

        cases.append({"name": f"{name} constant", "options": options | momentum, "tensors": trace(grouped)})
        cases.append({"name": f"{name} falling", "options": options | momentum | {"gamma": 0.7},
                      "tensors": trace(grouped, falling)})
    return cases


def schedule_cases() -> list:
    """Learning rate of each of 40 steps from 0.5."""
    schedulers = torch.optim.lr_scheduler
    steps, rate, warm_up = 40, 0.5, 5

    def case(name: str, options: dict, make) -> dict:
        optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=rate)
        schedule = make(optimizer)
        rates = []
        for _ in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        return {"name": name, "options": options | {"lr": rate}, "tensors": {"rates": torch.tensor(rates)}}

    def with_warm_up(optimizer, after):
        # Step n of the warm-up runs at (n + 1) / (warm_up + 1) of the rate; LinearLR counts the same way.
        first = schedulers.LinearLR(optimizer, start_factor=1 / (warm_up + 1), end_factor=1, total_iters=warm_up)
        return schedulers.SequentialLR(optimizer, [first, after(optimizer)], milestones=[warm_up])

    def step_decay(optimizer):
        return schedulers.StepLR(optimizer, step_size=7, gamma=0.3)

    def cosine(optimizer, length=steps):
        return schedulers.CosineAnnealingLR(optimizer, T_max=length, eta_min=0.02)

    def linear(optimizer, length=30):
        return schedulers.LinearLR(optimizer, start_factor=1, end_factor=0.04, total_iters=length)

    def one_cycle(**options):
        return lambda optimizer: schedulers.OneCycleLR(optimizer, max_lr=rate, total_steps=steps, **options)

    return [
        case("step", {"interval": 7, "factor": 0.3}, step_decay),
        case("cosine", {"steps": steps, "final": 0.02}, cosine),
        case("linear", {"steps": 30, "final": 0.02}, linear),
        case("polynomial", {"steps": 30, "final": 0, "power": 1.7},
             lambda o: schedulers.PolynomialLR(o, total_iters=30, power=1.7)),
        case("exponential", {"factor": 0.9}, lambda o: schedulers.ExponentialLR(o, gamma=0.9)),
        case("one-cycle", {"steps": steps}, one_cycle()),
        case("one-cycle", {"steps": steps, "rising": 0.25, "initial": 10, "last": 100},
             one_cycle(pct_start=0.25, div_factor=10, final_div_factor=100)),
        case("constant", {"warm_up": warm_up},
             lambda o: with_warm_up(o, lambda p: schedulers.ConstantLR(p, factor=1))),
        case("step", {"warm_up": warm_up, "interval": 7, "factor": 0.3}, lambda o: with_warm_up(o, step_decay)),
        case("cosine", {"warm_up": warm_up, "steps": steps, "final": 0.02},
             lambda o: with_warm_up(o, lambda p: cosine(p, steps - warm_up))),
        case("linear", {"warm_up": warm_up, "steps": 30, "final": 0.02},
             lambda o: with_warm_up(o, lambda p: linear(p, 30 - warm_up))),
    ]


def constraint_cases() -> list:
    cases = []
    for maximum in [0.5, 2.0, 100.0]:
        draw = Draw(900)
        parameters = [nn.Parameter(torch.zeros(3, 4)), nn.Parameter(torch.zeros(5))]
        gradients = [draw.uniform(3, 4), draw.uniform(5)]
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = gradient.clone()
        norm = nn.utils.clip_grad_norm_(parameters, maximum)
        tensors = {"first": gradients[0], "second": gradients[1], "norm": norm.reshape(1),
                   "first_clipped": parameters[0].grad, "second_clipped": parameters[1].grad}
        cases.append({"name": "clip", "options": {"maximum": maximum}, "tensors": tensors})
    for maximum in [1.0, 3.0]:
        matrix = Draw(901).uniform(6, 5) * torch.tensor([0.0, 0.25, 0.5, 1, 2, 4])[:, None]
        limited = torch.renorm(matrix, p=2, dim=0, maxnorm=maximum)
        cases.append({"name": "max-norm", "options": {"maximum": maximum},
                      "tensors": {"matrix": matrix, "limited": limited}})
    return cases


def optimizer_files() -> dict:
    return {"optimizer": optimizer_cases(), "group": group_cases(), "schedule": schedule_cases(), "constraint": constraint_cases()}
