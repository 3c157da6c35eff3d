import CKernels
import Foundation

/// Integer work: all variants give the same bits, and those of a second implementation. Normal numbers are computed in
/// double precision, and differ in the last place where that is nearly halfway between two floats.
enum RandomCases: OperatorCases {
    static let operatorName = "random"

    private static let counts = [0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 65, 1009, 40_009]
    private static let streams: [(key: UInt64, offset: UInt64)] = [
        (0, 0), (0x0123_4567_89ab_cdef, 4), (.max, 0xffff_fffc), (42, 0x3_ffff_fff0), (7, 1 << 40),
    ]

    private static func uniform(_ stream: (key: UInt64, offset: UInt64), count: Int, low: Float, high: Float)
        -> KernelCase
    {
        KernelCase(
            "ck_random_uniform_f32 key \(stream.key) offset \(stream.offset) count \(count) in \(low) ..< \(high)",
            [.output("output", count: count)]
        ) {
            ck_random_uniform_f32(
                $0.context, stream.key, stream.offset, $0.size("count", count), low, high, $0["output"])
        }
    }

    private static func mask(_ stream: (key: UInt64, offset: UInt64), count: Int, keep: Float) -> KernelCase {
        KernelCase(
            "ck_random_mask_f32 key \(stream.key) offset \(stream.offset) count \(count) keep \(keep)",
            [.output("output", count: count)]
        ) {
            ck_random_mask_f32($0.context, stream.key, stream.offset, $0.size("count", count), keep, 1.25, $0["output"])
        }
    }

    private static func normal(
        _ stream: (key: UInt64, offset: UInt64), count: Int, mean: Float = 0, deviation: Float = 1
    ) -> KernelCase {
        KernelCase(
            "ck_random_normal_f32 key \(stream.key) offset \(stream.offset) count \(count) \(mean) +- \(deviation)",
            [.output("output", count: count)]
        ) {
            ck_random_normal_f32(
                $0.context, stream.key, stream.offset, $0.size("count", count), mean, deviation, $0["output"])
        }
    }

    static var exactCases: [KernelCase] {
        counts.flatMap { count in
            streams.flatMap { stream in
                [
                    uniform(stream, count: count, low: 0, high: 1), uniform(stream, count: count, low: -0.3, high: 0.7),
                    mask(stream, count: count, keep: 0.8),
                ]
            }
        }
            + [
                mask(streams[0], count: 100, keep: 0), mask(streams[0], count: 100, keep: 1),
                uniform(streams[0], count: 100, low: 2, high: 2),
            ]
    }

    static var randomCases: [KernelCase] {
        counts.flatMap { count in
            streams.map { normal($0, count: count).agreeing(.relative(units: 2)) }
        } + [normal(streams[0], count: 1000, mean: -3, deviation: 0.25).agreeing(.absolute(units: 2, scale: 5))]
    }

    /// Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011): one block of four words.
    static func philox(key: UInt64, block: UInt64) -> [UInt32] {
        var counter = [UInt32(truncatingIfNeeded: block), UInt32(block >> 32), 0, 0]
        var key = [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)]
        for _ in 0..<10 {
            let first = counter[0].multipliedFullWidth(by: 0xd251_1f53)
            let second = counter[2].multipliedFullWidth(by: 0xcd9e_8d57)
            counter = [second.high ^ counter[1] ^ key[0], second.low, first.high ^ counter[3] ^ key[1], first.low]
            key = [key[0] &+ 0x9e37_79b9, key[1] &+ 0xbb67_ae85]
        }
        return counter
    }

    static var definitions: [Definition] {
        streams.flatMap { stream -> [Definition] in
            let units = (0..<203).map { index in
                let words = philox(key: stream.key, block: stream.offset / 4 + UInt64(index / 4))
                return Double(words[index % 4] >> 8) * 0x1p-24
            }
            return [
                Definition(
                    uniform(stream, count: 203, low: 0, high: 1), "output", units, magnitudes: units, units: 0),
                Definition(
                    uniform(stream, count: 203, low: -0.5, high: 1.5), "output", units.map { 2 * $0 - 0.5 },
                    magnitudes: units.map { 2 * $0 + 0.5 }, units: 1),
                Definition(
                    mask(stream, count: 203, keep: 0.8), "output", units.map { $0 < Double(Float(0.8)) ? 1.25 : 0 },
                    magnitudes: units, units: 0),
                Definition(
                    normal(stream, count: 101), "output", normals(units), magnitudes: normals(units).map(abs),
                    units: 1.001),
            ]
        }
    }

    /// Box and Muller 1958.
    private static func normals(_ units: [Double]) -> [Double] {
        stride(from: 0, to: units.count - 1, by: 2).map {
            (-2 * log(1 - units[$0])).squareRoot() * cos(2 * Double.pi * units[$0 + 1])
        }
    }

    static var entryPoints: [KernelCase] {
        [
            uniform(streams[0], count: 9, low: 0, high: 1), normal(streams[0], count: 9),
            mask(streams[0], count: 9, keep: 0.5),
        ]
    }

    static var errors: [ErrorCase] {
        func uniformRefused(_ mention: String, offset: UInt64 = 0, count: Int64 = 9, low: Float = 0, high: Float = 1)
            -> ErrorCase
        {
            var call = uniform(streams[0], count: 9, low: 0, high: 1)
            call.name += " with a bad \(mention)"
            call.run = { ck_random_uniform_f32($0.context, 1, offset, count, low, high, $0["output"]) }
            return ErrorCase(call, mentions: "ck_random_uniform_f32", mention)
        }
        func maskRefused(_ mention: String, offset: UInt64 = 0, count: Int64 = 9, keep: Float = 0.5) -> ErrorCase {
            var call = mask(streams[0], count: 9, keep: 0.5)
            call.name += " with a bad \(mention)"
            call.run = { ck_random_mask_f32($0.context, 1, offset, count, keep, 1, $0["output"]) }
            return ErrorCase(call, mentions: "ck_random_mask_f32", mention)
        }
        func normalRefused(
            _ mention: String, offset: UInt64 = 0, count: Int64 = 9, mean: Float = 0, deviation: Float = 1
        ) -> ErrorCase {
            var call = normal(streams[0], count: 9)
            call.name += " with a bad \(mention)"
            call.run = { ck_random_normal_f32($0.context, 1, offset, count, mean, deviation, $0["output"]) }
            return ErrorCase(call, mentions: "ck_random_normal_f32", mention)
        }
        return [
            normalRefused("offset", offset: 6), normalRefused("offset", offset: .max - 15),
            normalRefused("count", count: -1), normalRefused("count", count: .max),
            normalRefused("mean", mean: .infinity), normalRefused("deviation", deviation: -1),
            normalRefused("deviation", deviation: .nan), normalRefused("deviation", deviation: .infinity),
            uniformRefused("offset", offset: 2), uniformRefused("count", count: -1), uniformRefused("low", low: 2),
            uniformRefused("low", high: .nan), uniformRefused("count", count: .max), maskRefused("offset", offset: 3),
            uniformRefused("offset", offset: .max - 3), maskRefused("count", count: -9), maskRefused("keep", keep: 1.5),
            maskRefused("keep", keep: -0.1), maskRefused("keep", keep: .nan),
        ]
    }
}
