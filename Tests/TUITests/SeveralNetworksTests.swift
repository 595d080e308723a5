import Client
import Protocol
import TUI
import Testing

/// A screen over two networks: `#lobby` of the first is shown, and the person is in `#tea` on the second.
@Suite struct SeveralNetworksTests {
    private var chat: ChatModel
    private let second = NetworkID(1)
    private var screen = Screen.forTests(120, 24)

    init() {
        chat = ChatModel(ClientSession.inLobby())
        var other = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "irc.other"), seed: 2,
            network: chat.nextNetwork)
        other.start(at: noon)
        other.connected(at: noon)
        other.hear(
            ":srv CAP * LS :", ":srv 001 ana :Welcome", ":ana!u@h JOIN #tea", ":srv 366 ana #tea :End",
            ":bo!u@h PRIVMSG #tea :green or black")
        chat.add(other)
    }

    private var tea: BufferAddress { BufferAddress(second, BufferID(1)) }

    @Test mutating func `The pane shows the buffers of all networks, network by network, with a blank row between two`()
    {
        let rows = screen.draw(chat, at: noon).text.split(separator: "\n").map { $0.prefix(8) }
        let first = rows.firstIndex { $0.hasPrefix(" 1 ") } ?? 0
        #expect(rows[first...].prefix(5) == [" 1 local", " 2 #lobb", "        ", " 3 irc.o", " 4 #tea "])
    }

    @Test mutating func `Rooms of one name have their network before it, as long as there are two`() {
        chat[second].hear(":ana!u@h JOIN #Lobby")
        #expect(
            screen.draw(chat, at: noon).text.contains("local") && chat.name(of: chat.shownBuffer) == "localhost/#lobby")
        #expect(chat[second].buffers.map { chat.name(of: $0) } == ["irc.other", "#tea", "irc.other/#Lobby"])
        _ = chat[second].submit("/close", in: BufferID(2), at: noon)
        #expect(chat.name(of: chat.shownBuffer) == "#lobby")
    }

    @Test func `Where a name is too wide for the list, the network goes and not the room, and a port stays`() {
        var chat = ChatModel(ClientSession.inLobby())
        var other = ClientSession(
            configuration: SessionConfiguration(nicks: ["ana"], channels: [], hostLabel: "chat.example.org:7002"),
            seed: 2, network: chat.nextNetwork)
        other.start(at: noon)
        other.connected(at: noon)
        other.hear(":srv CAP * LS :", ":srv 001 ana :Welcome", ":ana!u@h JOIN #lobby", ":srv 366 ana #lobby :End")
        chat.add(other)
        var screen = Screen.forTests(120, 24)
        let rows = screen.draw(chat, at: noon).text.split(separator: "\n").map { $0.prefix(18) }
        let first = rows.firstIndex { $0.hasPrefix(" 1 ") } ?? 0
        #expect(
            rows[first...].filter { $0.contains { $0 != " " } }.prefix(4).map {
                $0.split(separator: " ").joined(separator: " ")
            } == ["1 localhost", "2 #lobby", "3 chat.exa…:7002", "4 #lobby"])
    }

    @Test func `Whom one does not hear is kept by server, and the list of before holds until one changes it`() {
        var state = SavedState("ignored\teve!*@*\n")
        var memory = state.memory(server: "one")
        #expect(memory.ignored == ["eve!*@*"] && state.memory(server: "two").ignored == ["eve!*@*"])
        memory.ignored = []
        state.take(memory, server: "one")
        state = SavedState(state.text)
        #expect(state.memory(server: "one").ignored.isEmpty && state.memory(server: "two").ignored == ["eve!*@*"])
        memory.ignored = ["bob!*@*"]
        state.take(memory, server: "two")
        state = SavedState(state.text)
        #expect(state.memory(server: "two").ignored == ["bob!*@*"] && state.memory(server: "one").ignored.isEmpty)
    }

    @Test mutating func `A link to a chat server is asked about, and one of the web is opened`() throws {
        chat[.first].hear(from: "bo", "ircs://chat.example.org:6697/#den?key=hush")
        _ = screen.draw(chat, at: noon)
        for key in [Key.tab, .character("o")] { _ = screen.handle(.key(key), chat) }
        let text = screen.draw(chat, at: noon).text
        #expect(text.contains("Connect to chat.example.org:6697 and enter #den?"))
        _ = screen.handle(.key(.character("y")), chat)
        let intents = screen.handle(.key(.enter), chat)
        let question = try #require(try LinkQuestion("ircs://chat.example.org:6697/#den?key=hush"))
        #expect(intents == [.followLink(true, question)])
        chat[.first].hear(from: "bo", "https://example.org/")
        _ = screen.draw(chat, at: noon)
        _ = screen.handle(.key(.tab), chat)
        #expect(screen.handle(.key(.character("o")), chat) == [.open(url: "https://example.org/")])
    }

    @Test mutating func `A network that is put away leaves nothing to be asked or shown`() {
        chat.show(chat.shownBuffer.address)
        screen.ask(SaveAccountQuestion(network: second, account: "ana", place: "irc.other"))
        let isRemoved = chat.remove(second)
        #expect(isRemoved)
        screen.forget(second, chat)
        #expect(!screen.isAsking && chat[tea] == nil)
        #expect(!screen.draw(chat, at: noon).text.contains("irc.other"))
    }

    @Test mutating func `A number goes to a buffer of another network`() {
        #expect(screen.handle(.key(.alt("4")), chat) == [.show(tea)])
    }

    @Test mutating func `Behind the last buffer of a network comes the first of the next`() {
        #expect(screen.handle(.key(.control("n")), chat) == [.show(BufferAddress(second, .server))])
    }

    @Test mutating func `News in another network are gone to`() {
        #expect(screen.handle(.key(.alt("a")), chat) == [.show(tea)])
    }

    @Test mutating func `The list of buffers finds one of another network`() {
        _ = screen.handle(.key(.alt("k")), chat)
        for letter in "tea".unicodeScalars { _ = screen.handle(.key(.character(letter)), chat) }
        #expect(screen.handle(.key(.enter), chat) == [.show(tea)])
    }

    @Test
    mutating func `An open list of buffers shows what comes and goes, with its numbers, and keeps what is chosen`() {
        _ = screen.handle(.key(.alt("k")), chat)
        #expect(screen.draw(chat, at: noon).text.contains("▸ 4  #tea  1 new"))
        chat[.first].hear(":ana!u@h JOIN #attic")
        chat[second].hear(":bo!u@h PRIVMSG #tea :ana: green?")
        let text = screen.draw(chat, at: noon).text
        #expect(text.contains("▸ 5  #tea  2 new !") && text.contains("  3  #attic"))
        _ = chat[.first].submit("/close", in: BufferID(2), at: noon)
        #expect(screen.draw(chat, at: noon).text.contains("▸ 4  #tea  2 new !"))
        #expect(screen.handle(.key(.enter), chat) == [.show(tea)])
    }

    @Test
    mutating func
        `An open list of buffers keeps the letters that it is searched for, and its place where what was chosen is gone`()
    {
        _ = screen.handle(.key(.alt("k")), chat)
        for letter in "#t".unicodeScalars { _ = screen.handle(.key(.character(letter)), chat) }
        chat[.first].hear(":ana!u@h JOIN #tap")
        #expect(screen.draw(chat, at: noon).text.contains("▸ 5  #tea"))
        let isRemoved = chat.remove(second)
        #expect(isRemoved)
        let text = screen.draw(chat, at: noon).text
        #expect(text.contains("▸ 3  #tap") && text.contains("› #t") && !text.contains("#tea"))
        #expect(screen.handle(.key(.enter), chat) == [.show(BufferAddress(.first, BufferID(2)))])
    }

    @Test func `A search everywhere looks into all networks`() {
        var search = LocalSearch("green", in: nil, of: chat)
        while !search.isComplete { search.step(in: chat) }
        #expect(search.hits.map(\.buffer) == [tea])
    }

    @Test mutating func `What the server of another network found is shown, and opened there`() throws {
        chat[second].hear(":srv CAP ana NEW :batch soju.im/search", ":srv CAP ana ACK :batch soju.im/search")
        #expect(chat[second].searchServer("green", in: nil, at: noon) == .done)
        chat[second].hear(
            ":srv BATCH +q soju.im/search", "@batch=q :bo!u@h PRIVMSG #tea :green or black", ":srv BATCH -q")
        let found = try #require(chat[second].serverSearch?.found.first)
        screen.showFound(chat, of: second)
        #expect(screen.draw(chat, at: noon).text.contains("found by the server"))
        #expect(screen.handle(.key(.enter), chat) == [.openFound(found, second)])
    }

    @Test mutating func `Words on the screen stay when another network is shown that is offline`() {
        chat[second].disconnected(cause: "the server is gone", at: noon)
        screen.showNote("look here")
        _ = screen.draw(chat, at: noon)
        screen.willShow(tea, chat)
        chat.show(tea)
        #expect(screen.draw(chat, at: noon).text.contains("look here"))
    }

    @Test mutating func `A line in another network is drawn at once`() {
        _ = screen.draw(chat, at: noon)
        chat[second].hear(":bo!u@h PRIVMSG #tea :ana: tea?")
        #expect(screen.draw(chat, at: noon).text.contains("2!"))
    }

    @Test mutating func `A reaction goes to the message that it was begun for, whatever is shown by then`() {
        chat[.first].hear(
            ":srv CAP ana NEW :message-tags", ":srv CAP ana ACK :message-tags",
            "@msgid=1 :mara!u@h PRIVMSG #lobby :good morning")
        let lobby = chat.shownBuffer.address
        let message = chat.shownBuffer.line(at: chat.shownBuffer.lineCount - 1).id
        _ = screen.draw(chat, at: noon)
        for key in [Key.tab, .character("+")] { _ = screen.handle(.key(key), chat) }
        screen.willShow(tea, chat)
        chat.show(tea)
        _ = screen.draw(chat, at: noon)
        #expect(screen.handle(.key(.enter), chat) == [.react("👍", to: message, lobby)])
    }

    @Test mutating func `A draft is kept for the server of its network`() {
        screen.willShow(tea, chat)
        chat.show(tea)
        for letter in "two".unicodeScalars { _ = screen.handle(.key(.character(letter)), chat) }
        var (first, other) = (SavedState(), SavedState())
        screen.save(in: &first, server: "one", of: .first, chat: chat)
        screen.save(in: &other, server: "other", of: second, chat: chat)
        #expect(first.drafts.isEmpty)
        #expect(other.drafts == ["other #tea": "two"])
    }

    @Test mutating func `What was sent is kept for the server of its network, and stays when another is restored`() {
        screen.willShow(tea, chat)
        chat.show(tea)
        for letter in "two".unicodeScalars { _ = screen.handle(.key(.character(letter)), chat) }
        #expect(screen.handle(.key(.enter), chat) == [.submit("two", tea)])
        screen.submitted(in: tea, named: "#tea")
        var (first, other, again) = (SavedState(), SavedState(), SavedState())
        screen.save(in: &first, server: "one", of: .first, chat: chat)
        screen.save(in: &other, server: "other", of: second, chat: chat)
        #expect(first.sent.isEmpty)
        #expect(other.sent == [.init("two", in: "other #tea")])
        screen.restore(first, server: "one", of: .first)
        screen.save(in: &again, server: "other", of: second, chat: chat)
        #expect(again.sent == other.sent)
    }

    @Test mutating func `What the server before found is not shown by the search`() throws {
        chat[second].hear(":srv CAP ana NEW :batch soju.im/search", ":srv CAP ana ACK :batch soju.im/search")
        #expect(chat[second].searchServer("green", in: nil, at: noon) == .done)
        chat[second].hear(
            ":srv BATCH +q soju.im/search", "@batch=q :bo!u@h PRIVMSG #tea :green or black", ":srv BATCH -q")
        _ = screen.handle(.key(.character("x")), chat)
        screen.showFound(chat, of: second)
        _ = screen.handle(.key(.backspace), chat)
        var other = screen
        _ = other.handle(.key(.control("f")), chat)
        #expect(other.draw(chat, at: noon).text.contains("found by the server"))
        screen.forgetQuestionsOfServer(of: second)
        _ = screen.handle(.key(.control("f")), chat)
        let picture = screen.draw(chat, at: noon).text
        #expect(!picture.contains("found by the server") && picture.contains("search"))
    }

    @Test mutating func `As lines, a mention in another network is told, and the loss of its server`() {
        var view = LinearView(clock: LocalClock { _ in 0 })
        let told = view.updates(chat, at: noon)
        #expect(told.contains { $0.hasSuffix("irc.other: online as ana") })
        chat[second].hear(":bo!u@h PRIVMSG #tea :ana: tea?")
        #expect(view.updates(chat, at: noon).contains { $0.contains("in #tea") && $0.contains("ana: tea?") })
        chat[second].disconnected(cause: "lost", at: noon)
        #expect(view.updates(chat, at: noon) == ["--- irc.other: offline, trying again"])
    }

    @Test mutating func `A line that is kept goes by the state of the network that it is for`() throws {
        let lobby = chat.shownBuffer.address
        var input = LinearInput(isInteractive: true)
        input.queuesUntilJoined = false
        chat.show(tea)
        _ = input.take("hello", chat)
        chat.show(lobby)
        #expect(input.nextNetwork(chat) == second && input.nextPhase(chat) == .online)
        chat[second].disconnected(cause: "lost", at: noon)
        let line = input.takeFirst()
        input.putBack(try #require(line), chat, at: noon)
        #expect(input.isRefused(chat) && input.nextPhase(chat) != .online)
        chat[second].connected(at: noon)
        #expect(!input.isRefused(chat))
    }
}
