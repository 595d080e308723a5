import Client
import Protocol

/// The programs of the person's own that are run for lines: `[[hook]]` in `tui.toml`.
extension App {
    /// Seconds that a program has.
    private static var hookSeconds: Int64 { 5 }
    /// Bytes of its output that are looked at for the cause where it fails.
    private static var maxHookOutput: Int { 1024 }

    func callHooks(_ line: HookedLine, of network: NetworkID) {
        for hook in line.hooks where preferences.hooks.indices.contains(hook) {
            programs.hooks.add(hook, input: Array(Self.json(line, network: chat.name(of: network)).utf8))
        }
        runNextHook()
    }

    private func runNextHook() {
        guard programEnd == .running, let call = programs.hooks.next() else { return }
        let run = ProgramRun(
            words: preferences.hooks[call.hook].run, input: call.input, seconds: Self.hookSeconds,
            maxOutputBytes: Self.maxHookOutput)
        world.programs.run(run) { [loop = world.loop] outcome in
            loop.enqueue { [self] in hookEnded(call.hook, outcome) }
        }
    }

    private func hookEnded(_ hook: Int, _ outcome: ProgramOutcome) {
        let program = DrawableText.plain(preferences.hooks[hook].run[0])
        let failure = outcome.problem(seconds: Self.hookSeconds).map { problem in
            let cause = CommandOutput(bytes: outcome.output).rows.first { !$0.isEmpty }.map { ": \($0)" } ?? "."
            return "The hook “\(program)” \(problem)\(cause)"
        }
        if programs.hooks.ended(hook, failure: failure), let failure { tellOfHooks(failure) }
        let omitted = programs.hooks.takeOmitted()
        if omitted > 0 {
            tellOfHooks("Hooks took too long: for \(omitted == 1 ? "one line" : "\(omitted) lines") nothing was run.")
        }
        runNextHook()
    }

    private func tellOfHooks(_ words: String) {
        guard programEnd == .running else { return }
        tell(words, .error, in: BufferAddress(chat.shown.network, .server))
        carryOut()
        drawSoon()
    }

    /// The kind of a line as a program reads it. These words are part of what hooks rely on.
    private static func word(for kind: LineKind) -> String {
        switch kind {
        case .message: "message"
        case .action: "action"
        case .notice: "notice"
        case .join: "join"
        case .part: "part"
        case .quit: "quit"
        case .kick: "kick"
        case .nick: "nick"
        case .topic: "topic"
        case .mode: "mode"
        case .invite: "invite"
        case .info: "info"
        case .error: "error"
        case .gap: "gap"
        case .greeting: "greeting"
        }
    }

    /// A line as a program reads it.
    static func json(_ line: HookedLine, network: String) -> String {
        let parts = [
            ("time", line.time.iso8601), ("network", network), ("room", line.room), ("kind", word(for: line.kind)),
            ("nick", line.nick), ("text", line.text), ("msgid", line.messageID),
        ]
        return JSONLine.object(
            parts.filter { $0.0 != "msgid" || !$0.1.isEmpty }, flags: line.isMention ? ["mention"] : [])
    }
}
