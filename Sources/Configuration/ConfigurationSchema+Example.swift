/// The keys as they are shown to people.
extension ConfigurationSchema {
    /// A file with every key, that changes nothing until something in it is uncommented: a line of words begins with `# `, a key
    /// with `#` alone. Where a key has nothing that holds without it, what is shown is marked as an example.
    ///
    /// - Parameters:
    ///   - target: what holds without a file.
    ///   - head: the first lines, each a comment.
    package func exampleFile(for target: Target, head: String) -> String {
        ([head] + exampleLines(for: target)).joined(separator: "\n") + "\n"
    }

    /// The lines of the keys in such a file; for a table of several, those below its name.
    func exampleLines(for target: Target) -> [String] {
        var lines: [String] = []
        var table = ""
        for key in keys {
            let (place, name) = key.place
            if !place.isEmpty, place != table { lines += ["", "[\(place)]"] }
            table = place
            let summary = "# \(explanation(of: key))"
            switch key.shown {
            case .standard(let value): lines += ["", summary, "#\(name) = \(value(target))"]
            case .example(let value): lines += ["", summary, "#\(name) = \(value)  # for example"]
            case .table(let inner): lines += ["", summary, "[\(name)]"] + inner
            case .tables(let inner): lines += ["", summary, "#[[\(name)]]  # for example"] + inner
            case .elsewhere: break
            }
        }
        return lines
    }

    /// The meaning of a key, and when it counts, where the file is read again and that is not the same for all of them.
    package func explanation(of key: ConfigurationKey<Target>) -> String {
        hasOneActivation || !isReadAgain ? key.summary : "\(key.summary) Counts \(key.activation.words)."
    }

    /// True where all the keys count from the same moment: then it is told once, and not with each.
    private var hasOneActivation: Bool { keys.allSatisfy { $0.activation == keys[0].activation } }

    /// For the help: a key and what holds without it on a line, and its meaning below.
    package func help(for target: Target) -> String {
        keys.compactMap { key in
            switch key.shown {
            case .standard(let value): "\(key.path) = \(value(target))\n  \(explanation(of: key))"
            case .example(let value): "\(key.path), such as \(value)\n  \(explanation(of: key))"
            case .table: "[\(key.path)]\n  \(explanation(of: key))"
            case .tables: "[[\(key.path)]]\n  \(explanation(of: key))"
            case .elsewhere: nil
            }
        }.joined(separator: "\n")
    }

    /// A table for the documentation, with a row for each key that is shown.
    ///
    /// - Parameter target: what holds without a file.
    package func markdown(for target: Target) -> String {
        let rows = keys.compactMap { key -> String? in
            switch key.shown {
            case .standard(let value): row(key, "`\(key.path)`", "`\(value(target))`")
            case .example(let value): row(key, "`\(key.path)`", "nothing; such as `\(value)`")
            case .table: row(key, "`[\(key.path)]`", "")
            case .tables: row(key, "`[[\(key.path)]]`", "nothing")
            case .elsewhere: nil
            }
        }
        let head =
            hasOneActivation
            ? "| key | without it | meaning |\n|---|---|---|\n"
            : "| key | without it | counts | meaning |\n|---|---|---|---|\n"
        return head + rows.joined()
    }

    private func row(_ key: ConfigurationKey<Target>, _ name: String, _ value: String) -> String {
        let cells = [name, value] + (hasOneActivation ? [] : [key.activation.words]) + [key.summary]
        return "| \(cells.joined(separator: " | ")) |\n"
    }
}
