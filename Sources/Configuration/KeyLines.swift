import Protocol

/// Finds the lines of a TOML text on which keys are set: the library that reads TOML does not tell.
struct KeyLines {
    private let lines: [Substring]

    init(_ text: String) { lines = text.lines.map { $0[...] } }

    /// The line, from 1, on which a key of a table is set. It is that of the table where the key is not found, and 1 where that is not
    /// found either.
    ///
    /// - Parameters:
    ///   - key: nil for the line on which the table begins.
    ///   - name: the table's, empty for none.
    ///   - number: from 0, which of the tables of that name it is.
    func line(of key: String?, in name: String, table number: Int = 0) -> Int {
        let path = key.map { name.isEmpty ? $0 : name + "." + $0 }
        var current = ""
        var tables = 0
        var start: Int?
        for (index, line) in lines.enumerated() {
            let words = line.drop { $0 == " " || $0 == "\t" }
            if words.hasPrefix("[") {
                current = String(words.dropFirst().prefix { $0 != "]" }.filter { $0 != "[" && $0 != " " })
                if current == name {
                    if tables == number { start = index + 1 }
                    tables += 1
                }
                if current == path ?? "" { return index + 1 }
                continue
            }
            guard let key, let path else { continue }
            let found = Self.key(words)
            let isInTable = current == name && (name.isEmpty || tables == number + 1)
            if isInTable && (found == key || found.hasPrefix(key + ".")) || found == path { return index + 1 }
        }
        return start ?? (name.isEmpty ? 1 : line(of: name, in: ""))
    }

    /// The key that a line begins with, without its quotes.
    private static func key(_ line: Substring) -> String {
        var key = ""
        var quote: Character?
        for letter in line {
            if let open = quote {
                if letter == open { quote = nil } else { key.append(letter) }
            } else if letter == "\"" || letter == "'" {
                quote = letter
            } else if letter == "=" || letter == " " || letter == "\t" {
                break
            } else {
                key.append(letter)
            }
        }
        return key
    }
}
