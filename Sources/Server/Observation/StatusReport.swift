import FoundationEssentials
import Protocol

/// A status as lines of IRC, for the host's own door: its JSON in pieces, and a line that ends them.
///
///     S: :server STATUS PART :<a piece of the JSON>
///     S: :server STATUS END
enum StatusReport {
    /// The most bytes of JSON in a line, whose own bound is 512.
    private static let pieceBytes = 400

    /// - Parameter source: the server's name.
    static func messages(_ status: ServerStatus, source: String) -> [Message] {
        let json = Bytes((try? status.json) ?? "")
        var pieces: [Message] = []
        for start in stride(from: 0, to: json.count, by: pieceBytes) {
            let piece = json.dropFirst(start).prefix(pieceBytes)
            pieces.append(Message(source: Bytes(source), "STATUS", [Bytes("PART"), piece]))
        }
        return pieces + [Message(source: source, "STATUS", "END")]
    }

    /// Puts the pieces together again.
    struct Reader {
        private var json: [UInt8] = []
        /// The most bytes that are taken of a server.
        private static let limit = 1 << 20

        /// True for the line that ends the report, or that comes in its place.
        mutating func take(_ message: Message) -> Bool {
            guard message.command == "STATUS" else { return message.command == "ERROR" || message.isRefusal }
            guard message.text(at: 0) == "PART", message.parameters.count > 1 else { return true }
            json += message.parameters[1]
            return json.count > Self.limit
        }

        /// Nil where the pieces make no status.
        var status: ServerStatus? { try? JSONDecoder().decode(ServerStatus.self, from: Data(json)) }
    }
}

extension ServerStatus {
    /// The value as one line of JSON, its keys in alphabetical order.
    package var json: String {
        get throws { try jsonLine() }
    }
}
