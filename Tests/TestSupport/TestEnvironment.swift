import Glibc

/// How long the tests take that can go on for ever.
package enum TestEnvironment {
    /// True where `GRILLO_LONG_TESTS` is set to anything but 0: for minutes, while `make test` takes seconds.
    package static let isLong = getenv("GRILLO_LONG_TESTS").map { !["", "0"].contains(String(cString: $0)) } ?? false

    /// `GRILLO_SEED` where it is set, to see a finding again; else another in each run. It is printed when it is first asked for.
    package static let seed: UInt64 = {
        let given = getenv("GRILLO_SEED").flatMap { UInt64(String(cString: $0)) }
        let seed = given ?? .random(in: 0..<1_000_000)
        print("GRILLO_SEED=\(seed) shows again what is found with random numbers")
        return seed
    }()
}
