import ArgumentParser
import Foundation
import Server
import Transport

/// What scripts and cron need of a room, from the machine that hosts it.
struct RoomPlace: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("The folder that keeps the history and the server's key.", valueName: "dir"))
    var data: String?

    @Option(name: .long, help: "As who.")
    var nick = "grillo"

    var voice: HostVoice {
        HostVoice(folder: data ?? DataFolder.standard { ProcessInfo.processInfo.environment[$0] }, nick: nick)
    }

    /// Does something, and turns what goes wrong into a line and an exit code.
    func attempt(_ body: (HostVoice) throws -> Void) throws {
        do {
            try body(voice)
        } catch let error as AccountDesk.Refusal {
            throw fail("\(error.description): name a room that is there, such as '#lobby'", code: 65)
        } catch let error as StartError {
            throw fail("\(error)", code: error.exitCode.rawValue)
        }
    }
}

/// `grillo send`: says something in a room.
struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Say something in a room of the server that runs here.",
        discussion: "It ends when all of it is stored. Quote the room: '#lobby'.")

    @OptionGroup var place: RoomPlace
    @Argument(help: "The room.") var room: String
    @Argument(help: "What to say; - for each line of standard input, as it comes.") var text: [String]

    func run() throws {
        try place.attempt {
            if text == ["-"] {
                try $0.say(linesOf: FileHandle.standardInput.fileDescriptor, in: room)
            } else {
                try $0.say(text.joined(separator: " "), in: room)
            }
        }
    }
}

/// `grillo tail`: follows what is said in a room.
struct TailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Follow a room of the server that runs here, until it is interrupted.",
        discussion: "It is in the room meanwhile, for everybody to see. Quote the room: '#lobby'.")

    @OptionGroup var place: RoomPlace
    @Option(name: .short, help: ArgumentHelp("Begin with so many lines of the history.", valueName: "lines"))
    var number = 10
    @Argument(help: "The room.") var room: String

    func validate() throws {
        guard (0...1000).contains(number) else { throw ValidationError("-n takes a number from 0 to 1000.") }
    }

    func run() throws {
        unblockSignals()
        try place.attempt {
            try $0.follow(room, last: number) { line in
                try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
            }
        }
    }
}
