// swift-tools-version: 6.2
import PackageDescription

/// Every target is built with these, so that no module is stricter or laxer than its neighbour.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// The program that `make fuzz` runs is linked with libFuzzer, which only that build brings.
let fuzzer: [Target] =
    Context.environment["GRILLO_FUZZER"] == nil
    ? []
    : [
        .systemLibrary(name: "CFuzzer", path: "Modules/CFuzzer"),
        .executableTarget(
            name: "grillo-fuzzer", dependencies: ["CFuzzer", "FuzzHarnesses"], path: "Tests/Fuzz/Fuzzer",
            swiftSettings: swiftSettings),
    ]

/// The plugin that `make docs` makes the documentation with, which only that build brings.
let documentation: [Package.Dependency] =
    Context.environment["GRILLO_DOCS"] == nil
    ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")]

let collections: Target.Dependency = .product(name: "Collections", package: "swift-collections")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let toml: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
/// What the histograms are made with, which would bring any version of it.
let numerics: Target.Dependency = .product(name: "Numerics", package: "swift-numerics")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

let package = Package(
    name: "grillo",
    products: [
        .executable(name: "grillo", targets: ["grillo"]),
        .executable(name: "grillo-tui", targets: ["grillo-tui"]),
    ],
    // Each in one version, with which the same sources give the same programs at any time.
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ] + documentation,
    targets: [
        // The system's libraries. No `pkgConfig` for ncurses: it brings flags that SwiftPM refuses.
        .systemLibrary(name: "CNcurses", path: "Modules/CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "COpenSSL", path: "Modules/COpenSSL", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", path: "Modules/CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", path: "Modules/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLinux", path: "Modules/CLinux"),

        // The house, from what is said to who says it. A target lists what it may import; HouseTests hold it to that.
        .target(name: "Basics", swiftSettings: swiftSettings),
        .target(name: "SystemBasics", dependencies: ["CLinux"], swiftSettings: swiftSettings),
        .target(name: "Protocol", dependencies: ["Basics"], swiftSettings: swiftSettings),
        .target(name: "Chat", dependencies: ["Basics", "Protocol", collections], swiftSettings: swiftSettings),
        .target(
            name: "Storage",
            dependencies: ["Basics", "Chat", "Protocol", "SystemBasics", "CSQLite", collections, grdb, sqlite],
            swiftSettings: swiftSettings),
        // What leaves a history and comes into one: the formats of files, and how several histories become one.
        .target(
            name: "Exchange", dependencies: ["Basics", "Chat", "Protocol", "Storage", "SystemBasics"],
            swiftSettings: swiftSettings),
        .target(
            name: "Transport", dependencies: ["Basics", "CLinux", "COpenSSL", "SystemBasics"],
            swiftSettings: swiftSettings),
        // The configuration files of both programs: TOML, read and shown by a table of keys.
        .target(name: "Configuration", dependencies: ["Basics", "Protocol", toml], swiftSettings: swiftSettings),
        .target(
            name: "Server",
            dependencies: [
                "Basics", "CZlib", "Chat", "Configuration", "Exchange", "Protocol", "Storage", "SystemBasics",
                "Transport", collections, logging, metrics,
            ],
            swiftSettings: swiftSettings),
        .target(name: "Client", dependencies: ["Basics", "Protocol", collections], swiftSettings: swiftSettings),
        .target(name: "TUI", dependencies: ["Basics", "Client", "Protocol"], swiftSettings: swiftSettings),
        // All of `grillo-tui` that needs neither a terminal nor a server to be tested. Storage keeps its log.
        .target(
            name: "TerminalApp",
            dependencies: [
                "Basics", "Client", "Configuration", "Protocol", "Storage", "SystemBasics", "TUI", "Transport",
            ],
            swiftSettings: swiftSettings),
        // A module of its own, and not a part of `grillo`, so that its rules are tested without a process.
        .target(
            name: "Bench",
            dependencies: ["Basics", "CLinux", "Protocol", "SystemBasics", "Transport", histogram, numerics],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "grillo-tui",
            dependencies: [
                "TerminalApp", "TUI", "Protocol", "Transport", "Server", "Chat", "Basics", "SystemBasics", "CNcurses",
                arguments, logging,
            ],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "grillo",
            dependencies: [
                "Basics", "Bench", "Exchange", "Server", "Chat", "Protocol", "Storage", "Transport", arguments, logging,
            ],
            swiftSettings: swiftSettings),

        // What several of the test targets need.
        .target(name: "TestSupport", dependencies: ["Basics"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
        // What `make measure` counts the instructions of.
        .executableTarget(
            name: "grillo-measured",
            dependencies: ["Chat", "Client", "Protocol", "Server", "TUI", "Transport", logging], path: "Tests/Measured",
            exclude: ["check", "thresholds"], swiftSettings: swiftSettings),
        // Writes the pages of the manual that `make manual` packs, from the tables that the programs go by.
        .executableTarget(
            name: "grillo-manual", dependencies: ["Configuration", "Server", "TerminalApp"],
            path: "Packaging/ManualPages", swiftSettings: swiftSettings),
        // Fills the log that `make bench` starts `grillo-tui` with, and times searches of it.
        .executableTarget(
            name: "grillo-log-bench", dependencies: ["Protocol", "Storage"], path: "Tests/Benchmarks/Log",
            swiftSettings: swiftSettings),

        // What `make fuzz` feeds, and the inputs that it keeps, each a test.
        .target(
            name: "FuzzHarnesses",
            dependencies: [
                "Basics", "Chat", "Client", "Exchange", "Protocol", "Server", "TUI", "TerminalApp", "Transport",
                "TestSupport",
            ],
            path: "Tests/Fuzz/Harnesses", swiftSettings: swiftSettings),
        .testTarget(
            name: "FuzzTests", dependencies: ["FuzzHarnesses"], exclude: ["Recordings"], swiftSettings: swiftSettings),

        .testTarget(name: "HouseTests", dependencies: ["Chat", "Client", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(name: "BasicsTests", dependencies: ["Basics"], swiftSettings: swiftSettings),
        .testTarget(
            name: "SystemBasicsTests", dependencies: ["SystemBasics", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ProtocolTests", dependencies: ["Basics", "Protocol", "TestSupport"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ChatTests", dependencies: ["Basics", "Chat", "Protocol", "TestSupport"], swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "StorageTests", dependencies: ["Storage", "Chat", "Protocol", "SystemBasics", "TestSupport", sqlite],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "ExchangeTests",
            dependencies: ["Exchange", "Basics", "Chat", "Protocol", "Storage", "SystemBasics", "TestSupport", sqlite],
            exclude: ["Logs"], swiftSettings: swiftSettings),
        .testTarget(
            name: "TransportTests",
            dependencies: ["Transport", "Basics", "SystemBasics", "TestSupport", "CLinux", "COpenSSL"],
            swiftSettings: swiftSettings),
        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", "Basics", "Chat", "Configuration", "Exchange", "Protocol", "Storage", "Transport",
                "TestSupport",
                logging,
                metrics,
            ],
            exclude: ["fetch-promtool"], swiftSettings: swiftSettings),
        .testTarget(
            name: "ClientTests", dependencies: ["Basics", "Client", "Protocol", "TestSupport"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TUITests", dependencies: ["TUI", "Client", "Protocol", "TestSupport"],
            exclude: ["Mouse", "torture.txt"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "TerminalAppTests",
            dependencies: [
                "TerminalApp", "Basics", "Client", "Configuration", "Protocol", "Storage", "SystemBasics", "TUI",
                "Transport", "TestSupport",
            ],
            swiftSettings: swiftSettings),
        .testTarget(name: "BenchTests", dependencies: ["Bench"], swiftSettings: swiftSettings),
        .testTarget(
            name: "EndToEnd",
            dependencies: [
                "grillo", "grillo-tui", "grillo-manual", "Basics", "Protocol", "Server", "TestSupport", "Transport",
            ],
            exclude: ["EarlierFolders", "fetch-soju", "remote-disk"], swiftSettings: swiftSettings),
    ] + fuzzer
)
