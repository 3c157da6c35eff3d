// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "LeNet",
    platforms: [.macOS(.v15)],
    dependencies: [
        // Outside this repository: .package(url: "https://github.com/OWNER/Swiftlet", from: "0.1.0")
        .package(name: "Swiftlet", path: "../..")
    ],
    targets: [
        .executableTarget(name: "LeNet", dependencies: [.product(name: "Swiftlet", package: "Swiftlet")])
    ]
)
