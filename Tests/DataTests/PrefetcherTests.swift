import Foundation
import SwiftletTensor
import Testing

@testable import SwiftletData

/// Counts what a maker did, from any thread.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var value = 0

    var count: Int { lock.withLock { value } }

    func add() { lock.withLock { value += 1 } }
}

private struct BadElement: Error, Equatable {
    let index: Int
}

/// What a prefetcher's closure holds on to, so that a test sees whether it was let go.
private final class Held: Sendable {}

@Suite struct PrefetcherTests {
    @Test("Elements come in the order of their indices, whatever the capacity and however long each takes")
    func order() throws {
        for round in 0..<300 {
            let (count, capacity) = (round % 23, 1 + round % 5)
            let prefetcher = Prefetcher(count: count, capacity: capacity) { index in
                if (index + round) % 7 == 0 { sched_yield() }
                return index * index
            }
            #expect(try prefetcher.map { try $0.get() } == (0..<count).map { $0 * $0 })
            #expect(prefetcher.isAtItsEnd, "a sequence is gone through once")
        }
    }

    @Test("No more elements are made ahead than the capacity, and a slow consumer finds that many")
    func bound() throws {
        for capacity in 1...4 {
            let made = Counter()
            let prefetcher = Prefetcher(count: 50, capacity: capacity) { index in
                made.add()
                return index
            }
            for taken in 0..<50 {
                // The thread gets as far as it may go before the next element is taken.
                while made.count < min(taken + capacity, 50) { sched_yield() }
                for _ in 0..<20 { sched_yield() }
                #expect(made.count == min(taken + capacity, 50))
                #expect(try prefetcher.next()?.get() == taken)
            }
            #expect(prefetcher.isAtItsEnd)
        }
    }

    @Test("Elements are made on another thread, beside the consumer")
    func anotherThread() throws {
        let consumer = UInt(bitPattern: pthread_self().hashValue)
        let prefetcher = Prefetcher(count: 3) { _ in UInt(bitPattern: pthread_self().hashValue) }
        for thread in prefetcher { #expect(try thread.get() != consumer) }
    }

    @Test("An error comes in the place of its element, after those before it; nothing is made after it")
    func errors() throws {
        for failing in 0..<200 {
            let made = Counter()
            let prefetcher = Prefetcher(count: 200, capacity: 1 + failing % 3) { index in
                made.add()
                if index == failing { throw BadElement(index: index) }
                return index
            }
            for index in 0..<failing { #expect(try prefetcher.next()?.get() == index) }
            #expect(throws: BadElement(index: failing)) { try prefetcher.next()?.get() }
            #expect(prefetcher.isAtItsEnd)
            #expect(made.count == failing + 1)
        }
    }

    @Test("A consumer that stops early ends the thread and lets go of what the maker held")
    func earlyStop() throws {
        for round in 0..<400 {
            let (taken, capacity) = (round % 9, 1 + round % 4)
            let made = Counter()
            weak var held: Held?
            do {
                let object = Held()
                held = object
                let prefetcher = Prefetcher(count: .max, capacity: capacity) { index in
                    withExtendedLifetime(object) { made.add() }
                    return index
                }
                if round % 2 == 0 {
                    for element in prefetcher where try element.get() == taken { break }
                } else {
                    for _ in 0...taken { _ = prefetcher.next() }
                    prefetcher.stop()
                    #expect(prefetcher.isAtItsEnd)
                    prefetcher.stop()
                }
            }
            // The thread was joined: nothing is made from here on, and its closure is gone.
            #expect(held == nil)
            let count = made.count
            #expect(count > taken && count <= taken + 1 + capacity)
            for _ in 0..<5 { sched_yield() }
            #expect(made.count == count)
        }
    }

    @Test("One that nobody takes from ends too, and one without elements is empty")
    func unused() {
        for count in [0, 1, 100] {
            weak var held: Held?
            do {
                let object = Held()
                held = object
                _ = Prefetcher(count: count) { index in withExtendedLifetime(object) { index } }
            }
            #expect(held == nil)
        }
        #expect(Prefetcher(count: 0) { $0 }.isAtItsEnd)
    }

    #if os(Linux)
        /// The processors that the calling thread may run on, as hexadecimal bits.
        private static func affinity() throws -> String {
            let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") })
            return line.dropFirst("Cpus_allowed:".count).filter { $0.isHexDigit }
        }

        /// Binds the calling thread; Swift does not see the function that does.
        private static func bind(to processors: String) throws {
            typealias SetAffinity = @convention(c) (Int32, Int, UnsafeRawPointer) -> Int32
            let function = unsafeBitCast(try #require(dlsym(nil, "sched_setaffinity")), to: SetAffinity.self)
            var words = [UInt64](repeating: 0, count: 16)
            for (place, digit) in processors.reversed().enumerated() {
                words[place / 16] |= UInt64(digit.hexDigitValue ?? 0) << UInt64(4 * (place % 16))
            }
            try #require(function(0, 8 * words.count, words) == 0)
        }

        @Test("Elements are not made on the one processor that the consumer is bound to")
        func binding() throws {
            // Binding once found out what is there.
            try #require(ComputeContext.availableProcessors >= 1)
            let before = try Self.affinity()
            let place = try #require(before.lastIndex { $0 != "0" })
            let lowest = try #require([1, 2, 4, 8].first { (before[place].hexDigitValue ?? 0) & $0 != 0 })
            let one = "\(lowest)" + String(repeating: "0", count: before.distance(from: place, to: before.endIndex) - 1)
            defer { try? Self.bind(to: before) }
            // The calling thread alone is bound, as by OMP_PROC_BIND.
            try Self.bind(to: one)
            try #require(try Self.affinity().drop { $0 == "0" } == one)
            let made = try #require(Prefetcher(count: 1) { _ in try Self.affinity() }.next())
            #expect(try made.get() == before)
        }
    #endif
}

extension Prefetcher {
    fileprivate var isAtItsEnd: Bool {
        if case nil = next() { true } else { false }
    }
}
