import Foundation

/// A page of HTML, taken apart as strictly as the writer writes it: no browser is as strict.
struct WrittenPage {
    /// The tags of the body, in their order, each without what stands around it: `p id="m-1"`, `/p`.
    let tags: [String]
    /// The text between the tags of the body, its references resolved.
    let text: String
    /// True if no bracket and no ampersand is of anything but a tag or a reference.
    let isWellFormed: Bool

    init(_ html: String) {
        let body = html.split(separator: "<body>", maxSplits: 1).last.map(String.init) ?? ""
        let lines = body.split(separator: "<script>", maxSplits: 1).first.map(String.init) ?? ""
        var tags: [String] = []
        var text = ""
        var isWellFormed = true
        for (index, part) in lines.unicodeScalars.split(separator: "<", omittingEmptySubsequences: false).enumerated() {
            var words = String(part)
            if index > 0 {
                let pieces = part.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
                tags.append(String(pieces[0]))
                words = pieces.count > 1 ? String(pieces[1]) : ""
                isWellFormed = isWellFormed && pieces.count > 1
            }
            isWellFormed = isWellFormed && !words.unicodeScalars.contains(">")
            text += words
        }
        let references = lines.unicodeScalars.filter { $0 == "&" }.count
        isWellFormed = isWellFormed && references == lines.matches(of: Self.reference).count
        self.tags = tags
        self.text = Self.resolved(text)
        self.isWellFormed = isWellFormed
    }

    /// True if words stand in the text, scalar by scalar: a mark may stand behind what is none of theirs.
    func holds(_ words: String) -> Bool { text.utf8.firstRange(of: words.utf8) != nil }

    /// The tags that are of none of the kinds that a page has.
    var strangeTags: [String] {
        tags.filter { tag in
            if tag.wholeMatch(of: #/\/?(header|h1|h2|small|nav|label|output|div|main|section|p|b|span|time|a)/#) != nil
            {
                return false
            }
            if Self.tools.contains(tag) { return false }
            return tag.wholeMatch(of: Self.element) == nil
        }
    }

    private static let tools: Set = [
        "nav hidden", "output id=\"count\"", "div id=\"found\" hidden", "input type=\"checkbox\" id=\"moves\" checked",
        "input type=\"search\" id=\"search\" placeholder=\"Search\" aria-label=\"Search\" autocomplete=\"off\" spellcheck=\"false\"",
    ]

    /// An element with attributes of those that lines have. Of a value in quotes no bracket and no quote is left.
    private nonisolated(unsafe) static let element =
        #/(p|b|span|a)( (id="m-[0-9a-z]+"|class="[a-z0-9 ]+"|href="[#a-zA-Z][^"'<> ]+"|data-[a-z]+="[^"<>]*"))+/#
        .matchingSemantics(.unicodeScalar)

    private nonisolated(unsafe) static let reference = #/&(amp|lt|gt|quot|#39);/#.matchingSemantics(.unicodeScalar)

    private static func resolved(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    }
}
