/// Shapes of the four experiments' layers: the sentence classifier (textcnn), the siamese face network (siamese), the
/// conditional autoencoders (cvae, convcvae) and the generative networks (dcgan28, dcgan64).
enum StandardShapes {
    typealias Table = [(String, [String: Int])]

    static let gemm: Table =
        [64, 256, 512].map { ("square", ["M": $0, "N": $0, "K": $0]) } + [
            ("cvae encoder", ["M": 128, "N": 400, "K": 794, "transposeB": 1]),
            ("cvae decoder", ["M": 128, "N": 784, "K": 400, "transposeB": 1]),
            ("cvae weight gradient", ["M": 400, "N": 794, "K": 128, "transposeA": 1]),
            ("textcnn windows", ["M": 6144, "N": 100, "K": 1500, "transposeB": 1]),
        ]

    static let conv1d: Table = [
        ("textcnn", ["N": 64, "C": 300, "O": 100, "L": 64, "K": 5]),
        ("textcnn", ["N": 64, "C": 300, "O": 100, "L": 64, "K": 7]),
    ]

    static let conv2d: Table = [
        ("siamese 1", ["N": 64, "C": 1, "O": 4, "H": 102, "W": 102]),
        ("siamese 2", ["N": 64, "C": 4, "O": 8, "H": 102, "W": 102]),
        ("convcvae 1", ["N": 128, "C": 11, "O": 32, "H": 28, "W": 28, "KH": 4, "KW": 4, "stride": 2, "padding": 1]),
        ("dcgan28 2", ["N": 64, "C": 64, "O": 128, "H": 14, "W": 14, "KH": 4, "KW": 4, "stride": 2, "padding": 1]),
    ]

    static let convTranspose1d: Table = [
        ("upsampling", ["N": 16, "C": 32, "O": 32, "L": 64, "K": 4, "stride": 2, "padding": 1])
    ]

    static let convTranspose2d: Table = [
        ("convcvae 1", ["N": 128, "C": 64, "O": 32, "H": 7, "W": 7, "KH": 4, "KW": 4, "stride": 2, "padding": 1]),
        ("dcgan28 3", ["N": 64, "C": 64, "O": 1, "H": 14, "W": 14, "KH": 4, "KW": 4, "stride": 2, "padding": 1]),
    ]

    static let pool1d: Table = [("textcnn", ["N": 64, "C": 100, "L": 60])]
    static let pool2d: Table = [("siamese", ["N": 64, "C": 8, "H": 100, "W": 100])]
    static let globalPool: Table = [
        ("textcnn", ["N": 64, "C": 100, "L": 60]), ("image", ["N": 32, "C": 256, "L": 196]),
    ]

    static let embedding: Table = [("textcnn", ["count": 4096, "vocabulary": 20_000, "dimension": 300])]
    static let elementwise: Table = [
        ("in the cache", ["count": 1 << 14, "axis": 64]), ("in memory", ["count": 1 << 23, "axis": 512]),
    ]
    static let layout: Table = [("textcnn", ["batch": 64, "rows": 64, "columns": 300])]
    static let reduction: Table = [
        ("dcgan28 bias", ["outer": 64, "axis": 64, "inner": 196]), ("rows", ["outer": 4096, "axis": 400, "inner": 1]),
    ]
    static let softmax: Table = [
        ("textcnn", ["rows": 64, "classes": 2]), ("many classes", ["rows": 4096, "classes": 128]),
    ]
    static let batchNorm: Table = [
        ("siamese", ["N": 64, "C": 8, "spatial": 10_000]), ("dcgan28", ["N": 64, "C": 128, "spatial": 49]),
    ]
    static let optimizer: Table = [("textcnn table", ["count": 6_000_000])]
    static let random: Table = [("dropout", ["count": 1 << 20])]
}
