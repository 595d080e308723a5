import Client
import Protocol

/// The names of rooms in what people say, as the pointer meets them.
extension Screen {
    /// The name of a room that stands at a cell in a row of a message; nil where none does. A part of a name, the rest of which stands in another
    /// row, is none.
    func roomName(
        at place: TextSelection.Place, in row: ChatRowTarget, of line: Line, _ chat: ChatModel
    ) -> String? {
        guard line.kind.isTalk, line.redaction == nil, row.section == .text, row.text.contains(place.x),
            let surface = lastFrame.surface, (0..<surface.height).contains(place.y), place.x < surface.width
        else { return nil }
        let cells = surface[row: place.y]
        func isInWord(_ x: Int) -> Bool { cells[x].glyph != .space }
        guard isInWord(place.x) else { return nil }
        var columns = place.x..<(place.x + 1)
        while columns.lowerBound > row.text.lowerBound, isInWord(columns.lowerBound - 1) {
            columns = (columns.lowerBound - 1)..<columns.upperBound
        }
        while columns.upperBound < row.text.upperBound, isInWord(columns.upperBound) {
            columns = columns.lowerBound..<(columns.upperBound + 1)
        }
        let types = chat.shown.isupport.channelTypes
        let found = Self.roomName(in: surface.text(row: place.y, in: columns)[...], channelTypes: types)
        let words = DrawableText.plain(line.text).split(whereSeparator: \.isWhitespace)
        return found.flatMap { name in
            words.contains { Self.roomName(in: $0, channelTypes: types) == name } ? name : nil
        }
    }

    /// The most bytes of a name that a click takes.
    private static var maxNameBytes: Int { 200 }

    /// The name that a word is, without the brackets, the quotes and the punctuation around it.
    private static func roomName(in word: Substring, channelTypes: String) -> String? {
        var name = word.drop { "([{<\"'“‘«„".contains($0) }
        while let last = name.last, ".,;:!?)]}>\"'”’»…".contains(last) { name.removeLast() }
        guard let first = name.first, channelTypes.contains(first), name.count > 1, !name.contains(","),
            name.utf8.count <= maxNameBytes
        else { return nil }
        return String(name)
    }

    /// Goes to a room that is open. For any other, the command that enters it is put into the input, where nothing is typed: a click enters
    /// nothing by itself.
    mutating func go(toRoom name: String, _ chat: ChatModel, _ shown: Buffer) -> [Intent] {
        let buffers = chat.shown.buffers
        if let buffer = buffers.id(named: name).flatMap({ buffers[$0] }), buffer.kind == .channel {
            guard buffer.address != shown.address else { return [] }
            leaveChoosing(shown)
            return [.show(buffer.address)]
        }
        guard inputState.isDraftEmpty(shown.address) else {
            showNote("/join \(name) enters that room.")
            return []
        }
        leaveChoosing(shown)
        inputState.hasTyped = true
        inputState.edit(shown.address) { $0.replace(0..<$0.characters.count, with: "/join \(name)") }
        return []
    }
}
