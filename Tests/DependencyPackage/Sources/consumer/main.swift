import Foundation
import Swiftlet

func fail(_ reason: String) -> Never {
    FileHandle.standardError.write(Data("error: \(reason)\n".utf8))
    exit(1)
}

let threads = 4
let context = try ComputeContext(threads: threads)
guard ComputeContext.threadingModel == "libomp" else {
    fail("expected threads through the OpenMP library's entry point, got '\(ComputeContext.threadingModel)'")
}
let used = context.measureTeam()
guard used == threads else { fail("expected \(threads) threads to take part, got \(used)") }

// A product large enough to be split, of whole numbers so that it is exact: every element is the sum of 0 ..< inner.
let (rows, inner, columns) = (512, 256, 384)
let left = Tensor((0..<rows * inner).map { Float($0 % inner) }, shape: [rows, inner], in: context)
let right = Tensor([Float](repeating: 1, count: inner * columns), shape: [inner, columns], in: context)
let product = left.matmul(right)
let expected = Float(inner * (inner - 1) / 2)
guard product.shape == [rows, columns], product.elements.allSatisfy({ $0 == expected }) else {
    fail("the product of a \(left.shape) and a \(right.shape) tensor is wrong")
}
print(
    "Swiftlet as a dependency: \(used) threads took part (\(ComputeContext.instructionSet) kernels), the product is right"
)
