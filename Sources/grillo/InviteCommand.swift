import ArgumentParser
import Foundation
import Protocol
import Server

/// `grillo invite`: links that let people in.
struct InviteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Make a link that lets somebody in; list and withdraw them.",
        discussion: """
            The link is one line on standard output, and it is shown once: it carries where the server is, what key it shows, and a \
            secret. grillo-tui opens it; in any other client the secret, behind invite=, is the server password. From within, who runs a room \
            makes some with /msg ChanServ INVITE; not where the server is invite-only, unless its file says invitations = "rooms".

            A link can be told: --room '#den', a room that it leads to and opens; --uses 5, how many people it is for; --expires 2d, \
            how long it lasts; --account NAME, an account that it logs in to; --host HOST[:PORT], where it leads. grillo help invite \
            make tells more of each.
            """,
        subcommands: [Make.self, List.self, Revoke.self], defaultSubcommand: Make.self)

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a link (what invite alone does).")
        @OptionGroup var place: DataFolderOption
        @Option(
            name: .long, parsing: .unconditional, help: "How many people it is for; each may come again.",
            transform: NumberArgument.within(InvitationAdmin.uses, "--uses 5"))
        var uses = 1
        @Option(name: .long, help: "How long it lasts, such as 30m, 12h, 7d or 2w; or never.") var expires = "7d"
        @Option(name: .long, help: ArgumentHelp("A room that it leads to and opens.", valueName: "#room"))
        var room: String?
        @Option(name: .long, help: "An account that it logs in to, made if there is none.") var account: String?
        @Option(
            name: .long, parsing: .unconditional,
            help: ArgumentHelp("Where the link leads, instead of what the server believes.", valueName: "host[:port]"),
            transform: AddressArgument.publicEndpoint)
        var host: ServerConfiguration.PublicEndpoint?

        /// The words that are no options: they are taken, so that the error can say what to type in their place.
        @Argument(help: .hidden) var rest: [String] = []

        func validate() throws {
            if let word = rest.first {
                throw ValidationError(
                    word.hasPrefix("#")
                        ? "An invitation to a room names it so: grillo invite --room '\(word)'"
                        : "'\(word)' is nothing that invite does. Say grillo invite, grillo invite list or grillo invite revoke ID"
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
                    "The link leads to \(link.host), port \(link.port)\(reach ? ", which is this machine alone" : ""). "
                    + "Another way in is named with --host.\n"
                try? FileHandle.standardError.write(contentsOf: Data(words.utf8))
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "List the invitations: id, standing, used and for how many, end, room, account, by whom.")
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
            abstract: "Withdraw an invitation: nobody comes in with it any more, who did before neither.",
            discussion: """
                Those who are here stay until they leave. The accounts that were made by those whom it let in stay, too, and let \
                them in: they are named. --guests ends all that as well.
                """)
        @OptionGroup var place: DataFolderOption
        @Flag(name: .long, help: "Also send away whom it let in, and remove the accounts that they made.")
        var guests = false
        @Argument(help: "What list calls it.") var id: String

        func run() throws {
            try carryOut {
                let accounts = try InvitationAdmin(folder: place.folder()).revoke(id, withGuests: guests)
                print("\(id) is withdrawn.")
                guard !accounts.isEmpty else { return }
                let names = accounts.joined(separator: ", ")
                print(
                    guests
                        ? "These accounts are removed: \(names)."
                        : "Whom it let in made these accounts, which still come in: \(names). --guests removes them.")
            }
        }
    }
}
