import CKernels
import Synchronization
import Testing

@Suite(.serialized) struct ContextTests {
    @Test func createsWithTheThreadsAskedFor() {
        for threads in [1, 2, 3, 8] {
            let context = KernelContext(threads: threads)
            #expect(ck_context_threads(context.pointer) == threads)
        }
        let automatic = KernelContext(threads: 0)
        #expect(ck_context_threads(automatic.pointer) >= 1)
        #expect(ck_context_threads(nil) == 0)
    }

    @Test(arguments: [-1, 1025, .max]) func refusesBadThreadCounts(threads: Int32) {
        var context: OpaquePointer?
        #expect(ck_context_create(threads, &context) == CK_INVALID_ARGUMENT)
        #expect(context == nil)
        #expect(ck_context_create(1, nil) == CK_INVALID_ARGUMENT)
        ck_context_destroy(nil)
    }

    /// Each index is called once, and every thread that was asked for takes part. Each piece waits for the others to
    /// have started, which only happens if as many threads run as there are pieces.
    @Test(arguments: [1, 2, 3, 8]) func runsParallelOnAllThreads(threads: Int) {
        let context = KernelContext(threads: threads)
        if String(cString: ck_threading_model()) == "serial" {
            #expect(ck_context_run_parallel(context.pointer, 5, { _, _ in }, nil) == 1)
            return
        }
        final class Team: Sendable {
            let started = Atomic<Int>(0)
            let size: Int
            init(size: Int) { self.size = size }
        }
        let team = Team(size: threads)
        let participants = ck_context_run_parallel(
            context.pointer, Int64(threads),
            { argument, _ in
                let team = Unmanaged<Team>.fromOpaque(argument!).takeUnretainedValue()
                team.started.add(1, ordering: .relaxed)
                let deadline = ContinuousClock.now + .seconds(10)
                while team.started.load(ordering: .relaxed) < team.size, ContinuousClock.now < deadline {}
            }, Unmanaged.passUnretained(team).toOpaque())
        #expect(participants == threads)
        #expect(team.started.load(ordering: .relaxed) == threads)
    }

    @Test(arguments: [1, 2, 3, 8]) func parallelLoopCoversEachIndexOnce(threads: Int) {
        let context = KernelContext(threads: threads)
        let count = 1000
        let visits = UnsafeMutablePointer<Int32>.allocate(capacity: count)
        defer { visits.deallocate() }
        visits.initialize(repeating: 0, count: count)
        let participants = ck_context_run_parallel(
            context.pointer, Int64(count),
            { argument, index in argument!.assumingMemoryBound(to: Int32.self)[Int(index)] += 1 }, visits)
        #expect((1...threads).contains(Int(participants)))
        #expect((0..<count).allSatisfy { visits[$0] == 1 })
        #expect(ck_context_run_parallel(context.pointer, 0, { _, _ in }, nil) == 0)
        #expect(ck_context_run_parallel(nil, 1, { _, _ in }, nil) == 0)
        #expect(ck_context_run_parallel(context.pointer, 1, nil, nil) == 0)
    }

    /// The block grows to the largest need and is then reused.
    @Test func scratchMemoryIsReused() {
        let context = KernelContext(threads: 2)
        #expect(ck_context_scratch_bytes(context.pointer) == 0)
        #expect(ck_context_scratch_is_intact(context.pointer))
        let large = GEMMShape(m: 150, n: 130, k: 170).call(.uniform)
        let small = GEMMShape(m: 15, n: 13, k: 17).call(.uniform)
        for call in [small, large] { #expect(Harness.execute(call, in: context).status == CK_OK) }
        let bytes = ck_context_scratch_bytes(context.pointer)
        let allocations = ck_context_scratch_allocations(context.pointer)
        for call in [small, large, small, large] { #expect(Harness.execute(call, in: context).status == CK_OK) }
        #expect(ck_context_scratch_bytes(context.pointer) == bytes)
        #expect(ck_context_scratch_allocations(context.pointer) == allocations)
        ck_context_release_scratch(context.pointer)
        #expect(ck_context_scratch_bytes(context.pointer) == 0)
        #expect(Harness.execute(large, in: context).status == CK_OK)
    }

    @Test func messageStaysUntilTheNextError() {
        let context = KernelContext()
        context.select("nonsense")
        let message = context.message
        #expect(!message.isEmpty)
        #expect(Harness.execute(GEMMShape(m: 2, n: 2, k: 2).call(.uniform), in: context).status == CK_OK)
        #expect(context.message == message)
        #expect(String(cString: ck_context_message(nil)).contains("NULL"))
    }
}
