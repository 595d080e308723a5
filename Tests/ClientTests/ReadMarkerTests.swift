import Protocol
import Testing

@testable import Client

@Suite struct ReadMarkerTests {
    static let capabilities = HistoryTests.capabilities + " draft/read-marker"

    @Test func `What is unread stays until its place has been on the screen`() {
        var talk = TestSession.inChannel()
        talk.readAll()
        talk.session.setVisible(.server)
        for number in 0..<10 { talk.hear(":bob!b@h PRIVMSG #home :\(number)") }
        talk.session.setVisible(talk.id)
        guard let buffer = talk.buffer("#home"), let first = buffer.firstUnread else {
            Issue.record("nothing is unread")
            return
        }
        let end = buffer.lineCount
        // The newest are seen; the first unread is further up.
        talk.session.linesShown(buffer.id(at: end - 3), through: buffer.id(at: end - 1), in: talk.id, at: talk.now)
        #expect(talk.buffer("#home")?.unread == 10)
        #expect(talk.buffer("#home")?.firstUnread == first)
        // It is reached, with two more it.
        talk.session.linesShown(buffer.id(at: end - 11), through: buffer.id(at: end - 8), in: talk.id, at: talk.now)
        #expect(talk.buffer("#home")?.unread == 7)
        #expect(talk.buffer("#home")?.unreadRule == first)
        talk.readAll()
        #expect(talk.buffer("#home")?.unread == 0)
        #expect(talk.buffer("#home")?.unreadRule == first)
        talk.session.setVisible(.server)
        #expect(talk.buffer("#home")?.unreadRule == nil)
    }

    @Test
    func
        `Where one looks, no rule comes between the lines that come; where one does not, or looks further up, it does`()
    {
        var talk = TestSession.inChannel()
        talk.readAll()
        talk.hear(":bob!b@h PRIVMSG #home :1")
        #expect(talk.buffer("#home")?.unreadRule == nil)
        talk.readAll()
        talk.session.hasFocus = false
        talk.hear(":bob!b@h PRIVMSG #home :2")
        #expect(talk.buffer("#home")?.unreadRule == talk.buffer("#home")?.id(at: 2))
        talk.session.markRead(in: talk.id, at: talk.now)
        #expect(talk.buffer("#home")?.unreadRule == nil)
        talk.session.hasFocus = true
        talk.hear(":bob!b@h PRIVMSG #home :3", ":bob!b@h PRIVMSG #home :4")
        guard let buffer = talk.buffer("#home") else { return }
        talk.session.linesShown(buffer.id(at: 0), through: buffer.id(at: 2), in: talk.id, at: talk.now)
        #expect(talk.buffer("#home")?.unreadRule == buffer.id(at: 3))
        #expect(talk.buffer("#home")?.unread == 2)
    }

    @Test func `Lines under way are not what has been read to`() {
        var talk = TestSession.inChannel(capabilities: "echo-message")
        talk.enter("mine")
        talk.readAll()
        talk.hear(":bob!b@h PRIVMSG #home :other")
        talk.session.markRead(in: talk.id, at: talk.now)
        talk.hear(":bob!b@h PRIVMSG #home :more")
        #expect(talk.buffer("#home")?.unread == 1)
        guard let buffer = talk.buffer("#home") else { return }
        talk.session.linesShown(buffer.id(at: 0), through: buffer.id(at: 1), in: talk.id, at: talk.now)
        #expect(talk.buffer("#home")?.unread == 1)
    }

    @Test func `Without more ado all can be marked as read`() {
        var talk = TestSession.inChannel()
        for number in 0..<10 { talk.hear(":bob!b@h PRIVMSG #home :ada \(number)") }
        #expect(talk.buffer("#home")?.mentions == 10)
        talk.session.markRead(in: talk.id, at: talk.now)
        #expect(talk.buffer("#home")?.unread == 0)
        #expect(talk.buffer("#home")?.mentions == 0)
    }

    @Test func `What was read is said to the server, once`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.answerBackgroundRequests()
        talk.hear("@" + HistoryTests.said(10), "@" + HistoryTests.said(20))
        talk.forget()
        talk.readAll()
        talk.pass(seconds: 1)
        #expect(talk.sent() == ["MARKREAD #home timestamp=2023-11-14T21:57:00.000Z"])
        talk.readAll()
        talk.pass(seconds: 1)
        #expect(talk.sent() == [])
    }

    @Test func `What was read on another screen is read here, and nothing goes back`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        for second in [10, 20, 30] { talk.hear("@" + HistoryTests.said(second)) }
        talk.hear(":s MARKREAD #home timestamp=2023-11-14T21:57:00.000Z")
        #expect(talk.buffer("#home")?.unread == 1)
        talk.hear(":s MARKREAD #home timestamp=2023-11-14T21:56:00.000Z", ":s MARKREAD #home *", "MARKREAD #home x")
        #expect(talk.buffer("#home")?.unread == 1)
    }

    @Test func `On entering, the server's marker says what of the first page is new`() {
        var talk = TestSession()
        talk.connect()
        talk.welcome(capabilities: Self.capabilities, isupport: "CHANTYPES=# CASEMAPPING=ascii")
        talk.hear(":ada!a@h JOIN #home", ":s MARKREAD #home timestamp=2023-11-14T21:56:42.000Z")
        talk.play([1, 2, 3, 4])
        #expect(talk.buffer("#home")?.unread == 2)
        let first = talk.buffer("#home")?.firstUnread.flatMap { talk.buffer("#home")?.scrollback[$0]?.text }
        #expect(first == "text 3")
    }

    @Test(arguments: [false, true])
    func `A marker that comes late moves the end back that was assumed, unless more was read meanwhile`(
        hasReadMore: Bool
    ) {
        var scrollback = Scrollback()
        var ids: [LineID] = []
        for second in 0..<4 {
            ids.append(scrollback.append(LineContent(time: Timestamp(seconds: Int64(second)), kind: .message)))
        }
        var position = ReadPosition()
        position.setUnreadSince(Timestamp(seconds: 2))
        let isApplied = position.newestPageArrived(in: scrollback)
        #expect(isApplied && position.end == ids[3])
        if hasReadMore { position.moveEnd(to: scrollback.endID) }
        _ = position.take(Timestamp(seconds: 0), in: scrollback)
        #expect(position.end == (hasReadMore ? scrollback.endID : ids[1]))
        // It is known by now.
        _ = position.take(Timestamp(seconds: 1), in: scrollback)
        #expect(position.end == (hasReadMore ? scrollback.endID : ids[2]))
    }

    @Test func `Of a talk with one person the marker is asked for`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.answerBackgroundRequests()
        talk.enter("/query bob")
        #expect(talk.sent() == ["CHATHISTORY LATEST bob * 100"])
        talk.hear(":s BATCH +h chathistory bob", ":s BATCH -h")
        #expect(talk.sent() == ["MARKREAD bob"])
    }

    // MARK: Leaving

    /// A room of which ten lines have come while another buffer was on the screen; it is on the screen now.
    private static func visited() -> TestSession {
        var talk = TestSession.inChannel()
        talk.readAll()
        talk.session.setVisible(.server)
        for number in 0..<10 {
            talk.hear(number == 2 ? ":bob!b@h PRIVMSG #home :ada \(number)" : ":bob!b@h PRIVMSG #home :\(number)")
        }
        talk.session.setVisible(talk.id)
        return talk
    }

    /// Some lines are on the screen, by their places.
    private static func show(_ top: Int, through bottom: Int, in talk: inout TestSession) {
        guard let buffer = talk.buffer("#home") else { return }
        talk.session.linesShown(buffer.id(at: top), through: buffer.id(at: bottom), in: talk.id, at: talk.now)
    }

    @Test
    func `A room that is left with its newest line in sight is read, and the rule stays until something new comes`() {
        var talk = Self.visited()
        guard let first = talk.buffer("#home")?.firstUnread, let end = talk.buffer("#home")?.lineCount else { return }
        Self.show(end - 3, through: end - 1, in: &talk)
        #expect(talk.buffer("#home")?.unread == 10)
        talk.session.setVisible(.server)
        #expect(talk.buffer("#home")?.unread == 0)
        #expect(talk.buffer("#home")?.mentions == 0)
        #expect(talk.buffer("#home")?.firstUnread == nil)
        #expect(talk.buffer("#home")?.unreadRule == first)
        // Another visit that does not go up to it leaves it there.
        talk.session.setVisible(talk.id)
        Self.show(end - 3, through: end - 1, in: &talk)
        talk.session.setVisible(.server)
        #expect(talk.buffer("#home")?.unreadRule == first)
        talk.hear(":bob!b@h PRIVMSG #home :new")
        #expect(talk.buffer("#home")?.unread == 1)
        #expect(talk.buffer("#home")?.unreadRule == talk.buffer("#home")?.id(at: end))
    }

    @Test func `Once the place that was passed over has been in sight, the rule goes with the visit`() {
        var talk = Self.visited()
        guard let end = talk.buffer("#home")?.lineCount else { return }
        Self.show(end - 3, through: end - 1, in: &talk)
        talk.session.setVisible(.server)
        talk.session.setVisible(talk.id)
        Self.show(end - 10, through: end - 5, in: &talk)
        #expect(talk.buffer("#home")?.unreadRule == talk.buffer("#home")?.id(at: end - 10))
        talk.session.setVisible(.server)
        #expect(talk.buffer("#home")?.unreadRule == nil)
    }

    @Test func `A room that is left by a reader further up, or that was never drawn, stays unread`() {
        var talk = Self.visited()
        guard let end = talk.buffer("#home")?.lineCount else { return }
        talk.session.setVisible(.server)
        #expect(talk.buffer("#home")?.unread == 10)
        talk.session.setVisible(talk.id)
        Self.show(end - 3, through: end - 1, in: &talk)
        Self.show(end - 5, through: end - 2, in: &talk)
        talk.session.setVisible(.server)
        #expect(talk.buffer("#home")?.unread == 10)
    }

    @Test func `Lines that come while the person is away are unread when the room is left`() {
        var talk = Self.visited()
        guard let end = talk.buffer("#home")?.lineCount else { return }
        Self.show(end - 3, through: end - 1, in: &talk)
        talk.session.hasFocus = false
        talk.hear(":bob!b@h PRIVMSG #home :1", ":bob!b@h PRIVMSG #home :2")
        talk.session.setVisible(.server)
        #expect(talk.buffer("#home")?.unread == 2)
        #expect(talk.buffer("#home")?.firstUnread == talk.buffer("#home")?.id(at: end))
        #expect(talk.buffer("#home")?.unreadRule == talk.buffer("#home")?.id(at: end))
    }

    @Test func `Who comes and goes below the newest message does not keep the room unread`() {
        var talk = Self.visited()
        guard let end = talk.buffer("#home")?.lineCount else { return }
        talk.hear(":eve!e@h JOIN #home", ":eve!e@h PART #home")
        Self.show(end - 3, through: end - 1, in: &talk)
        talk.session.setVisible(.server)
        #expect(talk.buffer("#home")?.unread == 0)
    }

    @Test func `The server is told of what was read by leaving, and its answer moves no rule`() {
        var talk = TestSession.inChannel(capabilities: Self.capabilities)
        talk.answerBackgroundRequests()
        talk.readAll()
        talk.session.setVisible(.server)
        talk.hear("@" + HistoryTests.said(10), "@" + HistoryTests.said(20))
        talk.session.setVisible(talk.id)
        let rule = talk.buffer("#home")?.unreadRule
        #expect(rule != nil)
        guard let end = talk.buffer("#home")?.lineCount else { return }
        Self.show(end - 1, through: end - 1, in: &talk)
        talk.session.setVisible(.server)
        talk.forget()
        talk.pass(seconds: 1)
        #expect(talk.sent() == ["MARKREAD #home timestamp=2023-11-14T21:57:00.000Z"])
        talk.hear(":s MARKREAD #home timestamp=2023-11-14T21:57:00.000Z")
        #expect(talk.buffer("#home")?.unread == 0)
        #expect(talk.buffer("#home")?.unreadRule == rule)
    }
}
