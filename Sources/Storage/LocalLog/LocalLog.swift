import Dispatch
import Protocol
import Synchronization

/// A client's log of one network, in a file of its user's own: what was said in its rooms, to be read again and searched.
///
/// Nothing here blocks but ``init(path:retention:bounds:now:onFailure:)``. All is done in the order of the calls on a serial queue of the log's own, where
/// every answer comes, too. An answer sees all that was appended before the question. What is appended is committed 100 ms later, or as soon as
/// the queue comes to it. Two programs may have the same file open.
package final class LocalLog: Sendable {
    /// The most lines of a page.
    package static let pageLimit = 1000
    /// The most lines that are looked at to count what was missed.
    package static let countLimit = 10_000

    /// Opens the file, makes it and its folder where they are not there, and brings it to the last version. The folders are made for
    /// their owner only (mode 0700), and so is the file (0600).
    ///
    /// A damaged file is set aside, and told to `onFailure`; it is never deleted.
    ///
    /// - Parameters:
    ///   - retention: what is older, or beyond the size, is taken out in the course of time.
    ///   - now: the present moment.
    ///   - onFailure: called on the log's queue.
    /// - Throws: ``LogError/newerSchema(found:known:)`` for the file of a later version, which stays as it is.
    package init(
        path: String, retention: Retention = .forEver, bounds: Bounds = Bounds(),
        now: @escaping @Sendable () -> Timestamp = LocalLog.systemTime,
        onFailure: @escaping @Sendable (LocalLogIncident) -> Void
    ) throws(LogError) {}

    /// Hands lines over to be stored. A line that is there already adds nothing: one of the same message id, or of the same sender, text
    /// and second where one of the two has none. A line that has neither text nor message id is the same where its message is.
    ///
    /// - Parameter room: a folded name.
    package func append(_ lines: [LoggedLine], to room: Bytes) {}

    /// Takes out the text and the message of a line; that it was there, and when, stays.
    package func redact(_ messageID: Bytes, in room: Bytes) {}

    /// Takes out a room with all its lines and its marker. They are not found any more from the next question on.
    ///
    /// - Parameter answer: called when they are gone from the file.
    package func forget(_ room: Bytes, then answer: (@Sendable () -> Void)? = nil) {}

    /// Notes up to which moment a room was read. An earlier one than is noted changes nothing.
    package func markRead(_ room: Bytes, at time: Timestamp) {}

    /// The last lines of a room, in order.
    ///
    /// - Parameter limit: at most ``pageLimit``, as with all pages.
    package func latest(_ room: Bytes, limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void) {}

    /// The last lines before a position, in order.
    package func before(
        _ position: LoggedPosition, in room: Bytes, limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void
    ) {}

    /// The first lines behind a position, in order.
    package func after(
        _ position: LoggedPosition, in room: Bytes, limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void
    ) {}

    /// The line at a position, and as many before it as behind it, in order.
    package func around(
        _ position: LoggedPosition, in room: Bytes, limit: Int, then answer: @escaping @Sendable ([LoggedLine]) -> Void
    ) {}

    /// Lines in which all of the words and phrases of a typed search occur, the newest first, as the server's search finds them.
    ///
    /// - Parameters:
    ///   - room: nil for all rooms.
    ///   - position: the last line of the page before; nil for the first page.
    package func search(
        _ typed: String, in room: Bytes?, before position: LoggedPosition?, limit: Int,
        then answer: @escaping @Sendable ([LoggedMatch]) -> Void
    ) {}

    /// All rooms, by name.
    package func rooms(then answer: @escaping @Sendable ([LoggedRoom]) -> Void) {}

    /// The moment up to which a room was read; nil where that was never told.
    package func readMarker(of room: Bytes, then answer: @escaping @Sendable (Timestamp?) -> Void) {}

    /// The number of lines behind a moment that were missed.
    package func countUnread(
        in room: Bytes, after time: Timestamp, then answer: @escaping @Sendable (LoggedUnread) -> Void
    ) {}

    /// Goes through all lines of a room, or of all rooms, in order, in pages. What is asked meanwhile is answered between two of them.
    ///
    /// - Parameters:
    ///   - page: gets each page; false ends it.
    ///   - answer: called at the end.
    package func export(
        _ room: Bytes?, each page: @escaping @Sendable ([LoggedMatch]) -> Bool, then answer: @escaping @Sendable () -> Void
    ) {}

    /// Stores what waits and closes the file. What is asked afterwards is answered as empty.
    package func close(then answer: @escaping @Sendable () -> Void) {}
}

extension LocalLog {
    /// The bounds of what waits in memory.
    package struct Bounds: Hashable, Sendable {
        /// The most lines, and their most bytes, that wait while the disk fails; further ones are lost.
        package var lines = 10_000
        package var bytes = 8 << 20
        /// The milliseconds until what was appended is committed.
        package var delay = 100
        /// The milliseconds between two attempts while the disk fails.
        package var retry = 5000

        package init() {}
    }

    /// The present moment by the system's clock.
    package static let systemTime: @Sendable () -> Timestamp = { Timestamp(milliseconds: 0) }
}
