import Protocol

/// What a room's name may be: `#` and UTF-8 without spaces, commas and control characters. <https://modern.ircdocs.horse/#channels>
enum RoomNameRules {
    /// Why `name` cannot be one, in words for whoever wants it; nil if it can.
    static func problem(with name: String, limit: Int) -> String? {
        guard name.hasPrefix("#") else { return "A room's name begins with #" }
        guard name.utf8.count > 1 else { return "A room's name has something behind its #" }
        if name.utf8.count > limit { return "A room's name has at most \(limit) bytes" }
        for scalar in name.unicodeScalars {
            if scalar == "," || scalar == " " { return "A room's name has no spaces and no commas" }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
                .spaceSeparator:
                return "A room's name has visible characters only"
            default: continue
            }
        }
        return nil
    }
}
