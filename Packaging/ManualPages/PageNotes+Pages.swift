/// The pages.
extension PageNotes {
    static let all = [server, client, serverFile, preferencesFile]

    private static let serverReference = Reference(name: "grillo", section: 1)
    private static let clientReference = Reference(name: "grillo-tui", section: 1)
    private static let serverFileReference = Reference(name: "grillo.toml", section: 5)
    private static let preferencesFileReference = Reference(name: "tui.toml", section: 5)

    static let server = PageNotes(
        name: "grillo", section: 1,
        description: """
            There is no file to edit, no certificate to make and no account to create. A line is on the disk before anybody is shown \
            it. A mistake is told in one line on standard error: the cause, then the remedy.
            """,
        environment: [
            ("XDG_STATE_HOME", "The folder in which the data folder is, as grillo/server, unless --data names it."),
            ("HOME", "Your home folder; without XDG_STATE_HOME, the data folder is .local/state/grillo/server in it."),
        ],
        files: [
            ("~/.local/state/grillo/server", "The data folder, unless --data names another. In it:"),
            (
                "history.sqlite",
                "The history, the accounts and the rooms. It has files beside it while the server runs."
            ),
            ("tls.key, tls.crt", "The key and the certificate that the server made for itself."),
            ("grillo.sock", "The door of the host: the commands speak through it with a server that runs."),
            ("server.lock", "Keeps a second server away, and tells where the first one listens."),
        ],
        exitStatus: [
            ("0", "All was done."),
            ("1", "A server or its machine is ill: what is wrong has been told."),
            ("64", "The command line has a mistake."),
            ("65", "The server would not do it: there is no such account, the name is taken, and the like."),
            ("69", "There is no server to reach, or an address to listen on is taken."),
            ("74", "A file or a connection failed, or a file is damaged."),
            ("78", "The configuration has a mistake."),
        ],
        examples: [
            ("Host a room on this machine, port 6697:", ["grillo serve"]),
            (
                "Let one person in from anywhere, and three more to a room:",
                [
                    "grillo invite", "grillo invite --room '#den' --uses 3 --expires 2d",
                ]
            ),
            (
                "Write a configuration file, look it over, and serve by it:",
                [
                    "grillo serve --print-config > grillo.toml", "grillo serve --config grillo.toml --check",
                    "grillo serve --config grillo.toml",
                ]
            ),
            ("Copy the history while the server runs:", ["grillo backup /var/backups/grillo-$(date +%F)"]),
        ],
        seeAlso: [clientReference, serverFileReference], file: serverFileReference)

    static let client = PageNotes(
        name: "grillo-tui", section: 1,
        environment: [
            ("XDG_CONFIG_HOME", "The folder in which grillo/tui.toml and grillo/themes are."),
            ("XDG_STATE_HOME", "The folder in which grillo keeps drafts, the keys of servers and the log of lines."),
            ("HOME", "Your home folder: .config and .local/state in it are those folders where they are not set."),
            ("USER", "Your login name, which is your nick where nothing else says one."),
            ("TERM", "The kind of your terminal; of one called dumb no screen is expected, as with --linear."),
            ("COLORFGBG", "What a terminal that cannot be asked says of its ground."),
            ("NO_COLOR", "If it is set, nothing is coloured."),
            ("SSL_CERT_FILE, SSL_CERT_DIR", "Authorities that vouch for servers, in the place of the system's."),
        ],
        files: [
            ("~/.config/grillo/tui.toml", "Your settings."),
            ("~/.config/grillo/themes/NAME.toml", "Colours of your own, which theme = \"NAME\" takes."),
            ("~/.local/state/grillo", "What the program keeps between two runs."),
        ],
        exitStatus: [
            ("0", "You left, or what was asked for was printed."),
            ("64", "The command line has a mistake, or there is no terminal to draw on."),
            ("69", "A server could not be hosted here, or the one that is named is not there."),
            ("74", "A file or the terminal failed."),
            ("78", "The settings have a mistake."),
        ],
        examples: [
            (
                "Enter the room of a server, or come by an invitation:",
                [
                    "grillo-tui chat.example.org", "grillo-tui 'grillo://chat.example.org/?key=...&invite=...'",
                ]
            ),
            ("Host a room and enter it:", ["grillo-tui --serve"]),
            ("Print what has been kept of a room:", ["grillo-tui --export-log 'libera/#den' --format json"]),
        ],
        seeAlso: [serverReference, preferencesFileReference], file: preferencesFileReference)

    static let serverFile = PageNotes(
        name: "grillo.toml", section: 5, summary: "configuration file of the chat server grillo",
        description: """
            A file in TOML, read by grillo serve --config FILE. No server needs one. What the command line says goes before what \
            the file says. SIGHUP has it read again, and so does an operator's REHASH: then a key counts at once or from the next \
            start on, as it says here. A file with a mistake is refused as a whole, with the line and the remedy, and a server that \
            runs goes on as it was.
            """,
        files: [("/etc/grillo/grillo.toml", "The usual place of the file of a server that the system starts.")],
        examples: [
            (
                "A file that lets in strangers, and keeps what is said for three months:",
                [
                    "open = true", "public-address = \"chat.example.org\"", "", "[history]", "retention = \"90d\"",
                ]
            ),
            ("A file with every key in it, each a comment:", ["grillo serve --print-config"]),
        ],
        seeAlso: [serverReference])

    static let preferencesFile = PageNotes(
        name: "tui.toml", section: 5, summary: "settings of the chat client grillo-tui",
        description: """
            A file in TOML, read by grillo-tui when it starts. Nobody needs one. What the command line says goes before what the file \
            says. In the program, /set changes what the file says, and with /save yes the change is kept in it.
            """,
        files: [
            ("~/.config/grillo/tui.toml", "The file, unless --config names another or XDG_CONFIG_HOME another folder.")
        ],
        examples: [
            (
                "A file with a network that is entered at once:",
                [
                    "nick = \"ana\"", "theme = \"light\"", "", "[[server]]", "host = \"chat.example.org\"",
                    "rooms = [\"#den\"]", "autoconnect = true",
                ]
            ),
            ("A file with every key in it, each a comment:", ["grillo-tui --print-config"]),
        ],
        seeAlso: [clientReference])
}
