import Client
import Protocol
import TUI
import Testing

/// Sessions in which something has happened, for the pictures.
extension ClientSession {
    /// Two days, four people, a join or two, and a link.
    static func busyLobby() -> ClientSession {
        var session = ClientSession.inLobby("@mara +bo ana zoltan", topic: "Be kind")
        for number in 1...30 {
            let time = noon.advanced(bySeconds: Int64(number) * 20)
            session.hear(from: number % 3 == 0 ? "bo" : "mara", "line \(number) of the morning", at: time)
        }
        let later = noon.advanced(bySeconds: 86_400)
        for nick in ["q1", "q2", "q3"] { session.hear(":\(nick)!u@h JOIN #lobby", at: later) }
        session.hear(":q2!u@h QUIT :bye", at: later)
        session.hear(from: "bo", "ana: see https://example.org/a/b please", at: later.advanced(bySeconds: 60))
        session.hear(":bo!u@h PART #lobby", at: later.advanced(bySeconds: 70))
        session.hear(from: "mara", "so quiet", at: later.advanced(bySeconds: 80))
        return session
    }
}

/// Draws a busy room at 80x24, 50x14 and 24x6 after something was done in it, and compares with three pictures.
func check(
    act: (inout Screen, inout ClientSession) -> Void, _ expected: [String],
    sourceLocation: SourceLocation = #_sourceLocation
) {
    for ((width, height), expected) in zip([(80, 24), (50, 14), (24, 6)], expected) {
        var session = ClientSession.busyLobby()
        var screen = Screen.forTests(width, height)
        _ = screen.draw(session, at: noon)
        act(&screen, &session)
        let picture = screen.picture(session)
        #expect(picture == rows(expected), "\n\(picture)\n", sourceLocation: sourceLocation)
    }
}
