import ArgumentParser
import Foundation
import Server
import Transport

/// The options of the commands for one room, which scripts and cron run on the machine that hosts it.
struct ChannelOptions: ParsableArguments {
    @OptionGroup var place: DataFolderOption

    @Option(name: .long, help: "The nick to use.")
    var nick = "grillo"

    func adminChat() throws -> AdminChat { AdminChat(folder: try place.folder(), nick: nick) }
}

/// `grillo send`: says something in a room.
struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send a message to a room of the server on this machine.",
        discussion: """
            It ends when everything is stored. Quote the room: '#lobby'. Each line of the text is a message. A text that begins with \
            a dash goes behind --. Answers of NickServ and ChanServ are printed: grillo send NickServ help.
            """)

    @OptionGroup var place: ChannelOptions
    @Argument(help: "The room, or a nick.") var room: String
    @Argument(help: "The text; - sends each line of standard input.") var text: [String]

    func run() throws {
        try carryOut {
            let adminChat = try place.adminChat()
            let tell: (String) -> Void = { line in
                try? FileHandle.standardOutput.write(contentsOf: Data((LogText.line(line) + "\n").utf8))
            }
            if text == ["-"] {
                try adminChat.say(linesOf: FileHandle.standardInput.fileDescriptor, in: room, tell)
            } else {
                try adminChat.say(text.joined(separator: " "), in: room, tell)
            }
        }
    }
}

/// `grillo tail`: follows what is said in a room.
struct TailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Follow a room of the server on this machine, until Ctrl-C.",
        discussion: "It joins the room, and everybody sees it there. Quote the room: '#lobby'.")

    @OptionGroup var place: ChannelOptions
    @Option(
        name: .short, parsing: .unconditional,
        help: ArgumentHelp("Begin with this many lines of the history.", valueName: "lines"),
        transform: NumberArgument.within(0...1000, "-n 20"))
    var number = 10
    @Argument(help: "The room.") var room: String

    func run() throws {
        unblockSignals()
        try carryOut {
            let warn: (String) -> Void = { words in
                try? FileHandle.standardError.write(contentsOf: Data("grillo: \(words)\n".utf8))
            }
            // For whoever wonders why nothing comes; a program does not.
            let note: (String) -> Void = { if isatty(STDERR_FILENO) == 1 { warn($0) } }
            try place.adminChat().follow(room, last: number, note: note, warn: warn) { line in
                try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
            }
        }
    }
}
