/// The keys as they are shown to people.
extension ConfigurationSchema {
    /// A file with every key, that changes nothing until something in it is uncommented: a line of words begins with `# `, a key
    /// with `#` alone. Where a key has nothing that holds without it, what is shown is marked as an example.
    ///
    /// - Parameters:
    ///   - target: what holds without a file.
    ///   - head: the first lines, each a comment.
    package func exampleFile(for target: Target, head: String) -> String {
        ([head] + lines(for: target)).joined(separator: "\n") + "\n"
    }

    /// The lines of one table of several in such a file, without its name.
    func exampleLines(for target: Target) -> [String] { lines(for: target) }

    private func lines(for target: Target) -> [String] {
        var lines: [String] = []
        var table = ""
        for key in keys {
            let (place, name) = key.place
            if !place.isEmpty, place != table { lines += ["", "[\(place)]"] }
            table = place
            let summary = "# \(key.summary)"
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

    /// For the help: a key and what holds without it on a line, and its meaning below.
    package func help(for target: Target) -> String {
        keys.compactMap { key in
            switch key.shown {
            case .standard(let value): "\(key.path) = \(value(target))\n  \(key.summary)"
            case .example(let value): "\(key.path), such as \(value)\n  \(key.summary)"
            case .table: "[\(key.path)]\n  \(key.summary)"
            case .tables: "[[\(key.path)]]\n  \(key.summary)"
            case .elsewhere: nil
            }
        }.joined(separator: "\n")
    }
}
