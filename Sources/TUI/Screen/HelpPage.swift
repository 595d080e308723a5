import Client

/// A page of the help.
package enum HelpTab: Hashable, Sendable {
    case keys
    case commands

    var title: String {
        switch self {
        case .keys: "Keys"
        case .commands: "Commands"
        }
    }

    var other: HelpTab {
        switch self {
        case .keys: .commands
        case .commands: .keys
        }
    }
}

/// The text of one page of the help: names and what they do, under headings, in two columns where there is room for them.
struct HelpPage {
    struct Entry {
        /// The keys, or a command with its arguments.
        let name: String
        let purpose: String
        /// All that a filter finds the entry by, in small letters.
        let searchText: String

        init(_ name: String, _ purpose: String, alsoFoundBy more: String) {
            self.name = name
            self.purpose = purpose
            searchText = "\(name) \(purpose) \(more)".lowercased()
        }
    }

    typealias Section = (heading: String, entries: [Entry])

    private let sections: [Section]
    /// The settings, which are too many to stand there: a filter finds them.
    private let settings: [Entry]

    /// Columns that the text of an entry gets at least where two entries stand beside each other.
    private static let minPurposeColumns = 18
    /// Columns that names get at most before their texts.
    private static let maxNameColumns = 26
    /// Blanks between a name and its text, and between two columns.
    private static let gap = 2

    /// - Parameter usesMouse: true where the mouse is the program's, and not the terminal's.
    init(of keyMap: KeyMap, usesMouse: Bool, settings: [KnownSetting] = []) {
        self.settings = Self.entries(of: settings)
        let keys = keyMap.sections.map { section in
            let entries = section.bindings.filter { !$0.names.isEmpty }.map {
                Entry($0.names, $0.purpose, alsoFoundBy: ([$0.allNames] + $0.keywords).joined(separator: " "))
            }
            return (section.heading, entries)
        }
        sections = keys + [("Mouse", Self.mouseEntries(usesMouse, bareView: keyMap.key(for: .bareView)))]
    }

    /// - Parameter bareView: the key that shows text alone, and leaves the terminal the mouse.
    private static func mouseEntries(_ usesMouse: Bool, bareView: Key?) -> [Entry] {
        let entries =
            usesMouse
            ? [
                ("click", "go to a buffer, open a link or a folded row, see who has a nick"),
                ("right click", "choose a message"),
                ("wheel", "scroll what is under the pointer"),
                ("drag", "select inside one pane, and copy"),
                ("Shift-drag", "the terminal's own selection, in most terminals"),
            ] + (bareView.map { [("\($0), drag", "the same, with nothing but text on the screen")] } ?? [])
            : [("/set mouse true", "from then on clicks, wheel and drags count here; /save yes keeps it")]
        return entries.map { Entry($0.0, $0.1, alsoFoundBy: "mouse") }
    }

    init(of commands: [SlashCommandTable.Section], settings: [KnownSetting] = []) {
        self.settings = Self.entries(of: settings)
        sections = commands.map { section in
            let entries = section.entries.map {
                Entry(
                    $0.usage, $0.help, alsoFoundBy: ($0.aliases + $0.keywords).map { "/" + $0 }.joined(separator: " "))
            }
            return (section.heading, entries)
        }
    }

    init(sections: [Section]) {
        self.sections = sections
        settings = []
    }

    private static func entries(of settings: [KnownSetting]) -> [Entry] {
        settings.map { Entry("/set \($0.name)", $0.summary, alsoFoundBy: $0.keywords.joined(separator: " ")) }
    }

    /// The entries in which every word of a filter stands, whatever its letters' case; the settings are among them then.
    func filtered(by filter: String) -> HelpPage {
        let words = filter.lowercased().split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty else { return self }
        return HelpPage(
            sections: (sections + [("Settings", settings)]).map { section in
                let entries = section.entries.filter { entry in words.allSatisfy { entry.searchText.contains($0) } }
                return (section.heading, entries)
            }.filter { !$0.entries.isEmpty })
    }

    var isEmpty: Bool { sections.allSatisfy(\.entries.isEmpty) }

    /// The page in rows of at most so many columns.
    func rows(width: Int, theme: Theme, shaper: Shaper) -> [[ShapedCell]] {
        let columns = (width - Self.gap) / 2
        let widest = nameColumns(of: sections.flatMap(\.entries), shaper)
        let split = columns < widest + Self.gap + Self.minPurposeColumns ? 0 : split(columns, theme, shaper)
        // A page of one section has all columns to itself.
        guard split > 0 else { return rows(of: sections[...], width, theme, shaper) }
        let left = rows(of: sections[..<split], columns, theme, shaper)
        let right = rows(of: sections[split...], columns, theme, shaper)
        return (0..<max(left.count, right.count)).map { place in
            let first = place < left.count ? left[place] : []
            guard place < right.count else { return first }
            return first.padded(to: columns + Self.gap) + right[place]
        }
    }

    /// The section with which the second of two columns begins, so that the higher one is as low as can be; 0 where there are fewer than two.
    private func split(_ columns: Int, _ theme: Theme, _ shaper: Shaper) -> Int {
        // The height of a section depends on the indent of its column, and that on all names there.
        var heights: [Int: [Int]] = [:]
        func height(_ column: ArraySlice<Section>) -> Int {
            let indent = indent(of: column, columns, shaper)
            let known = heights[indent] ?? sections.map { rows(of: $0, columns, indent, theme, shaper).count }
            heights[indent] = known
            return known[column.indices].reduce(0, +) + column.count - 1
        }
        let splits = sections.indices.dropFirst().map { place in
            (place: place, height: max(height(sections[..<place]), height(sections[place...])))
        }
        return splits.min { $0.height < $1.height }?.place ?? 0
    }

    private func nameColumns(of entries: [Entry], _ shaper: Shaper) -> Int {
        entries.map { shaper.width($0.name) }.filter { $0 <= Self.maxNameColumns }.max() ?? 0
    }

    /// The column at which the texts of sections below each other begin.
    private func indent(of sections: ArraySlice<Section>, _ width: Int, _ shaper: Shaper) -> Int {
        let wanted = nameColumns(of: sections.flatMap(\.entries), shaper) + Self.gap
        return width - wanted >= Self.minPurposeColumns ? wanted : Self.gap
    }

    /// Sections below each other, with their texts in one column.
    private func rows(
        of sections: ArraySlice<Section>, _ width: Int, _ theme: Theme, _ shaper: Shaper
    ) -> [[ShapedCell]] {
        let indent = indent(of: sections, width, shaper)
        return Array(sections.map { rows(of: $0, width, indent, theme, shaper) }.joined(separator: [[]]))
    }

    /// A heading, and the entries below it. A name that is too wide stands in a row above its text.
    private func rows(
        of section: Section, _ width: Int, _ indent: Int, _ theme: Theme, _ shaper: Shaper
    ) -> [[ShapedCell]] {
        var rows = [shaper.shape(section.heading, theme.heading, fitting: width)]
        for entry in section.entries {
            let name = shaper.shape(entry.name, theme.link.without(.underline), fitting: width)
            let text = shaper.shape(entry.purpose, theme.text)
            let lines = Wrap.rows(text, width: max(width - indent, 2)).map { Array(text[$0]) }
            let isBeside = name.columns + Self.gap <= indent
            if !isBeside { rows.append(name) }
            for (place, line) in lines.enumerated() {
                rows.append((isBeside && place == 0 ? name : []).padded(to: indent) + line)
            }
        }
        return rows
    }
}

extension [ShapedCell] {
    fileprivate func padded(to columns: Int) -> Self {
        self + Array(repeating: ShapedCell(.space, .plain), count: Swift.max(columns - self.columns, 0))
    }
}
