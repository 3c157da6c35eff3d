import CKernels
import Foundation
import Testing

@Suite struct ProcessorTests {
    /// What the quotas in a made-up file system of cgroups grant.
    private func processors(_ membership: String, _ files: [String: String]) throws -> Int {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        for (name, text) in files.merging(["self": membership], uniquingKeysWith: { $1 }) {
            let file = root.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return Int(ck_quota_processors(root.path, root.path + "/self"))
    }

    @Test func quotaOfVersion2() throws {
        #expect(try processors("0::/\n", ["cpu.max": "200000 100000\n"]) == 2)
        #expect(try processors("0::/\n", ["cpu.max": "150000 100000\n"]) == 2)
        #expect(try processors("0::/\n", ["cpu.max": "20000 100000\n"]) == 1)
        #expect(try processors("0::/\n", ["cpu.max": "max 100000\n"]) == 0)
        #expect(try processors("0::/\n", [:]) == 0)
    }

    @Test func theSmallestQuotaOfTheGroupsAbove() throws {
        let files = ["cpu.max": "max 100000", "a/cpu.max": "300000 100000", "a/b/cpu.max": "800000 100000"]
        #expect(try processors("0::/a/b\n", files) == 3)
        #expect(try processors("0::/a\n", files) == 3)
        #expect(try processors("0::/\n", files) == 0)
        #expect(try processors("0::/c\n", files) == 0)
        // A container whose own group is mounted at the root.
        #expect(try processors("0::/docker/0123\n", ["cpu.max": "400000 100000"]) == 4)
    }

    @Test func quotaOfVersion1() throws {
        let files = ["cpu,cpuacct/job/cpu.cfs_quota_us": "250000\n", "cpu,cpuacct/job/cpu.cfs_period_us": "50000\n"]
        #expect(try processors("5:memory:/job\n4:cpu,cpuacct:/job\n1:cpuset:/\n", files) == 5)
        #expect(try processors("4:cpuacct,cpuset:/job\n", files) == 0)
        let none = ["cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"]
        #expect(try processors("4:cpu:/\n", none) == 0)
    }

    @Test func malformedFilesGrantEverything() throws {
        for text in ["", "x", "100000", "0 0", "-5 100000", "99999999999999999999 1"] {
            #expect(try processors("0::/\n", ["cpu.max": text]) == 0, "\(text)")
        }
        #expect(try processors("nonsense\n:\n::\n", ["cpu.max": "100000 100000"]) <= 1)
        #expect(ck_quota_processors(nil, nil) == 0)
    }

    @Test func contextsHaveAsManyThreadsAsProcessors() {
        let context = KernelContext(threads: 0)
        #expect(ck_context_threads(context.pointer) == ck_available_processors())
        #expect(ck_available_processors() >= 1)
        // Many threads wait in another way than few; both are the same team.
        for threads in [64, 1, 2, 64, 2] as [Int32] {
            let crowded = KernelContext(threads: Int(threads))
            let sums = UnsafeMutablePointer<Int64>.allocate(capacity: 200)
            defer { sums.deallocate() }
            ck_context_run_parallel(
                crowded.pointer, 200, { $0!.assumingMemoryBound(to: Int64.self)[Int($1)] = $1 }, sums)
            #expect((0..<200).allSatisfy { sums[$0] == Int64($0) })
        }
    }
}
