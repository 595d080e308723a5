import Protocol

/// The encoding of most old logs that are not in UTF-8: bytes from 0xA0 on are the scalars of the same number. Those from 0x80 to 0x9F are
/// read as Windows has them, which are letters and quotation marks there. <https://encoding.spec.whatwg.org/#windows-1252>
enum Latin1 {
    /// The scalars of 0x80 to 0x9F; U+FFFD where there is none.
    private static let high: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]

    /// The text of such bytes in UTF-8.
    static func utf8(_ bytes: Bytes) -> Bytes {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let scalar = 0x80...0x9F ~= byte ? Unicode.Scalar(high[Int(byte) - 0x80]) : Unicode.Scalar(byte)
            text.append(scalar ?? "\u{FFFD}")
        }
        return Bytes(String(text))
    }
}
