import Chat
import Protocol

/// A wire format beside IRC, as the sessions of one lane speak it: translates their lines to what Chat takes in, and the lines of
/// Chat to bytes for them.
///
/// It lives on the server's queue, and holds what there is to know of each session. IRC itself needs no codec: Chat reads and writes
/// its lines, and a lane without a codec carries them as they are, at the cost of one comparison for a delivery.
///
/// A session may be named that the codec does not know any more: it is ignored, for lines of a session may still come and go
/// when it is over.
protocol SessionCodec: AnyObject {
    /// A connection was opened: Chat knows the session, and nothing has been said yet.
    func opened(_ session: SessionID, from origin: Origin) -> DecodedLine

    /// Translates a line that came from a session.
    func decode(_ line: WireLine, from session: SessionID) -> DecodedLine

    /// Translates whole lines of IRC, each with its CR LF, for sessions that are all to be told the same.
    ///
    /// - Parameter sessions: each of them once; at least one.
    /// - Returns: bytes for some of the sessions each, in the order in which they are to be sent. Sessions for which the bytes are the
    ///   same are best named together, for these share one frame.
    func encode(_ lines: [UInt8], for sessions: [SessionID]) -> [EncodedLines]

    /// Translates the last lines for a session, behind which its connection is closed by the server. ``closed(_:)`` follows.
    ///
    /// Without a method of its own it is what ``encode(_:for:)`` makes of them.
    func farewell(_ lines: [UInt8], for session: SessionID) -> [UInt8]

    /// A session is over: nothing is to be kept of it. It may be told of the same session twice.
    func closed(_ session: SessionID)

    /// Makes the words that tell people some seconds before that the server will stop; none if nobody is to be told.
    ///
    /// Without a method of its own nobody is told, and the server stops at once.
    func stopWarning(seconds: Int) -> [EncodedLines]
}

extension SessionCodec {
    func farewell(_ lines: [UInt8], for session: SessionID) -> [UInt8] {
        encode(lines, for: [session]).flatMap(\.bytes)
    }

    func stopWarning(seconds: Int) -> [EncodedLines] { [] }

    /// The messages in whole lines of IRC that Chat has written.
    static func messages(in lines: [UInt8]) -> [Message] {
        lines.split(separator: ASCII.lineFeed).compactMap { line in
            try? Message(parsing: line.last == ASCII.carriageReturn ? line.dropLast() : line, limits: .fromServer)
        }
    }
}

/// A line that came in another wire format than IRC, or the reason that there is none.
enum WireLine: Hashable, Sendable {
    /// The line without its ending; never empty.
    case text(Bytes)
    /// A line longer than one of IRC with its tags may be; it is gone.
    case tooLong
    /// The peer will send nothing more, but may still be reading.
    case end
}

/// The result of a line that came from a session.
struct DecodedLine {
    /// Inputs that Chat takes in from the session, in this order.
    var inputs: [Network.Input] = []
    /// Bytes for the session at once, past everything that waits for the log.
    var answer: [UInt8] = []
}

/// Bytes of a wire format for sessions of its lane.
struct EncodedLines {
    /// Nothing is sent where it is empty.
    var bytes: [UInt8]
    /// The sessions that get the bytes; at least one.
    var sessions: [SessionID]
    /// Inputs that Chat takes in from each of these sessions as the answer of the codec itself, in the next turn of the server.
    var followUps: [Network.Input] = []
}
