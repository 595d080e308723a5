import Protocol

/// `/exec`: a command of the person's own system, whose output is shown to them or said to others. The shell runs it.
extension ClientSession {
    /// Rows of its output that are shown at most.
    private static var maxShownRows: Int { 100 }
    /// Rows of its output that are said at most.
    private static var maxSaidRows: Int { 20 }

    mutating func exec(_ command: String, _ words: [String], isSaid: Bool, in buffer: Buffer) -> SubmitOutcome {
        if isSaid {
            guard phase == .online else { return .notSent(reason: offlineReason) }
            if let reason = whyNotSend(in: buffer) { return .notSent(reason: reason) }
        }
        let environment = [ShellVariable.room.rawValue: buffer.name, ShellVariable.nick.rawValue: nick]
        emit(
            .execute(
                CommandExecution(
                    command: command, words: words, environment: environment, buffer: buffer.id, isSaid: isSaid,
                    serverNumber: serverNumber)))
        return .done
    }

    /// Takes the output of a command that has ended. What is said is text, whatever it begins with: it is no command.
    package mutating func executed(_ execution: CommandExecution, _ output: CommandOutput, at now: Timestamp) {
        if execution.isSaid {
            sayOutput(output, of: execution, at: now)
        } else {
            let rows = output.rows
            for row in rows.prefix(Self.maxShownRows) { note(row, in: execution.buffer, at: now) }
            tellRest(rows.count - Self.maxShownRows, isCut: output.isCut, "shown", of: execution, at: now)
            if rows.isEmpty, output.problem == nil {
                note("“\(Self.shown(execution))” is done, and printed nothing.", in: execution.buffer, at: now)
            }
        }
        if let problem = output.problem { tellProblem(problem, of: execution, at: now) }
    }

    private mutating func sayOutput(_ output: CommandOutput, of execution: CommandExecution, at now: Timestamp) {
        let rows = output.rows.filter { !$0.isEmpty }
        guard !rows.isEmpty else {
            guard output.problem == nil else { return }
            return tellProblem("It printed nothing, so nothing was said.", of: execution, at: now)
        }
        let text = rows.prefix(Self.maxSaidRows).joined(separator: "\n")
        guard execution.serverNumber == serverNumber, let buffer = buffers[execution.buffer] else {
            return tellProblem("Not said: the buffer is closed.", of: execution, at: now)
        }
        guard phase == .online else { return tellProblem("Not said: not connected.", of: execution, at: now) }
        let refusal = reasonNotToSay(invitationIn: text)
        let outcome = refusal.map { .notSent(reason: $0) } ?? say(text, as: .message, in: buffer, at: now)
        if case .notSent(let reason) = outcome { return tellProblem("Not said: \(reason)", of: execution, at: now) }
        tellRest(rows.count - Self.maxSaidRows, isCut: output.isCut, "said", of: execution, at: now)
    }

    /// Tells how much of the output is left out, if anything is.
    private mutating func tellRest(
        _ count: Int, isCut: Bool, _ verb: String, of execution: CommandExecution, at now: Timestamp
    ) {
        guard count > 0 || isCut else { return }
        let number = isCut ? "More lines" : count == 1 ? "1 more line" : "\(count) more lines"
        note("\(number) of “\(Self.shown(execution))” not \(verb).", in: execution.buffer, at: now)
    }

    private mutating func tellProblem(_ problem: String, of execution: CommandExecution, at now: Timestamp) {
        note("“\(Self.shown(execution))”: \(problem)", kind: .error, in: execution.buffer, at: now)
    }

    /// The command as it is named in words about it: its beginning.
    private static func shown(_ execution: CommandExecution) -> String {
        let text = DrawableText.plain(execution.command)
        return text.count > 40 ? text.prefix(39) + "…" : text
    }
}
