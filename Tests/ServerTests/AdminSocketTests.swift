import Chat
import Logging
import Protocol
import TestSupport
import Testing

@testable import Server

/// What the host's commands make of a server's lines, and of what it left in its folder.
@Suite struct AdminSocketTests {
    private func message(_ line: String) throws -> Message { try Message(parsing: Bytes(line), limits: .fromServer) }

    @Test(arguments: [
        ("FAIL X Y :no", true), (":s 399 a :x", false), (":s 400 a :x", true), (":s 477 a b :x", true),
        (":s 531 a b :x", true), (":s 599 a :x", true), (":s 600 a :x", false), (":s 422 a :no motd", false),
        (":s 301 a b :away", false), ("ACK", false), (":a!b@c PRIVMSG d :500", false),
    ])
    func `Every error that a numeric can tell is a refusal`(line: String, isRefusal: Bool) throws {
        #expect(try message(line).isRefusal == isRefusal)
    }

    @Test(arguments: [
        (
            ":s 477 a #den :Cannot join channel (+R): you need an account",
            "#den: cannot join channel: you need an account"
        ),
        (":s 431 a :No nickname given", "no nickname given"), ("FAIL X CODE y :CTCP is off", "CTCP is off"),
    ])
    func `A refusal is told without its numbers, codes and modes`(line: String, words: String) throws {
        #expect(try AdminRefusal(message(line)) { _ in "" }.cause == words)
    }

    @Test(arguments: [
        ["@label=1 ACK"], ["@label=1 :g!u@h PRIVMSG #l :x"],
        [
            "@label=1 BATCH +r labeled-response", "@batch=r :g!u@h PRIVMSG b :x", "@batch=r :s 301 g b :away",
            "BATCH -r",
        ],
        ["PING x", "BATCH +o chathistory #l", "BATCH -o", "@label=1 :NickServ!n@s NOTICE g :x"],
    ])
    func `A message is answered with the last line of its answer, whatever that is`(lines: [String]) throws {
        var answers = LabelledAnswers()
        #expect(answers.label() == Tag("label", "1"))
        for line in lines {
            #expect(answers.underWay == 1, "\(line)")
            _ = answers.take(try message(line))
        }
        #expect(answers.underWay == 0)
    }

    @Test func `What belongs to an answer is told from what is said by others`() throws {
        var answers = LabelledAnswers()
        _ = answers.label()
        let lines = [
            (":s NOTICE g :hello", false), ("@label=1 BATCH +r labeled-response", false),
            ("@batch=r :NickServ!n@s NOTICE g :help", true), ("@batch=q :s NOTICE g :old", false),
            ("BATCH -r", false), ("@batch=r :s NOTICE g :late", false),
        ]
        for (line, isAnswer) in lines { #expect(try answers.take(message(line)) == isAnswer, "\(line)") }
    }

    @Test func `What a server was told stays in its folder for the host's commands`() throws {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        let folder = try DataFolder(path: configuration.dataFolder)
        #expect(DataFolder.settingsServed(in: folder.path) == Settings())
        configuration.settings.limits.shortestPassword = 14
        configuration.settings.limits.nick = 40
        configuration.settings.newAccountsAreAlwaysOn = true
        configuration.lobby = "#\"den\""
        configuration.settings.networkName = "not kept"
        var expected = configuration.settings
        expected.networkName = Settings().networkName
        folder.announce([.init(host: "127.0.0.1", port: 6697)], nil, configuration)
        #expect(DataFolder.settingsServed(in: folder.path) == expected)
        #expect(DataFolder.endpointsServed(in: folder.path) == [.init(host: "127.0.0.1", port: 6697)])
        // As a shorter note leaves it for a moment, and a line of another version.
        let note = "room = \"#new\"\nlimits.nick = 9000\naccounts.always-on = true\nroom = \"#old\"\nroom = \"#o"
        _ = try scratch.write(note, to: "data/server.lock")
        let settings = DataFolder.settingsServed(in: folder.path)
        #expect(settings.lobby == "#new" && settings.newAccountsAreAlwaysOn && settings.limits.nick == Limits().nick)
    }

    @Test(
        arguments: [
            ([], nil), (["*:7000"], "localhost:7000"), (["127.0.0.1:7001"], "localhost:7001"),
            (["192.0.2.7:6667", "[::1]:7002"], "localhost:7002"), (["192.0.2.7:6667"], "192.0.2.7:6667"),
            (["0.0.0.0:7003"], "localhost:7003"), (["[::]:7004"], "localhost:7004"),
        ] as [([String], String?)])
    func `Whoever sits at the machine finds the server of a folder where it listens`(_ served: [String], near: String?)
        throws
    {
        let scratch = Scratch()
        let configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        let folder = try DataFolder(path: configuration.dataFolder)
        folder.announce(served.compactMap { .init($0) }, nil, configuration)
        #expect(DataFolder.nearEndpoint(in: folder.path)?.description == near)
    }

    @Test func `An account is made by the same rules while no server runs`() throws {
        let scratch = Scratch()
        var configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        configuration.settings.limits.shortestPassword = 14
        do {
            let folder = try DataFolder(path: configuration.dataFolder)
            folder.announce([], nil, configuration)
        }
        let desk = AccountAdmin(folder: configuration.dataFolder)
        let refusal = #expect(throws: AdminRefusal.self) { try desk.add("bob", password: "short67890123") }
        #expect(refusal?.cause.contains("at least 14") == true, "\(refusal!)")
        try desk.add("bob", password: "short678901234")
        #expect(try desk.list().map(\.name) == ["bob"])
    }

    @Test(arguments: [
        ("FAIL ACCOUNT UNACCEPTABLE_PASSWORD bob :A password has at most 300 bytes", "choose another password"),
        ("FAIL ACCOUNT WEAK_PASSWORD bob :A password has at least 8 characters", "choose another password"),
        ("FAIL ACCOUNT ACCOUNT_EXISTS bob :It is", "grillo account password bob --data /f gives it another password"),
        ("FAIL ACCOUNT TEMPORARILY_UNAVAILABLE bob :Later", "try again"),
        ("FAIL ACCOUNT OF_ANOTHER_VERSION bob :No", "try again"), (":s 461 host ACCOUNT :Too few", "try again"),
    ])
    func `Each refusal of an account has its remedy`(line: String, remedy: String) throws {
        let desk = AccountAdmin(folder: "/f")
        let refusal = AdminRefusal(try message(line), of: AccountRefusalCode.self) { desk.remedy(for: $0, name: "bob") }
        #expect(refusal.remedy == remedy)
    }

    @Test func `A password that is too long is told to be chosen anew`() throws {
        let scratch = Scratch()
        let configuration = ServerConfiguration(dataFolder: scratch.file("data"))
        do {
            let folder = try DataFolder(path: configuration.dataFolder)
            folder.announce([], nil, configuration)
        }
        let desk = AccountAdmin(folder: configuration.dataFolder)
        let refusal = #expect(throws: AdminRefusal.self) {
            try desk.add("bob", password: String(repeating: "x", count: Limits().password.upperBound + 1))
        }
        #expect(refusal?.remedy == "choose another password", "\(refusal!)")
    }
}
