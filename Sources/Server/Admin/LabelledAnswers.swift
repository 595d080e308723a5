import Protocol

/// Which of the messages that were sent with a label are not answered yet. <https://ircv3.net/specs/extensions/labeled-response>
///
/// Whatever comes of a message, an echo, a refusal, a service's answer or nothing but an ACK, has its label or is in a batch that has it.
struct LabelledAnswers {
    /// Messages without an answer that is whole.
    private(set) var underWay = 0
    private var last = 0
    /// The references of those answers that are batches and have begun.
    private var batches: Set<String> = []

    /// The label of one more message.
    mutating func label() -> Tag {
        underWay += 1
        last += 1
        return Tag("label", String(last))
    }

    /// Takes a line from the server.
    ///
    /// - Returns: true if the line belongs to an answer.
    mutating func take(_ message: Message) -> Bool {
        let isLabelled = message.tag("label") != nil
        guard message.command == "BATCH", let reference = message.text(at: 0), let sign = reference.first else {
            if isLabelled { underWay -= 1 }
            return isLabelled || message.tag("batch").map(batches.contains) == true
        }
        if isLabelled, sign == "+" { batches.insert(String(reference.dropFirst())) }
        if sign == "-", batches.remove(String(reference.dropFirst())) != nil { underWay -= 1 }
        return false
    }
}
