import Protocol

extension Network {
    /// A line that a session sent, or the fault of one that is no message, with its label and command.
    package enum Input: Sendable {
        case message(Message)
        /// Lines as they came, each with its LF, of a session that sends more at once than can be obeyed at once.
        case lines(Bytes)
        case malformed(MessageError, LineHead)
        case invalidUTF8(LineHead)
    }
}

extension Network.Input {
    /// Reads a line without its ending.
    package init(reading line: Bytes, limits: LineLimits = .fromClient) {
        guard line.isValidUTF8 else {
            self = .invalidUTF8(LineHead(of: line))
            return
        }
        do throws(MessageError) {
            self = .message(try Message(parsing: line, limits: limits))
        } catch {
            self = .malformed(error, LineHead(of: line))
        }
    }

    /// Makes the input for a line longer than any may be.
    ///
    /// - Parameter beginning: the first bytes of the line.
    package init(tooLong beginning: Bytes) { self = .malformed(.bodyTooLong, LineHead(of: beginning, isCut: true)) }
}
