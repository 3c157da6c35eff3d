import SwiftletData
import SwiftletTensor
import TestSupport
import Testing

@Suite struct LabelledBatchTests {
    private let context: ComputeContext
    /// Seven pictures of 2 x 1 pixels; picture i has the values 10 * i and 10 * i + 1 and the label i.
    private let pictures = ImageSet(
        width: 2, height: 1, channels: 1, pixels: (0..<7).flatMap { [UInt8(10 * $0), UInt8(10 * $0 + 1)] },
        labels: Array(0..<7))

    init() throws { context = try ComputeContext(threads: 1) }

    @Test func inOrder() throws {
        let batches = try pictures.labelledBatches(of: 3, scale: 0...255, in: context)
        #expect(batches.count == 3)
        let all = Array(batches)
        #expect(all.map(\.count) == [3, 3, 1])
        #expect(all.map(\.pictures.shape) == [[3, 1, 1, 2], [3, 1, 1, 2], [1, 1, 1, 2]])
        #expect(all.flatMap(\.labels.elements) == Array(0..<7))
        #expect(all[1].pictures.elements.map { $0.rounded() } == [30, 31, 40, 41, 50, 51])
        #expect(try Array(pictures.prefix(1).labelledBatches(of: 1, in: context))[0].pictures.elements[1] == 1.0 / 255)
    }

    @Test("Shuffled batches hold every picture once with its label, in an order that the stream decides")
    func shuffled() throws {
        let random = RandomStream(seed: 4)
        func labels(_ random: RandomStream) throws -> [Int32] {
            try pictures.labelledBatches(of: 2, shuffledBy: random, scale: 0...255, in: context).flatMap { batch in
                let firstPixels = stride(from: 0, to: 2 * batch.count, by: 2).map { batch.pictures.elements[$0] }
                #expect(firstPixels.map { Int32($0.rounded()) } == batch.labels.elements.map { 10 * $0 })
                return batch.labels.elements
            }
        }
        let order = try labels(random.child(1))
        #expect(order.sorted() == Array(0..<7) && order != Array(0..<7))
        #expect(try labels(random.child(1)) == order)
        #expect(try labels(random.child(2)) != order)
    }

    @Test func unlabelledPicturesAreRefused() throws {
        let unlabelled = ImageSet(width: 1, height: 1, channels: 1, pixels: [1, 2])
        #expect(throws: DataError.self) { try unlabelled.labelledBatches(of: 1, in: context) }
    }

    @Test("A folder holds both parts under MNIST's names, plain or packed")
    func folder() throws {
        let folder = try TemporaryFolder()
        func images(_ pixel: UInt8) -> [UInt8] { [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, pixel] }
        func labels(_ label: UInt8) -> [UInt8] { [0, 0, 8, 1, 0, 0, 0, 1, label] }
        try folder.write(images(5), to: "train-images-idx3-ubyte")
        try folder.write(gzip(labels(1)), to: "train-labels-idx1-ubyte.gz")
        try folder.write(images(6), to: "t10k-images-idx3-ubyte")
        let training = try IDXFile.imageSet(folder: folder.path, part: .training, classNames: ["a", "b"])
        #expect(training.pixels == [5] && training.labels == [1] && training.classNames == ["a", "b"])
        expectDataError("t10k-labels-idx1-ubyte: there is no such file, plain or .gz") {
            try IDXFile.imageSet(folder: folder.path, part: .test)
        }
    }
}
