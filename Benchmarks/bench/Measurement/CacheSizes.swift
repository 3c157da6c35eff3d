import Foundation

/// Bytes of the data caches. They only decide how much memory a measurement goes over; its speed is measured.
struct CacheSizes: Equatable {
    /// Of each core.
    var level1: Int
    var level2: Int
    /// Shared by the cores; 0 where there is none.
    var level3: Int

    /// Those of this machine, or usual ones where it does not say.
    static let here = CacheSizes(
        level1: size(of: 1) ?? 32 << 10, level2: size(of: 2) ?? 1 << 20, level3: size(of: 3) ?? 0)

    private static func size(of level: Int) -> Int? {
        #if os(macOS)
            let name = level == 1 ? "hw.perflevel0.l1dcachesize" : "hw.perflevel0.l\(level)cachesize"
            var (value, length) = (0, MemoryLayout<Int>.size)
            return sysctlbyname(name, &value, &length, nil, 0) == 0 && value > 0 ? value : nil
        #else
            for index in 0..<8 {
                func property(_ name: String) -> String? {
                    let path = "/sys/devices/system/cpu/cpu0/cache/index\(index)/\(name)"
                    return try? String(contentsOfFile: path, encoding: .utf8).trimmed
                }
                guard property("level") == "\(level)", property("type") != "Instruction" else { continue }
                return property("size").flatMap(bytes)
            }
            return nil
        #endif
    }

    /// Reads "32K" or "8M".
    static func bytes(_ text: String) -> Int? {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        guard let last = text.last else { return nil }
        guard let unit = units[last] else { return Int(text) }
        return Int(text.dropLast()).map { $0 * unit }
    }
}
