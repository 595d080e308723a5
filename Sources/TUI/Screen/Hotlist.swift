import Client
import Protocol

/// The buffers out of sight in which something was said, in the order in which one key leads through them: first those that call the person,
/// which are talks and mentions, then all others. Buffers that call for nothing are left out.
struct Hotlist {
    struct Entry: Hashable {
        let address: BufferAddress
        /// See ``Client/OpenBuffers/name(of:)``.
        let name: String
        /// True where the person was written to or mentioned.
        let calls: Bool
    }

    /// Those that call come first; of two alike, the one that comes sooner behind the buffer on the screen.
    let entries: [Entry]
    /// The number of those that call.
    private let callCount: Int

    /// - Parameter beside: the buffer that is in sight beside the one that is typed into.
    init(_ buffers: OpenBuffers, shown: BufferAddress, beside: BufferAddress? = nil) {
        let start = buffers.position(of: shown) ?? 0
        var calls: [Entry] = []
        var others: [Entry] = []
        for step in 1..<max(buffers.count, 1) {
            let place = (start + step) % buffers.count
            guard buffers[place].address != beside else { continue }
            switch buffers[place].urgency {
            case .quiet: continue
            case .news: others.append(Self.entry(buffers, place, calls: false))
            case .call: calls.append(Self.entry(buffers, place, calls: true))
            }
        }
        entries = calls + others
        callCount = calls.count
    }

    private static func entry(_ buffers: OpenBuffers, _ place: Int, calls: Bool) -> Entry {
        Entry(address: buffers[place].address, name: buffers.name(of: buffers[place]), calls: calls)
    }

    // MARK: Drawing

    /// The most columns of one name.
    private static let nameColumns = 24

    /// The news as they are drawn, with the columns of each name in them, from 0, and its buffer.
    struct Row {
        fileprivate(set) var cells: [ShapedCell]
        fileprivate(set) var names: [(columns: Range<Int>, buffer: BufferAddress)] = []
    }

    /// `news: jun! #den +3`: as many names as there is room for, the rest counted, and nothing where there are none. A sign behind a name, or
    /// behind the count, says that the person is called there.
    func row(fitting columns: Int, _ theme: Theme, _ shaper: Shaper) -> Row {
        guard !entries.isEmpty else { return Row(cells: []) }
        var row = Row(cells: shaper.shape("news:", theme.bar))
        for entry in entries {
            let blank = shaper.shape(" ", theme.bar)
            let style = entry.calls ? theme.barAlert : theme.bar
            var name = shaper.shape(DrawableText.plain(entry.name), style, fitting: Self.nameColumns)
            if entry.calls { shaper.append("!", style, to: &name) }
            let count = count(behind: row.names.count + 1, theme, shaper)
            guard (row.cells + blank + name + count).columns <= columns else { break }
            row.cells += blank
            let start = row.cells.columns
            row.cells += name
            row.names.append((start..<row.cells.columns, entry.address))
        }
        row.cells += count(behind: row.names.count, theme, shaper)
        guard row.cells.columns > columns else { return row }
        return Row(cells: Array(count(behind: 0, theme, shaper).dropFirst()))
    }

    /// The number of the buffers that are not named, with a blank before it.
    private func count(behind named: Int, _ theme: Theme, _ shaper: Shaper) -> [ShapedCell] {
        guard named < entries.count else { return [] }
        let calls = named < callCount
        return shaper.shape(" ", theme.bar)
            + shaper.shape("+\(entries.count - named)\(calls ? "!" : "")", calls ? theme.barAlert : theme.bar)
    }
}

extension Buffer {
    /// The weight of what has not been read in a buffer.
    enum Urgency: Int, Comparable {
        case quiet
        /// Something was said.
        case news
        /// The person was written to or mentioned.
        case call

        static func < (a: Urgency, b: Urgency) -> Bool { a.rawValue < b.rawValue }
    }

    /// The weight of what has not been read in it; quiet where it is muted, or calls for nothing.
    var urgency: Urgency {
        guard !isSilent, unread > 0 || mentions > 0 else { return .quiet }
        return mentions > 0 || kind == .query ? .call : .news
    }
}

extension [ShapedCell] {
    /// The columns that the cells take on the screen.
    var columns: Int { reduce(0) { $0 + $1.glyph.width } }
}
