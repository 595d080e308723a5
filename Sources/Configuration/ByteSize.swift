/// Amounts as people write them: a whole number and its unit, with or without a space between them.
package enum ByteSize {
    private static let sizes: [String: Int64] = ["M": 1 << 20, "G": 1 << 30, "T": 1 << 40]

    /// `500M`, `2 G`, `1T`, each 1,024 of the one before, and `B` or `iB` behind it if you like: bytes, at least a mebibyte;
    /// nil for anything else.
    package static func bytes(_ text: String) -> Int64? {
        let bare = text.hasSuffix("iB") ? text.dropLast(2) : text.hasSuffix("B") ? text.dropLast() : text[...]
        let digits = bare.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number > 0,
            let unit = sizes[String(bare.dropFirst(digits.count).drop { $0 == " " })]
        else { return nil }
        let (product, isTooMuch) = number.multipliedReportingOverflow(by: unit)
        return isTooMuch ? nil : product
    }

    /// The text of a number of bytes, in whole GB where it is some, else in MB, which ``bytes(_:)`` reads as the same where it is whole MB.
    package static func text(_ bytes: Int64) -> String {
        bytes % (1 << 30) == 0 ? "\(bytes >> 30) GB" : "\(bytes >> 20) MB"
    }
}
