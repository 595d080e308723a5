import Protocol

/// Reads `time` tags. <https://ircv3.net/specs/extensions/server-time>
///
/// Lines come by the thousand within one minute: the minute is read once and kept, and of the next tag only `ss.sssZ`.
struct ServerTimeReader: Sendable {
    /// `YYYY-MM-DDThh:mm:`, and when it begins.
    private var minute: [UInt8] = []
    private var minuteStart: Int64 = 0

    /// Nothing for what is no time.
    mutating func read(_ text: String) -> Timestamp? {
        let kept: Timestamp?? = text.utf8.withContiguousStorageIfAvailable { bytes in
            guard bytes.count == 24, minute.count == 17, bytes[..<17].elementsEqual(minute) else { return nil }
            return Self.milliseconds(bytes).map { Timestamp(milliseconds: minuteStart + $0) }
        }
        if let kept = kept ?? nil { return kept }
        guard let time = Timestamp(iso8601: text) else { return nil }
        let bytes = Array(text.utf8)
        if bytes.count == 24, let rest = bytes.withUnsafeBufferPointer(Self.milliseconds) {
            minute = Array(bytes[..<17])
            minuteStart = time.milliseconds - rest
        }
        return time
    }

    /// Of `ss.sssZ` at the end. Nothing for a leap second: that is read the long way.
    private static func milliseconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard bytes[19] == UInt8(ascii: "."), bytes[23] == UInt8(ascii: "Z") else { return nil }
        var digits: Int64 = 0
        for place in [17, 18, 20, 21, 22] {
            guard bytes[place].isASCIIDigit else { return nil }
            digits = digits * 10 + Int64(bytes[place] - UInt8(ascii: "0"))
        }
        return digits < 60_000 ? digits : nil
    }
}
