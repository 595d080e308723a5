import Protocol
import Testing

@testable import Client

/// Bouncers that tell of their networks. <https://codeberg.org/emersion/soju/src/branch/master/doc/ext/bouncer-networks.md>
@Suite struct BouncerTests {
    private static let both = "batch soju.im/bouncer-networks soju.im/bouncer-networks-notify"
    private static let listing = [
        ":b BATCH +n soju.im/bouncer-networks", "@batch=n :b BOUNCER NETWORK 1 name=Libera;state=connected",
        #"@batch=n :b BOUNCER NETWORK 2 name=My\sHome\:;state=disconnected;error=timed\sout;host=irc.home;port=6697"#,
        ":b BATCH -n",
    ]

    /// On the bouncer itself.
    private func bouncer(_ capabilities: String = both, isupport: String = "BOUNCER_NETID") -> TestSession {
        var talk = TestSession()
        talk.connect()
        talk.forget()
        talk.welcome(capabilities: capabilities, isupport: isupport)
        return talk
    }

    private func list(_ talk: inout TestSession, _ lines: [String] = listing) { for line in lines { talk.hear(line) } }

    /// A session for network 1, connected, and at the end of the negotiation.
    private func binding(_ capabilities: String = both) throws -> TestSession {
        var configuration = SessionConfiguration(nicks: ["ada"], hostLabel: "Libera")
        configuration.bouncerNetwork = BouncerNetwork.ID("1")
        var talk = TestSession()
        talk.session = ClientSession(configuration: configuration, seed: 1)
        talk.connect()
        talk.forget()
        talk.hear(":b CAP * LS :\(capabilities)")
        if !capabilities.isEmpty { talk.hear(":b CAP * ACK :\(capabilities)") }
        return talk
    }

    /// The same, in `#home`.
    private func bound() throws -> TestSession {
        var talk = try binding()
        talk.hear(
            ":b 001 ada :Welcome", ":b 005 ada BOUNCER_NETID=1 CHANTYPES=# CASEMAPPING=ascii :are supported",
            ":b 422 ada :none", ":ada!a@h JOIN #home")
        talk.hear("BOUNCER NETWORK 1 name=Libera;state=connected", "BOUNCER NETWORK 2 name=Other;state=disconnected")
        talk.session.setVisible(talk.bufferID("#home"))
        talk.collect()
        talk.forget()
        return talk
    }

    private func changes(_ talk: TestSession) -> Int { talk.actions.count { $0 == .bouncerNetworksChanged } }

    // MARK: The list

    @Test func `A bouncer's networks are learnt from its batch, and told once it has ended`() throws {
        var talk = bouncer()
        list(&talk, Self.listing.dropLast())
        #expect(changes(talk) == 0)
        talk.hear(":b BATCH -n")
        #expect(changes(talk) == 1)
        let networks = talk.session.bouncerNetworks
        #expect(networks.map(\.id.description) == ["1", "2"])
        #expect(networks.map(\.name) == ["Libera", "My Home;"])
        #expect(networks.map(\.state) == [.connected, .disconnected])
        let home = try #require(networks.last)
        #expect((home.error, home.host, home.port) == ("timed out", "irc.home", 6697))
        #expect(talk.session.knowsAllBouncerNetworks)
    }

    @Test func `A bouncer itself has no rooms, whatever the configuration wants`() {
        var talk = bouncer()
        let sent = talk.sent()
        #expect(!sent.contains { $0.hasPrefix("JOIN") })
        #expect(talk.session.isBouncerItself)
    }

    @Test func `Where nothing is told by itself the list is asked for`() {
        var talk = bouncer("batch soju.im/bouncer-networks")
        #expect(talk.sent().contains("BOUNCER LISTNETWORKS"))
        list(&talk)
        #expect(talk.session.bouncerNetworks.count == 2)
        var told = bouncer()
        let sent = told.sent()
        #expect(!sent.contains("BOUNCER LISTNETWORKS"))
    }

    @Test func `A change names what has changed, and a value that is empty is gone`() throws {
        var talk = bouncer()
        list(&talk)
        talk.forget()
        talk.hear("BOUNCER NETWORK 2 state=connected;error;unknown=x")
        let home = try #require(talk.session.bouncerNetworks.last)
        #expect((home.name, home.state, home.error) == ("My Home;", .connected, ""))
        #expect(changes(talk) == 1)
        talk.hear("BOUNCER NETWORK 2 state=connected", "bouncer network 2 state=connected")
        #expect(changes(talk) == 1)
        talk.hear("BOUNCER NETWORK 2 state=strange")
        #expect(talk.session.bouncerNetworks.last?.state == nil)
    }

    @Test func `A star deletes, and so does a list without the network`() {
        var talk = bouncer()
        list(&talk)
        talk.hear("BOUNCER NETWORK 1 *", "BOUNCER NETWORK 7 *")
        #expect(talk.session.bouncerNetworks.map(\.id.description) == ["2"])
        list(&talk, [Self.listing[0], Self.listing[1], Self.listing[3]])
        #expect(talk.session.bouncerNetworks.map(\.id.description) == ["1"])
    }

    @Test func `Networks that come outside of a batch are told, but are not all`() {
        var talk = bouncer()
        talk.hear("BOUNCER NETWORK 1 name=Libera")
        #expect(changes(talk) == 1)
        #expect(!talk.session.knowsAllBouncerNetworks)
    }

    @Test func `The list belongs to its connection`() {
        var talk = bouncer()
        list(&talk)
        talk.session.disconnected(cause: "gone", at: talk.now)
        #expect(talk.session.bouncerNetworks.isEmpty && !talk.session.knowsAllBouncerNetworks)
    }

    @Test func `Who went to one network by the account's name sees no list`() {
        var talk = bouncer(isupport: "BOUNCER_NETID=1")
        list(&talk)
        #expect(talk.session.bouncerNetworks.isEmpty)
        #expect(talk.sent().contains("JOIN #home"))
        #expect(talk.session.upstream?.name == "Libera")
    }

    @Test func `Nobody is told of networks before the server has said which one the connection is for`() {
        for (isupport, count) in [("BOUNCER_NETID", 1), ("BOUNCER_NETID=1", 0)] {
            var talk = TestSession()
            talk.connect()
            talk.hear(":b CAP * LS :\(Self.both)", ":b CAP * ACK :\(Self.both)", ":b 001 ada :Welcome")
            list(&talk)
            #expect(changes(talk) == 0)
            talk.hear(":b 005 ada \(isupport) :are supported", ":b 422 ada :none")
            #expect(changes(talk) == count)
        }
    }

    @Test func `A server without the capability has no networks`() {
        var talk = bouncer("batch")
        list(&talk)
        #expect(talk.session.bouncerNetworks.isEmpty && changes(talk) == 0)
    }

    // MARK: Bounds

    @Test func `No more than 64 networks are kept, and that is said once`() {
        var talk = bouncer()
        for number in 0..<64 { talk.hear("BOUNCER NETWORK n\(number) name=\(number)") }
        #expect(!talk.lines("").contains { $0.contains("left out") })
        talk.hear("BOUNCER NETWORK n64 name=x", "BOUNCER NETWORK n65 name=x", "BOUNCER NETWORK n0 name=new")
        #expect(talk.session.bouncerNetworks.count == 64)
        #expect(talk.session.bouncerNetworks.first?.name == "new")
        #expect(talk.lines("").count { $0.contains("left out") } == 1)
    }

    @Test(arguments: [(64, true), (65, false)])
    func `Of a list that is too long it is not known which networks were deleted`(count: Int, isKnown: Bool) {
        var talk = bouncer()
        list(&talk)
        list(
            &talk,
            [Self.listing[0]] + (0..<count).map { "@batch=n :b BOUNCER NETWORK n\($0) name=x" } + [":b BATCH -n"])
        #expect(talk.session.knowsAllBouncerNetworks == isKnown)
        list(&talk)
        #expect(talk.session.knowsAllBouncerNetworks)
    }

    @Test(arguments: [
        ("1", true), (String(repeating: "x", count: 64), true), (String(repeating: "x", count: 65), false),
        ("", false), ("*", false), (":1", false), ("a b", false), ("a\u{7}", false), ("é", true),
    ]) func `An id is a short word`(text: String, isID: Bool) {
        #expect((BouncerNetwork.ID(text) != nil) == isID)
    }

    @Test func `Of a value no more than 300 bytes are kept, between characters`() {
        var talk = bouncer()
        talk.hear("BOUNCER NETWORK 1 name=\(String(repeating: "a", count: 299))éé;port=65536;host=h")
        let network = talk.session.bouncerNetworks.first
        #expect(network?.name == String(repeating: "a", count: 299))
        #expect(network?.port == nil && network?.host == "h")
        talk.hear("BOUNCER NETWORK 2 \((0..<64).map { "k\($0)=v" }.joined(separator: ";"));name=late")
        #expect(talk.session.bouncerNetworks.last?.label == "2")
    }

    @Test(arguments: [
        "BOUNCER", "BOUNCER NETWORK", "BOUNCER NETWORK 1", "BOUNCER NETWORK * name=x", "BOUNCER NETWORK :",
    ])
    func `A line that says too little changes nothing`(line: String) {
        var talk = bouncer()
        list(&talk)
        let before = talk.session.bouncerNetworks
        talk.hear(line)
        #expect(talk.session.bouncerNetworks == before)
    }

    // MARK: One network

    @Test func `A session for a network has the login of the bouncer, and no rooms`() throws {
        var talk = TestSession(password: "pass", account: "ana", accountPassword: "pencil", words: ["tea"])
        talk.connect()
        talk.welcome(capabilities: Self.both, isupport: "BOUNCER_NETID")
        talk.hear("BOUNCER NETWORK 1 name=Libera;nickname=ana_")
        let configuration = talk.session.configuration(for: try #require(talk.session.bouncerNetworks.first))
        #expect(configuration.bouncerNetwork?.description == "1")
        #expect(
            configuration.hostLabel == "Libera" && configuration.nicks == ["ana_"] && configuration.channels.isEmpty)
        #expect(configuration.account == "ana" && configuration.accountPassword == "pencil")
        #expect(configuration.password == "pass" && configuration.words == ["tea"])
        talk.hear(#"BOUNCER NETWORK 2 host=irc.home;nickname=a\sb"#)
        let home = talk.session.configuration(for: try #require(talk.session.bouncerNetworks.last))
        #expect(home.hostLabel == "irc.home" && home.nicks == ["ada"])
    }

    @Test func `Whoever gave no password is not asked for each network`() throws {
        var talk = TestSession(account: "ana")
        talk.session.start(at: talk.now)
        talk.session.connected(at: talk.now)
        talk.welcome(capabilities: Self.both, isupport: "BOUNCER_NETID")
        talk.hear("BOUNCER NETWORK 1 name=Libera")
        let configuration = talk.session.configuration(for: try #require(talk.session.bouncerNetworks.first))
        #expect(configuration.account == nil)
    }

    @Test func `The network is bound behind the capabilities, and before their end`() throws {
        var talk = try binding()
        #expect(talk.sent().suffix(2) == ["BOUNCER BIND 1", "CAP END"])
    }

    @Test func `It is bound behind the login`() throws {
        var configuration = SessionConfiguration(nicks: ["ada"], hostLabel: "Libera")
        configuration.bouncerNetwork = BouncerNetwork.ID("1")
        (configuration.account, configuration.accountPassword) = ("ana", "pencil")
        var talk = TestSession()
        talk.session = ClientSession(configuration: configuration, seed: 1)
        talk.session.start(at: talk.now)
        talk.session.connected(isPrivate: true, isSecure: true, at: talk.now)
        talk.hear(":b CAP * LS :sasl=PLAIN soju.im/bouncer-networks")
        talk.hear(":b CAP * ACK :sasl soju.im/bouncer-networks", "AUTHENTICATE +")
        let before = talk.sent()
        #expect(!before.contains("BOUNCER BIND 1"))
        talk.hear(":b 903 ada :ok")
        #expect(talk.sent() == ["BOUNCER BIND 1", "CAP END"])
    }

    @Test func `A server that is no bouncer any more is not entered in its place`() throws {
        var talk = try binding("batch")
        #expect(talk.session.phase == .idle)
        let sent = talk.sent()
        #expect(!sent.contains("CAP END"))
        #expect(
            talk.lines("").last
                == "error : Not let in: the server does not offer the networks of a bouncer any more. Ask whoever runs it; /reconnect tries again."
        )
    }

    @Test func `A server that lets us in without the question is left`() throws {
        var configuration = SessionConfiguration(nicks: ["ada"], hostLabel: "Libera")
        configuration.bouncerNetwork = BouncerNetwork.ID("1")
        var talk = TestSession()
        talk.session = ClientSession(configuration: configuration, seed: 1)
        talk.connect()
        talk.hear(":b 001 ada :Welcome")
        #expect(talk.session.phase == .idle)
        #expect(talk.actions.contains(.close))
    }

    @Test(arguments: ["BOUNCER_NETID=2", "BOUNCER_NETID"])
    func `A bouncer that lets us into another network, or into none, is left before a room is entered`(
        isupport: String
    ) throws {
        var talk = try binding()
        talk.hear(
            ":b 001 ada :Welcome", ":b 005 ada \(isupport) CHANTYPES=# :are supported", ":b 422 ada :none")
        #expect(talk.session.phase == .idle)
        #expect(talk.actions.contains(.close))
        #expect(!talk.sent().contains { $0.hasPrefix("JOIN") })
        #expect(talk.lines("").last?.contains("the bouncer has taken another network for this one") == true)
    }

    @Test(arguments: [
        (
            "INVALID_NETID BIND 1 :Network not found",
            "the bouncer does not have this network any more. /close puts it away."
        ),
        (
            "ACCOUNT_REQUIRED BIND :Authentication required",
            "the bouncer wants you logged in first. /login ACCOUNT logs in."
        ),
        (
            "REGISTRATION_IS_COMPLETED BIND :Too late",
            "the bouncer learned too late which network is meant. /reconnect tries again."
        ),
        ("UNKNOWN_ERROR BIND :The database is away", "The database is away. /reconnect tries again."),
        ("UNKNOWN_ERROR BIND :", "the bouncer does not say why. /reconnect tries again."),
    ]) func `A refused binding is told in one line, and ends the connection`(reply: String, words: String) throws {
        var talk = try binding()
        let before = talk.lines("").count
        talk.hear(":b FAIL BOUNCER \(reply)", ":b 001 ada :Welcome")
        #expect(
            talk.lines("").dropFirst(before).map { $0.lowercased() } == ["error : not let in: \(words.lowercased())"])
        #expect(talk.session.phase == .idle)
        #expect(talk.actions.contains(.close))
        #expect(!talk.actions.contains { if case .askPassword = $0 { true } else { false } })
    }

    @Test func `What the person asked of the bouncer is answered where they asked`() {
        var talk = bouncer()
        talk.enter("/quote BOUNCER DELNETWORK 9", in: "")
        talk.hear(":b FAIL BOUNCER INVALID_NETID DELNETWORK 9 :Network not found")
        #expect(talk.session.phase == .online)
        #expect(talk.lines("").last?.hasSuffix("Network not found.") == true)
        talk.hear(":b FAIL BOUNCER UNKNOWN_ERROR LISTNETWORKS :Busy")
        #expect(talk.lines("").last == "error : The bouncer does not name its networks. Busy.")
    }

    // MARK: The bouncer's own connection

    @Test func `How the bouncer's connection stands is in the status, and news of it with the server's lines`() throws {
        var talk = try bound()
        let before = talk.lines("").count
        #expect(talk.session.status(at: talk.now).upstream?.state == .connected)
        talk.hear(#"BOUNCER NETWORK 1 state=disconnected;error=Timed\sout"#, "BOUNCER NETWORK 2 state=connecting")
        #expect(talk.session.status(at: talk.now).upstream?.state == .disconnected)
        #expect(
            talk.actions.contains {
                if case .changed(let ids) = $0 { ids.contains(talk.bufferID("#home")) } else { false }
            })
        talk.hear(
            "BOUNCER NETWORK 1 state=connecting", "BOUNCER NETWORK 1 state=connected;error",
            "BOUNCER NETWORK 1 state=connected")
        let told = talk.lines("").dropFirst(before)
        #expect(told.count == 3)
        #expect(told.first?.lowercased() == "error : the bouncer is not connected to libera (timed out).")
        #expect(
            Array(told.dropFirst()) == [
                "info : The bouncer is connecting to Libera.", "info : The bouncer is connected to Libera.",
            ])
    }

    @Test func `That it is connected from the beginning is no news`() throws {
        let talk = try bound()
        #expect(!talk.lines("").contains { $0.contains("The bouncer is") })
    }

    @Test(arguments: ["connecting", "disconnected"])
    func `What is typed meanwhile stays with the person`(state: String) throws {
        var talk = try bound()
        talk.hear("BOUNCER NETWORK 1 state=\(state)")
        talk.forget()
        for input in ["hello", "/me waves", "/msg #home hello", "/msg bob hello", "/msg #elsewhere hello"] {
            guard case .notSent(let reason) = talk.enter(input) else {
                Issue.record("\(input) was sent")
                continue
            }
            #expect(reason.hasPrefix("Not sent: the bouncer is "))
        }
        #expect(talk.sent().isEmpty)
        #expect(talk.enter("/msg BouncerServ network status") == .done)
        #expect(talk.sent() == ["PRIVMSG BouncerServ :network status"])
        talk.hear("BOUNCER NETWORK 1 state=connected")
        #expect(talk.enter("hello") == .done)
        #expect(talk.sent() == ["PRIVMSG #home :hello"])
    }

    @Test(arguments: [
        ":b 400 ada PRIVMSG :Disconnected from upstream network",
        ":b 403 ada #home :Disconnected from upstream network",
    ])
    func `A line that crosses the loss is not taken for said, and the person is told`(error: String) throws {
        var talk = try bound()
        #expect(talk.enter("hello") == .done)
        talk.hear("BOUNCER NETWORK 1 state=disconnected", error)
        let buffer = try #require(talk.buffer("#home"))
        let index = try #require((0..<buffer.lineCount).last { buffer.line(at: $0).text == "hello" })
        #expect(buffer.scrollback.flags(at: index).contains(.unconfirmed))
        #expect(talk.lines().last?.hasPrefix("error") == true)
        #expect(talk.lines().last?.contains("isconnected from upstream network") == true)
    }

    @Test func `A line that perhaps was not sent stays where it is sent anew too early`() throws {
        var talk = try bound()
        #expect(talk.enter("hello") == .done)
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.connected(at: talk.now)
        talk.hear(
            ":b CAP * LS :\(Self.both)", ":b CAP * ACK :\(Self.both)", ":b 001 ada :Welcome",
            ":b 005 ada BOUNCER_NETID=1 CHANTYPES=# :are supported", ":b 422 ada :none", ":ada!a@h JOIN #home",
            "BOUNCER NETWORK 1 name=Libera;state=disconnected")
        let buffer = try #require(talk.buffer("#home"))
        let line = try #require((0..<buffer.lineCount).map { buffer.line(at: $0) }.last { $0.text == "hello" })
        #expect(line.isPerhapsNotSent)
        let outcome = talk.session.resend(line.id, in: buffer.id, at: talk.now)
        #expect(outcome != .done)
        #expect(talk.lines().contains("message ada: hello"))
        talk.hear("BOUNCER NETWORK 1 state=connected")
        talk.forget()
        let second = talk.session.resend(line.id, in: buffer.id, at: talk.now)
        talk.collect()
        #expect(second == .done)
        #expect(talk.sent() == ["PRIVMSG #home :hello"])
    }

    @Test func `A network that its bouncer names anew asks for the new name, and takes the one that it gets`() throws {
        var talk = try bound()
        talk.hear("BOUNCER NETWORK 1 name=Library")
        #expect(talk.buffer("")?.name == "Libera")
        #expect(talk.actions.contains(.renameNetwork("Library")))
        talk.session.setName("Library-2")
        talk.collect()
        #expect(talk.buffer("")?.name == "Library-2")
        #expect(talk.actions.contains(.buffersChanged))
    }

    @Test func `A deleted network goes offline for good, and keeps its buffers`() throws {
        var talk = try bound()
        talk.hear(":bob!b@h PRIVMSG #home :hi", "BOUNCER NETWORK 2 *")
        #expect(talk.session.phase == .online)
        talk.hear("BOUNCER NETWORK 1 *")
        #expect(talk.session.phase == .idle)
        #expect(talk.actions.contains(.close))
        #expect(!talk.actions.contains { if case .connect = $0 { true } else { false } })
        #expect(talk.lines().contains("message bob: hi"))
        #expect(
            talk.lines("").last
                == "error : The bouncer has deleted this network. What was said stays here until you close it.")
        let count = talk.lines("").count
        talk.session.bouncerNetworkDeleted(at: talk.now)
        #expect(talk.lines("").count == count)
    }

    @Test func `A list without it deletes it, too`() throws {
        var talk = try bound()
        list(&talk, [Self.listing[0], Self.listing[2], Self.listing[3]])
        #expect(talk.session.phase == .idle)
    }

    @Test func `One that waits for its next try waits no more`() throws {
        var talk = try bound()
        talk.session.disconnected(cause: "gone", at: talk.now)
        talk.session.bouncerNetworkDeleted(at: talk.now)
        let isDialled = talk.session.shouldDial()
        #expect(!isDialled)
    }
}
