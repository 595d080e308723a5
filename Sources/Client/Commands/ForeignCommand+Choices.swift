/// Commands of ours that take one of a few words, where other programs take others.
extension ForeignCommand {
    static let choices = [
        ForeignCommand(["notify"], for: ["friend"]) { arguments in
            guard !arguments.text.isEmpty, NotificationLevel(rawValue: arguments.first) == nil else { return nil }
            return .answer(
                "/notify must be all, mentions or none. To hear when somebody comes and goes: /friend nick.")
        },
        ForeignCommand(["unnotify"], for: ["friend"]) { arguments in
            arguments.words.count == 1
                ? .command("friend", arguments: "-" + arguments.text) : .answer("/friend -nick undoes /friend nick.")
        },
        ForeignCommand(["events"], for: []) { arguments in
            guard !arguments.text.isEmpty, EventDisplay(rawValue: arguments.first) == nil else { return nil }
            return .answer("/events must be smart, all or none.")
        },
    ]
}
