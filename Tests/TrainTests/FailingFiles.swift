import Foundation

@testable import SwiftletTrain

/// File calls of which the n-th goes wrong, and what is known of the files that they left open.
final class FailingFiles: @unchecked Sendable {
    /// How it goes wrong.
    enum Failure: CaseIterable {
        /// Only this call fails, as on a bad block.
        case once
        /// Every write from then on fails: the disk is full. What is removed stays possible.
        case diskFull
        /// Nothing happens from then on, as if the power were gone, and what was not synchronised is half there.
        case powerLoss
    }

    private let failure: Failure
    private let failingCall: Int
    private var unsynchronized: [Int32: String] = [:]
    private(set) var callCount = 0
    private var isDown: Bool { failure == .powerLoss && callCount >= failingCall }

    /// Calls that go wrong at the given one, counted from 1; never with 0.
    init(_ failure: Failure, at failingCall: Int) {
        self.failure = failure
        self.failingCall = failingCall == 0 ? .max : failingCall
    }

    /// Runs `body` with these calls.
    func during<Result>(_ body: () throws -> Result) rethrows -> Result {
        let system = FileCalls()
        var calls = FileCalls()
        calls.open = { path, flags in
            if self.fails(isWrite: false) { return -1 }
            let descriptor = system.open(path, flags)
            if descriptor >= 0 { self.unsynchronized[descriptor] = path }
            return descriptor
        }
        calls.write = { descriptor, bytes, count in
            if self.fails(isWrite: true) { return -1 }
            // In two parts, as the system may.
            return system.write(descriptor, bytes, count > 1 ? (count + 1) / 2 : count)
        }
        calls.synchronize = { descriptor in
            if self.fails(isWrite: true) { return -1 }
            // The disk's own work would take most of the time of a test.
            self.unsynchronized[descriptor] = nil
            return 0
        }
        calls.rename = { self.fails(isWrite: false) ? -1 : system.rename($0, $1) }
        calls.unlink = { self.fails(isWrite: false) ? -1 : system.unlink($0) }
        calls.makeFolder = { self.fails(isWrite: false) ? -1 : system.makeFolder($0) }
        return try FileCalls.$current.withValue(calls, operation: body)
    }

    private func fails(isWrite: Bool) -> Bool {
        let wasDown = isDown
        callCount += 1
        let fails =
            switch failure {
            case .once: callCount == failingCall
            case .diskFull: callCount >= failingCall && isWrite
            case .powerLoss: callCount >= failingCall
            }
        if isDown && !wasDown { unsynchronized.values.forEach(halve) }
        errno = failure == .diskFull ? ENOSPC : EIO
        return fails
    }

    private func halve(_ path: String) {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else { return }
        truncate(path, off_t(size / 2))
    }
}
