import TestSupport

/// A library that a program finds before the system's, and which answers some calls in its place.
struct PreloadedLibrary {
    private let path: String

    /// Swift comes with the first.
    private static let compiler = ["clang", "cc"].first { (try? ProgramResult.of(named: $0, ["--version"]))?.code == 0 }

    static var isPossible: Bool { compiler != nil }

    /// - Parameters:
    ///   - source: the calls, in C.
    ///   - folder: where it is made. It is there as long as the folder.
    init(_ source: String, in folder: Scratch) throws {
        path = folder.file("preloaded.so")
        let file = try folder.write(source + "\n", to: "preloaded.c")
        let made = try ProgramResult.of(named: Self.compiler ?? "cc", ["-shared", "-fPIC", "-o", path, file])
        guard made.code == 0 else { throw TestFailure(description: "\(made)") }
    }

    /// The variables of a program that is to find it.
    var environment: [String: String] { ["LD_PRELOAD": path] }
}
