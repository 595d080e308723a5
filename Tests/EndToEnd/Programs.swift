import Foundation

/// The programs under test, as the build left them beside the tests.
enum Programs {
    static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    static let grillo = folder.appending(path: "grillo").path
    static let tui = folder.appending(path: "grillo-tui").path
}

/// An empty folder of a test's own, removed with everything in it when the test is over.
final class Scratch {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "grillo-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file below the folder, and tells where it is.
    func write(_ text: String, to name: String) throws -> String {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
        return url.path
    }
}

/// A condition that did not come true in time.
struct TimedOut: Error, CustomStringConvertible {
    let description: String
}

/// Waits for a condition: asks again until it holds, and gives up after `seconds` with what `state` says then.
func wait(
    _ what: String, seconds: Double = 20, state: () -> String = { "" }, until condition: () throws -> Bool
) throws {
    let end = Date().addingTimeInterval(seconds)
    while try !condition() {
        if Date() > end { throw TimedOut(description: "waited \(seconds) s for \(what)\n\(state())") }
        usleep(20_000)
    }
}
