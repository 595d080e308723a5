import Protocol
import Testing

@testable import Client

struct ChatModelTests {
    /// Two networks, each with a room of the same name and the same number.
    private var two: ChatModel {
        var chat = ChatModel(TestSession.inChannel().session)
        var other = ClientSession(
            configuration: SessionConfiguration(nicks: ["ada"], hostLabel: "irc.other"), seed: 2,
            network: chat.nextNetwork)
        _ = other.openQuery("bob")
        chat.add(other)
        return chat
    }

    private let second = NetworkID(1)

    /// Hears from bob in the second network.
    private func hear(_ text: String, _ chat: inout ChatModel) -> Buffer {
        let bob = BufferAddress(second, BufferID(1))
        chat[second].append(
            LineContent(time: Timestamp(milliseconds: 0), kind: .message, text: Bytes(text)), to: bob.buffer)
        return chat[bob]!
    }

    @Test func `A buffer is found by its network and its number`() {
        let chat = two
        #expect(chat.networks == [.first, second])
        let (home, bob) = (BufferAddress(.first, BufferID(1)), BufferAddress(second, BufferID(1)))
        #expect(chat[home]?.name == "#home" && chat[bob]?.name == "bob")
        #expect(chat[home]?.address == home && chat[bob]?.address == bob && home != bob)
        #expect(chat[BufferAddress(second, BufferID(2))] == nil)
        #expect(chat.buffers.map(\.name) == ["irc.test", "#home", "irc.other", "bob"])
        #expect(chat.buffers.indices.allSatisfy { chat.buffers.position(of: chat.buffers[$0].address) == $0 })
        #expect(chat.buffers.position(of: BufferAddress(second, BufferID(2))) == nil)
    }

    @Test func `The network whose buffer is shown has the screen, and the other has none`() {
        var chat = two
        #expect(chat.shown.network == .first)
        chat.show(BufferAddress(second, BufferID(1)))
        #expect(chat.shown.network == second && chat.shown.visible == BufferID(1))
        #expect(chat[.first].visible == nil)
        #expect(chat.networks == [.first, second])
        chat.show(BufferAddress(.first, .server))
        #expect(chat[.first].visible == .server && chat[second].visible == nil)
    }

    @Test func `What comes into a buffer beside the one on the screen is no news, until it is there no more`() {
        var chat = two
        let bob = BufferAddress(second, BufferID(1))
        chat.showBeside(bob)
        #expect(chat.shown.network == .first && chat[second].visible == nil)
        #expect(hear("one", &chat).unreadRule == nil && chat[bob]?.unread == 1)
        let only = chat[bob]!.id(at: 0)
        chat[second].linesShown(only, through: only, in: bob.buffer, at: Timestamp(milliseconds: 0))
        #expect(chat[bob]?.unread == 0)
        // The person looks at another window.
        chat[second].hasFocus = false
        let unseen = hear("two", &chat)
        #expect(unseen.unreadRule == unseen.id(at: 1))
        chat[second].hasFocus = true
        chat[second].markRead(in: bob.buffer, at: Timestamp(milliseconds: 0))
        chat.showBeside(BufferAddress(.first, .server))
        let later = hear("three", &chat)
        #expect(later.unreadRule == later.id(at: 2))
    }

    @Test func `The lines that were not seen have their rule once the buffer stands beside no other`() {
        var chat = two
        let bob = BufferAddress(second, BufferID(1))
        chat.showBeside(bob)
        chat[second].append(
            LineContent(time: Timestamp(milliseconds: 0), kind: .message, text: Bytes("one")), to: bob.buffer)
        #expect(chat[bob]?.unreadRule == nil)
        // It is typed into from now on: it is on the screen as before.
        chat.show(bob)
        chat.showBeside(BufferAddress(.first, BufferID(1)))
        #expect(chat[bob]?.unreadRule == nil)
        chat.show(BufferAddress(.first, BufferID(1)))
        chat.showBeside(bob)
        chat[second].markRead(in: bob.buffer, at: Timestamp(milliseconds: 0))
        chat[second].append(
            LineContent(time: Timestamp(milliseconds: 0), kind: .message, text: Bytes("two")), to: bob.buffer)
        chat.showBeside(nil)
        #expect(chat[bob]?.unreadRule == chat[bob]?.id(at: 1))
    }

    /// Three lines have come into the talk, of which the newest was in sight; the one that is typed into is of the same network, or of another.
    private func seenInPart(beside other: BufferAddress) -> ChatModel {
        var chat = two
        let bob = BufferAddress(second, BufferID(1))
        chat.show(other)
        for word in ["one", "two", "three"] { _ = hear(word, &chat) }
        chat.showBeside(bob)
        let newest = chat[bob]!.id(at: 2)
        chat[second].linesShown(newest, through: newest, in: bob.buffer, at: Timestamp(milliseconds: 0))
        return chat
    }

    @Test(arguments: [NetworkID.first, NetworkID(1)])
    func `Who goes to the other of two leaves none: it is read once it is taken off the screen`(network: NetworkID) {
        let (bob, other) = (BufferAddress(second, BufferID(1)), BufferAddress(network, .server))
        var chat = seenInPart(beside: other)
        for _ in 0..<2 {
            // As the program does: the picture behind each change tells which stands beside.
            chat.show(bob)
            #expect(chat.shown.visible == bob.buffer && chat[bob]?.unread == 3)
            chat.showBeside(other)
            chat.show(other)
            #expect(chat.shown.network == network && chat[bob]?.unread == 3)
            chat.showBeside(bob)
            #expect(chat[bob]?.unread == 3 && chat[bob]?.unreadRule == chat[bob]!.id(at: 0))
        }
        chat.showBeside(nil)
        #expect(chat[bob]?.unread == 0 && chat[bob]?.unreadRule == chat[bob]!.id(at: 0))
    }

    @Test(arguments: [NetworkID.first, NetworkID(1)])
    func `Another in the place of the one that is typed into, or of the one beside it, takes that off the screen`(
        network: NetworkID
    ) {
        let (bob, other) = (BufferAddress(second, BufferID(1)), BufferAddress(network, .server))
        let third = BufferAddress(.first, BufferID(1))
        var chat = seenInPart(beside: other)
        chat.showBeside(third)
        #expect(chat[bob]?.unread == 0)
        chat = seenInPart(beside: other)
        chat.show(bob)
        chat.show(third)
        #expect(chat[bob]?.unread == 0)
        // The one beside it stays, and is left with the split.
        chat = seenInPart(beside: other)
        chat.show(third)
        #expect(chat[bob]?.unread == 3)
        chat.showBeside(nil)
        #expect(chat[bob]?.unread == 0)
    }

    @Test func `One beside whose reader is further up stays unread when it is taken away`() {
        let bob = BufferAddress(second, BufferID(1))
        var chat = seenInPart(beside: BufferAddress(.first, .server))
        let middle = chat[bob]!.id(at: 1)
        chat[second].linesShown(middle, through: middle, in: bob.buffer, at: Timestamp(milliseconds: 0))
        chat.showBeside(nil)
        #expect(chat[bob]?.unread == 3)
    }

    @Test func `While something lies over the buffers nobody sees what comes, in any network`() {
        var chat = two
        let bob = BufferAddress(second, BufferID(1))
        chat.show(bob)
        chat.cover(true)
        #expect(chat.networks.allSatisfy { !chat[$0].isWatching })
        #expect(hear("one", &chat).unreadRule == chat[bob]!.id(at: 0))
        #expect(hear("two", &chat).unreadRule == chat[bob]!.id(at: 0) && chat[bob]!.unread == 2)
        // Another buffer is shown, and this one again.
        chat.show(BufferAddress(.first, .server))
        chat.show(bob)
        #expect(chat[bob]?.unreadRule == chat[bob]!.id(at: 0))
        chat.cover(false)
        #expect(chat.networks.allSatisfy { chat[$0].isWatching })
        chat[second].markRead(in: bob.buffer, at: Timestamp(milliseconds: 0))
        #expect(hear("three", &chat).unreadRule == nil)
    }

    @Test func `A network that is added, or begins anew, is under it as well`() {
        var chat = two
        chat.cover(true)
        chat.add(
            ClientSession(
                configuration: SessionConfiguration(nicks: ["ada"], hostLabel: "irc.third"), seed: 3,
                network: chat.nextNetwork))
        chat[second].startAnew(SessionConfiguration(nicks: ["ada"], hostLabel: "irc.fourth"))
        #expect(chat.networks.count == 3 && chat.networks.allSatisfy { !chat[$0].isWatching })
        chat.cover(false)
        #expect(chat.networks.allSatisfy { chat[$0].isWatching })
    }

    @Test func `A buffer is open until it is closed, or its network is put away`() {
        var chat = two
        let (home, bob) = (BufferAddress(.first, BufferID(1)), BufferAddress(second, BufferID(1)))
        #expect(chat.isOpen(home) && chat.isOpen(bob) && !chat.isOpen(BufferAddress(second, BufferID(2))))
        _ = chat[.first].submit("/close", in: home.buffer, at: Timestamp(milliseconds: 0))
        _ = chat.remove(second)
        #expect(!chat.isOpen(home) && !chat.isOpen(bob))
    }

    @Test func `A network that is put away is gone, its number is not used again, and the last one stays`() {
        var chat = two
        let revision = chat.revision
        let isShownRemoved = chat.remove(.first)
        #expect(!isShownRemoved)
        #expect(chat.network(beside: second) == .first && chat.network(beside: .first) == second)
        let isRemoved = chat.remove(second)
        #expect(isRemoved)
        #expect(chat.networks == [.first] && chat[BufferAddress(second, .server)] == nil)
        #expect(chat.revision != revision && chat.nextNetwork == NetworkID(2))
        let isRemovedTwice = chat.remove(second)
        #expect(!isRemovedTwice && chat.network(beside: .first) == nil)
    }

    /// A session on a bouncer that names these networks.
    private func bouncer(_ names: [String], label: String, _ network: NetworkID, known: [String] = []) -> ClientSession
    {
        var configuration = SessionConfiguration(nicks: ["ada"], hostLabel: label)
        (configuration.networkNames, configuration.networkHosts) = (known, ["nas"])
        var talk = TestSession()
        talk.session = ClientSession(configuration: configuration, seed: 1, network: network)
        talk.connect()
        talk.welcome(capabilities: "soju.im/bouncer-networks", isupport: "BOUNCER_NETID")
        for (number, name) in names.enumerated() { talk.hear("BOUNCER NETWORK \(number) name=\(name)") }
        return talk.session
    }

    @Test func `A network of a bouncer is named by a word that leads to no other`() throws {
        let names = ["Libera", "a.test", #"my\shome"#, "OFTC", "oftc", "den", "x://y"]
        var chat = ChatModel(bouncer(names, label: "one", .first, known: ["den"]))
        chat.add(bouncer(["libera", "tea", "NAS"], label: "two", second))
        func words(_ network: NetworkID) -> [String?] {
            chat[network].bouncerNetworks.map { chat.word(for: $0, of: network) }
        }
        #expect(words(.first) == ["one/Libera", "one/a.test", nil, "OFTC", nil, "one/den", nil])
        #expect(words(second) == ["two/libera", "tea", "two/NAS"])
        for word in ["localhost", "DEN", "Nas"] { #expect(chat.isOwnNetworkWord(word)) }
        #expect(!chat.isOwnNetworkWord("tea"))
        #expect(chat.bouncerNetworkWords.count == 7)
        for network in chat.networks {
            for word in words(network).compactMap(\.self) {
                #expect(chat.bouncerNetworks(named: word.uppercased()).map(\.bouncer) == [network])
            }
        }
        #expect(chat.bouncerNetworks(named: "LIBERA").map(\.bouncer) == [.first, second])
        #expect(chat.bouncerNetworks(named: "a.test").isEmpty && chat.bouncerNetworks(named: "two/OFTC").isEmpty)
    }

    @Test func `Networks of bouncers complete /connect, with and without the bouncer's name`() {
        var chat = ChatModel(bouncer(["Libera"], label: "one", .first, known: ["lab"]))
        chat.add(bouncer(["libera", "tea"], label: "two", second))
        func choices(_ input: String) -> [String]? {
            chat.shown.completion(
                of: input, cursor: input.count, in: .server, networks: chat.bouncerNetworkWords)?.choices
        }
        #expect(choices("/connect l") == ["lab ", "one/Libera ", "two/libera "])
        #expect(choices("/connect Two/") == ["two/libera "])
        #expect(choices("/connect te") == ["tea "])
        #expect(choices("/connect x") == nil)
    }

    @Test func `A name is compared in each network as that does`() {
        var chat = ChatModel(TestSession.inChannel(isupport: "CHANTYPES=# CASEMAPPING=ascii").session)
        _ = chat[.first].openQuery("a[b")
        for (number, casemapping) in ["ascii", "rfc1459", "rfc1459"].enumerated() {
            var talk = TestSession()
            talk.session = ClientSession(
                configuration: SessionConfiguration(nicks: ["ada"], hostLabel: "irc\(number)"), seed: 1,
                network: chat.nextNetwork)
            talk.connect()
            talk.welcome(isupport: "CASEMAPPING=\(casemapping)")
            chat.add(talk.session)
        }
        func name() -> String? { chat[.first].buffers.last.map { chat.name(of: $0) } }
        #expect(name() == "a[b")
        _ = chat[NetworkID(1)].openQuery("a{b")
        #expect(name() == "a[b")
        _ = chat[NetworkID(3)].openQuery("a{b")
        #expect(name() == "irc.test/a[b")
    }

    @Test func `A network that is added takes the screen from no other`() {
        let chat = two
        #expect(chat.shown.network == .first && chat.shown.visible != nil)
        #expect(chat[second].visible == nil)
    }

    @Test(arguments: [false, true]) func `A room is shown where it is entered, unless another network has the screen`(
        isOnScreen: Bool
    ) {
        var talk = TestSession(channels: ["#home", "#den"])
        if !isOnScreen { talk.session.setVisible(nil) }
        talk.connect()
        talk.welcome()
        talk.hear(":ada!a@h JOIN #home", ":ada!a@h JOIN #den")
        #expect(talk.buffer("#home")?.isJoined == true && talk.buffer("#den")?.isJoined == true)
        let isShown = talk.actions.contains { if case .show = $0 { true } else { false } }
        #expect(isShown == isOnScreen)
    }

    @Test(arguments: [false, true]) func `A session that begins anew takes the screen from no other network`(
        isOnScreen: Bool
    ) {
        var talk = TestSession.inChannel()
        if !isOnScreen { talk.session.setVisible(nil) }
        talk.session.startAnew(SessionConfiguration(nicks: ["ada"], hostLabel: "irc.other"))
        talk.collect()
        #expect(talk.actions.contains(.show(.server)) == isOnScreen)
        #expect((talk.session.visible == nil) != isOnScreen)
    }

    @Test func `One session is changed, and the other is not`() {
        var chat = two
        chat[second].note("hello", in: BufferID(1), at: Timestamp(milliseconds: 0))
        #expect(chat[BufferAddress(second, BufferID(1))]?.lineCount == 1)
        #expect(chat[BufferAddress(.first, BufferID(1))]?.lineCount == two.shown.buffers[BufferID(1)]?.lineCount)
    }

    @Test func `A question names the network that asks`() {
        var session = ClientSession(
            configuration: SessionConfiguration(nicks: ["ada"], hostLabel: "irc.other"), seed: 2, network: second)
        _ = session.perform(.login(account: "ada"), in: .server, at: Timestamp(milliseconds: 0))
        let networks = session.drainActions().compactMap { action -> NetworkID? in
            if case .askPassword(let prompt) = action { prompt.network } else { nil }
        }
        #expect(networks == [second])
    }
}
