"""Our kernels, through their shared object."""
import ctypes

import numpy

from backends.swiftlet_arrays import Arrays
from backends.swiftlet_memory import Memory

integer, pointer, real, boolean = ctypes.c_int64, ctypes.c_void_p, ctypes.c_float, ctypes.c_bool


class GEMMDescriptor(ctypes.Structure):
    _fields_ = [
        ("transpose_a", boolean), ("transpose_b", boolean), ("m", integer), ("n", integer), ("k", integer),
        ("lda", integer), ("ldb", integer), ("ldc", integer), ("alpha", real), ("beta", real), ("bias", ctypes.c_int),
        ("activation", ctypes.c_int), ("negative_slope", real)]


class Conv2dDescriptor(ctypes.Structure):
    _fields_ = [(name, integer) for name in (
        "batch", "in_channels", "out_channels", "groups", "in_height", "in_width", "kernel_height", "kernel_width",
        "stride_height", "stride_width", "padding_height", "padding_width", "dilation_height", "dilation_width",
        "output_padding_height", "output_padding_width")]


class Conv1dDescriptor(ctypes.Structure):
    _fields_ = [(name, integer) for name in (
        "batch", "in_channels", "out_channels", "groups", "in_length", "kernel_length", "stride", "padding", "dilation",
        "output_padding")]


class Pool2dDescriptor(ctypes.Structure):
    _fields_ = [(name, integer) for name in (
        "batch", "channels", "in_height", "in_width", "kernel_height", "kernel_width", "stride_height", "stride_width",
        "padding_height", "padding_width", "dilation_height", "dilation_width")] + [("count_include_padding", boolean)]


class GlobalPoolDescriptor(ctypes.Structure):
    _fields_ = [(name, integer) for name in ("batch", "channels", "length")]


def address(array):
    return None if array is None else array.ctypes.data


class Backend:
    def __init__(self, arguments):
        self.kernels = ctypes.CDLL(arguments.library)
        self.kernels.ck_context_message.restype = ctypes.c_char_p
        self.contexts = {name: self.context(arguments.threads, name) for name in arguments.kernels.split("/")}
        self.generator = numpy.random.default_rng(0)

    def context(self, threads, kernels):
        context = pointer()
        if self.kernels.ck_context_create(threads, ctypes.byref(context)) != 0:
            raise SystemExit("no context could be created")
        if self.kernels.ck_context_select_kernels(context, kernels.encode()) != 0:
            raise SystemExit(self.kernels.ck_context_message(context).decode())
        return context

    def array(self, *shape):
        return self.generator.standard_normal(shape, dtype=numpy.float32)

    def prepare(self, case):
        kind = Arrays if case["group"] == "arrays" else Memory
        bound = kind(self.kernels, self.generator, next(iter(self.contexts.values())))
        call, operands = {
            "gemm": self.gemm, "conv": self.convolution, "pool": self.pool, "memory": bound.prepare,
            "arrays": bound.prepare}[case["group"]](case)
        return {name: self.checked(call, context, operands) for name, context in self.contexts.items()}

    def checked(self, call, context, operands):
        """A function that runs the call and keeps its operands alive."""
        function, arguments = call

        def run(keep=operands):
            if function(context, *arguments) != 0:
                raise SystemExit(self.kernels.ck_context_message(context).decode())
        return run

    def gemm(self, case):
        m, n, k, transpose = case["M"], case["N"], case["K"], case["pass"]
        a = self.array(*((k, m) if transpose == "tn" else (m, k)))
        b = self.array(*((n, k) if transpose == "nt" else (k, n)))
        c = numpy.zeros((m, n), numpy.float32)
        descriptor = GEMMDescriptor(
            transpose == "tn", transpose == "nt", m, n, k, a.shape[1], b.shape[1], n, 1.0, 0.0, 0, 0, 0.0)
        arguments = [pointer(value) for value in (address(a), address(b), None, address(c))]
        return (self.kernels.ck_gemm_f32, [ctypes.byref(descriptor)] + arguments), (a, b, c, descriptor)

    def convolution(self, case):
        dimensions, direction = case["dimensions"], case["pass"]
        channels = (case["in_channels"], case["out_channels"])
        size, kernel, stride, padding = case["size"], case["kernel"], case["stride"], case["padding"]
        if dimensions == 1:
            descriptor = Conv1dDescriptor(case["batch"], *channels, 1, size, kernel, stride, padding, 1, 0)
        else:
            descriptor = Conv2dDescriptor(
                case["batch"], *channels, 1, size, size, kernel, kernel, stride, stride, padding, padding, 1, 1, 0, 0)
        x = self.array(case["batch"], case["in_channels"], *[size] * dimensions)
        w = self.array(*(channels if case["transposed"] else channels[::-1]), *[kernel] * dimensions)
        y = self.array(case["batch"], case["out_channels"], *[case["out_size"]] * dimensions)
        bias = self.array(case["out_channels"])
        name = f"ck_conv{'_transpose' if case['transposed'] else ''}{dimensions}d_f32_{direction}"
        arguments = {
            "forward": [None, address(x), address(w), address(bias), address(y)],
            "backward_data": [address(y), address(w), real(0.0), address(x)],
            "backward_weights": [address(x), address(y), real(0.0), address(w), address(bias)],
        }[direction]
        arguments = [value if isinstance(value, real) else pointer(value) for value in arguments]
        return (getattr(self.kernels, name), [ctypes.byref(descriptor)] + arguments), (x, w, y, bias, descriptor)

    def pool(self, case):
        batch, channels, size, kind = case["batch"], case["channels"], case["size"], case["kind"]
        x = self.array(batch, channels, *size)
        is_global = kind.startswith("global")
        is_forward = case["pass"] == "forward"
        if is_global:
            descriptor = GlobalPoolDescriptor(batch, channels, int(numpy.prod(size)))
            y = self.array(batch, channels)
        else:
            descriptor = Pool2dDescriptor(batch, channels, *size, 2, 2, 2, 2, 0, 0, 1, 1, False)
            y = self.array(batch, channels, *[extent // 2 for extent in size])
        indices = numpy.zeros(y.shape, numpy.int32)
        name = f"ck_{kind}_pool{'' if is_global else '2d'}_f32"
        if is_global and is_forward:
            arguments = [address(x), None, address(y)] + ([address(indices)] if kind == "global_max" else [])
        elif is_global:
            arguments = [address(y), address(indices) if kind == "global_max" else None, real(0.0), address(x)]
        elif is_forward:
            arguments = [address(x), address(y)] + ([address(indices)] if kind == "max" else [])
        else:
            arguments = [address(y)] + ([address(indices)] if kind == "max" else []) + [real(0.0), address(x)]
        reference = ctypes.byref(descriptor)
        arguments = [value if isinstance(value, real) else pointer(value) for value in arguments]
        if not is_forward and kind.endswith("max"):
            # The backward pass needs the positions that a forward pass found.
            forward = [pointer(address(x))] + ([None] if is_global else []) + [pointer(address(y)), pointer(address(indices))]
            getattr(self.kernels, f"{name}_forward")(next(iter(self.contexts.values())), reference, *forward)
        function = getattr(self.kernels, f"{name}_{case['pass']}")
        return (function, [reference] + arguments), (x, y, indices, descriptor)
