import Client
import Protocol

/// A line in words alone: its sender and its text, the line that it answers, and the changes to it since.
struct LinearLineFormatter {
    let formatter: LineFormatter

    /// Rows of one message that are told; of more, the rest is left out.
    private static let maxRows = 50

    /// The rows of a line. The first has `lead` before it.
    func rows(_ line: Line, lead: String) -> [String] {
        let remedy = line.canBeResent ? "an empty line sends it again" : "type it again"
        let state = line.isPerhapsNotSent ? " (perhaps not sent; \(remedy))" : ""
        var rows = body(line).prefix(Self.maxRows).enumerated().map { place, row in
            (place == 0 ? lead : "") + row + state
        }
        let reactions = line.reactions.map { DrawableText.plain($0.text) + ($0.count > 1 ? " \($0.count)" : "") }
        if !reactions.isEmpty { rows.append("reactions: " + reactions.joined(separator: ", ")) }
        return rows
    }

    /// The changes to a line since it was told: the reactions put under it, with their senders, or the person who took it back.
    func updates(of line: Line, since before: [Reaction], wasTakenBack: Bool) -> [String] {
        if let redaction = line.redaction {
            return wasTakenBack ? [] : ["what \(DrawableText.plain(line.sender)) said was \(takenBack(redaction))"]
        }
        return line.reactions.flatMap { reaction in
            let known = before.first { $0.text == reaction.text }?.senders ?? []
            return reaction.senders.filter { !known.contains($0) }.map {
                "\(DrawableText.plain($0)) reacts \(DrawableText.plain(reaction.text)) to \(excerpt(of: line))"
            }
        }
    }

    private func body(_ line: Line) -> [String] {
        let who = DrawableText.plain(line.sender) + (line.flags.contains(.bot) ? " (bot)" : "")
        // Parted before it is made harmless: that takes the breaks away.
        var rows = line.kind.isTalk ? line.rows.map { DrawableText.plain(String($0)) } : [formatter.wording(line)]
        if let redaction = line.redaction { rows = [takenBack(redaction)] }
        let answers =
            line.quote.map { " replies to " + ($0.sender.isEmpty ? "an earlier message" : words(of: $0)) } ?? ""
        let audience = line.audienceMark.map { " (\($0))" } ?? ""
        switch line.kind {
        case .message: rows[0] = "\(who)\(audience)\(answers): \(rows[0])"
        case .notice: if !who.isEmpty { rows[0] = "\(who)\(audience), notice: \(rows[0])" }
        case .action: rows[0] = "\(who)\(audience) \(rows[0])"
        case .error: rows[0] = "error: \(rows[0])"
        case .join, .part, .quit, .kick, .nick, .topic, .mode, .invite, .info, .greeting, .gap: break
        }
        return rows
    }

    private func words(of quote: Quote) -> String {
        "\(DrawableText.plain(quote.sender)) (\(short(DrawableText.plain(quote.excerpt))))"
    }

    private func excerpt(of line: Line) -> String {
        "\(DrawableText.plain(line.sender)): \(short(DrawableText.plain(String(line.rows.first ?? ""))))"
    }

    private func takenBack(_ redaction: Redaction) -> String {
        let by = redaction.by.isEmpty ? "" : " by \(DrawableText.plain(redaction.by))"
        let reason = redaction.reason.isEmpty ? "" : " (\(DrawableText.plain(redaction.reason)))"
        return "deleted\(by)\(reason)"
    }

    /// Its first words.
    private func short(_ text: String) -> String { text.count > 60 ? text.prefix(59) + "…" : text }
}
