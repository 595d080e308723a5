import Configuration

/// The page of a configuration file, from the table of its keys.
struct FilePage<Target: Sendable> {
    private let schema: ConfigurationSchema<Target>
    private let standard: Target
    private let notes: PageNotes

    /// - Parameter standard: what holds without a file.
    init(_ schema: ConfigurationSchema<Target>, for standard: Target, _ notes: PageNotes) {
        (self.schema, self.standard, self.notes) = (schema, standard, notes)
    }

    func text(of date: String) -> String {
        var page = MdocWriter()
        notes.writeHead(date, notes.summary, to: &page)
        page.heading("Sh", "SYNOPSIS")
        page.line("Nm")
        page.heading("Sh", "DESCRIPTION")
        page.prose(notes.description)
        page.heading("Sh", "KEYS")
        page.prose(
            "Each key is shown with its default, or, behind “such as”, with a value that it could have. A dot in a name stands between the table and its key: limits.nick is nick below [limits]."
        )
        page.terms { page in
            for key in schema.keys { write(key, to: &page) }
        }
        notes.writeTail(to: &page)
        return page.text
    }

    private func write(_ key: ConfigurationKey<Target>, to page: inout MdocWriter) {
        let (head, lines): (String, [String]) =
            switch key.shown {
            case .standard(let value): ("\(key.path) = \(value(standard))", [])
            case .example(let value): ("\(key.path), such as \(value)", [])
            case .table(let lines): ("[\(key.path)]", lines)
            case .tables(let lines): ("[[\(key.path)]]", lines)
            case .elsewhere: (key.path, [])
            }
        page.line("It", .macro("Li"), .word(head))
        page.prose(schema.explanation(of: key))
        guard !lines.isEmpty else { return }
        page.line("Pp")
        page.prose("Its keys:")
        page.terms { page in Self.write(lines, to: &page) }
    }

    /// The keys of a table, as an example has them: comments with the meaning, and below them what it is the meaning of.
    private static func write(_ lines: [String], to page: inout MdocWriter) {
        var meaning: [String] = []
        var heads: [String] = []
        func flush(_ page: inout MdocWriter) {
            for head in heads { page.line("It", .macro("Li"), .word(head)) }
            if !heads.isEmpty { page.prose(meaning.joined(separator: " ")) }
            (meaning, heads) = ([], [])
        }
        for line in lines {
            if line.isEmpty || (line.hasPrefix("# ") && !heads.isEmpty) { flush(&page) }
            if line.hasPrefix("# ") {
                meaning.append(String(line.dropFirst(2)))
            } else if line.hasPrefix("#") {
                heads.append(String(line.dropFirst()))
            }
        }
        flush(&page)
    }
}
