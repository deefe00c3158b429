// swift-tools-version: 6.2
import PackageDescription

// The house (docs/architecture.md): a module may import the modules below it in this file, never one above.
// Versions are exact because Package.resolved is not committed.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "NIOTLS", package: "swift-nio"),
]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings)
}

let package = Package(
    name: "rapport",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "rapport", targets: ["rapport"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // The program.
        .executableTarget(
            name: "rapport",
            dependencies: [
                "App", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        module(
            "App",
            [
                "Demo", "Hourglass", "Delivery", "Campaigns", "Catalogue", "Audiences", "Identity", "Touches", "People",
                "Web", "Mail", "Markup", "StorageSQLite", "StoragePostgres", "Storage", "Kernel", "CMalloc",
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"), hummingbird, log, crypto,
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),

        // Capabilities, each importing only the ones after it.
        module(
            "Hourglass",
            [
                "Delivery", "Campaigns", "Catalogue", "Audiences", "Identity", "Touches", "People", "Web", "Statistics", "Storage",
                "Kernel",
                hummingbird, log,
            ]),
        module(
            "Delivery",
            [
                "Campaigns", "Catalogue", "Audiences", "Identity", "Touches", "People",
                "Mail", "Markup", "Web", "Storage", "Kernel", hummingbird, crypto, log,
                .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ] + nio),
        module(
            "Campaigns",
            ["Catalogue", "Audiences", "Identity", "Touches", "People", "Markup", "Web", "Storage", "Kernel", hummingbird, crypto]),
        module("Catalogue", ["Audiences", "Identity", "Touches", "People", "Markup", "Web", "Storage", "Kernel", hummingbird, log]),
        module("Audiences", ["Identity", "Touches", "People", "Web", "Storage", "Kernel", hummingbird]),
        module(
            "Identity",
            [
                "Touches", "People", "Web", "Mail", "Storage", "Kernel", hummingbird, crypto, log,
                cryptoExtras,
            ]),
        module("Touches", ["Storage", "Kernel", log]),
        module("People", ["Storage", "Kernel"]),

        // The made-up company of `rapport demo`: plain values and texts, wired to the rooms in App.
        module("Demo", ["Kernel"]),

        // The base.
        .target(
            name: "Web",
            dependencies: [
                "Kernel", hummingbird, crypto, log, .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            exclude: ["Assets"], swiftSettings: settings),
        module("Statistics", []),
        module("Mail", ["Kernel", crypto, cryptoExtras, log] + nio),
        module("Markup", ["Kernel", "CMark"]),
        module(
            "StorageSQLite",
            [
                "Storage", "Kernel", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        module("StoragePostgres", ["Storage", "Kernel", "CLibPQ"]),
        module("Storage", ["Kernel"]),
        module("Kernel", [crypto]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CMark", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: ["StorageSQLite", "StoragePostgres", "Storage", "Kernel"],
            path: "Tests/TestSupport", swiftSettings: settings),
        tests("Demo", [.product(name: "Yams", package: "Yams")]),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        tests(
            "App",
            [
                "TestSupport", "Hourglass", "Audiences", "Identity", "Web", "StorageSQLite", "Storage", "Kernel", hummingbird, log, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests("Kernel", []),
        tests("Markup", []),
        tests("Storage", ["TestSupport"]),
        tests("Statistics", []),
        tests(
            "Hourglass",
            [
                "TestSupport", "Identity", "Touches", "Web", "Storage", "Kernel", hummingbird, crypto, log,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests(
            "Catalogue",
            [
                "TestSupport", "Audiences", "Identity", "Touches", "People", "Web", "Storage", "Kernel", hummingbird, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests(
            "Delivery",
            [
                "TestSupport", "Campaigns", "Catalogue", "Audiences", "Identity", "Touches", "People", "Mail", "Web", "Storage", "Kernel",
                log,
                .product(name: "HummingbirdTesting", package: "hummingbird"), hummingbird,
            ] + nio),
        tests(
            "Audiences",
            [
                "TestSupport", "Identity", "People", "Web", "Storage", "Kernel", hummingbird, crypto,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        tests("Mail", ["Kernel", crypto, cryptoExtras, log] + nio),
        tests(
            "Campaigns",
            [
                "TestSupport", "Catalogue", "Audiences", "Identity", "Touches", "People", "Markup", "Web", "Storage", "Kernel",
                .product(name: "HummingbirdTesting", package: "hummingbird"), hummingbird, crypto,
            ]),
        tests("Web", [.product(name: "HummingbirdTesting", package: "hummingbird")]),
        tests("Touches", ["TestSupport", "People", "Storage", "Kernel", log]),
        tests("People", ["TestSupport", "Storage", "Kernel"]),
    ]
)
