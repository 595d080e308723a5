import Client
import Protocol
import TUI

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
