import Client
import Configuration
import Transport

/// A program that is run for some lines: a table `[[hook]]` of `tui.toml`.
package struct HookPreferences: Hashable, Sendable {
    /// The program and its arguments.
    package var run: [String] = []
    /// Nil: for lines that speak of the person. See ``Client/LineHook/init(pattern:rooms:)``.
    package var pattern: String?
    /// The rooms and people whose lines count; empty for all.
    package var rooms: [String] = []

    /// The lines that it is run for.
    var lines: LineHook { LineHook(pattern: pattern, rooms: rooms) }

    static let schema = ConfigurationSchema<HookPreferences>([
        .init(
            "run", "The program and its arguments, a text each; it reads the line as JSON.", .nextStart,
            .example(TOML.list(["~/bin/called", "--loud"])), \.run, parse: parseRun),
        .init(
            "pattern", "Words that the line has, with * and ?; without it, the line must mention you.", .nextStart,
            .example(TOML.text("build * failed")), \.pattern, parse: parsePattern),
        .init(
            "rooms", "The only rooms and people whose lines count.", .nextStart, .example(TOML.list(["#den", "ana"])),
            \.rooms
        ) { value throws(ValueProblem) in try ConfigurationKey<HookPreferences>.parseTexts(value) },
    ])

    @Sendable private static func parseRun(_ value: ConfigurationValue) throws(ValueProblem) -> [String] {
        var words = try ConfigurationKey<HookPreferences>.parseTexts(value)
        guard let program = words.first, !program.isEmpty else {
            throw .rule("it must name a program: run = [\"program\", \"argument\"]")
        }
        if program.hasPrefix("~/") {
            words[0] = (XDGDirectories { Environment[$0] }.home ?? "~") + program.dropFirst()
        }
        return words
    }

    @Sendable private static func parsePattern(_ value: ConfigurationValue) throws(ValueProblem) -> String {
        guard let text = value.filledText else { throw ValueProblem(.notText) }
        guard text.unicodeScalars.count <= LineHook.maxPatternLength else {
            throw .rule("it must have at most \(LineHook.maxPatternLength) characters")
        }
        return text
    }

    /// - Throws: the problem, if there is no program.
    mutating func finish() throws(ValueProblem) {
        guard !run.isEmpty else { throw ValueProblem(.rule("it needs a program: run = [\"…\"]"), at: nil) }
    }
}
