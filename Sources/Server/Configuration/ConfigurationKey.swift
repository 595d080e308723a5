import TOMLKit

/// One key of the configuration file: where it stands, what it means, and what it may be.
package struct ConfigurationKey: Sendable {
    /// What stands behind a key where it is shown: in the help, and in the example that the program prints.
    enum Shown: Sendable {
        /// What holds without it, as TOML.
        case standard(@Sendable (ServerConfiguration) -> String)
        /// Nothing holds without it; this could, as TOML.
        case example(String)
        /// It is a table that may stand several times; these could be its lines.
        case tables([String])
        /// Another way of writing a key that is shown.
        case elsewhere
    }

    /// With its table: `limits.nick`.
    package let path: String
    /// One line.
    package let summary: String
    let shown: Shown
    /// Takes a value over; what is wrong with it, to be read behind the key's name, or nil.
    let read: @Sendable (any TOMLValueConvertible, inout ServerConfiguration) -> String?

    package static let all: [ConfigurationKey] = general + history + tls + accounts + limits + tableArrays
}
