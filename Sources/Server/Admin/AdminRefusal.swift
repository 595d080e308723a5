import Protocol

/// Why something that the host asked for was not done: one line, what happened and then what to type.
package struct AdminRefusal: Error, Hashable, CustomStringConvertible {
    package let cause: String
    package let remedy: String

    package init(_ cause: String, remedy: String) {
        self.cause = cause
        self.remedy = remedy
    }

    package var description: String { remedy.isEmpty ? cause : "\(cause): \(remedy)" }

    /// Of a server's own line, as the other, for a command whose codes are known.
    ///
    /// - Parameter remedy: tells what to type, by the code of a FAIL; by nil for a line that has none of these.
    init<Code: RawRepresentable<String>>(_ message: Message?, of _: Code.Type, remedy: (Code?) -> String) {
        self.init(message) { remedy(Code(rawValue: $0)) }
    }

    /// Of a server's own line: its last words, and before them what they are about. Numbers, codes and modes are for programs.
    ///
    /// - Parameter remedy: tells what to type, by the code of a FAIL, or by the number of another line.
    init(_ message: Message?, remedy: (String) -> String) {
        guard let message, let words = message.parameters.last?.text else {
            self.init("the server gave no answer", remedy: "try again")
            return
        }
        let isFailure = message.command == "FAIL"
        let context = isFailure ? [] : message.parameters.dropFirst().dropLast().map(\.text)
        let code = isFailure ? message.text(at: 1) ?? "" : message.command.name
        let plain = words.replacing(#/ \(\+[A-Za-z]\)/#, with: "").beginningSmall
        let cause = context.isEmpty ? plain : "\(context.joined(separator: " ")): \(plain)"
        self.init(cause, remedy: remedy(code))
    }
}

extension Message {
    /// True for a message that tells that something was not done: a FAIL, or a numeric from 400 to 599, all of which are errors but 422, that
    /// there is no message of the day. <https://modern.ircdocs.horse/#numerics>
    var isRefusal: Bool {
        command == "FAIL" || command != "422" && Int(command.name).map { 400...599 ~= $0 } == true
    }
}

extension String {
    /// With a small first letter, unless the first word is written in capitals.
    var beginningSmall: String {
        guard let first, first.isUppercase, dropFirst().first?.isUppercase != true else { return self }
        return first.lowercased() + dropFirst()
    }
}
