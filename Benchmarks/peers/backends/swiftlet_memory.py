"""Calls of our kernels for the operators that are bound by memory: (entry point, arguments, what must stay alive)."""
import ctypes

import numpy

integer, pointer, real, boolean = ctypes.c_int64, ctypes.c_void_p, ctypes.c_float, ctypes.c_bool


def record(*fields):
    return type("Descriptor", (ctypes.Structure,), {"_fields_": list(fields)})


def integers(*names):
    return [(name, integer) for name in names]


Pool1d = record(*integers("batch", "channels", "in_length", "kernel", "stride", "padding", "dilation"), ("count_padding", boolean))
Pool2d = record(
    *integers("batch", "channels", "h", "w", "kh", "kw", "sh", "sw", "ph", "pw", "dh", "dw"), ("count_padding", boolean))
Triple = record(*integers("first", "second", "third"))
BatchNorm = record(*integers("batch", "channels", "spatial"), ("epsilon", real))
Embedding = record(*integers("count", "vocabulary", "dimension", "padding_index"))
SGD = record(
    ("learning_rate", real), ("momentum", real), ("dampening", real), ("nesterov", boolean), ("weight_decay", real),
    ("is_first_step", boolean))
Adam = record(
    ("learning_rate", real), ("beta1", real), ("beta2", real), ("epsilon", real), ("weight_decay", real),
    ("decoupled", boolean), ("step", integer), ("form", ctypes.c_int), ("amsgrad", boolean), ("momentum_decay", real))
RMSprop = record(
    ("learning_rate", real), ("smoothing", real), ("epsilon", real), ("weight_decay", real), ("momentum", real),
    ("centered", boolean), ("sums_squares", boolean))
Adadelta = record(("learning_rate", real), ("rho", real), ("epsilon", real), ("weight_decay", real))

UNARY = {"exp": 5, "log": 6, "relu": 7, "leaky_relu": 8, "sigmoid": 9, "tanh": 10}
ADD = 0
REDUCTION = {"sum": 0, "max": 2}


class Memory:
    def __init__(self, kernels, generator, context):
        self.kernels = kernels
        self.generator = generator
        self.context = context

    def array(self, *shape):
        """Aligned to cache lines, as the library's own tensors are."""
        count = int(numpy.prod(shape))
        buffer = numpy.empty(count + 16, numpy.float32)
        first = -buffer.ctypes.data % 64 // 4
        view = buffer[first:first + count].reshape(shape)
        self.generator.standard_normal(out=view, dtype=numpy.float32)
        return view

    def positions(self, *shape):
        view = self.array(*shape).view(numpy.int32)
        view.fill(0)
        return view

    def call(self, name, *arguments):
        """Arrays go as addresses, descriptors by reference, whole numbers as 64 bits, others as they are."""
        passed = []
        for value in arguments:
            if isinstance(value, numpy.ndarray):
                passed.append(pointer(value.ctypes.data))
            elif isinstance(value, ctypes.Structure):
                passed.append(ctypes.byref(value))
            else:
                passed.append(integer(value) if isinstance(value, int) else value)
        return (getattr(self.kernels, f"ck_{name}"), passed), arguments

    def prepare(self, case):
        return getattr(self, case["operator"])(case)

    def run_once(self, call):
        (function, arguments), _ = call
        if function(self.context, *arguments) != 0:
            raise SystemExit(self.kernels.ck_context_message(self.context).decode())

    def unary(self, case):
        count, operation = case["count"], ctypes.c_int(UNARY[case["activation"]])
        x, y = abs(self.array(count)) + 0.01, self.array(count)
        if case["pass"] == "forward":
            return self.call("unary_f32_forward", operation, real(0.01), count, self.aligned(x), y)
        return self.call(
            "unary_f32_backward", operation, real(0.01), count, self.array(count), y, self.array(count), real(0.0), self.array(count))

    def aligned(self, values):
        copy = self.array(*values.shape)
        copy[...] = values
        return copy

    def binary(self, case):
        count, channels = case["count"], case["channels"]
        shape = Triple(16, channels, count // 16 // channels) if channels else Triple(1, count, 1)
        b = self.array(channels or count)
        return self.call("binary_f32", ctypes.c_int(ADD), shape, self.array(count), b, self.array(count))

    def axpby(self, case):
        return self.call("axpby_f32", case["count"], real(1e-6), self.array(case["count"]), real(1.0), self.array(case["count"]))

    def affine(self, case):
        return self.call("affine_f32", case["count"], real(0.5), real(0.0), self.array(case["count"]), self.array(case["count"]))

    def fill(self, case):
        return self.call("fill_f32", case["count"], real(1.0), self.array(case["count"]))

    def uniform(self, case):
        return self.call("random_uniform_f32", 1, 0, case["count"], real(0.0), real(1.0), self.array(case["count"]))

    def dropout_mask(self, case):
        return self.call("random_mask_f32", 1, 0, case["count"], real(0.5), real(2.0), self.array(case["count"]))

    def optimizer(self, case):
        count, kind = case["count"], case["optimizer"]
        gradient, parameter = self.array(count), self.array(count)
        states = [abs(self.array(count)) for _ in range(2)]
        states = [self.aligned(state) for state in states]
        if kind == "sgd":
            return self.call("sgd_f32_update", SGD(1e-6, 0, 0, False, 0, False), count, gradient, None, parameter)
        if kind == "sgd_momentum":
            return self.call("sgd_f32_update", SGD(1e-6, 0.9, 0, False, 0, False), count, gradient, states[0], parameter)
        if kind == "adam":
            options = Adam(1e-6, 0.9, 0.999, 1e-8, 0, False, 10, 0, False, 0)
            return self.call("adam_f32_update", options, count, gradient, *states, None, parameter)
        if kind == "rmsprop":
            return self.call(
                "rmsprop_f32_update", RMSprop(1e-6, 0.99, 1e-8, 0, 0, False, False), count, gradient, states[0], None, None,
                parameter)
        return self.call("adadelta_f32_update", Adadelta(1.0, 0.9, 1e-6, 0), count, gradient, *states, parameter)

    def pool(self, case, kind):
        size, kernel, stride, padding = case["size"], case["kernel"], case["stride"], case["padding"]
        sizes = [value for value in (kernel, stride, padding, 1) for _ in size]
        if len(size) == 1:
            descriptor = Pool1d(case["batch"], case["channels"], *size, *sizes, False)
        else:
            descriptor = Pool2d(case["batch"], case["channels"], *size, *sizes, False)
        shape = [case["batch"], case["channels"]]
        x, y = self.array(*shape, *size), self.array(*shape, *[(n + 2 * padding - kernel) // stride + 1 for n in size])
        indices = [self.positions(*y.shape)] if kind == "max" else []
        name = f"{kind}_pool{len(size)}d_f32"
        forward = self.call(f"{name}_forward", descriptor, x, y, *indices)
        if case["pass"] == "forward":
            return forward
        self.run_once(forward)
        return self.call(f"{name}_backward", descriptor, y, *indices, real(0.0), x)

    def max_pool(self, case):
        return self.pool(case, "max")

    def average_pool(self, case):
        return self.pool(case, "average")

    def global_pool(self, case, kind):
        descriptor = Triple(case["batch"], case["channels"], case["positions"])
        x, y = self.array(case["batch"], case["channels"], case["positions"]), self.array(case["batch"], case["channels"])
        indices = [self.positions(*y.shape)] if kind == "max" else []
        forward = self.call(f"global_{kind}_pool_f32_forward", descriptor, x, None, y, *indices)
        if case["pass"] == "forward":
            return forward
        self.run_once(forward)
        return self.call(f"global_{kind}_pool_f32_backward", descriptor, y, *(indices or [None]), real(0.0), x)

    def global_max_pool(self, case):
        return self.global_pool(case, "max")

    def global_average_pool(self, case):
        return self.global_pool(case, "average")

    def batch_norm(self, case):
        descriptor = BatchNorm(case["batch"], case["channels"], case["positions"], 1e-5)
        shape, channels = (case["batch"], case["channels"], case["positions"]), case["channels"]
        x, y, scale, offset = self.array(*shape), self.array(*shape), self.array(channels), self.array(channels)
        mean, deviation, running = self.array(channels), self.array(channels), self.array(channels)
        variance = self.aligned(abs(self.array(channels)))
        training = self.call(
            "batch_norm_f32_forward_training", descriptor, x, scale, offset, real(0.1), running, variance, mean, deviation, y)
        if case["pass"] == "training":
            return training
        if case["pass"] == "inference":
            return self.call("batch_norm_f32_forward_inference", descriptor, x, scale, offset, running, variance, y)
        self.run_once(training)
        return self.call(
            "batch_norm_f32_backward", descriptor, x, scale, mean, deviation, y, self.array(*shape), self.array(channels),
            self.array(channels))

    def softmax(self, case):
        shape = case["rows"], case["classes"]
        if case["pass"] == "forward":
            return self.call("softmax_f32_forward", *shape, self.array(*shape), self.array(*shape))
        return self.call("softmax_f32_backward", *shape, self.array(*shape), self.array(*shape), self.array(*shape))

    def cross_entropy(self, case):
        shape = case["rows"], case["classes"]
        labels = self.positions(case["rows"])
        labels[...] = self.generator.integers(0, case["classes"], case["rows"])
        return self.call(
            "softmax_cross_entropy_f32", *shape, self.array(*shape), labels, real(1 / case["rows"]), self.array(case["rows"]),
            self.array(*shape))

    def embedding(self, case):
        count, vocabulary, dimension = case["count"], case["vocabulary"], case["dimension"]
        descriptor = Embedding(count, vocabulary, dimension, -1)
        indices = self.positions(count)
        indices[...] = self.generator.integers(0, vocabulary, count)
        table, rows = self.array(vocabulary, dimension), self.array(count, dimension)
        if case["pass"] == "forward":
            return self.call("embedding_f32_forward", descriptor, table, indices, rows)
        return self.call("embedding_f32_backward", descriptor, rows, indices, real(0.0), table)

    def reduction(self, case):
        outer, axis, inner = case["outer"], case["axis"], case["inner"]
        descriptor, operation = Triple(outer, axis, inner), ctypes.c_int(REDUCTION[case["operation"]])
        x = self.array(outer, axis, inner)
        if case["reduced"] == "axis":
            return self.call("reduce_axis_f32", operation, descriptor, x, self.array(outer, inner))
        return self.call("reduce_around_axis_f32", operation, descriptor, x, real(0.0), self.array(axis))

    def transpose(self, case):
        batch, rows, columns = case["batch"], case["rows"], case["columns"]
        return self.call("transpose_f32", batch, rows, columns, self.array(batch, rows, columns), self.array(batch, columns, rows))

    def copy_rows(self, case):
        rows, columns = case["rows"], case["columns"]
        x = self.array(rows, 2 * columns)
        return self.call("copy_rows_f32", rows, columns, 2 * columns, x, real(0.0), columns, self.array(rows, columns))
