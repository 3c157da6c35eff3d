import CKernels
import Testing

@testable import bench

@Suite("The machine's limits")
struct LimitTests {
    @Test("Everything is measured and positive, and larger levels hold more")
    func measured() throws {
        let caches = CacheSizes(level1: 16 << 10, level2: 64 << 10, level3: 1 << 20)
        let limits = try MachineLimits.measure(threads: [1, 2], caches: caches)
        #expect(limits.peaks.count == 2 * Machine.instructionSets.count)
        #expect(limits.peaks.allSatisfy { $0.gigaflopsPerSecond > 0 })
        for threads in [1, 2] {
            let bandwidths = limits.bandwidths.filter { $0.threads == threads }
            #expect(bandwidths.map(\.level) == MachineLimits.Level.allCases)
            for bandwidth in bandwidths {
                #expect(min(bandwidth.read, bandwidth.write, bandwidth.copy, bandwidth.update) > 0)
            }
            let capacities = bandwidths.map { $0.capacity ?? .infinity }
            #expect(zip(capacities, capacities.dropFirst()).allSatisfy(<))
        }
        let text = LimitsTable(limits).text
        for word in ["Limits on 1 thread:", "Limits on 2 threads:", "L1", "memory", "update"] {
            #expect(text.contains(word))
        }
    }

    @Test("A shared cache that holds no more than the private ones is no level of its own")
    func levels() {
        let none = MachineLimits.Region.all(CacheSizes(level1: 1 << 15, level2: 1 << 20, level3: 0), threads: 1)
        #expect(none.map(\.level) == [.level1, .level2, .memory])
        let many = MachineLimits.Region.all(CacheSizes(level1: 1 << 15, level2: 1 << 20, level3: 32 << 20), threads: 64)
        #expect(many.map(\.level) == [.level1, .level2, .memory])
        #expect(many[2].bytes >= 4 * 64 << 20)
    }

    @Test(arguments: [("32K", 32 << 10), ("1024K", 1 << 20), ("8M", 8 << 20), ("512", 512), ("", nil), ("K", nil)])
    func cacheSizes(text: String, bytes: Int?) { #expect(CacheSizes.bytes(text) == bytes) }

    @Test(
        "The least time is the longest of arithmetic, reading, writing and both, in the level that holds the operands")
    func need() throws {
        let limits = Samples.limits
        // 768 bytes fit into L1: 1024 operations at 50 GFLOP/s take 20.48 ns, all traffic less.
        let small = try #require(limits.need(of: try Samples.gemm(), instructionSet: "baseline", threads: 1))
        #expect(small.cause == "FMA" && abs(small.seconds - 20.48e-9) < 1e-15)
        // Writing 4000 bytes from L2 at 20 GB/s takes 200 ns, and reading as much at 40 half of that.
        let relu = OperatorBenchmark.elementwise.workloads(
            try ShapeArguments("count=1000", keys: OperatorBenchmark.elementwise.keys, operatorName: "elementwise"))[0]
        let large = try #require(limits.need(of: relu, instructionSet: "avx2", threads: 1))
        #expect(large.cause == "L2" && abs(large.seconds - 200e-9) < 1e-15)
        #expect(limits.need(of: relu, instructionSet: "avx2", threads: 3) == nil)
        #expect(limits.bandwidth(workingSet: 10_001, threads: 1)?.level == .memory)
    }

    @Test("A second measurement only raises figures, and says by how much at most")
    func higher() {
        var limits = Samples.limits
        var other = limits
        other.peaks[0].gigaflopsPerSecond = 75
        other.peaks[1].gigaflopsPerSecond = 10
        other.bandwidths[2].write = 5
        #expect(limits.keepHigher(other) == 1.5)
        #expect(limits.peaks.map(\.gigaflopsPerSecond) == [75, 100] && limits.bandwidths[2].write == 5)
    }

    @Test("The loops count what they do")
    func counts() throws {
        let context = try KernelContext(threads: 2, kernels: "auto")
        var (once, twice) = (0.0, 0.0)
        for name in Machine.instructionSets {
            context.expect(ck_limit_multiply_add(context.pointer, name, 10, &once))
            context.expect(ck_limit_multiply_add(context.pointer, name, 20, &twice))
            #expect(once > 0 && twice == 2 * once)
        }
        let memory = Buffer(count: 4096)
        // Two parts of 2048 values; half of each is updated by the other half.
        for (traffic, bytes) in [
            (CK_TRAFFIC_READ, 16384.0), (CK_TRAFFIC_WRITE, 16384), (CK_TRAFFIC_STREAM, 16384), (CK_TRAFFIC_COPY, 16384),
            (CK_TRAFFIC_UPDATE, 24576),
        ] {
            for name in Machine.instructionSets {
                var moved = 0.0
                context.expect(ck_limit_traffic(context.pointer, name, traffic, 4096, 3, memory.pointer, &moved))
                #expect(moved == 3 * bytes, "\(name) \(traffic)")
            }
        }
    }

    @Test("The loops write, copy and update what they say")
    func effects() throws {
        let context = try KernelContext(threads: 1, kernels: "auto")
        for name in Machine.instructionSets {
            let memory = Buffer(count: 512)
            func values() -> [Float] { (0..<512).map { memory.pointer[$0] } }
            var bytes = 0.0
            func run(_ traffic: ck_traffic) {
                context.expect(ck_limit_traffic(context.pointer, name, traffic, 512, 1, memory.pointer, &bytes))
            }
            run(CK_TRAFFIC_WRITE)
            #expect(values() == Array(repeating: 0.5, count: 512))
            for index in 256..<512 { memory.pointer[index] = Float(index) }
            run(CK_TRAFFIC_COPY)
            #expect(values() == (256..<512).map(Float.init) + (256..<512).map(Float.init))
            run(CK_TRAFFIC_UPDATE)
            #expect(values().prefix(256) == (256..<512).map { 1.5 * Float($0) }[...])
            let before = values()
            run(CK_TRAFFIC_READ)
            #expect(values() == before)
            run(CK_TRAFFIC_STREAM)
            #expect(values() == Array(repeating: 0.5, count: 512))
        }
    }

    @Test("Wrong arguments of the loops are refused")
    func mistakes() throws {
        let context = try KernelContext(threads: 1, kernels: "auto")
        let memory = Buffer(count: 512)
        var result = -1.0
        #expect(ck_limit_multiply_add(context.pointer, "sse9", 1, &result) == CK_UNSUPPORTED)
        #expect(context.message.contains("no instruction set 'sse9'"))
        #expect(ck_limit_multiply_add(context.pointer, nil, 1, &result) == CK_UNSUPPORTED)
        #expect(ck_limit_multiply_add(context.pointer, "baseline", -1, &result) == CK_INVALID_ARGUMENT)
        func traffic(_ kind: UInt32, _ values: UnsafeMutablePointer<Float>?) -> ck_status {
            ck_limit_traffic(context.pointer, "baseline", ck_traffic(rawValue: kind), 256, 1, values, &result)
        }
        #expect(traffic(9, memory.pointer) == CK_INVALID_ARGUMENT)
        #expect(traffic(0, memory.pointer + 1) == CK_INVALID_ARGUMENT)
        #expect(traffic(0, nil) == CK_INVALID_ARGUMENT)
        #expect(result == -1)
    }
}
