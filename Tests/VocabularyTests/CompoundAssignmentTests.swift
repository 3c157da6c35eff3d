import SwiftletTensor
import Testing

@Suite struct CompoundAssignmentTests {
    @Test func values() {
        var x: Tensor = [[1, 2], [3, 4]]
        let before = x
        x += [[10, 20], [30, 40]]
        #expect(x == [[11, 22], [33, 44]])
        x -= [1, 2]
        #expect(x == [[10, 20], [32, 42]])
        x *= [[2], [0.5]]
        #expect(x == [[20, 40], [16, 21]])
        x /= [4, 1]
        #expect(x == [[5, 40], [4, 21]])
        x -= [[5, 0], [0, 1]]
        #expect(x == [[0, 40], [4, 20]])
        x += 4
        x /= 2
        x -= 1
        x *= 3
        #expect(x == [[3, 63], [9, 33]])
        #expect(before == [[1, 2], [3, 4]], "a copy keeps its elements")
        var tokens: IntTensor = [3, 4]
        tokens += 2
        tokens -= 1
        #expect(tokens == [4, 5])
    }

    @Test func gradients() {
        let y: Tensor = [2, 3]
        let slope = gradient(at: [1, 5]) { x in
            // The sums start as constants that nobody shares: they must become part of the step.
            var sum = Tensor.zeros([2])
            sum += x
            sum += x * y
            sum -= x
            var product = Tensor.ones([2])
            product *= x
            product *= 2
            product /= y
            return (sum + product).sum()
        }
        #expect(slope.allClose(y + 2 / y))
    }

    @Test func shapes() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var x: Tensor = [1, 2]
            x += [[1, 2], [3, 4]]
        }
        let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(message.contains("+=: the shape [2, 2] cannot be broadcast to [2], which it changes"), "\(message)")
    }
}
