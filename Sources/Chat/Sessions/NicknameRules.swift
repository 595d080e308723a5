import Protocol

/// The rules for a nick: letters, digits and ``[]\`_^{|}-``, not beginning with a digit or a dash. <https://modern.ircdocs.horse/#clients>
enum NicknameRules {
    private static let special = Set("[]\\`_^{|}".utf8)

    /// Why `nick` cannot be one, in words for its owner; nil if it can.
    static func problem(with nick: String, limit: Int) -> String? {
        let bytes = Array(nick.utf8)
        guard let first = bytes.first else { return "A nickname cannot be empty" }
        if bytes.count > limit { return "A nickname has at most \(limit) characters" }
        if first.isASCIIDigit || first == UInt8(ascii: "-") { return "A nickname begins with a letter" }
        let isAllowed = bytes.allSatisfy { byte in
            byte.isASCIIDigit || byte.isASCIILetter || special.contains(byte) || byte == UInt8(ascii: "-")
        }
        return isAllowed ? nil : "A nickname has letters, digits and []\\`_^{|}- only"
    }
}
