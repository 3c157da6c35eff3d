/// A shape that an operator is measured in.
struct StandardShape: Sendable {
    var name: String
    var values: [String: Int]
    /// Measured without `--all-shapes` too.
    var isCore: Bool

    static func core(_ name: String, _ values: [String: Int]) -> StandardShape {
        StandardShape(name: name, values: values, isCore: true)
    }
    static func more(_ name: String, _ values: [String: Int]) -> StandardShape {
        StandardShape(name: name, values: values, isCore: false)
    }
}

/// Shapes of the layers of four kinds of models: sentence classifiers (textcnn, kimcnn), the siamese face network
/// (siamese), conditional autoencoders (cvae, convcvae) and generative networks (dcgan28, dcgan64); the usual squares, and
/// the 3 x 3 layers of a residual network (resnet).
enum StandardShapes {
    static let gemm: [StandardShape] =
        [64, 128, 256, 512, 1024, 2048].flatMap { size in
            transposes("square", size, size, size).map { $0.keepingCore([64, 256, 512, 1024].contains(size)) }
        } + [
            .core("cvae encoder", ["M": 128, "N": 400, "K": 794, "transposeB": 1]),
            .core("cvae decoder", ["M": 128, "N": 784, "K": 400, "transposeB": 1]),
            .core("cvae weight gradient", ["M": 400, "N": 794, "K": 128, "transposeA": 1]),
            .core("textcnn windows", ["M": 6144, "N": 100, "K": 1500, "transposeB": 1]),
        ] + transposes("cvae encoder", 128, 400, 794, except: "transposeB")
        + transposes("cvae decoder", 128, 784, 400, except: "transposeB")
        + transposes("projection", 64, 500, 80_000) + transposes("textcnn output", 64, 100, 1500)
        + transposes("textcnn windows", 6144, 100, 1500, except: "transposeB")
        + transposes("textcnn weight gradient", 100, 1500, 6144) + transposes("siamese", 4096, 128, 1024)
        + transposes("resnet columns", 16_384, 64, 576) + transposes("dcgan64", 1024, 256, 4096)

    /// A product with neither operand transposed, which may be core, and with either one.
    private static func transposes(
        _ name: String, _ m: Int, _ n: Int, _ k: Int, except left: String? = nil
    ) -> [StandardShape] {
        let sizes = ["M": m, "N": n, "K": k]
        return [nil, "transposeA", "transposeB"].filter { $0 == nil || $0 != left }.map { flag in
            .more(name, flag.map { sizes.merging([$0: 1]) { $1 } } ?? sizes)
        }
    }

    static let conv1d: [StandardShape] = [
        .core("textcnn", ["N": 64, "C": 300, "O": 100, "L": 64, "K": 5]),
        .more("textcnn", ["N": 64, "C": 300, "O": 100, "L": 64, "K": 7]),
        .core("kimcnn", ["N": 50, "C": 300, "O": 100, "L": 64, "K": 3]),
        .more("kimcnn", ["N": 50, "C": 300, "O": 100, "L": 64, "K": 4]),
    ]

    static let conv2d: [StandardShape] = [
        .core("siamese 1", square(64, 1, 4, 102, kernel: 3)),
        .core("siamese 2", square(64, 4, 8, 102, kernel: 3)),
        .more("siamese 3", square(64, 8, 8, 102, kernel: 3)),
        .core("convcvae 1", square(128, 11, 32, 28, kernel: 4, stride: 2, padding: 1)),
        .more("convcvae 2", square(128, 32, 64, 14, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan28 1", square(64, 1, 64, 28, kernel: 4, stride: 2, padding: 1)),
        .core("dcgan28 2", square(64, 64, 128, 14, kernel: 4, stride: 2, padding: 1)),
        .core("dcgan64 1", square(64, 3, 64, 64, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan64 2", square(64, 64, 128, 32, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan64 3", square(64, 128, 256, 16, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan64 4", square(64, 256, 512, 8, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan64 5", square(64, 512, 1, 4, kernel: 4)),
        .more("resnet 1", square(32, 64, 64, 56, kernel: 3, padding: 1)),
        .core("resnet 2", square(32, 128, 128, 28, kernel: 3, padding: 1)),
        .more("resnet 3", square(32, 256, 256, 14, kernel: 3, padding: 1)),
    ]

    static let convTranspose1d: [StandardShape] = [
        .core("upsampling", ["N": 16, "C": 32, "O": 32, "L": 64, "K": 4, "stride": 2, "padding": 1])
    ]

    static let convTranspose2d: [StandardShape] = [
        .core("convcvae 1", square(128, 64, 32, 7, kernel: 4, stride: 2, padding: 1)),
        .more("convcvae 2", square(128, 32, 1, 14, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan28 1", square(64, 100, 128, 1, kernel: 7)),
        .more("dcgan28 2", square(64, 128, 64, 7, kernel: 4, stride: 2, padding: 1)),
        .core("dcgan28 3", square(64, 64, 1, 14, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan64 1", square(64, 100, 512, 1, kernel: 4)),
        .more("dcgan64 2", square(64, 512, 256, 4, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan64 3", square(64, 256, 128, 8, kernel: 4, stride: 2, padding: 1)),
        .more("dcgan64 4", square(64, 128, 64, 16, kernel: 4, stride: 2, padding: 1)),
        .core("dcgan64 5", square(64, 64, 3, 32, kernel: 4, stride: 2, padding: 1)),
    ]

    /// A convolution of square images by square kernels.
    private static func square(
        _ batch: Int, _ inputs: Int, _ outputs: Int, _ size: Int, kernel: Int, stride: Int = 1, padding: Int = 0
    ) -> [String: Int] {
        var values = ["N": batch, "C": inputs, "O": outputs, "H": size, "W": size, "KH": kernel, "KW": kernel]
        if stride != 1 { values["stride"] = stride }
        if padding != 0 { values["padding"] = padding }
        return values
    }

    static let pool1d: [StandardShape] = [.core("textcnn", ["N": 64, "C": 100, "L": 60])]
    static let pool2d: [StandardShape] = [
        .core("siamese", ["N": 64, "C": 8, "H": 100, "W": 100]),
        .more("resnet", ["N": 32, "C": 64, "H": 56, "W": 56]),
    ]
    static let globalPool: [StandardShape] = [
        .core("textcnn", ["N": 64, "C": 100, "L": 60]), .core("resnet", ["N": 32, "C": 256, "L": 196]),
    ]

    static let reflectionPad: [StandardShape] = [
        .more("siamese 1", ["N": 64, "C": 1]), .more("siamese 2", ["N": 64, "C": 4]),
        .core("siamese 3", ["N": 64, "C": 8]),
    ]

    static let embedding: [StandardShape] = [
        .core("textcnn", ["count": 4096, "vocabulary": 20_000, "dimension": 300])
    ]
    static let elementwise: [StandardShape] = [
        .core("in the cache", ["count": 1 << 14, "axis": 64]), .core("in memory", ["count": 1 << 24, "axis": 512]),
        .more("dcgan28", ["count": 64 * 64 * 14 * 14, "axis": 196]),
    ]
    static let layout: [StandardShape] = [.core("textcnn", ["batch": 64, "rows": 64, "columns": 300])]
    static let array: [StandardShape] = [
        .core("images", ["outer": 64, "axis": 128, "inner": 784]),
        .core("rows", ["outer": 4096, "axis": 400, "inner": 1]),
    ]
    static let reduction: [StandardShape] = [
        .core("dcgan28 bias", ["outer": 64, "axis": 64, "inner": 196]),
        .core("rows", ["outer": 4096, "axis": 400, "inner": 1]),
        .more("in memory", ["outer": 16_384, "axis": 1024, "inner": 1]),
    ]
    static let softmax: [StandardShape] = [
        .core("textcnn", ["rows": 64, "classes": 2]), .core("many classes", ["rows": 4096, "classes": 128]),
        .more("in memory", ["rows": 16_384, "classes": 1024]),
    ]
    static let batchNorm: [StandardShape] = [
        .core("siamese", ["N": 64, "C": 8, "spatial": 10_000]), .core("dcgan28", ["N": 64, "C": 128, "spatial": 49]),
        .more("dcgan64", ["N": 64, "C": 64, "spatial": 1024]),
    ]
    static let optimizer: [StandardShape] = [
        .core("textcnn table", ["count": 6_000_000]), .more("cvae encoder", ["count": 317_600]),
    ]
    static let random: [StandardShape] = [.core("dropout", ["count": 1 << 20])]
}

extension StandardShape {
    /// Core if asked for and without a switch.
    fileprivate func keepingCore(_ isCore: Bool) -> StandardShape {
        StandardShape(name: name, values: values, isCore: isCore && values.count == 3)
    }
}
