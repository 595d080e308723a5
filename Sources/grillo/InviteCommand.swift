import ArgumentParser
import Foundation
import Protocol
import Server

/// `grillo invite`: links that let people in.
struct InviteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Make, list and revoke invitations: links that let people in.",
        discussion: """
            The link is printed once, on one line of standard output. It holds the server's address, the fingerprint of its key, and a \
            secret. grillo-tui opens it; in any other client give the secret, which stands behind invite=, as the server password. \
            Operators of a room make invitations with /msg ChanServ INVITE, but on an invite-only server only where its \
            configuration has invitations = "rooms".

            Options of a link: --room '#den', the room it leads to; --uses 5, how many people it is for; --expires 2d, how long it \
            lasts; --account NAME, the account it logs in to; --host HOST[:PORT], the address in it. More about each: grillo help \
            invite make.
            """,
        subcommands: [Make.self, List.self, Revoke.self], defaultSubcommand: Make.self)

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a link.")
        @OptionGroup var place: DataFolderOption
        @Option(
            name: .long, parsing: .unconditional, help: "How many people it is for; each may come back.",
            transform: NumberArgument.within(InvitationAdmin.uses, "--uses 5"))
        var uses = 1
        @Option(name: .long, help: "How long it lasts, such as 30m, 12h, 7d or 2w; or never.") var expires = "7d"
        @Option(name: .long, help: ArgumentHelp("The room it leads to, and lets people into.", valueName: "#room"))
        var room: String?
        @Option(name: .long, help: "The account it logs in to; it is added if there is none.") var account: String?
        @Option(
            name: .long, parsing: .unconditional,
            help: ArgumentHelp(
                "The server's address in the link, in place of what it finds itself.", valueName: "host[:port]"),
            transform: AddressArgument.publicEndpoint)
        var host: ServerConfiguration.PublicEndpoint?

        /// The words that are no options: they are taken, so that the error can say what to type in their place.
        @Argument(help: .hidden) var rest: [String] = []

        func validate() throws {
            if let word = rest.first {
                throw ValidationError(
                    word.hasPrefix("#")
                        ? "An invitation to a room names it so: grillo invite --room '\(word)'"
                        : "There is no 'grillo invite \(word)'. Say grillo invite, grillo invite list or grillo invite revoke ID"
                )
            }
            guard expires == "never" || TimeSpan(expires) != nil else {
                throw ValidationError("'\(expires)' is no time. Say one such as --expires 12h or 7d, or never")
            }
        }

        func run() throws {
            var options = InvitationAdmin.Options()
            options.uses = uses
            options.seconds = expires == "never" ? nil : TimeSpan(expires)?.seconds
            (options.channel, options.account, options.address) = (room, account, host)
            try carryOut {
                let link = try InvitationAdmin(folder: place.folder()).make(options)
                print(link)
                guard host == nil else { return }
                let reach = link.host.hasPrefix("127.") || link.host == "::1" || link.host == "localhost"
                let words =
                    "The link leads to \(link.host), port \(link.port)\(reach ? ", which only this machine reaches" : ""). "
                    + "Another address: --host HOST[:PORT].\n"
                try? FileHandle.standardError.write(contentsOf: Data(words.utf8))
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "List the invitations: id, state, uses, expiry, room, account, and who made it.")
        @OptionGroup var place: DataFolderOption

        func run() throws {
            try carryOut {
                let folder = try place.folder()
                let entries = try InvitationAdmin(folder: folder).list()
                OutputTable.show(
                    ["ID", "STANDING", "USED", "UNTIL", "ROOM", "ACCOUNT", "BY"],
                    entries.map { entry in
                        [
                            entry.id, entry.standing, "\(entry.used)/\(entry.uses)", entry.expires ?? "never",
                            entry.channel ?? "-", entry.account ?? "-", entry.madeBy,
                        ]
                    }, nothing: "There are no invitations. Make one: grillo invite\(DataFolder.option(for: folder))")
            }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke an invitation: nobody comes in with it any more, not even who used it before.",
            discussion: """
                Who is connected stays until they leave. Accounts that they made stay, too, and still let them in: their names are \
                printed. --guests ends both.
                """)
        @OptionGroup var place: DataFolderOption
        @Flag(name: .long, help: "Also disconnect the people it let in, and remove the accounts they made.")
        var guests = false
        @Argument(help: "The id that grillo invite list shows.") var id: String

        func run() throws {
            try carryOut {
                let accounts = try InvitationAdmin(folder: place.folder()).revoke(id, withGuests: guests)
                print("\(id) is revoked.")
                guard !accounts.isEmpty else { return }
                let names = accounts.joined(separator: ", ")
                print(
                    guests
                        ? "These accounts are removed: \(names)."
                        : "People it let in made these accounts, which still come in: \(names). --guests removes them.")
            }
        }
    }
}
