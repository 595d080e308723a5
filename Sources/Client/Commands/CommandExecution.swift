import Protocol

/// The variables by which a command of the system knows where it was entered.
enum ShellVariable: String {
    /// The name of the room or the talk.
    case room = "GRILLO_ROOM"
    /// The person's own nick there.
    case nick = "GRILLO_NICK"

    /// The shell's words for its value.
    var reference: String { "${\(rawValue)}" }
}

/// A command of the system that the person wants to be run: `/exec`.
package struct CommandExecution: Hashable, Sendable {
    /// As the person wrote it, for the shell of the system.
    package let command: String
    /// The words that the command has as `$1` and so on.
    package let words: [String]
    /// The variables of its environment that tell it of the buffer, by their names.
    package let environment: [String: String]
    /// The buffer that it was entered in, in which its output is shown or said.
    package let buffer: BufferID
    /// True if its output is said to those in the buffer.
    package let isSaid: Bool
    /// See ``ClientSession/serverNumber``: what is for one server is said on no other.
    let serverNumber: Int
}

/// The output of a command of the system, and its end.
package struct CommandOutput: Hashable, Sendable {
    /// As it was printed, on both streams.
    package var bytes: [UInt8]
    /// True if it printed more than these bytes.
    package var isCut: Bool
    /// Why it did not end well, as a sentence; nil if it did.
    package var problem: String?

    package init(bytes: [UInt8], isCut: Bool = false, problem: String? = nil) {
        self.bytes = bytes
        self.isCut = isCut
        self.problem = problem
    }

    /// Columns from one stop of a tab to the next.
    private static let tabColumns = 8
    /// Characters of a row that are kept.
    private static let maxRowLength = 2000

    /// The rows that were printed, without what a terminal would obey: escape sequences and control characters are left out, tabs are blanks,
    /// and of a row that was written over the last is there. Rows at the end that say nothing are left out.
    package var rows: [String] {
        var rows = String(decoding: bytes, as: UTF8.self).unicodeScalars
            .split(separator: "\n", omittingEmptySubsequences: false).map(Self.row)
        while rows.last?.isEmpty == true { rows.removeLast() }
        return rows
    }

    private static func row(_ scalars: Substring.UnicodeScalarView) -> String {
        let written = scalars.split(separator: "\r").last ?? scalars
        var row = String.UnicodeScalarView()
        var count = 0
        var rest = written
        while let scalar = rest.popFirst(), count < maxRowLength {
            switch scalar {
            case "\u{1B}": rest.skipEscapeSequence()
            case "\t":
                let blanks = tabColumns - count % tabColumns
                row.append(contentsOf: repeatElement(" ", count: blanks))
                count += blanks
            default:
                guard DrawableText.treatment(of: scalar) == .draw else { continue }
                row.append(scalar)
                count += 1
            }
        }
        while row.last == " " { row.removeLast() }
        return String(row)
    }
}

extension Substring.UnicodeScalarView {
    /// Takes the rest of an escape sequence away: <https://ecma-international.org/publications-and-standards/standards/ecma-48/>.
    fileprivate mutating func skipEscapeSequence() {
        guard let introducer = popFirst() else { return }
        switch introducer {
        case "[":
            while let scalar = popFirst(), !("@"..."~" ~= scalar) {}
        case "]", "P", "X", "^", "_":
            // A string that ends with BEL or ESC \.
            while let scalar = popFirst(), scalar != "\u{7}" {
                guard scalar != "\u{1B}" else { return _ = popFirst() }
            }
        case " "..."/": _ = popFirst()
        default: break
        }
    }
}
