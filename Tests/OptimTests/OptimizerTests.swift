import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

/// Keeps what kernels are said to do.
private final class Notes: KernelObserver {
    private(set) var works: [KernelWork] = []
    private(set) var phases: [ComputePhase] = []

    func observe(_ work: KernelWork, in phase: ComputePhase, start: UInt64, end: UInt64) {
        works.append(work)
        phases.append(phase)
    }
}

@Suite("Optimizers take the steps that PyTorch takes, or those of their papers")
struct OptimizerTests {
    @Test(arguments: try GoldenFile.cases("optimizer", in: .module), ["reference", "auto"])
    func tenSteps(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let pair = try Pair(golden, in: context)
        let optimizer = try makeOptimizer(golden)
        for step in 0..<10 {
            optimizer.step(try pair.gradients(golden, step: step))
            expectClose(pair.first.value, try golden.golden("first_\(step)"), "first after step \(step)")
            expectClose(pair.second.value, try golden.golden("second_\(step)"), "second after step \(step)")
        }
        #expect(optimizer.stepCount == 10)
    }

    @Test("Every kind of optimizer has a golden")
    func kindsCovered() throws {
        let names = Set(
            try GoldenFile.cases("optimizer", in: .module).compactMap { $0.name.split(separator: " ").first })
        #expect(names == Set(OptimizerKind.allCases.map { Substring($0.rawValue) }))
    }

    @Test(
        "A run that is saved after five steps and loaded ends bit for bit where it would have",
        arguments: try GoldenFile.cases("optimizer", in: .module))
    func resume(_ golden: GoldenCase) throws {
        let context = try ComputeContext(threads: 1)
        let (straight, interrupted) = (try Pair(golden, in: context), try Pair(golden, in: context))
        let (first, second) = (try makeOptimizer(golden), try makeOptimizer(golden))
        for step in 0..<10 { first.step(try straight.gradients(golden, step: step)) }
        for step in 0..<5 { second.step(try interrupted.gradients(golden, step: step)) }

        let otherContext = try ComputeContext(threads: 1)
        let resumed = Pair(
            Tensor(interrupted.first.value.elements, shape: interrupted.first.value.shape, in: otherContext),
            Tensor(interrupted.second.value.elements, shape: interrupted.second.value.shape, in: otherContext))
        let third = try makeOptimizer(golden)
        try third.load(second.state, for: resumed)
        #expect(third.stepCount == 5)
        // What the interrupted run does from here must not reach the loaded state.
        second.step(try interrupted.gradients(golden, step: 9))
        for step in 5..<10 { third.step(try resumed.gradients(golden, step: step)) }
        #expect(resumed.elements == straight.elements)
        #expect(third.state.tensors.map(\.name) == first.state.tensors.map(\.name))
        #expect(third.state.tensors.map(\.value.elements) == first.state.tensors.map(\.value.elements))
    }

    @Test("A state is a value: later steps do not change it")
    func stateIsValue() throws {
        let golden = try #require(try GoldenFile.cases("optimizer", in: .module).first { $0.name == "adam 0" })
        let pair = try Pair(golden, in: ComputeContext(threads: 1))
        let optimizer = try makeOptimizer(golden)
        optimizer.step(try pair.gradients(golden, step: 0))
        let saved = optimizer.state
        let before = saved.tensors.map(\.value.elements)
        optimizer.step(try pair.gradients(golden, step: 1))
        #expect(saved.tensors.map(\.value.elements) == before)
        #expect(optimizer.state.tensors.map(\.value.elements) != before)
    }

    @Test(
        "Updates are in place: after the first step no buffer is asked of the system", arguments: OptimizerKind.allCases
    )
    func inPlace(_ kind: OptimizerKind) throws {
        let context = try ComputeContext(threads: 1)
        let pair = Pair(.ones([64, 64], in: context), .ones([64], in: context))
        let optimizer = try kind.makeOptimizer()
        func step() throws {
            optimizer.step(try pair.gradients(.ones([64, 64], in: context), .ones([64], in: context)))
        }
        for _ in 0..<2 { try step() }
        let allocations = context.statistics.systemAllocations
        for _ in 0..<5 { try step() }
        #expect(context.statistics.systemAllocations == allocations)
    }

    @Test(
        "An update reads and writes parameter and state once, in the phase of updates",
        arguments: OptimizerKind.allCases.filter { $0 != .muon })
    func work(_ kind: OptimizerKind) throws {
        let context = try ComputeContext(threads: 1)
        let pair = Pair(.ones([2, 3], in: context), .ones([2, 3], in: context))
        let optimizer = try kind.makeOptimizer(momentum: kind == .sgd ? 0.9 : nil)
        let gradients = try pair.gradients(.ones([2, 3], in: context), .ones([2, 3], in: context))
        optimizer.step(gradients)
        let notes = Notes()
        context.observer = notes
        optimizer.step(gradients)
        context.observer = nil
        let states = optimizer.state.tensors.count / 2 - 1
        let updates = notes.works.filter { $0.reads.count == states + 2 && $0.writes.count == states + 1 }
        #expect(updates.count == 2 && updates.allSatisfy { $0.bytesRead == 24 * (states + 2) }, "\(notes.works)")
        #expect(notes.phases.allSatisfy { $0 == .update })
    }

    @Test(
        "A frozen parameter stays as it is, with weight decay too, and starts anew when it is trained",
        arguments: OptimizerKind.allCases)
    func frozen(_ kind: OptimizerKind) throws {
        let context = try ComputeContext(threads: 1)
        let pair = Pair(.ones([2], in: context), .ones([2], in: context))
        let optimizer = try kind.makeOptimizer(weightDecay: 0.5)
        let ones = Tensor.ones([2], in: context)
        let early = try pair.gradients(ones, ones)
        pair.first.isTrainable = false
        optimizer.step(early)
        optimizer.step(try pair.gradients(ones, ones))
        #expect(pair.first.value.elements == [1, 1])
        #expect(pair.second.value.elements[0] < 1)
        #expect(!optimizer.state.tensors.contains { $0.name.hasPrefix("first") })

        pair.first.isTrainable = true
        optimizer.step(try pair.gradients(ones, ones))
        let fresh = Pair(.ones([2], in: context), .ones([2], in: context))
        let other = try kind.makeOptimizer(weightDecay: 0.5)
        other.step(try fresh.gradients(ones, ones))
        #expect(pair.first.value.elements == fresh.first.value.elements)
    }

    @Test("A state that does not fit is refused with all that is wrong, and the optimizer stays as it was")
    func misfits() throws {
        let context = try ComputeContext(threads: 1)
        let pair = Pair(.ones([2], in: context), .ones([3], in: context))
        let optimizer = Adam()
        optimizer.step(try pair.gradients(.ones([2], in: context), .ones([3], in: context)))
        var state = optimizer.state
        state.stepCount = 7
        state.tensors.removeAll { $0.name == "first.second_moment" || $0.name == "second.step" }
        state.tensors.append(("third.first_moment", .ones([1], in: context)))
        state.tensors.append(("first.momentum_buffer", .ones([2], in: context)))
        let moment = try #require(state.tensors.firstIndex { $0.name == "second.first_moment" })
        state.tensors[moment].value = .ones([4], in: context)
        let error = #expect(throws: OptimizerError.self) { try optimizer.load(state, for: pair) }
        let text = error?.description ?? ""
        for part in [
            "'first.second_moment' is missing", "'second.step' is missing", "'third.first_moment' is unexpected",
            "'first.momentum_buffer' is unexpected", "'second.first_moment' has the shape [4] where [3] is expected",
        ] {
            #expect(text.contains(part), "\(text)")
        }
        #expect(optimizer.stepCount == 1)
        for count in [0, -1, 0.5, Float.nan] {
            var state = optimizer.state
            let index = try #require(state.tensors.firstIndex { $0.name == "first.step" })
            state.tensors[index].value = .full([1], count, in: context)
            #expect(throws: OptimizerError.self) { try optimizer.load(state, for: pair) }
        }
    }
}
