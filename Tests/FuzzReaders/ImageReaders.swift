import Packing
import SwiftletData

extension FuzzedReader {
    /// Two pictures of 2 x 2 grey pixels, and two labels.
    private static let goodImages: [UInt8] =
        [0, 0, 8, 3] + [2, 2, 2].flatMap(PNGPieces.bigEndian) + [1, 2, 3, 4, 5, 6, 7, 8]
    private static let goodLabels: [UInt8] = [0, 0, 8, 1] + PNGPieces.bigEndian(2) + [0, 1]

    static let idx = FuzzedReader(
        name: "idx", maximumBytes: 512,
        seeds: {
            let sizes = [2, 1, 2].flatMap(PNGPieces.bigEndian)
            return [
                goodImages, goodLabels, Packing.gzip.packed(goodImages), Packing.gzip.packed(goodLabels),
                [0, 0, 0x0b, 3] + sizes + [0, 1, 0, 2, 0, 3, 0, 4], [0, 0, 0x09, 3] + sizes + [1, 2, 3, 4],
                [0, 0, 0x0d, 3] + sizes + [0x3f, 0, 0, 0] + [UInt8](repeating: 0, count: 12),
                [0, 0, 0x0e, 2] + [1, 1].flatMap(PNGPieces.bigEndian) + [0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
                [0, 0, 0x08, 4] + [1, 1, 2, 3].flatMap(PNGPieces.bigEndian) + [1, 2, 3, 4, 5, 6],
                [0, 0, 0x0c, 1] + PNGPieces.bigEndian(2) + [0, 0, 1, 0, 0, 0, 0, 1],
            ]
        },
        disguise: .none,
        attempts: [
            { folder in
                let labels = try folder.file("labels", goodLabels)
                _ = try IDXFile.imageSet(images: folder.file, labels: labels)
            },
            { folder in
                let images = try folder.file("images", goodImages)
                let set = try IDXFile.imageSet(images: images, labels: folder.file, classNames: ["zero", "one"])
                _ = set.values(of: [0, 1])
            },
            { folder in
                let images = try folder.file("images", goodImages)
                _ = try NamedImages(images, labels: folder.file).images.classNames
            },
            { _ = try NamedImages($0.file).images[0] },
        ])

    static let cifar = FuzzedReader(
        name: "cifar", maximumBytes: 6200,
        seeds: {
            let record = [UInt8](repeating: 3, count: 3073)
            return [record, record + record, Packing.gzip.packed(record), Packing.gzip.packed(record + record)]
        },
        disguise: .packing,
        attempts: [{ _ = try CIFAR10File.imageSet(paths: [$0.file]).values(of: [0]) }])

    static let pgm = FuzzedReader(
        name: "pgm", maximumBytes: 512,
        seeds: {
            [
                Array("P5\n# c\n3 2\n255\n".utf8) + [1, 2, 3, 4, 5, 6], Array("P5 1 2 65535 ".utf8) + [1, 2, 3, 4],
                Array("P5 1 1 255# c\n".utf8) + [9, 10], Array("P2\n2 3\n15\n1 2 3\n4 5 15\n".utf8),
                Packing.gzip.packed(Array("P2 1 1 1 1".utf8)),
            ]
        },
        disguise: .none, attempts: [{ _ = try PGMFile.read(path: $0.file) }, { _ = try ImageFile.read(path: $0.file) }])

    static let png = FuzzedReader(
        name: "png", maximumBytes: 512,
        seeds: {
            let pixels = (0..<12).map { UInt8(20 * $0) }
            let rows: [UInt8] = [0, 1, 2, 3, 1, 4, 5, 6]
            return [
                PNGFile.encode(Image(width: 4, height: 3, channels: 1, pixels: pixels)),
                PNGFile.encode(Image(width: 2, height: 2, channels: 3, pixels: pixels)),
                PNGPieces.file(width: 3, height: 2, bitDepth: 8, colorType: 0, transparency: [0, 3], rows: rows),
                PNGPieces.file(width: 1, height: 2, bitDepth: 8, colorType: 2, rows: rows),
                PNGPieces.file(width: 9, height: 2, bitDepth: 2, colorType: 0, rows: rows),
                PNGPieces.file(
                    width: 12, height: 2, bitDepth: 2, colorType: 3, palette: pixels, transparency: [0, 99, 255],
                    rows: rows),
                PNGPieces.file(
                    width: 24, height: 2, bitDepth: 1, colorType: 3, palette: [1, 2, 3, 4, 5, 6], rows: rows),
                PNGPieces.file(width: 1, height: 1, bitDepth: 16, colorType: 2, rows: [0] + pixels[..<6]),
                PNGPieces.file(width: 1, height: 1, bitDepth: 16, colorType: 6, rows: [0] + pixels[..<8]),
                PNGPieces.file(width: 1, height: 1, bitDepth: 8, colorType: 4, rows: [0, 100, 50]),
                PNGPieces.file(
                    width: 2, height: 2, bitDepth: 8, colorType: 0, isInterlaced: true,
                    rows: [0, 1, 0, 2, 0, 3, 4]),
                PNGPieces.file(
                    width: 2, height: 2, bitDepth: 16, colorType: 4, isInterlaced: true,
                    rows: [0] + pixels[..<4] + [0] + pixels[..<4] + [1] + pixels[..<8]),
            ]
        },
        disguise: .checksums,
        attempts: [{ _ = try PNGFile.read(path: $0.file) }, { _ = try ImageFile.read(path: $0.file) }])
}
