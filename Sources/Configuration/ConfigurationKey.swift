/// One key of a configuration file: its name, its meaning, the values that it takes, and the variable of `Target` that it sets.
package struct ConfigurationKey<Target: Sendable>: Sendable {
    /// A variable of the target.
    package typealias Place<Value> = any WritableKeyPath<Target, Value> & Sendable

    /// The text behind a key where it is shown: in the help, and in the file that a program prints.
    package enum Shown: Sendable {
        /// The value that holds without the key, as TOML.
        case standard(@Sendable (Target) -> String)
        /// Nothing holds without the key; this value, as TOML, could.
        case example(String)
        /// A table: the lines below its name, each empty or a comment.
        case table([String])
        /// A table that may stand several times: the lines of one, each empty or a comment.
        case tables([String])
        /// Another way of writing a key that is shown.
        case elsewhere
    }

    /// The name, with its table in front: `limits.nick`.
    package let path: String
    /// The meaning, in one line that ends with a full stop.
    package let summary: String
    package let activation: Activation
    package let shown: Shown
    /// The words that the key takes, where they are few, as they are written without quotes; empty where they are not.
    package let words: [String]
    /// The value of the variable as TOML; nil where it has none.
    let written: @Sendable (Target) -> String?
    /// Sets the variable from a value of the file.
    let read: @Sendable (ConfigurationValue, inout Target) throws(ValueProblem) -> Void
    /// Sets the variable of the second target as it is in the first.
    let copy: @Sendable (_ source: Target, _ target: inout Target) -> Void

    /// - Parameters:
    ///   - words: see ``words``.
    ///   - written: a value of the variable as TOML, for a key that is not shown with the value that holds without it; nil where the variable
    ///     has none.
    ///   - parse: makes the variable's value from one of the file.
    package init<Value: Sendable>(
        _ path: String, _ summary: String, _ activation: Activation, _ shown: Shown, _ place: Place<Value>,
        words: [String] = [], written: @escaping @Sendable (Value) -> String? = { _ in nil },
        parse: @escaping @Sendable (ConfigurationValue) throws(ValueProblem) -> Value
    ) {
        self.path = path
        self.summary = summary
        self.activation = activation
        self.shown = shown
        self.words = words
        self.written =
            switch shown {
            case .standard(let value): value
            case .example, .table, .tables, .elsewhere: { target in written(target[keyPath: place]) }
            }
        read = { (value, target) throws(ValueProblem) in target[keyPath: place] = try parse(value) }
        copy = { source, target in target[keyPath: place] = source[keyPath: place] }
    }

    private init(_ other: ConfigurationKey, shown: Shown) {
        path = other.path
        summary = other.summary
        activation = other.activation
        self.shown = shown
        words = other.words
        written = other.written
        read = other.read
        copy = other.copy
    }

    /// The same key, not shown.
    package var elsewhere: ConfigurationKey { ConfigurationKey(self, shown: .elsewhere) }

    /// The table that the key stands in, empty for none, and its name there.
    var place: (table: String, name: String) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count > 1 ? (parts[0], parts[1]) : ("", path)
    }
}
