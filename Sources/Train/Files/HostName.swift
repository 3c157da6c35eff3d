import Foundation

/// The name of this machine.
enum HostName {
    /// The name as a part of a file's name: without slashes and whitespace, never empty.
    static var current: String {
        var name = [CChar](repeating: 0, count: 256)
        // The last byte stays 0 where the name is longer.
        let isKnown = gethostname(&name, name.count - 1) == 0
        let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return isKnown && !text.isEmpty ? text.replacing(/[\/\s]/, with: "-") : "localhost"
    }
}
