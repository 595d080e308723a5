import Protocol
import TOMLKit

/// All the keys that a configuration file can have, in the order in which they are shown.
///
/// Each stands here once: reading, checking, the errors, the file that a program prints, its help and the tables of the documentation
/// are made from the rows.
package struct ConfigurationSchema<Target: Sendable>: Sendable {
    package let keys: [ConfigurationKey<Target>]
    /// True for a file that is read again while the program runs: the file that is printed then tells of each key when it counts.
    let isReadAgain: Bool

    package init(_ keys: [ConfigurationKey<Target>], isReadAgain: Bool = true) {
        self.keys = keys
        self.isReadAgain = isReadAgain
    }

    /// Reads a file's text into `target`; what the text does not name stays as it is.
    ///
    /// - Throws: the first thing that is wrong. Where that is a key, the others have been read.
    package func read(_ text: String, into target: inout Target) throws(ConfigurationProblem) {
        if let (line, words) = TOMLPrecheck.problem(in: text) { throw .refusedText(line: line, words: words) }
        let root: TOMLTable
        do {
            root = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let words = error.description.printable
            throw .syntax(
                line: error.source.begin.line, words: words, isAboutValue: TOMLPrecheck.isAboutValue(words))
        } catch {
            throw .unreadable(words: "\(error)")
        }
        try read(ConfigurationValue(root).entries ?? [], table: "", lines: KeyLines(text), into: &target)
    }

    private func read(
        _ entries: [ConfigurationValue.Entry], table: String, lines: KeyLines, into target: inout Target
    ) throws(ConfigurationProblem) {
        var first: ConfigurationProblem?
        for entry in entries {
            do throws(ConfigurationProblem) {
                try read(entry, table: table, lines: lines, into: &target)
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
    }

    private func read(
        _ entry: ConfigurationValue.Entry, table: String, lines: KeyLines, into target: inout Target
    ) throws(ConfigurationProblem) {
        let path = table.isEmpty ? entry.key : table + "." + entry.key
        if let inner = entry.value.entries, keys.contains(where: { $0.path.hasPrefix(path + ".") }) {
            return try read(inner, table: path, lines: lines, into: &target)
        }
        guard let key = keys.first(where: { $0.path == path }) else {
            throw .key(path, line: lines.line(of: entry.key, in: table), .unknownKey(among: keys.map(\.path)))
        }
        do throws(ValueProblem) {
            try key.read(entry.value, &target)
        } catch {
            guard let place = error.place else {
                throw .key(path, line: lines.line(of: entry.key, in: table), error.reason)
            }
            throw .key(
                place.key ?? path, line: lines.line(of: place.key, in: path, table: place.table), error.reason)
        }
    }
}
