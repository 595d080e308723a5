import ArgumentParser

/// `grillo-tui`: enters a room.
@main
struct GrilloTUI: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grillo-tui",
        abstract: "Enter a chat room: scrollback, user list, input line.")
}
