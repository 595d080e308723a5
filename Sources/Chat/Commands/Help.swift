import Protocol

/// HELP and HELPOP, out of the command table. <https://modern.ircdocs.horse/#help-message>
extension Network {
    func help(_ session: Session, _ message: Message) {
        guard let subject = message.text(at: 0), !subject.isEmpty, subject != "*" else { return sendIndex(to: session) }
        let command = Command(stringLiteral: subject.uppercased())
        guard let rule = rule(of: command, for: session) else {
            return reply(session, .helpNotFound, shown(subject), "No help is known for that")
        }
        let name = rule.command.name
        reply(session, .helpStart, name, rule.syntax.isEmpty ? name : "\(name) \(rule.syntax)")
        reply(session, .helpText, name, rule.summary)
        if case .operators(let rights) = rule.access {
            let words = rights.isEmpty ? "" : " with the right '\(rights.names.joined(separator: ","))'"
            reply(session, .helpText, name, "For IRC operators\(words) only.")
        }
        reply(session, .endOfHelp, name, "End of /HELP")
    }

    private func sendIndex(to session: Session) {
        reply(session, .helpStart, "*", "Commands; HELP <command> tells what one does")
        var line = ""
        for name in commands.keys.filter({ rule(of: $0, for: session) != nil }).map(\.name).sorted() {
            if line.utf8.count + name.utf8.count > 70 {
                reply(session, .helpText, "*", line)
                line = ""
            }
            line += line.isEmpty ? name : " " + name
        }
        reply(session, .helpText, "*", line)
        reply(session, .endOfHelp, "*", "End of /HELP")
    }
}
