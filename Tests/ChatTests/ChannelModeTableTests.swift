import Protocol
import Testing

@testable import Chat

/// The tables of channel modes: what stands in them is set, told and kept.
struct ChannelModeTableTests {
    private let chat = TestNetwork()

    init() {
        chat.makeAccounts("alice")
        chat.logIn("alice", as: "alice")
        chat.send("alice", "NS SET ALWAYS-ON ON", "JOIN #x", "MODE #x -nt")
    }

    /// A parameter that the mode takes.
    private func sample(of mode: ChannelParameterMode) -> String {
        switch mode {
        case .key: "hush"
        case .slowMode: "30"
        case .limit: "9"
        }
    }

    @Test func `No letter stands for two modes`() {
        let letters =
            Ranks.table.map(\.mode) + ChannelModes.Flags.letters.map(\.letter)
            + ChannelListMode.allCases.map(\.rawValue) + ChannelParameterMode.allCases.map(\.rawValue)
        #expect(Set(letters).count == letters.count)
        #expect(letters.allSatisfy { ChannelMode($0) != nil } && ChannelMode("Y") == nil)
        #expect(ISupportToken.modeLetters.all == String(letters.sorted()))
    }

    @Test(arguments: ChannelParameterMode.allCases)
    func `A mode with a parameter is set, told, kept over a restart and taken away`(_ mode: ChannelParameterMode) {
        let (letter, sample) = (mode.rawValue, sample(of: mode))
        #expect(chat.ask("alice", "MODE #x +\(letter) \(sample)")[0].hasSuffix(" MODE #x +\(letter) \(sample)"))
        chat.restart()
        chat.logIn("alice", as: "alice")
        #expect(chat.ask("alice", "MODE #x")[0].hasSuffix(" 324 alice #x +\(letter) :\(sample)"))
        let parameter = mode.definition.takesParameterWhenUnset ? " *" : ""
        #expect(chat.ask("alice", "MODE #x -\(letter)")[0].hasSuffix(" MODE #x -\(letter)\(parameter)"))
        chat.restart()
        #expect(chat.channel("#x")?.modes[mode] == nil)
    }

    @Test(arguments: ChannelListMode.allCases)
    func `A list of a room is told and kept over a restart, registered or not`(_ list: ChannelListMode) {
        for isRegistered in [false, true] {
            if isRegistered { chat.send("alice", "CS REGISTER #x") }
            chat.send("alice", "MODE #x +\(list.rawValue) m\(isRegistered)")
            let told = chat.ask("alice", "MODE #x \(list.rawValue)")
            #expect(told.count == (isRegistered ? 3 : 2))
            chat.restart()
            chat.logIn("alice", as: "alice")
            #expect(chat.ask("alice", "MODE #x \(list.rawValue)") == told)
        }
    }

    @Test func `What was kept of no mode there is is left out`() {
        let channel = Channel(name: "#y", folded: ChannelDirectory.fold("#y"), isPermanent: false, at: .earliest)
        let lists = ["b", "?"].map {
            RegisteredChannel.ListEntry(list: $0, mask: "a!*@*", setBy: "b", setAt: .earliest)
        }
        channel.restoreSettings(
            RegisteredChannel(
                name: "#y", founder: Channel.Registration.host, registered: .earliest, modes: "+?nWol 3601 x",
                lists: lists))
        #expect(channel.modes.description(showingSecrets: true) == ("+n", []))
        #expect(channel.modes.bans.count == 1 && channel.modes.listEntryCount == 1)
    }
}
