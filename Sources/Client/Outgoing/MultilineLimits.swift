import Protocol

/// Messages of several rows. <https://ircv3.net/specs/extensions/multiline>
struct MultilineLimits: Sendable {
    /// The most bytes that one message may have in all, and in ``maxLines`` the most lines.
    var maxBytes: Int
    var maxLines: Int

    /// Reads the capability's value, `max-bytes=40000,max-lines=10`; nil where what is required is missing.
    init?(_ value: String) {
        var limits: [String: Int] = [:]
        for item in value.split(separator: ",") {
            let parts = item.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { limits[String(parts[0])] = Int(parts[1]) }
        }
        guard let bytes = limits["max-bytes"], bytes >= 512 else { return nil }
        maxBytes = bytes
        maxLines = max(limits["max-lines"] ?? 100, 1)
    }

    /// One line of a batch; it is joined to the one before without a line end where `isContinued`.
    struct Piece: Hashable {
        var text: Bytes
        var isContinued: Bool
    }

    /// The batches for a text: each within the limits, without empty rows at its ends, cut between rows where there is more than one.
    func batches(_ text: String, limit: Int) -> [[Piece]] {
        var batches: [[Piece]] = []
        var batch: [Piece] = []
        var bytes = 0
        func close() {
            while batch.last?.text.isEmpty == true { batch.removeLast() }
            if !batch.isEmpty { batches.append(batch) }
            batch = []
            bytes = 0
        }
        for row in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let pieces = TextSplitting.wholePieces(Bytes(String(row)), limit: limit)
            let size = row.utf8.count + 1
            if bytes + size > maxBytes || batch.count + max(1, pieces.count) > maxLines { close() }
            if pieces.isEmpty {
                if !batch.isEmpty { batch.append(Piece(text: [], isContinued: false)) }
                bytes += 1
                continue
            }
            for (index, piece) in pieces.enumerated() {
                if batch.count >= maxLines || bytes + piece.count + 1 > maxBytes { close() }
                batch.append(Piece(text: piece, isContinued: index > 0 && !batch.isEmpty))
                bytes += piece.count + 1
            }
        }
        close()
        return batches
    }
}

extension [MultilineLimits.Piece] {
    /// The message that these are.
    var text: Bytes {
        var text: [UInt8] = []
        for (index, piece) in enumerated() {
            if index > 0, !piece.isContinued { text.append(ASCII.lineFeed) }
            text.append(contentsOf: piece.text)
        }
        return text[...]
    }
}
