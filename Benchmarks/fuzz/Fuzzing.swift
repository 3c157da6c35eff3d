import Foundation
import FuzzReaders
import Packing

/// The loop of libFuzzer around one reader. A process fuzzes one reader, as libFuzzer's state is global.
enum Fuzzing {
    nonisolated(unsafe) private static var reader: FuzzedReader!
    nonisolated(unsafe) private static var folder: ScratchFolder!

    /// Runs libFuzzer, which ends the process.
    static func run(_ reader: FuzzedReader, flags: [String]) throws {
        self.reader = reader
        folder = try ScratchFolder()
        var count = Int32(flags.count + 1)
        // libFuzzer merges in processes of its own, which it starts through a shell by the first word and the flags.
        let command = "'\(CommandLine.arguments[0])' \(reader.name)"
        var words = ([command] + flags).map { strdup($0) } + [nil]
        words.withUnsafeMutableBufferPointer { words in
            var start = words.baseAddress
            let status = runDriver(&count, &start) { start, count in
                Fuzzing.test(Array(UnsafeBufferPointer(start: start, count: count)))
                return 0
            }
            folder = nil
            exit(status)
        }
    }

    /// Ends the process at a finding, whose input libFuzzer then writes to a file.
    private static func test(_ input: [UInt8]) {
        do {
            guard let finding = try reader.finding(input, in: folder) else { return }
            FileHandle.standardError.write(Data("finding: \(finding)\n".utf8))
        } catch {
            FileHandle.standardError.write(Data("the input cannot be written: \(error)\n".utf8))
        }
        abort()
    }

    /// Changes an input in place; its new length. Three of four changes are made behind the reader's disguise.
    fileprivate static func mutate(
        _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ maximum: Int, seed: UInt32
    ) -> Int {
        let isPlain = seed % 4 == 0
        switch reader.disguise {
        case .checksums where !isPlain:
            let length = libFuzzerMutate(bytes, count, maximum)
            let right = PNGPieces.withRightChecksums(Array(UnsafeBufferPointer(start: bytes, count: length)))
            return put(right, bytes, maximum)
        case .archive where !isPlain:
            let length = libFuzzerMutate(bytes, count, maximum)
            let right = ArchivePieces.withRightChecksums(Array(UnsafeBufferPointer(start: bytes, count: length)))
            return put(right, bytes, maximum)
        case .packing where !isPlain && count > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b:
            let packed = Array(UnsafeBufferPointer(start: bytes, count: count))
            var content = Packing.gzip.unpacked(packed, maximumBytes: 1 << 14)
            let length = content.count
            content += [UInt8](repeating: 0, count: 64)
            let changed = content.withUnsafeMutableBufferPointer { libFuzzerMutate($0.baseAddress!, length, $0.count) }
            return put(Packing.gzip.packed(Array(content[..<changed])), bytes, maximum)
        default: return libFuzzerMutate(bytes, count, maximum)
        }
    }

    private static func put(_ content: [UInt8], _ bytes: UnsafeMutablePointer<UInt8>, _ maximum: Int) -> Int {
        let length = min(content.count, maximum)
        bytes.update(from: content, count: length)
        return length
    }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

@_silgen_name("LLVMFuzzerMutate")
private func libFuzzerMutate(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ maximum: Int) -> Int

/// libFuzzer looks for this name and, if it is there, has inputs changed by it.
@_cdecl("LLVMFuzzerCustomMutator")
public func customMutator(
    _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ maximum: Int, _ seed: UInt32
) -> Int {
    Fuzzing.mutate(bytes, count, maximum, seed: seed)
}
