import SwiftletONNX

extension ClassicTower {
    /// Adds the network to a graph: [N, 1, size, size] to [N, dimension]. Throws `ONNXError`.
    public func append(to graph: ONNXGraph, _ pictures: ONNXValue, named path: String) throws -> ONNXValue {
        let maps = try cnn1.append(to: graph, pictures, named: joinedPath(path, "cnn1"))
        let features = graph.node("Flatten", [maps], ["axis": .int(1)], named: joinedPath(path, "features"))
        return try fc1.append(to: graph, features, named: joinedPath(path, "fc1"))
    }
}

extension PooledTower {
    /// Adds the network to a graph, its output brought to length 1: [N, 1, size, size] to [N, dimension]. Throws `ONNXError`.
    public func append(to graph: ONNXGraph, _ pictures: ONNXValue, named path: String) throws -> ONNXValue {
        let maps = try features.append(to: graph, pictures, named: joinedPath(path, "features"))
        let flat = graph.node("Flatten", [maps], ["axis": .int(1)], named: joinedPath(path, "features"))
        let values = embedding.append(to: graph, flat, named: joinedPath(path, "embedding"))
        let place = joinedPath(path, "length")
        let squares = graph.node("Mul", [values, values], named: place)
        let sum = graph.node("ReduceSum", [squares, graph.constant([1], named: "\(place).axes")], named: place)
        let least = graph.constant(Self.leastSquare, named: "\(place).least")
        let length = graph.node("Sqrt", [graph.node("Add", [sum, least], named: place)], named: place)
        return graph.node("Div", [values, length], named: place)
    }
}
