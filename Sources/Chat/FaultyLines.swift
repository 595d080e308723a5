import Protocol

/// The answers to lines that cannot be read: too long, with forbidden bytes, or no valid UTF-8.
extension Network {
    /// A line that was none costs that line only.
    func refuse(_ error: MessageError, _ head: LineHead, from session: Session) {
        abandonUnreadableBatch(of: session)
        // An empty line is no fault.
        if error != .noCommand { activity.refused(by: .malformed) }
        withLabel(label(head.label, of: session), from: session) {
            switch error {
            case .tagsTooLong, .bodyTooLong:
                let limits = LineLimits.fromClient
                reply(
                    session, .inputTooLong,
                    "Input line was too long: it has at most \(limits.body) bytes, and \(limits.tags - 2) of tags")
            case .malformedCommand(let command):
                reply(session, .unknownCommand, shown(command), "Unknown command")
            case .forbiddenByte:
                standardReply(
                    "FAIL", shown(head.command), "INVALID_MESSAGE",
                    "A line must not hold NUL or a lone CR; it was ignored", to: session)
            case .noCommand:
                break
            }
        }
    }

    /// <https://ircv3.net/specs/extensions/utf8-only>
    func refuseInvalidUTF8(_ head: LineHead, from session: Session) {
        abandonUnreadableBatch(of: session)
        activity.refused(by: .malformed)
        withLabel(label(head.label, of: session), from: session) {
            fail(session, shown(head.command), "INVALID_UTF8", "Your message was not valid UTF-8 and was ignored")
        }
    }

    /// The command of a faulty line as an answer may repeat it: `*` where there is none, or where it is too long.
    private func shown(_ command: Command?) -> Command {
        guard let command, shown(command.name) == command.name else { return "*" }
        return command
    }
}
