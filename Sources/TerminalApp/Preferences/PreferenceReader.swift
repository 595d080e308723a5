import Protocol
import TOMLKit
import TUI

/// Says what is wrong with a value, and where.
struct PreferenceReader {
    let name: String
    let text: String
    /// Where to begin looking for keys, in lines.
    var firstLine = 0

    /// For what stands in one of the tables `[[server]]`.
    func inServer(_ place: Int) -> PreferenceReader {
        let lines = text.lines
        let heads = lines.indices.filter { lines[$0].drop { " \t".contains($0) }.hasPrefix("[[server]]") }
        var reader = self
        if heads.indices.contains(place) { reader.firstLine = heads[place] }
        return reader
    }

    /// What a table holds, by its keys. The table's own iterator trusts that each key can be looked up again.
    func entries(of table: TOMLTable) throws(Preferences.Problem) -> [(String, any TOMLValueConvertible)] {
        var entries: [(String, any TOMLValueConvertible)] = []
        for key in table.keys {
            guard let value = table[key] else { throw problem(key, "it cannot be read") }
            entries.append((key, value))
        }
        return entries
    }

    func nick(_ key: String, _ value: any TOMLValueConvertible) throws(Preferences.Problem) -> String {
        let nick = try text(key, value)
        guard TypedName.isNick(nick) else { throw problem(key, "“\(nick)” cannot be a nick") }
        return nick
    }

    func text(_ key: String, _ value: any TOMLValueConvertible) throws(Preferences.Problem) -> String {
        guard let text = value.string, !text.isEmpty else { throw problem(key, "it must be a text: \(key) = \"…\"") }
        return text
    }

    func texts(_ key: String, _ value: any TOMLValueConvertible) throws(Preferences.Problem) -> [String] {
        guard let array = value.array else { throw problem(key, "it must be a list: \(key) = [\"…\"]") }
        let texts = array.compactMap { $0.string }
        guard texts.count == array.count else { throw problem(key, "everything in it must be a text") }
        return texts
    }

    func flag(_ key: String, _ value: any TOMLValueConvertible) throws(Preferences.Problem) -> Bool {
        guard let flag = value.bool else { throw problem(key, "it must be true or false") }
        return flag
    }

    func one(of words: [String], _ key: String, _ value: any TOMLValueConvertible) throws(Preferences.Problem) -> String
    {
        guard let word = value.string, words.contains(word) else {
            throw problem(key, "it must be " + words.map { "\"\($0)\"" }.joined(separator: " or "))
        }
        return word
    }

    func unknown(_ key: String, among keys: [String]) -> Preferences.Problem {
        let nearest = NearestName.of(key, among: keys)
        let hint = nearest.map { "did you mean “\($0)”?" } ?? "the keys are \(keys.joined(separator: ", "))."
        return Preferences.Problem(text: "\(name):\(line(of: key)): there is no “\(key.printable)”; \(hint)")
    }

    func problem(_ key: String, _ words: String) -> Preferences.Problem {
        // A text of the file may hold anything.
        let words = words.printable
        return Preferences.Problem(
            text: "\(name):\(line(of: key)): “\(key.printable)”: \(words)" + (words.hasSuffix("?") ? "" : "."))
    }

    /// Where a key stands; the reader of the format does not tell.
    private func line(of key: String) -> Int {
        let lines = text.lines
        let place = lines.indices.dropFirst(firstLine).first { place in
            let line = lines[place].drop { " \t[\"'".contains($0) }
            return line.hasPrefix(key) && line.dropFirst(key.count).first.map { !$0.isLetter && $0 != "-" } ?? false
        }
        return (place ?? 0) + 1
    }
}
