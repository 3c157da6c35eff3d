// swift-tools-version: 6.0
import PackageDescription

// Somebody else's package. Scripts/test-as-dependency says where the repository with the tagged version lies.
let package = Package(
    name: "consumer",
    dependencies: [.package(url: Context.environment["SWIFTLET_URL"] ?? "", from: "1.0.0")],
    targets: [
        .executableTarget(name: "consumer", dependencies: [.product(name: "Swiftlet", package: "Swiftlet")]),
        // Its only file is the README's example, which Scripts/test-as-dependency puts there.
        .executableTarget(name: "readme", dependencies: [.product(name: "Swiftlet", package: "Swiftlet")]),
    ]
)
