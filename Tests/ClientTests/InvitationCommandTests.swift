import Protocol
import Testing

@testable import Client

@Suite("Making invitations") struct InvitationCommandTests {
    private static let told = "grillo://10.0.0.1:6697/%23home?key=\(String(repeating: "A", count: 43))&invite=hush"

    @Test func `Without a nick, a link is asked for where the server makes them`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=# INVITATIONS")
        #expect(talk.enter("/invite") == .done)
        #expect(talk.enter("/invite #other") == .done)
        #expect(talk.enter("/invite bob") == .done)
        #expect(talk.sent() == ["INVITATION CREATE #home", "INVITATION CREATE #other", "INVITE bob #home"])
        var other = TestSession.inChannel()
        guard case .notSent(let reason) = other.enter("/invite") else {
            Issue.record("it was sent")
            return
        }
        #expect(reason.contains("/invite nick"))
    }

    @Test func `The link stands alone in its room, as it is`() {
        var talk = TestSession.inChannel(isupport: "CHANTYPES=# INVITATIONS")
        talk.enter("/invite")
        talk.hear(":s INVITATION CREATED 1a #home 1 2026-12-01T10:00:00.000Z * :\(Self.told)")
        #expect(talk.lines().last == "info : \(Self.told)")
        #expect(talk.lines().dropLast().last?.contains("one person in, until 2026-12-01") == true)
    }

    @Test func `Whoever came from elsewhere hands on the name they came by`() {
        var configuration = SessionConfiguration(nicks: ["ada"], channels: ["#home"], hostLabel: "chat.test")
        configuration.publicHost = "chat.test"
        configuration.publicPort = 7000
        var session = ClientSession(configuration: configuration, seed: 1)
        let now = Timestamp(milliseconds: 0)
        session.start(at: now)
        session.connected(isPrivate: true, isSecure: true, at: now)
        let line = ":s INVITATION CREATED 1a * 3 * * :\(Self.told)\r\n"
        Array(line.utf8).withUnsafeBytes { session.received($0, at: now) }
        let buffer = session.buffers[0]
        let link = InvitationLink(buffer.line(at: buffer.lineCount - 1).text)
        #expect(link?.host == "chat.test" && link?.port == 7000 && link?.secret == "hush" && link?.channel == "#home")
    }

    @Test func `A refused nick is told of in the first room, once`() {
        var talk = TestSession(nicks: ["björn"])
        talk.connect()
        talk.hear(":s CAP * LS :", ":s 432 * björn :Erroneous nickname", ":s 001 bjrn :Hi", ":s 422 bjrn :none")
        talk.hear(":bjrn!u@h JOIN #home")
        let told = talk.lines().filter { $0.contains("You are bjrn here: björn is not available") }
        #expect(told.count == 1)
    }

    @Test func `For what a buffer calls is said, told and kept`() {
        var talk = TestSession.inChannel()
        talk.enter("/notify")
        #expect(talk.lines().last?.contains("notified here of mentions") == true)
        talk.enter("/notify all")
        talk.hear(":bob!u@h PRIVMSG #home :anything")
        #expect(talk.actions.contains { if case .mention = $0 { true } else { false } })
        #expect(talk.session.savedSession(at: talk.now).notificationLevels["#home"] == .all)
        #expect(talk.enter("/notify loud") != .done)
    }
}
