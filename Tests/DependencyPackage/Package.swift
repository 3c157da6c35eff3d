// swift-tools-version: 6.0
import PackageDescription

// Somebody else's package. Scripts/test-as-dependency says where the repository with the tagged version lies.
let package = Package(
    name: "consumer",
    dependencies: [.package(url: Context.environment["SWIFTLET_URL"] ?? "", from: "1.0.0")],
    targets: [
        .executableTarget(name: "consumer", dependencies: [.product(name: "Swiftlet", package: "Swiftlet")]),
        // The source of Examples/LeNet, which Scripts/test-as-dependency puts there.
        .executableTarget(name: "LeNet", dependencies: [.product(name: "Swiftlet", package: "Swiftlet")]),
    ]
)
