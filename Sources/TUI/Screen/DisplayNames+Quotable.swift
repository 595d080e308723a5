import Client

extension DisplayNames {
    /// A display name without double quotes, so that it can stand in quotes beside the marks of the server, and end in none of them; nil if
    /// nothing is left, or if it could be taken for such a mark.
    static func quotable(_ name: String) -> String? {
        var name = name
        name.unicodeScalars.removeAll { $0.properties.isQuotationMark && !apostrophes.contains($0) }
        let letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return name.allSatisfy(\.isWhitespace) || ["bot", "z", "away"].contains(letters) ? nil : name
    }

    private static var apostrophes: [Unicode.Scalar] { ["'", "‘", "’"] }
}
