import Client
import Protocol
import Testing

@testable import TUI

/// Clicks on the names of rooms in messages, and on links in the topic.
@Suite struct RoomNameTests {
    private static func screen(_ width: Int = 80) -> Screen {
        Screen.forTests(width, 24) { $0.usesMouse = true }
    }

    private func draft(_ screen: Screen, _ session: ClientSession) -> String {
        screen.draft(of: session.shownBuffer.id)
    }

    @Test func `A room that is open is gone to`() {
        var session = ClientSession.inLobby(topic: nil)
        session.hear(":ana!u@h JOIN #tea")
        session.setVisible(session.buffers.id(named: "#lobby"))
        session.hear(from: "mara", "come over to (#Tea), please")
        var screen = Self.screen()
        #expect(screen.click(on: "#Tea", in: &session) == [.show(session.address(of: "#tea"))])
        #expect(session.shownBuffer.name == "#tea")
    }

    @Test func `For another the command that enters it stands in the input, and nothing is sent`() {
        var session = ClientSession.inLobby(topic: nil)
        session.hear(from: "mara", "try “#coffee”, or #cake!")
        var screen = Self.screen()
        #expect(screen.click(on: "coffee", in: &session) == [])
        #expect(draft(screen, session) == "/join #coffee" && screen.hasTyped)
        #expect(screen.picture(session).contains("\nana › /join #coffee"))
        #expect(screen.click(on: "#cake", in: &session) == [])
        // What is typed stays.
        #expect(draft(screen, session) == "/join #coffee")
        #expect(screen.picture(session).contains("/join #cake enters that room."))
    }

    @Test(arguments: ["1#tea", "#", "#a,#b", "C# is", "a/#tea", "#!"])
    func `What is no name of a room is nothing to click on`(text: String) {
        var session = ClientSession.inLobby(topic: nil)
        session.hear(from: "mara", "\(text) xyz")
        var screen = Self.screen()
        let place = screen.place(of: text + " xyz", session)
        let hash = text.distance(from: text.startIndex, to: text.firstIndex(of: "#") ?? text.startIndex)
        #expect(screen.click(at: (place.x + hash, place.y), in: &session) == [])
        #expect(draft(screen, session) == "")
    }

    @Test func `A name that does not fit into its row is no shorter name`() {
        var session = ClientSession.inLobby(topic: nil)
        let name = "#" + String(repeating: "long", count: 30)
        session.hear(from: "mara", name)
        var screen = Self.screen()
        #expect(screen.click(on: "#long", in: &session) == [])
        #expect(draft(screen, session) == "")
    }

    @Test func `The longest name that is taken has 200 bytes`() {
        for (count, isTaken) in [(199, true), (200, false)] {
            var session = ClientSession.inLobby(topic: nil)
            let name = "#" + String(repeating: "a", count: count)
            session.hear(from: "mara", name)
            var screen = Self.screen(300)
            screen.click(on: "#aaa", in: &session)
            #expect(draft(screen, session) == (isTaken ? "/join \(name)" : ""))
        }
    }

    @Test func `In an address it is a part of the address, and in a line that nobody said it is nothing`() {
        var session = ClientSession.inLobby(topic: nil)
        session.hear(from: "mara", "see https://example.org/#tea now")
        session.hear(":mara!u@h TOPIC #lobby :go to #tea")
        var screen = Self.screen()
        #expect(screen.click(on: "#tea now", in: &session) == [.open(url: "https://example.org/#tea")])
        let place = screen.place(of: "set the topic", session)
        let hash = screen.place(of: "mara set the topic: go to ", session).x + "mara set the topic: go to ".count
        #expect(screen.click(at: (hash + 1, place.y), in: &session) == [])
        #expect(draft(screen, session) == "")
    }

    @Test func `A link in the topic is opened, and the topic looks as ever`() {
        var session = ClientSession.inLobby(topic: "Notes: https://example.org/notes · be kind")
        var screen = Self.screen()
        let surface = screen.draw(session, at: noon)
        #expect(surface.text.hasPrefix(" #lobby  Notes: https://example.org/notes · be kind"))
        #expect(Set((10..<30).map { surface[$0, 0].style }).count == 1)
        #expect(screen.click(on: "example.org", in: &session) == [.open(url: "https://example.org/notes")])
        #expect(screen.click(on: "Notes", in: &session) == [])
        #expect(screen.click(on: "be kind", in: &session) == [])
    }

    @Test func `One that the topic has no room for is opened whole, and what stands behind it is no link`() {
        var session = ClientSession.inLobby(topic: "https://example.org/" + String(repeating: "a", count: 200))
        var screen = Self.screen(40)
        let links = screen.draw(session, at: noon).links.filter { $0.row == 0 }
        #expect(links.map(\.columns) == [9..<38] && links.first?.url.utf8.count == 220)
        session.hear(":mara!u@h TOPIC #lobby :\(String(repeating: "a", count: 60)) https://example.org/")
        #expect(screen.draw(session, at: noon).links.allSatisfy { $0.row > 0 })
    }

    @Test func `The topic of the buffer beside opens its link as well`() {
        var session = ClientSession.inLobby(topic: nil)
        session.hear(":ana!u@h JOIN #tea", ":srv 332 ana #tea :https://example.org/tea")
        session.setVisible(session.buffers.id(named: "#lobby"))
        var screen = Screen.forTests(140, 24) { $0.usesMouse = true }
        screen.split(with: "#tea", ChatModel(session))
        #expect(
            screen.click(on: "example.org/tea", in: &session) == [
                .show(session.address(of: "#tea")), .open(url: "https://example.org/tea"),
            ])
    }
}
