import Storage

/// Amounts as people write them: a whole number and its unit, with or without a space between them.
enum Quantity {
    private static let times: [String: Int64] = [
        "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400,
    ]
    private static let sizes: [String: Int64] = ["M": 1 << 20, "G": 1 << 30, "T": 1 << 40]

    /// `30d`, `12 h`, `1y`: seconds, at least one; nil for anything else.
    static func seconds(_ text: String) -> Int64? { read(text, times) }

    /// `500M`, `2 G`, `1T`, each 1,024 of the one before, and `B` or `iB` behind it if you like: bytes, at least a mebibyte;
    /// nil for anything else.
    static func bytes(_ text: String) -> Int64? {
        let bare = text.hasSuffix("iB") ? text.dropLast(2) : text.hasSuffix("B") ? text.dropLast() : text[...]
        return read(String(bare), sizes)
    }

    private static func read(_ text: String, _ units: [String: Int64]) -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number > 0,
            let unit = units[String(text.dropFirst(digits.count).drop { $0 == " " })]
        else { return nil }
        let (product, isTooMuch) = number.multipliedReportingOverflow(by: unit)
        return isTooMuch ? nil : product
    }
}
