// swift-tools-version: 6.0
// The app for Xcode. Not run in the tests: they compile the same sources with tests/ios/build.

import PackageDescription

let package = Package(
    name: "Xueying",
    defaultLocalization: "zh-Hans",
    platforms: [.iOS(.v16)],
    products: [.library(name: "XueyingApp", targets: ["XueyingApp"])],
    targets: [
        // Both are what `cargo xtask ios` leaves in target/ios, linked to from here.
        .binaryTarget(name: "XueyingCoreFFI", path: "Core/XueyingCore.xcframework"),
        .target(
            name: "XueyingCore", dependencies: ["XueyingCoreFFI"], path: "Core/swift", sources: ["XueyingCore.swift"]),
        .target(name: "XueyingShell", dependencies: ["XueyingCore"]),
        .target(name: "XueyingApp", dependencies: ["XueyingShell"]),
    ]
)
