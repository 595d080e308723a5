import Client

/// The order in which the panes show the buffers: network by network, the server's own first, then what is pinned, people, and rooms.
///
/// The places are those in ``Client/OpenBuffers``, which number the buffers: no order changes a number.
struct BufferOrder {
    /// The part of a network that a room or a talk stands in.
    enum Section: Int, CaseIterable {
        case pinned
        case people
        case rooms

        var title: String {
            switch self {
            case .pinned: "pinned"
            case .people: "people"
            case .rooms: "rooms"
            }
        }
    }

    /// A row of the list.
    enum Row: Equatable {
        /// Stands between two networks.
        case gap
        /// Stands above a section where its network has more than one.
        case heading(Section)
        /// A buffer, by its place.
        case buffer(Int)

        var place: Int? { if case .buffer(let place) = self { place } else { nil } }
    }

    private(set) var rows: [Row] = []

    /// - Parameter sortsByNews: true if in each section those that call the person come first, then those with news. Else all stand by number.
    init(_ buffers: OpenBuffers, sortsByNews: Bool) {
        var sections = Array(repeating: [Int](), count: Section.allCases.count)
        func closeNetwork() {
            let hasHeadings = sections.count { !$0.isEmpty } > 1
            for section in Section.allCases where !sections[section.rawValue].isEmpty {
                if hasHeadings { rows.append(.heading(section)) }
                let places = sections[section.rawValue]
                rows += (sortsByNews ? Self.sorted(places, in: buffers) : places).map { .buffer($0) }
                sections[section.rawValue] = []
            }
        }
        for place in buffers.indices {
            switch buffers[place].kind {
            case .server:
                closeNetwork()
                if !rows.isEmpty { rows.append(.gap) }
                rows.append(.buffer(place))
            case .channel, .query: sections[Self.section(of: buffers[place]).rawValue].append(place)
            }
        }
        closeNetwork()
    }

    private static func section(of buffer: Buffer) -> Section {
        if buffer.isPinned { return .pinned }
        return buffer.kind == .query ? .people : .rooms
    }

    /// The places of the buffers, without headings.
    var places: [Int] { rows.compactMap(\.place) }

    /// The places as a single row shows them: by news, with the buffer on the screen before all, where they are sorted so.
    static func inStrip(_ buffers: OpenBuffers, shown: Int, sortsByNews: Bool) -> [Int] {
        guard sortsByNews else { return BufferOrder(buffers, sortsByNews: false).places }
        return [shown] + sorted(buffers.indices.filter { $0 != shown }, in: buffers)
    }

    /// The most urgent first, those alike in their order.
    private static func sorted(_ places: [Int], in buffers: OpenBuffers) -> [Int] {
        [Buffer.Urgency.call, .news, .quiet].flatMap { urgency in places.filter { buffers[$0].urgency == urgency } }
    }
}
