import Configuration
import Protocol

/// Changes the text of `tui.toml` where it has to be changed, and nowhere else: comments, the order of the lines, blank lines and the ends of
/// lines stay byte for byte.
package struct PreferencesEdit {
    /// Why the text is not changed: a clause with its remedy.
    package struct Problem: Error, Hashable {
        package let text: String
    }

    /// The part of the file that a key stands in.
    enum Place {
        /// Above all tables.
        case top
        /// A table `[[server]]`, by its number from 0.
        case server(Int)
        /// A table `[NAME]`.
        case named(String)
    }

    private var bytes: [UInt8]
    private var outline: TOMLOutline
    /// That of the first line, for lines that are added.
    private let lineEnd: String

    /// - Throws: where the text is written in a way that is not followed.
    init(_ text: String) throws(Problem) {
        bytes = Array(text.utf8)
        guard let outline = TOMLOutline(bytes) else { throw Self.unsafe }
        self.outline = outline
        let end = bytes.firstIndex(of: ASCII.lineFeed) ?? 0
        lineEnd = end > 0 && bytes[end - 1] == ASCII.carriageReturn ? "\r\n" : "\n"
    }

    /// The text with all changes.
    var text: String { bytes.text }

    private static let unsafe = Problem(
        text: "it is written in a way that nothing can be changed in safely; change it by hand")

    // MARK: Reading

    /// The number of the tables `[[server]]`. See ``PreferencesEdit/Place/server(_:)``.
    var serverCount: Int { servers.count }

    /// True if the text has a table `[NAME]`.
    func hasTable(_ name: String) -> Bool { outline.tables.contains { $0.path == [name] && !$0.isArrayElement } }

    /// The names of the keys in a table, the first part of each.
    func keys(in place: Place) throws(Problem) -> Set<String> { Set(try table(place).entries.compactMap(\.path.first)) }

    private var servers: [TOMLOutline.Table] { outline.tables.filter { $0.isArrayElement && $0.path == ["server"] } }

    private func table(_ place: Place) throws(Problem) -> TOMLOutline.Table {
        switch place {
        case .top: return outline.tables[0]
        case .server(let number):
            let servers = servers
            guard servers.indices.contains(number) else { throw Self.unsafe }
            return servers[number]
        case .named(let name):
            guard let table = outline.tables.first(where: { $0.path == [name] && !$0.isArrayElement }) else {
                throw Self.unsafe
            }
            return table
        }
    }

    private func entry(_ key: String, in place: Place) throws(Problem) -> TOMLOutline.Entry? {
        let found = try table(place).entries.filter { $0.path.first == key }
        guard found.count <= 1, found.allSatisfy({ $0.path.count == 1 }) else { throw Self.unsafe }
        return found.first
    }

    // MARK: Changing

    /// Gives a key a value of TOML, or takes it out with its line. A table `[NAME]` is made where there is none.
    mutating func set(_ key: String, toTOML value: String?, in place: Place) throws(Problem) {
        if case .named(let name) = place, !hasTable(name) {
            if let value { try addTable(name, ["\(written(key, in: place)) = \(value)"]) }
            return
        }
        let entry = try entry(key, in: place)
        guard let value else { return try apply(entry.map { [($0.lines, [])] } ?? []) }
        guard let entry else { return try add(["\(written(key, in: place)) = \(value)"], to: place) }
        try apply([(entry.value, Array(value.utf8))])
    }

    /// The name of a key as the file has it: those that people choose stand in quotes.
    private func written(_ key: String, in place: Place) -> String {
        switch place {
        case .top, .server: key
        case .named: TOML.text(key)
        }
    }

    /// Gives a key a text.
    mutating func set(_ key: String, to text: String, in place: Place) throws(Problem) {
        guard let entry = try entry(key, in: place) else { return try add(["\(key) = \(TOML.text(text))"], to: place) }
        try apply([(entry.value, Array(TOML.text(text).utf8))])
    }

    /// Makes a key a list of these texts. Those of its texts that stay are not touched.
    ///
    /// - Parameters:
    ///   - texts: those that stay, in their order, then those that are new.
    ///   - meaning: the text that a text in the file stands for.
    mutating func set(
        _ key: String, to texts: [String], in place: Place, meaning: (String) -> String = { $0 }
    ) throws(Problem) {
        guard let entry = try entry(key, in: place) else { return try add(["\(key) = \(TOML.list(texts))"], to: place) }
        guard var list = TOMLTextList(bytes, at: entry.value) else { throw Self.unsafe }
        var known = Set(list.elements.compactMap(\.text).map(meaning))
        let surplus = known.subtracting(texts)
        while let number = list.elements.firstIndex(where: { $0.text.map { surplus.contains(meaning($0)) } ?? false }) {
            try apply([list.removing(number)])
            guard let value = try self.entry(key, in: place)?.value, let rest = TOMLTextList(bytes, at: value),
                rest.elements.count < list.elements.count
            else { throw Self.unsafe }
            list = rest
        }
        known.subtract(surplus)
        let new = texts.filter { !known.contains($0) }
        if !new.isEmpty { try apply(list.adding(new, lineEnd: lineEnd)) }
    }

    /// Takes a key away, with the lines that it stands on.
    mutating func remove(_ key: String, in place: Place) throws(Problem) {
        guard let entry = try entry(key, in: place) else { return }
        try apply([(entry.lines, [])])
    }

    /// Adds a table `[NAME]` behind all that stands there.
    mutating func addTable(_ name: String, _ lines: [String]) throws(Problem) {
        try insert((bytes.isEmpty ? [] : [""]) + ["[\(name)]"] + lines, at: bytes.count)
    }

    /// Adds lines behind the last key of a table.
    mutating func add(_ lines: [String], to place: Place) throws(Problem) {
        let table = try table(place)
        guard table.entries.isEmpty, case .top = place else { return try insert(lines, at: table.end) }
        guard outline.tables.count > 1 else { return try insert(lines, at: bytes.count) }
        // Comments right above a head are about that table.
        var start = outline.tables[1].head.lowerBound
        while start > 0 {
            let before = bytes[..<(start - 1)].lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? 0
            guard
                bytes[before..<start].first(where: { $0 != ASCII.space && $0 != UInt8(ascii: "\t") })
                    == UInt8(ascii: "#")
            else { break }
            start = before
        }
        try insert(lines + [""], at: start)
    }

    /// Adds a table `[[server]]` behind all that stands there.
    mutating func addServer(_ lines: [String]) throws(Problem) {
        try insert((bytes.isEmpty ? [] : [""]) + ["[[server]]"] + lines, at: bytes.count)
    }

    /// Adds a table before a table `[[server]]`, with these lines and all that stands in that one.
    mutating func addServer(_ lines: [String], before number: Int) throws(Problem) {
        let table = try table(.server(number))
        var body = Array(bytes[table.head.upperBound..<max(table.head.upperBound, table.end)])
        if body.last.map({ $0 != ASCII.lineFeed }) ?? false { body += Array(lineEnd.utf8) }
        let head = (["[[server]]"] + lines).map { $0 + lineEnd }.joined()
        let start = table.head.lowerBound
        try apply([(start..<start, Array(head.utf8) + body + Array(lineEnd.utf8))])
    }

    private mutating func insert(_ lines: [String], at place: Int) throws(Problem) {
        let isInLine = place > 0 && bytes[place - 1] != ASCII.lineFeed
        let text = (isInLine ? lineEnd : "") + lines.map { $0 + lineEnd }.joined()
        try apply([(place..<place, Array(text.utf8))])
    }

    /// - Parameter splices: the last place first.
    private mutating func apply(_ splices: [TOMLTextList.Splice]) throws(Problem) {
        for splice in splices { bytes.replaceSubrange(splice.range, with: splice.bytes) }
        guard let outline = TOMLOutline(bytes) else { throw Self.unsafe }
        self.outline = outline
    }
}
