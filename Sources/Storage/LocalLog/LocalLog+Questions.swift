import Protocol

extension LocalLog {
    /// The last lines of a room, in order.
    ///
    /// - Parameter limit: at most ``pageLimit``, as with all pages.
    package func latest(_ room: Bytes, limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void) {
        page(limit, then: answer) { reader, limit in try reader.page(before: nil, in: room, limit: limit) }
    }

    /// The last lines before a position, in order.
    package func before(
        _ position: LoggedPosition, in room: Bytes, limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void
    ) {
        page(limit, then: answer) { reader, limit in try reader.page(before: position, in: room, limit: limit) }
    }

    /// The first lines behind a position, in order.
    package func after(
        _ position: LoggedPosition, in room: Bytes, limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void
    ) {
        page(limit, then: answer) { reader, limit in try reader.page(after: position, in: room, limit: limit) }
    }

    /// Half of the lines from before a position, the others from the line at it on, in order. Those of the moment count as at a
    /// position where no line is.
    package func around(
        _ position: LoggedPosition, in room: Bytes, limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void
    ) {
        page(limit, then: answer) { reader, limit in try reader.page(around: position, in: room, limit: limit) }
    }

    private func page(
        _ limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void,
        of read: @escaping @Sendable (LocalLogReader, Int) throws -> [LoggedLine]
    ) {
        let limit = min(max(limit, 0), Self.pageLimit)
        ask(orElse: [], { file throws(LogError) in try file.read { try read($0, limit) } }, then: answer)
    }

    /// Lines in which all of the words and phrases of a typed search occur, the newest first, as the server's search finds them.
    ///
    /// - Parameters:
    ///   - room: nil for all rooms.
    ///   - position: the last line of the page before; nil for the first page.
    package func search(
        _ typed: String, in room: Bytes?, before position: LoggedPosition?, limit: Int,
        then answer: @escaping @Sendable ([LoggedMatch]) -> Void
    ) {
        let limit = min(max(limit, 0), Self.pageLimit)
        ask(
            orElse: [],
            { file throws(LogError) in try file.search(typed, in: room, before: position, limit: limit) }, then: answer)
    }

    /// The rooms, by name.
    package func rooms(then answer: @escaping @Sendable ([LoggedRoom]) -> Void) {
        ask(orElse: [], { file throws(LogError) in try file.read { try $0.allRooms() } }, then: answer)
    }

    /// The moment up to which a room was read; nil where that was never told.
    package func readMarker(of room: Bytes, then answer: @escaping @Sendable (Timestamp?) -> Void) {
        ask(
            orElse: nil,
            { file throws(LogError) in
                try file.read { reader in try reader.id(of: room).flatMap { try reader.readMarker(of: $0) } }
            }, then: answer)
    }

    /// The number of lines behind a moment that were missed.
    package func countUnread(
        in room: Bytes, after time: Timestamp, then answer: @escaping @Sendable (LoggedUnread) -> Void
    ) {
        let none = LoggedUnread(news: 0, mentions: 0)
        ask(
            orElse: none,
            { file throws(LogError) in
                try file.read { reader in
                    try reader.id(of: room).map { try reader.countUnread(in: $0, after: time) } ?? none
                }
            }, then: answer)
    }

    /// The last line that was missed of each room of which any was: one that stands behind the moment up to which the room was read. In order;
    /// of very many rooms those with the newest. A room that was never read, and one in which a page of other lines stands behind it, is left out.
    package func unreadRooms(limit: Int, then answer: @escaping @Sendable ([LoggedMatch]) -> Void) {
        let limit = min(max(limit, 0), Self.pageLimit)
        ask(orElse: [], { file throws(LogError) in try file.read { try $0.unreadRooms(limit: limit) } }, then: answer)
    }

    /// Goes through all lines of a room, or of all rooms, in order, in pages of ``exportLimit``. What is asked meanwhile is answered between
    /// two of them. It ends, too, where a page cannot be read, which is told.
    ///
    /// - Parameters:
    ///   - room: nil for all rooms.
    ///   - page: gets each page; false ends it.
    ///   - answer: called at the end.
    package func export(
        _ room: Bytes?, each page: @escaping @Sendable ([LoggedMatch]) -> Bool,
        then answer: @escaping @Sendable () -> Void
    ) {
        export(room, behind: .min, each: page, then: answer)
    }

    /// The lines of a page of ``export(_:each:then:)``.
    static let exportLimit = 500

    private func export(
        _ room: Bytes?, behind number: Int64, each page: @escaping @Sendable ([LoggedMatch]) -> Bool,
        then answer: @escaping @Sendable () -> Void
    ) {
        let limit = Self.exportLimit
        ask(
            orElse: nil as ExportPage?,
            { file throws(LogError) in
                try file.read { try $0.exportPage(room, behind: number, limit: limit) }
                    .map { ExportPage(lines: $0.lines, last: $0.last) }
            },
            then: { found in
                guard let found, found.lines.isEmpty || page(found.lines) else { return answer() }
                self.export(room, behind: found.last, each: page, then: answer)
            })
    }

    private struct ExportPage: Sendable {
        var lines: [LoggedMatch]
        /// The key of the last line that was looked at.
        var last: Int64
    }
}
