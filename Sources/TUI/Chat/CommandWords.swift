/// The commands that are named in a text for the person to type, such as `/join`.
enum CommandWords {
    /// The text in parts, the commands apart from what stands between them: a slash and letters, behind a blank or at the beginning.
    static func parts(of text: String) -> [(text: String, isCommand: Bool)] {
        var parts: [(text: String, isCommand: Bool)] = []
        var words = ""
        var rest = text[...]
        while let slash = rest.firstIndex(of: "/") {
            let name = rest[rest.index(after: slash)...].prefix { $0.isASCII && $0.isLetter }
            let before = slash > text.startIndex ? text[text.index(before: slash)] : " "
            let behind = name.endIndex < text.endIndex ? text[name.endIndex] : " "
            words += rest[..<slash]
            if name.isEmpty || !before.isWhitespace || behind == "/" {
                words += "/" + name
            } else {
                if !words.isEmpty { parts.append((words, false)) }
                words = ""
                parts.append(("/" + name, true))
            }
            rest = rest[name.endIndex...]
        }
        words += rest
        return words.isEmpty ? parts : parts + [(words, false)]
    }
}
