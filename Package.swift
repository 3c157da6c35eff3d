// swift-tools-version: 6.0
import Foundation
import PackageDescription

// A package that is used through a version may not pass compiler flags of its own, so the flags below are for the root
// package alone; there, kernels are optimised in debug builds too and use OpenMP pragmas. As a dependency the kernels
// start their threads through the OpenMP library's entry point (see CKernels/core/parallel.c).
let isDependency =
    URL(fileURLWithPath: Context.packageDirectory).deletingLastPathComponent().lastPathComponent == "checkouts"

/// The OpenMP library of this machine, if there is one. SWIFTLET_OPENMP=0 builds without it, SWIFTLET_OPENMP=pthreads
/// with threads that the thread sanitizer understands.
struct OpenMP {
    var library: String
    var folder: String

    static func find() -> OpenMP? {
        if ["0", "pthreads"].contains(Context.environment["SWIFTLET_OPENMP"]) { return nil }
        #if os(macOS)
            let folders = ["/opt/homebrew/opt/libomp/lib", "/usr/local/opt/libomp/lib"]
            let names = ["omp": "libomp.dylib"]
        #else
            let folders = [
                "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib",
            ]
            let names = ["omp5": "libomp5.so", "omp": "libomp.so"]
        #endif
        for folder in folders {
            for (library, file) in names.sorted(by: { $0.key > $1.key })
            where FileManager.default.fileExists(atPath: "\(folder)/\(file)") {
                return OpenMP(library: library, folder: folder)
            }
        }
        return nil
    }
}

let openMP = OpenMP.find()
let startsPthreads = Context.environment["SWIFTLET_OPENMP"] == "pthreads"
var kernelSettings: [CSetting] = [.headerSearchPath("CKernels")]
var kernelLinking: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]
if !isDependency {
    kernelSettings.append(
        .unsafeFlags(["-fvisibility=hidden", "-O3", "-Wall", "-Wextra", "-Wno-missing-field-initializers"]))
}
if startsPthreads { kernelSettings.append(.define("CK_STARTS_PTHREADS")) }
if let openMP {
    #if os(macOS)
        // Homebrew keeps the library outside the linker's path, which takes a flag: serial as a dependency.
        if !isDependency {
            kernelSettings.append(.unsafeFlags(["-Xclang", "-fopenmp"]))
            kernelLinking += [.unsafeFlags(["-L\(openMP.folder)"]), .linkedLibrary(openMP.library)]
        }
    #else
        kernelSettings.append(isDependency ? .define("CK_LINKS_LIBOMP") : .unsafeFlags(["-fopenmp"]))
        kernelLinking.append(.linkedLibrary(openMP.library))
    #endif
}

// The shared object exports what the headers declare, under a version; programs that link the kernels need no such list.
let symbolVersions: [LinkerSetting] =
    isDependency
    ? []
    : [
        .unsafeFlags(
            ["-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/CKernelsSymbols/CKernels.map"],
            .when(platforms: [.linux]))
    ]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "Swiftlet",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Swiftlet", targets: ["Swiftlet"]),
        .library(name: "CKernels", type: .dynamic, targets: ["CKernels", "CKernelsSymbols"]),
        .executable(name: "textcnn", targets: ["textcnn"]),
        .executable(name: "cvae", targets: ["cvae"]),
        .executable(name: "siamese", targets: ["siamese"]),
        .executable(name: "runs", targets: ["runs"]),
        .executable(name: "dcgan", targets: ["dcgan"]),
        .executable(name: "bench", targets: ["bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.28.0"),
    ],
    targets: [
        .target(
            name: "CKernels", path: ".", sources: ["CKernels"], publicHeadersPath: "Include",
            cSettings: kernelSettings, linkerSettings: kernelLinking),
        .target(
            name: "CKernelsSymbols", dependencies: ["CKernels"], exclude: ["CKernels.map"],
            linkerSettings: symbolVersions),
        .systemLibrary(
            name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CPNG", path: "Sources/CPNG", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),

        .target(name: "SwiftletTensor", dependencies: ["CKernels"], path: "Sources/Tensor"),
        .target(name: "SwiftletNN", dependencies: ["SwiftletTensor"], path: "Sources/NN"),
        .target(name: "SwiftletOptim", dependencies: ["CKernels", "SwiftletNN"], path: "Sources/Optim"),
        .target(name: "SwiftletData", dependencies: ["SwiftletTensor", "CZlib", "CPNG"], path: "Sources/Data"),
        .target(name: "SwiftletSVG", path: "Sources/SVG"),
        .target(name: "SwiftletEvaluation", dependencies: ["SwiftletTensor"], path: "Sources/Evaluation"),
        .target(
            name: "SwiftletTrain",
            dependencies: [
                "SwiftletOptim", "SwiftletData", "SwiftletSVG",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Train"),
        .target(
            name: "SwiftletONNX",
            dependencies: ["SwiftletTrain", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
            path: "Sources/ONNX"),
        .target(
            name: "Swiftlet",
            dependencies: [
                "SwiftletTensor", "SwiftletNN", "SwiftletOptim", "SwiftletData", "SwiftletTrain",
                "SwiftletEvaluation", "SwiftletONNX",
            ],
            path: "Sources/Swiftlet"),
        .target(
            name: "ExperimentSupport",
            dependencies: ["SwiftletTrain", "SwiftletEvaluation", "SwiftletONNX", argumentParser],
            path: "Sources/Experiments/Shared"),
        .target(
            name: "TextCNNExperiment",
            dependencies: [
                "ExperimentSupport", "SwiftletEvaluation", "SwiftletONNX", "SwiftletTrain", argumentParser,
            ],
            path: "Sources/Experiments/TextCNN"),
        .executableTarget(
            name: "textcnn", dependencies: ["ExperimentSupport", "TextCNNExperiment"], path: "Sources/textcnn"),
        .target(
            name: "CVAEExperiment",
            dependencies: [
                "ExperimentSupport", "SwiftletEvaluation", "SwiftletONNX", "SwiftletTrain", argumentParser,
            ],
            path: "Sources/Experiments/CVAE"),
        .executableTarget(name: "cvae", dependencies: ["CVAEExperiment", "ExperimentSupport"], path: "Sources/cvae"),
        .executableTarget(
            name: "runs", dependencies: ["ExperimentSupport", "SwiftletTrain", argumentParser], path: "Sources/runs"),
        .target(
            name: "DCGANExperiment",
            dependencies: [
                "ExperimentSupport", "SwiftletEvaluation", "SwiftletONNX", "SwiftletTrain", argumentParser,
            ],
            path: "Sources/Experiments/DCGAN"),
        .executableTarget(
            name: "dcgan", dependencies: ["DCGANExperiment", "ExperimentSupport"], path: "Sources/dcgan"),
        .target(
            name: "SiameseExperiment",
            dependencies: [
                "ExperimentSupport", "SwiftletEvaluation", "SwiftletONNX", "SwiftletTrain", argumentParser,
            ],
            path: "Sources/Experiments/Siamese"),
        .executableTarget(
            name: "siamese", dependencies: ["ExperimentSupport", "SiameseExperiment"], path: "Sources/siamese"),
        .executableTarget(
            name: "bench",
            dependencies: [
                "CKernels", "ExperimentSupport", "SwiftletNN", "SwiftletOptim", "SwiftletSVG",
                "SwiftletTensor", "SwiftletTrain", argumentParser,
            ], path: "Benchmarks/bench"),

        // The source of the package Examples/LeNet, for the tests. The name is another one, as two targets of a package graph
        // cannot have the same.
        .executableTarget(
            name: "lenet-example", dependencies: ["Swiftlet"], path: "Examples/LeNet/Sources/LeNet"),

        .target(
            name: "TestSupport", dependencies: ["Packing", "SwiftletData", "SwiftletTensor"], path: "Tests/TestSupport"),
        .target(name: "Packing", dependencies: ["CZlib", "SwiftletData"], path: "Tests/Packing"),
        .target(
            name: "FuzzReaders",
            dependencies: [
                "bench", "CVAEExperiment", "DCGANExperiment", "ExperimentSupport", "Packing", "SiameseExperiment",
                "SwiftletData", "SwiftletTensor", "SwiftletTrain", "TextCNNExperiment",
            ], path: "Tests/FuzzReaders"),
        .testTarget(name: "ArticleTests", dependencies: ["Swiftlet", "TestSupport"]),
        .testTarget(name: "CKernelsTests", dependencies: ["CKernels"]),
        .testTarget(name: "TensorTests", dependencies: ["SwiftletTensor"]),
        .testTarget(
            name: "VocabularyTests", dependencies: ["SwiftletTensor", "TestSupport"], resources: [.copy("Goldens")]),
        .testTarget(
            name: "GradientTests", dependencies: ["SwiftletNN", "TestSupport"], resources: [.copy("Goldens")]),
        .testTarget(name: "AutodiffTests", dependencies: ["SwiftletNN"]),
        .testTarget(name: "NNTests", dependencies: ["SwiftletNN", "TestSupport"], resources: [.copy("Goldens")]),
        .testTarget(name: "OptimTests", dependencies: ["SwiftletOptim", "TestSupport"], resources: [.copy("Goldens")]),
        .testTarget(name: "DataTests", dependencies: ["Packing", "SwiftletData", "TestSupport"]),
        .testTarget(
            name: "EvaluationTests", dependencies: ["SwiftletEvaluation", "TestSupport"],
            resources: [.copy("Goldens")]),
        .testTarget(
            name: "ClassifierTests", dependencies: ["ExperimentSupport", "TestSupport"], resources: [.copy("Goldens")]),
        .testTarget(name: "TrainTests", dependencies: ["SwiftletTrain", "TestSupport"]),
        .testTarget(name: "ONNXTests", dependencies: ["SwiftletONNX", "TestSupport"]),
        .testTarget(
            name: "PyTorchTests",
            dependencies: [
                "CVAEExperiment", "DCGANExperiment", "SiameseExperiment", "TextCNNExperiment", "TestSupport",
            ], resources: [.copy("Twins")]),
        .testTarget(name: "ExperimentSupportTests", dependencies: ["ExperimentSupport", "TestSupport"]),
        .testTarget(
            name: "TextCNNTests", dependencies: ["TextCNNExperiment", "cvae", "textcnn", "TestSupport"],
            resources: [.copy("Goldens")]),
        .testTarget(
            name: "CVAETests", dependencies: ["CVAEExperiment", "cvae", "TestSupport"], resources: [.copy("Goldens")]),
        .testTarget(
            name: "DCGANTests", dependencies: ["DCGANExperiment", "dcgan", "TestSupport"],
            resources: [.copy("Goldens")]),
        .testTarget(
            name: "SiameseTests", dependencies: ["SiameseExperiment", "siamese", "TestSupport"],
            resources: [.copy("Goldens")]),
        .testTarget(
            name: "HelpTests",
            dependencies: ["bench", "cvae", "dcgan", "runs", "siamese", "SwiftletTensor", "textcnn", "TestSupport"]),
        .testTarget(name: "ExampleTests", dependencies: ["lenet-example", "Swiftlet", "TestSupport"]),
        .testTarget(name: "RunsTests", dependencies: ["runs", "TestSupport"]),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzReaders", "bench"], resources: [.copy("Inputs")]),
        .testTarget(name: "BenchTests", dependencies: ["CKernels", "bench", "SwiftletTensor", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu11
)

// The fuzzer links with libFuzzer, which Scripts/fuzz finds in the toolchain, and with `bench` for its shapes files: an
// executable links with libraries alone, so `bench` is one here, without its main function.
if Context.environment["SWIFTLET_FUZZ"] == "1", let bench = package.targets.first(where: { $0.name == "bench" }) {
    package.products.removeAll { $0.name == "bench" }
    package.targets.removeAll { $0.name == "bench" || $0.type == .test }
    package.targets += [
        .target(name: "bench", dependencies: bench.dependencies, path: bench.path, exclude: ["Bench.swift"]),
        .executableTarget(name: "fuzz", dependencies: ["FuzzReaders", "Packing"], path: "Benchmarks/fuzz"),
    ]
}

// `swift test --filter` builds every target first. SWIFTLET_TESTS="DataTests TrainTests" leaves only those test targets and what
// they need in the package, which is much faster while one works on a part of it.
if let names = Context.environment["SWIFTLET_TESTS"]?.split(separator: " ").map(String.init) {
    var needed: Set<String> = []
    var waiting = names
    while let name = waiting.popLast() {
        guard let target = package.targets.first(where: { $0.name == name }), needed.insert(name).inserted else {
            continue
        }
        waiting += target.dependencies.compactMap {
            switch $0 {
            case .byNameItem(let name, _), .targetItem(let name, _): name
            default: nil
            }
        }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products.removeAll { product in
        let targets = (product as? Product.Library)?.targets ?? (product as? Product.Executable)?.targets ?? []
        return !needed.isSuperset(of: targets)
    }
}
