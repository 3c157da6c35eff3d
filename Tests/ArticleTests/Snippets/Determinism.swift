import Swiftlet
import Testing

@Suite("The code of DeterminismAndResume.md")
struct DeterminismSnippets {
    @Test("A stream is addressed by its names")
    func streams() {
        let random = RandomStream(seed: 7)
        var shuffle = random.child("shuffle").child(3)
        let order = shuffle.permutation(5)

        var other = random.child("dropout")
        _ = other.uniform()
        var again = RandomStream(seed: 7).child("shuffle").child(3)
        #expect(again.permutation(5) == order)
    }

    @Test("The same bits on one thread and on three")
    func threads() throws {
        func product(threads: Int) throws -> [Float] {
            let context = try ComputeContext(threads: threads)
            var random = RandomStream(seed: 1)
            let a = Tensor.normal([300, 700], using: &random, in: context)
            let b = Tensor.normal([700, 200], using: &random, in: context)
            return a.matmul(b).elements
        }

        #expect(try product(threads: 1) == product(threads: 3))
    }
}
