import ArgumentParser
import Bench
import Foundation
import Protocol
import Transport

/// `grillo bench`: how fast an IRC server on this machine is.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how an IRC server on this machine copes with a load.",
        discussion: """
            It works with any IRC server, but only on this machine's loopback. The server's limits on connections and rates must be \
            lifted, as grillo serve --unlimited does. The messages go to rooms called #bench0, #bench1 and so on. A server that keeps \
            history keeps them, too: give it a data folder of its own.
            """,
        subcommands: [
            FanOutCommand.self, RoomsCommand.self, LatencyCommand.self, IdleCommand.self, StormCommand.self,
            HistoryCommand.self,
        ])

    /// The arguments that every load takes.
    struct CommonOptions: ParsableArguments {
        private static let defaultTarget = "127.0.0.1:\(ServerAddress.defaultPort)"

        @Argument(
            help: ArgumentHelp("The server.", valueName: "host:port"))
        var target = Self.defaultTarget

        @Flag(name: .long, help: "Use TLS, and accept any certificate.")
        var tls = false

        @Option(
            name: .long,
            help: ArgumentHelp("The server's process, to measure its memory and processor time.", valueName: "number"))
        var pid: Int?

        @Flag(name: .long, help: "Print a line of JSON instead of a table.")
        var json = false

        /// Runs a load, and shows what came of it; what goes wrong becomes a line and an exit code.
        func run(_ make: () throws(BenchError) -> any Load) throws {
            ignoreSIGPIPE()
            raiseDescriptorLimit()
            do throws(BenchError) {
                let load = try make()
                let place = try LoadTarget(target: TargetAddress(target), isTLS: tls, processID: pid)
                let progress = ProgressLine(type(of: load).name)
                defer { progress.end() }
                let report = try load.run(at: place) { progress.show($0) }
                progress.end()
                print(json ? report.json : report.table)
            } catch {
                throw fail("\(error)", code: error.exitCode)
            }
        }
    }
}

/// The size of the messages, and the seconds for which they are said.
struct MessageOptions: ParsableArguments {
    @Option(name: .long, parsing: .unconditional, help: "Bytes of a message's text.") var bytes = 100
    @Option(name: .long, parsing: .unconditional, help: "How long to send, in seconds.") var seconds = 5.0
}

struct FanOutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: FanOut.name, abstract: "One room: some send as fast as they can, and everybody receives it.")
    @OptionGroup var place: BenchCommand.CommonOptions
    @Option(name: .long, parsing: .unconditional, help: "Rooms.") var rooms = 1
    @Option(name: .long, parsing: .unconditional, help: "Sessions in a room.") var members = 1000
    @Option(name: .long, parsing: .unconditional, help: "How many of them send.") var senders = 1
    @Option(name: .long, parsing: .unconditional, help: "Messages in flight at once.") var window = 64
    @OptionGroup var talk: MessageOptions

    func run() throws {
        try place.run { () throws(BenchError) in
            try FanOut(
                rooms: rooms, members: members, senders: senders, window: window, bytes: talk.bytes,
                seconds: talk.seconds)
        }
    }
}

struct RoomsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rooms", abstract: "Many small rooms in which everybody sends.")
    @OptionGroup var place: BenchCommand.CommonOptions
    @Option(name: .long, parsing: .unconditional, help: "Rooms.") var rooms = 100
    @Option(name: .long, parsing: .unconditional, help: "Sessions in a room; all of them send.") var members = 10
    @Option(name: .long, parsing: .unconditional, help: "Messages in flight at once.") var window = 64
    @OptionGroup var talk: MessageOptions

    func run() throws {
        try place.run { () throws(BenchError) in
            try FanOut(
                "rooms", rooms: rooms, members: members, senders: members, window: window, bytes: talk.bytes,
                seconds: talk.seconds)
        }
    }
}

struct LatencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Latency.name, abstract: "How long a message takes at a given rate.",
        discussion: "An open loop: a message that was sent late, for whatever reason, counts from when it was due.")
    @OptionGroup var place: BenchCommand.CommonOptions
    @Option(name: .long, parsing: .unconditional, help: "Sessions in the room; one of them sends.") var members = 200
    @Option(name: .long, parsing: .unconditional, help: "Messages a second.") var rate = 200.0
    @Option(name: .long, parsing: .unconditional, help: "Seconds of warm-up before that, not counted.") var warmUp = 1.0
    @OptionGroup var talk: MessageOptions

    func run() throws {
        try place.run { () throws(BenchError) in
            try Latency(
                members: members, rate: rate, warmUp: warmUp, seconds: talk.seconds, bytes: talk.bytes)
        }
    }
}

struct IdleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Idle.name, abstract: "Idle sessions: memory and processor time of each (with --pid).")
    @OptionGroup var place: BenchCommand.CommonOptions
    @Option(name: .long, parsing: .unconditional, help: "Sessions.") var sessions = 1000
    @Option(name: .long, parsing: .unconditional, help: "Seconds to stay once all are connected.") var seconds = 1.0

    func run() throws {
        try place.run { () throws(BenchError) in try Idle(sessions: sessions, seconds: seconds) }
    }
}

struct StormCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Storm.name, abstract: "Everybody connects at once and joins one room.")
    @OptionGroup var place: BenchCommand.CommonOptions
    @Option(name: .long, parsing: .unconditional, help: "Sessions.") var sessions = 2000
    @Option(
        name: .long, parsing: .unconditional, help: "How many connect at the same time. (default: all)")
    var atOnce: Int?

    func run() throws {
        try place.run { () throws(BenchError) in try Storm(sessions: sessions, atOnce: atOnce) }
    }
}

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: HistoryPages.name,
        abstract: "How long a page of history takes, at random places in a room's history.")
    @OptionGroup var place: BenchCommand.CommonOptions
    @Option(name: .long, help: "The room. Without it, a new one, filled with ten pages of messages.") var room: String?
    @Option(name: .long, parsing: .unconditional, help: "Pages to ask for.") var pages = 1000
    @Option(name: .long, parsing: .unconditional, help: "Lines of a page, at most.") var pageSize = 100
    @Option(
        name: .long, parsing: .unconditional, help: "Sessions that send to the room meanwhile, as fast as they can.")
    var busy = 0

    func run() throws {
        try place.run { () throws(BenchError) in
            try HistoryPages(room: room, pages: pages, pageSize: pageSize, busy: busy)
        }
    }
}
