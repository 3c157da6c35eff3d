#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension String {
    /// Numbers as C's `printf` writes them: "%.4f", "%ld". Texts are put in by interpolation; a percent sign in them would
    /// be taken for a number's specifier.
    ///
    /// Foundation's `String(format:)` does the same, but takes the tables of all languages, some 40 MB, into a program that
    /// is linked statically.
    package init(printf format: String, _ numbers: any CVarArg...) {
        self = withVaList(numbers) { list in
            // More than the longest number has: 309 digits before its point.
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
                guard vsnprintf(buffer.baseAddress, buffer.count, format, list) >= 0, let start = buffer.baseAddress
                else {
                    return ""
                }
                return String(cString: start)
            }
        }
    }
}
