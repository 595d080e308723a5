/// Every key of the configuration file with what it means and what holds without it, made from ``ConfigurationKey/all``.
package enum ConfigurationExample {
    private static let head = """
        # Every key that grillo serve --config FILE knows, with what holds without it.
        # Take away the # in front of a key to set it. What the command line says goes before what stands here;
        # SIGHUP has this file read again.
        """

    /// A file that changes nothing until something in it is uncommented: a line of words begins with `# `, a key with `#` alone.
    ///
    /// Where a key has nothing that holds without it, what is shown is marked as an example.
    package static func file(for configuration: ServerConfiguration) -> String {
        var lines = [head]
        var table = ""
        for key in ConfigurationKey.all {
            let (place, name) = key.place
            if !place.isEmpty, place != table { lines += ["", "[\(place)]"] }
            table = place
            switch key.shown {
            case .standard(let value):
                lines += ["", "# \(key.summary)", "#\(name) = \(value(configuration))"]
            case .example(let value):
                lines += ["", "# \(key.summary)", "#\(name) = \(value)  \(mark)"]
            case .tables(let inner):
                lines += ["", "# \(key.summary)", "#[[\(name)]]  \(mark)"] + inner.map { "#" + $0 }
            case .elsewhere: break
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let mark = "# for example"

    /// For the help: a key and what holds without it on a line, and its meaning below.
    package static func summary(for configuration: ServerConfiguration) -> String {
        ConfigurationKey.all.compactMap { key in
            switch key.shown {
            case .standard(let value): "\(key.path) = \(value(configuration))\n  \(key.summary)"
            case .example(let value): "\(key.path), such as \(value)\n  \(key.summary)"
            case .tables: "[[\(key.path)]]\n  \(key.summary)"
            case .elsewhere: nil
            }
        }.joined(separator: "\n")
    }
}

extension ConfigurationKey {
    /// The table it stands in, empty for none, and its name there.
    fileprivate var place: (table: String, name: String) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count > 1 ? (parts[0], parts[1]) : ("", path)
    }
}
