"""PyTorch on the CPU: MKL for matrix products, oneDNN for convolutions, its own loops for the rest."""
import torch
import torch.nn.functional as functional

from backends import pytorch_arrays, pytorch_memory


class Backend:
    def __init__(self, arguments):
        torch.set_num_threads(arguments.threads)
        torch.manual_seed(0)

    def prepare(self, case):
        return {"gemm": self.gemm, "conv": self.convolution, "pool": self.pool, "memory": pytorch_memory.prepare,
                "arrays": pytorch_arrays.prepare}[case["group"]](case)

    def gemm(self, case):
        m, n, k, transpose = case["M"], case["N"], case["K"], case["pass"]
        a = torch.randn((k, m) if transpose == "tn" else (m, k))
        b = torch.randn((n, k) if transpose == "nt" else (k, n))
        c = torch.empty(m, n)
        left, right = (a.t() if transpose == "tn" else a), (b.t() if transpose == "nt" else b)
        functions = {"mkl": lambda: torch.mm(left, right, out=c)}
        if transpose == "nt":
            # The one way to oneDNN's single precision product is that of a linear layer.
            linear = torch.ops.mkldnn._linear_pointwise
            functions["onednn"] = lambda: linear(a, b, None, "none", [], "")
        return functions

    def convolution(self, case):
        dimensions, transposed = case["dimensions"], case["transposed"]
        inputs, outputs = case["in_channels"], case["out_channels"]
        layouts = {"nchw": torch.contiguous_format}
        if dimensions == 2:
            layouts["nhwc"] = torch.channels_last
        functions = {}
        for name, layout in layouts.items():
            x = torch.randn([case["batch"], inputs] + [case["size"]] * dimensions).to(memory_format=layout)
            filters = [inputs, outputs] if transposed else [outputs, inputs]
            w = torch.randn(filters + [case["kernel"]] * dimensions).to(memory_format=layout)
            bias = torch.randn(outputs)
            stride, padding = case["stride"], case["padding"]
            forward = {(1, False): functional.conv1d, (2, False): functional.conv2d, (2, True): functional.conv_transpose2d}[
                dimensions, transposed]
            with torch.no_grad():
                gradient = torch.randn_like(forward(x, w, bias, stride, padding))
            functions[f"onednn {name}"] = self.convolution_pass(
                case["pass"], forward, x, w, bias, stride, padding, gradient, dimensions, transposed)
        return functions

    @staticmethod
    def convolution_pass(direction, forward, x, w, bias, stride, padding, gradient, dimensions, transposed):
        if direction == "forward":
            def run():
                with torch.no_grad():
                    forward(x, w, bias, stride, padding)
            return run
        wanted = [True, False, False] if direction == "backward_data" else [False, True, True]
        settings = (
            [len(bias)], [stride] * dimensions, [padding] * dimensions, [1] * dimensions, transposed,
            [0] * dimensions, 1, wanted)
        backward = torch.ops.aten.convolution_backward

        def run():
            with torch.no_grad():
                backward(gradient, x, w, *settings)
        return run

    def pool(self, case):
        one = len(case["size"]) == 1
        forward = {
            "max": lambda t: functional.max_pool2d(t, 2),
            "average": lambda t: functional.avg_pool2d(t, 2),
            "global_max": (lambda t: functional.adaptive_max_pool1d(t, 1))
            if one else (lambda t: functional.adaptive_max_pool2d(t, 1)),
            "global_average": (lambda t: functional.adaptive_avg_pool1d(t, 1))
            if one else (lambda t: functional.adaptive_avg_pool2d(t, 1)),
        }[case["kind"]]
        layouts = {"nchw": torch.contiguous_format} if one else {
            "nchw": torch.contiguous_format, "nhwc": torch.channels_last}
        return {f"pytorch {name}": self.pool_pass(case, forward, layout) for name, layout in layouts.items()}

    @staticmethod
    def pool_pass(case, forward, layout):
        x = torch.randn([case["batch"], case["channels"]] + case["size"]).to(memory_format=layout).requires_grad_(True)
        y = forward(x)
        gradient = torch.randn_like(y)
        if case["pass"] == "forward":
            def run():
                with torch.no_grad():
                    forward(x)
        else:
            def run():
                torch.autograd.grad(y, x, gradient, retain_graph=True)
        return run
