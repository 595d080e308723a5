import Glibc

/// A program that puts a text into the clipboard of the desktop at which the person sits, where there is one.
package struct ClipboardProgram: Sendable {
    private let words: [String]

    /// As it is called.
    package var name: String { words[0] }

    /// - Parameter words: the program and its arguments; it reads the text from its input.
    package init(_ name: String, _ arguments: String...) { words = [name] + arguments }

    /// The program for the display that the environment names; nil where it names none, or the program is not installed.
    ///
    /// - Parameters:
    ///   - variable: looks up a variable of the environment.
    ///   - isInstalled: tells whether there is a program of this name.
    package init?(_ variable: (String) -> String?, isInstalled: (String) -> Bool) {
        if variable("WAYLAND_DISPLAY") != nil, isInstalled("wl-copy") {
            self.init("wl-copy")
        } else if variable("DISPLAY") != nil, isInstalled("xclip") {
            self.init("xclip", "-selection", "clipboard")
        } else {
            return nil
        }
    }

    /// Tells whether a folder of the `PATH` has a program of this name.
    package static func isInstalled(_ name: String) -> Bool {
        (Environment["PATH"] ?? "").split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    /// Seconds that the program has to take a text.
    static let seconds: Int64 = 10
    /// Bytes of its output that are looked at for the cause where it fails.
    private static let maxOutputBytes = 1024

    /// The program as it is run to take a text. It has the text for as long as it is asked for, by a process that it leaves running.
    func run(taking text: String) -> ProgramRun {
        var run = ProgramRun(
            words: words, input: Array(text.utf8), seconds: Self.seconds, maxOutputBytes: Self.maxOutputBytes)
        run.mayLeaveRunning = true
        return run
    }
}
