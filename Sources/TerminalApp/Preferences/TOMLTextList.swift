import Configuration
import Protocol

/// A list of texts in TOML, each with its place among the bytes.
struct TOMLTextList {
    struct Element {
        /// Nil where a character in it is escaped.
        let text: String?
        let range: Range<Int>
        /// The place behind the comma that follows; nil where none does.
        let commaEnd: Int?

        /// The place behind it and its comma.
        var end: Int { commaEnd ?? range.upperBound }
    }

    private(set) var elements: [Element] = []
    private let bytes: [UInt8]
    private let value: Range<Int>

    /// - Returns: nil where the value is no list, or has anything else than texts in it.
    init?(_ bytes: [UInt8], at value: Range<Int>) {
        (self.bytes, self.value) = (bytes, value)
        var scanner = TOMLScanner(bytes, at: value.lowerBound)
        guard scanner.take(UInt8(ascii: "[")) else { return nil }
        while true {
            scanner.skipBlankLines()
            if scanner.current == UInt8(ascii: "]") { return }
            guard scanner.current == UInt8(ascii: "\"") || scanner.current == UInt8(ascii: "'"),
                let range = scanner.takeText()
            else { return nil }
            scanner.skipBlankLines()
            let hasComma = scanner.current == UInt8(ascii: ",")
            elements.append(
                Element(
                    text: TOMLScanner.text(of: bytes[range]), range: range,
                    commaEnd: hasComma ? scanner.position + 1 : nil))
            if hasComma { _ = scanner.take(UInt8(ascii: ",")) }
        }
    }

    /// A change of the bytes: these are put in the place of a range.
    typealias Splice = (range: Range<Int>, bytes: [UInt8])

    /// Adds texts behind the others: where each stands on a line of its own, on lines of their own.
    ///
    /// - Returns: the changes, the last place first.
    func adding(_ texts: [String], lineEnd: String) -> [Splice] {
        guard let last = elements.last else {
            let start = value.lowerBound + 1
            return [(start..<start, Array(texts.map(TOML.text).joined(separator: ", ").utf8))]
        }
        func insertion(_ place: Int, _ text: String) -> Splice { (place..<place, Array(text.utf8)) }
        let hasComma = last.commaEnd != nil
        guard let indentation = indentation(of: last) else {
            let words = texts.map(TOML.text).joined(separator: ", ")
            return [hasComma ? insertion(last.end, " " + words + ",") : insertion(last.end, ", " + words)]
        }
        let lines = texts.map { lineEnd + indentation + TOML.text($0) }.joined(separator: ",") + (hasComma ? "," : "")
        // A comment behind the last one stays there.
        guard let end = endOfLine(behind: last.end) else { return [insertion(last.end, (hasComma ? "" : ",") + lines)] }
        return [insertion(end, lines)] + (hasComma ? [] : [insertion(last.end, ",")])
    }

    /// Takes a text out, with its line where nothing else stands there.
    func removing(_ place: Int) -> Splice {
        let element = elements[place]
        if indentation(of: element) != nil {
            var end = element.end
            while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
            let isAlone = end < bytes.count && (bytes[end] == ASCII.lineFeed || bytes[end] == ASCII.carriageReturn)
            guard isAlone, let lineEnd = bytes[end...].firstIndex(of: ASCII.lineFeed) else {
                return (element.range.lowerBound..<end, [])
            }
            return (lineStart(of: element.range.lowerBound)..<(lineEnd + 1), [])
        }
        if element.commaEnd == nil, place > 0 {
            return (elements[place - 1].range.upperBound..<element.range.upperBound, [])
        }
        var end = element.end
        while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
        return (element.range.lowerBound..<end, [])
    }

    /// The blanks before an element that is the first on its line; nil for any other.
    private func indentation(of element: Element) -> String? {
        let start = lineStart(of: element.range.lowerBound)
        let lead = bytes[start..<element.range.lowerBound]
        return lead.allSatisfy(Self.isBlank) ? lead.text : nil
    }

    private func lineStart(of place: Int) -> Int {
        bytes[..<place].lastIndex(of: ASCII.lineFeed).map { $0 + 1 } ?? 0
    }

    /// The end of a line, before what ends it; nil where the list ends on that line.
    private func endOfLine(behind place: Int) -> Int? {
        let rest = bytes[place..<(value.upperBound - 1)]
        guard let end = rest.firstIndex(of: ASCII.lineFeed) else { return nil }
        return end > place && bytes[end - 1] == ASCII.carriageReturn ? end - 1 : end
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == ASCII.space || byte == UInt8(ascii: "\t") }
}
