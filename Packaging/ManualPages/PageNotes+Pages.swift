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
            There is no file to edit, no certificate to make and no account to create. A message is on the disk before anybody sees \
            it. An error is one line on standard error: the cause, then the remedy.
            """,
        environment: [
            ("XDG_STATE_HOME", "The data folder is grillo/server in this folder, unless --data names another."),
            ("HOME", "Your home folder; without XDG_STATE_HOME, the data folder is .local/state/grillo/server in it."),
            ("STATE_DIRECTORY", "The data folder of a service, which goes before those two."),
            ("CONFIGURATION_DIRECTORY", "The folder whose grillo.toml a service reads, unless --config names a file."),
            ("CREDENTIALS_DIRECTORY", "The folder of a service's secrets: credential:NAME is the file NAME in it."),
            ("NOTIFY_SOCKET", "The socket by which the server tells a service manager how it is."),
            (
                "WATCHDOG_USEC, WATCHDOG_PID",
                "The microseconds in which the manager expects to hear from the server, and the process that it means."
            ),
            (
                "LISTEN_FDS, LISTEN_FDNAMES, LISTEN_PID",
                """
                The sockets that the server listens on in place of its addresses: how many, what each is for (irc, telnet or \
                metrics), and the process that they are for.
                """
            ),
            (
                "JOURNAL_STREAM",
                "The stream of systemd's journal: where it is standard error, lines have their priority and no time."
            ),
            (
                "SSL_CERT_FILE, SSL_CERT_DIR",
                "The authorities that are trusted, in place of the system's: one of them may vouch for the certificate."
            ),
        ],
        files: [
            ("~/.local/state/grillo/server", "The data folder, unless --data names another. In it:"),
            (
                "history.sqlite",
                "The history, the accounts and the rooms. It has files beside it while the server runs."
            ),
            ("tls.key, tls.crt", "The server's own key and certificate."),
            ("grillo.sock", "The host's local socket, by which the commands talk to a running server."),
            ("server.lock", "Locked while the server runs, with the addresses that it listens on."),
            ("last-backup", "Its time is that of the last backup."),
            ("identity", "A number that tells whose the backups in backup.folder are; no secret."),
            (
                "history.sqlite.before-restore, history.sqlite.schemaN",
                "Copies set aside by a restore and by an upgrade, which the server removes after keep-copies."
            ),
            ("grillo.service, grillo.socket", "The units for systemd. The service has these two:"),
            ("/var/lib/grillo", "The data folder."),
            ("/etc/grillo/grillo.toml", "The configuration, if there is one."),
            (
                "/usr/share/doc/grillo",
                "The documentation, docs/hosting.md with it; below /usr/local where make install put it."
            ),
        ],
        exitStatus: [
            ("0", "Success."),
            ("1", "The server is ill or does not answer, or the machine has an error: see what is printed."),
            ("64", "The command line has a mistake."),
            ("65", "The server refused: there is no such account, the name is taken, and the like."),
            ("69", "There is no server to reach, or an address to listen on is taken."),
            ("74", "A file or a connection failed, or a file is damaged."),
            ("77", "You may not look into the server's folder."),
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
                "Write a configuration file, check it, and serve with it:",
                [
                    "grillo serve --print-config > grillo.toml", "grillo serve --config grillo.toml --check",
                    "grillo serve --config grillo.toml",
                ]
            ),
            ("Host a room as a service, also after a restart of the machine:", ["systemctl enable --now grillo"]),
            ("Back up the history while the server runs:", ["grillo backup grillo-$(date +%F).tar.gz"]),
            (
                "Back it up to another machine, and put it in place there, where no server runs:",
                ["grillo backup - | ssh elsewhere grillo restore -"]
            ),
        ],
        seeAlso: [clientReference, serverFileReference], file: serverFileReference)

    static let client = PageNotes(
        name: "grillo-tui", section: 1,
        environment: [
            ("XDG_CONFIG_HOME", "The folder in which grillo/tui.toml and grillo/themes are."),
            ("XDG_STATE_HOME", "The folder in which grillo keeps drafts, the keys of servers and the logs."),
            ("HOME", "Your home folder: without those two, .config and .local/state in it are used."),
            ("USER", "Your login name, which is your nick where none is set."),
            ("TERM", "The type of your terminal; with dumb there is no full screen, as with --linear."),
            ("COLORFGBG", "The colours of a terminal that cannot be asked for its background."),
            ("NO_COLOR", "If it is set, there are no colours."),
            ("SSL_CERT_FILE, SSL_CERT_DIR", "The authorities that are trusted, in place of the system's."),
        ],
        files: [
            ("~/.config/grillo/tui.toml", "Your settings."),
            ("~/.config/grillo/themes/NAME.toml", "Your own colours, for theme = \"NAME\"."),
            ("~/.local/state/grillo", "Everything that is kept between two runs."),
        ],
        exitStatus: [
            ("0", "You left, or the output is complete."),
            ("64", "The command line has a mistake, or there is no terminal to draw on."),
            ("69", "A server could not be hosted here, or the one that you named cannot be reached."),
            ("74", "A file or the terminal failed."),
            ("78", "The settings have a mistake."),
        ],
        examples: [
            (
                "Enter the lobby of a server, or use an invitation:",
                [
                    "grillo-tui chat.example.org", "grillo-tui 'grillo://chat.example.org/?key=...&invite=...'",
                ]
            ),
            ("Host a room and enter it:", ["grillo-tui --serve"]),
            ("Print the log of a room:", ["grillo-tui --export-log 'libera/#den' --format json"]),
        ],
        seeAlso: [serverReference, preferencesFileReference], file: preferencesFileReference)

    static let serverFile = PageNotes(
        name: "grillo.toml", section: 5, summary: "configuration file of the chat server grillo",
        description: """
            A file in TOML, read by grillo serve --config FILE. No server needs one. Options of the command line override it. SIGHUP \
            reloads it, and so does an operator's REHASH: then a key counts at once or from the next start on, as it says here. A \
            file with a mistake is refused as a whole, with the line and the remedy, and a running server keeps the old one.
            """,
        files: [("/etc/grillo/grillo.toml", "The file of the service.")],
        examples: [
            (
                "A file that lets in everybody, and keeps the history for three months:",
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
            A file in TOML, read by grillo-tui when it starts. Nobody needs one. Options of the command line override it. In the \
            program, /set changes a setting, and /save yes keeps the changes in the file.
            """,
        files: [
            ("~/.config/grillo/tui.toml", "The file, unless --config names another or XDG_CONFIG_HOME another folder.")
        ],
        examples: [
            (
                "A file with a network that is connected at the start:",
                [
                    "nick = \"ana\"", "theme = \"light\"", "", "[[server]]", "host = \"chat.example.org\"",
                    "rooms = [\"#den\"]", "autoconnect = true",
                ]
            ),
            ("A file with every key in it, each a comment:", ["grillo-tui --print-config"]),
        ],
        seeAlso: [clientReference])
}
