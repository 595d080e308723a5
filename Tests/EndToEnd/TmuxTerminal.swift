import Foundation
import Glibc
import TestSupport

/// A terminal of a test's own: a tmux pane in which a shell runs a program, and stays when the program has ended.
///
/// The shell notes how the terminal was set before and after, so that a test can tell whether it was given back intact.
/// With the test, the program ends by its process id and the terminal with its tmux.
final class TmuxTerminal {
    /// Where the program keeps its files; several terminals may share one, as one person's do.
    let home: Scratch
    private let folder: Scratch
    private let socket = "grillo-\(UUID().uuidString)"

    /// What the shell leaves on the screen before the program begins, and after it has ended.
    static let before = "This was here before."
    static let after = "This came afterwards."

    /// - Parameters:
    ///   - errors: the file that takes the program's stderr instead of the screen.
    init(
        _ program: String, _ arguments: [String] = [], columns: Int = 100, rows: Int = 30, home: Scratch? = nil,
        environment: [String: String] = [:], errors: String? = nil
    ) throws {
        let folder = Scratch()
        self.folder = folder
        self.home = home ?? folder
        let configuration = try folder.write(
            """
            set -g default-terminal tmux-256color
            set -g status off
            set -g remain-on-exit on
            set -s escape-time 0

            """, to: "tmux.conf")
        // The inner shell gives its process id to the program that takes its place.
        let script = try folder.write(
            """
            ulimit -c 0
            echo "\(TmuxTerminal.before)"
            stty -a >before
            sh -c 'echo $$ >pid.new; mv pid.new pid; exec "$@" \(errors.map { "2>\($0)" } ?? "")' sh "$@"
            code=$?
            stty -a >after
            echo "\(TmuxTerminal.after)"
            echo $code >code.new
            mv code.new code
            exec cat

            """, to: "shell")
        var variables = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC",
            "HOME": self.home.path, "USER": "someone", "XDG_STATE_HOME": self.home.path + "/state",
            "XDG_CONFIG_HOME": self.home.path + "/config", "XDG_CACHE_HOME": self.home.path + "/cache",
            "XDG_DATA_HOME": self.home.path + "/data", "XDG_RUNTIME_DIR": self.home.path + "/run",
            "TERM": "tmux-256color",
        ]
        // Where `make sanitize` wants the reports.
        for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
            variables[name] = ProcessInfo.processInfo.environment[name]
        }
        variables.merge(environment) { $1 }
        try tmux(
            ["-f", configuration, "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c", folder.path]
                + ["env", "-i"] + variables.map { "\($0)=\($1)" } + ["sh", script, program] + arguments)
    }

    deinit {
        if !hasEnded, let processID { Glibc.kill(processID, SIGKILL) }
        _ = try? tmux(["kill-server"])
    }

    @discardableResult
    func tmux(_ arguments: [String]) throws -> String {
        let outcome = try ProgramResult.of(
            "/usr/bin/env", ["tmux", "-u", "-L", socket] + arguments,
            environment: ["TMUX": "", "TMUX_TMPDIR": folder.path, "LANG": "C.UTF-8"])
        guard outcome.code == 0 else {
            throw TestFailure(description: "tmux \(arguments.prefix(4)): \(outcome.errors)")
        }
        return outcome.output
    }

    // MARK: The keyboard

    /// Presses keys by tmux's names of them, such as `Up`, `PageUp`, `M-1`, `C-c`.
    func press(_ key: String, times: Int = 1, then last: String? = nil) throws {
        let keys = times > 0 ? ["send-keys", "-N", "\(times)", key, ";"] : []
        try tmux(keys + (last.map { ["send-keys", $0] } ?? []))
    }

    func type(_ text: String) throws { try tmux(typing(text)) }

    /// Sends bytes as they are, in so many parts, with a pause between them as a slow connection makes it.
    ///
    /// - Returns: the longest that two parts can have been apart, which a busy machine makes longer than the pause.
    @discardableResult
    func send(_ parts: [String], pause: Duration = .zero) throws -> Duration {
        let clock = ContinuousClock()
        var longest = Duration.zero
        var last: ContinuousClock.Instant?
        for part in parts {
            if last != nil { usleep(UInt32(pause / .microseconds(1))) }
            let start = clock.now
            try tmux(["send-keys", "-H"] + part.utf8.map { String($0, radix: 16) })
            if let last { longest = max(longest, clock.now - last) }
            last = start
        }
        return longest
    }

    /// Types a text and presses Enter.
    func enter(_ text: String) throws { try tmux(typing(text) + [";", "send-keys", "Enter"]) }

    /// Pastes a text as a terminal does: in brackets where the program asked for them.
    func paste(_ text: String) throws { try tmux(["set-buffer", "--", text, ";", "paste-buffer", "-p", "-d"]) }

    private func typing(_ text: String) -> [String] {
        // tmux takes a semicolon at the end of an argument for the end of the command.
        ["send-keys", "-l", "--", text.hasSuffix(";") ? text.dropLast() + "\\;" : text]
    }

    // MARK: The screen

    func resize(columns: Int, rows: Int) throws {
        try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// The rows of the screen, without the spaces at their ends.
    var rows: [String] {
        get throws {
            var rows = try tmux(["capture-pane", "-p"]).split(separator: "\n", omittingEmptySubsequences: false)
            rows.removeLast()
            return rows.map(String.init)
        }
    }

    var screen: String { get throws { try rows.joined(separator: "\n") } }

    /// The screen with the sequences that colour it.
    var colouredScreen: String { get throws { try tmux(["capture-pane", "-p", "-e"]) } }

    /// Waits for the rows to be as they should.
    @discardableResult
    func waitForRows(_ what: String, seconds: Double = 30, until condition: ([String]) throws -> Bool) throws
        -> [String]
    {
        var last: [String] = []
        try wait(what, seconds: seconds, state: { last.joined(separator: "\n") }) {
            last = try rows
            return try condition(last)
        }
        return last
    }

    /// Waits for a text to stand on the screen.
    @discardableResult
    func waitFor(_ text: String, seconds: Double = 30) throws -> [String] {
        try waitForRows("“\(text)”", seconds: seconds) { $0.contains { $0.contains(text) } }
    }

    /// What tmux knows of the terminal, in its own format, such as `#{cursor_x}`.
    func state(_ format: String) throws -> String {
        try String(tmux(["display-message", "-p", format]).dropLast())
    }

    // MARK: The program

    private func note(_ name: String) -> String? {
        try? String(contentsOfFile: folder.path + "/" + name, encoding: .utf8).trimmingCharacters(in: .newlines)
    }

    var processID: Int32? { note("pid").flatMap { Int32($0) } }

    /// Sends the program a signal.
    func signal(_ number: Int32) throws {
        try wait("the program to begin") { processID != nil }
        if let processID { Glibc.kill(processID, number) }
    }

    var hasEnded: Bool { note("code") != nil }

    /// Waits for the program's end, and gives what it told the shell: 128 and the number where a signal ended it.
    func exitCode(seconds: Double = 30) throws -> Int32 {
        try wait("the program to end", seconds: seconds, state: { (try? screen) ?? "" }) { hasEnded }
        return note("code").flatMap { Int32($0) } ?? -1
    }

    /// What is not as it was before the program took the terminal over; nothing where all is given back.
    func damage() throws -> [String] {
        try waitFor(TmuxTerminal.after)
        var found: [String] = []
        let modes = ["cursor_flag", "alternate_on", "keypad_flag", "keypad_cursor_flag", "mouse_any_flag"]
        let settings = try state(modes.map { "#{\($0)}" }.joined(separator: " "))
        if settings != "1 0 0 0 0" { found.append("\(modes): \(settings)") }
        if note("before") != note("after") { found.append("stty: \(note("after") ?? "")") }
        let words = Set(note("after")?.split { $0.isWhitespace || $0 == ";" } ?? [])
        if !words.isSuperset(of: ["icanon", "echo", "isig", "icrnl", "opost"]) { found.append("no lines, or no echo") }
        if try !screen.contains(TmuxTerminal.before) { found.append("what was on the screen is gone") }
        // What is typed comes back twice, from the terminal and from `cat`, in the plain.
        try paste("typed")
        try press("Enter")
        let rows = try waitForRows("typing to be seen") { $0.filter { $0.contains("typed") }.count >= 2 }
        if !rows.contains("typed") { found.append("typing shows \(rows)") }
        return found
    }
}
