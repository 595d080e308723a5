import Foundation
import TestSupport
import Testing

/// The targets of `Package.swift`, read from its text: running the package manager within its own tests would wait for itself.
struct PackageManifest {
    /// What each target below `Sources` may import of the package and of other packages, as `Package.swift` lists it.
    let dependencies: [String: [String]]
    /// What each target of tests may import, in the same way. What they share, the fuzzer and the measured program are not among them.
    let testDependencies: [String: [String]]

    init() throws {
        let text = try Repository.text(of: Repository.root.appending(path: "Package.swift"))
        var products: [String: String] = [:]
        for found in text.matches(of: /let (\w+): Target\.Dependency = \.product\(name: "(\w+)"/) {
            products[String(found.1)] = String(found.2)
        }
        var (dependencies, testDependencies): ([String: [String]], [String: [String]]) = ([:], [:])
        // The targets with a path of their own are no modules of the house.
        let target =
            /\.(target|executableTarget|testTarget)\(\s*name: "([\w-]+)",(?:\s*dependencies: \[([^\]]*)\],)?(?:\s*exclude: \[[^\]]*\],)?\s*swiftSettings/
        for found in text.matches(of: target) {
            let names = try (found.3 ?? "").split { $0 == "," || $0.isWhitespace }.map { name in
                try name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : #require(products[String(name)])
            }
            if found.1 == "testTarget" {
                testDependencies[String(found.2)] = names
            } else {
                dependencies[String(found.2)] = names
            }
        }
        (self.dependencies, self.testDependencies) = (dependencies, testDependencies)
    }
}
