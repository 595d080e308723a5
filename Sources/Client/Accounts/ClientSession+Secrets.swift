import Protocol

/// Passwords that are said where they would be seen: who is in a room says what a line in it is.
extension ClientSession {
    /// The text that is shown of a line of ours that holds a password: see ``Secrets/masked(_:to:hasBot:)``.
    func masked(_ text: String, to target: String) -> String? {
        Secrets.masked(text, to: target, hasBot: mayHaveBot(target))
    }

    /// Whether an input line holds a password, so that it is not had again.
    package func isSecret(_ input: String, in id: BufferID) -> Bool {
        let name = buffers[id]?.name ?? ""
        return Secrets.isSecret(input, to: name, hasBot: mayHaveBot(name))
    }

    /// Whether BitlBee's bot may be in a room of that name, or in one of several: false only where it is known who is in them.
    private func mayHaveBot(_ target: String) -> Bool {
        guard target.utf8.contains(UInt8(ascii: "&")) else { return true }
        return target.split(separator: ",").prefix(8).contains { name in
            guard let buffer = buffers.id(named: roomTarget(Bytes(String(name)))).flatMap({ buffers[$0] }) else {
                return name.contains("&")
            }
            return buffer.kind == .room && (buffer.members.count < 2 || buffer.members[Service.bot] != nil)
        }
    }
}
