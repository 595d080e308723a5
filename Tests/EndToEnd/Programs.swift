import Foundation

/// The programs under test, as the build left them beside the tests.
enum Programs {
    static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    static let grillo = folder.appending(path: "grillo").path
    static let tui = folder.appending(path: "grillo-tui").path
}

/// A condition that did not come true in time.
struct TestFailure: Error, CustomStringConvertible {
    let description: String
}

/// Waits for a condition: asks again until it holds, and gives up after `seconds` with what `state` says then.
func wait(
    _ what: String, seconds: Double = 20, state: () -> String = { "" }, until condition: () throws -> Bool
) throws {
    let end = Date().addingTimeInterval(seconds)
    while try !condition() {
        if Date() > end { throw TestFailure(description: "waited \(seconds) s for \(what)\n\(state())") }
        usleep(20_000)
    }
}
