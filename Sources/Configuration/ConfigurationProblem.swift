/// The reason for which a configuration file is not taken. Lines count from 1.
package enum ConfigurationProblem: Error, Hashable, Sendable {
    /// Something in the text would end the program, or be read as something else; the words say what, and what to do.
    case refusedText(line: Int, words: String)
    /// The text is no TOML. `isAboutValue` is true where that is so because of a value, such as a text without quotes.
    case syntax(line: Int, words: String, isAboutValue: Bool)
    /// The library that reads TOML gave up without saying where.
    case unreadable(words: String)
    /// A key, by its path or by its name within a table, has a value that is not taken, or is not known.
    case key(String, line: Int, ValueProblem.Reason)
}
