import Foundation

/// What the address sanitizer offers to a program that runs under it; nil elsewhere.
enum AddressSanitizer {
    typealias Mark = @convention(c) (UnsafeMutableRawPointer, Int) -> Void

    /// Any access to the bytes is reported from then on.
    static let poison = find("__asan_poison_memory_region", Mark.self)
    static let unpoison = find("__asan_unpoison_memory_region", Mark.self)
    /// Whether an access to the byte would be reported.
    static let isPoisoned = find(
        "__asan_address_is_poisoned", (@convention(c) (UnsafeMutableRawPointer) -> Int32).self)

    static var isPresent: Bool { poison != nil }

    private static func find<Function>(_ name: String, _: Function.Type) -> Function? {
        dlsym(dlopen(nil, RTLD_NOW), name).map { unsafeBitCast($0, to: Function.self) }
    }
}
