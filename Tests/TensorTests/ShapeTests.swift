import SwiftletTensor
import Testing

@Suite struct ShapeTests {
    @Test func sizes() {
        let shape: Shape = [2, 3, 5]
        #expect(shape.rank == 3)
        #expect(shape.count == 30)
        #expect(shape[0] == 2 && shape[-1] == 5 && shape[-3] == 2)
        #expect(shape.dimensions == [2, 3, 5])
        #expect("\(shape)" == "[2, 3, 5]")
        let scalar: Shape = []
        #expect(scalar.rank == 0 && scalar.count == 1 && "\(scalar)" == "[]")
        #expect(Shape([4, 0, 2]).count == 0)
    }

    @Test func equalityRespectsTheRank() {
        let (vector, column): (Shape, Shape) = ([3], [3, 1])
        #expect(vector != column)
        #expect(vector == Shape([3]))
        #expect(Set([vector, column, [3]]).count == 2)
    }

    @Test func changedAxes() {
        let shape: Shape = [2, 3, 5]
        #expect(shape.removing(axis: 1) == [2, 5])
        #expect(shape.removing(axis: -1) == [2, 3])
        #expect(shape.replacing(axis: 0, with: 7) == [7, 3, 5])
        #expect(shape.inserting(4, at: 0) == [4, 2, 3, 5])
        #expect(shape.inserting(4, at: 3) == [2, 3, 5, 4])
        #expect(shape.flattened(fromAxis: 1) == [2, 15])
        #expect(shape.flattened(fromAxis: -1) == shape)
        #expect(Shape([6]).removing(axis: 0) == [])
    }
}
