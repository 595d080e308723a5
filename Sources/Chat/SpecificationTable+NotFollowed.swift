extension SpecificationTable {
    /// The specifications that the server does not follow, each with the reason.
    static let notFollowed: [Specification] = [
        Specification(
            "WebSocket", .ratified("extensions/websocket"), .word(.subprotocol, "text.ircv3.net"), client: .nothing,
            reason: "it comes in a later version"),
        Specification(
            "netsplit and netjoin", .ratified("batches/netsplit"), .word(.batch, "netsplit"),
            reason: "there is one server, which cannot split"),
        Specification(
            "STARTTLS", .deprecated("deprecated/tls"), .capability("tls"),
            reason: "deprecated, and TLS begins with the first byte"),
        Specification(
            "metadata 3.2", .deprecated("core/metadata-3.2"), .capability("metadata-notify"),
            reason: "deprecated, and metadata stands in its place"),
        Specification(
            "SASL DH-AES", .deprecated("deprecated/sasl-dh-aes"), .word(.mechanism, "DH-AES"),
            reason: "deprecated, and SCRAM-SHA-256 stands in its place"),
        Specification(
            "SASL DH-BLOWFISH", .deprecated("deprecated/sasl-dh-blowfish"), .word(.mechanism, "DH-BLOWFISH"),
            reason: "deprecated, and SCRAM-SHA-256 stands in its place"),

        // Proposals that programs follow all the same.
        Specification(
            "authtoken", .proposed(602), .token("draft/AUTHTOKEN"),
            reason: "no service beside the server takes its tokens"),
        Specification(
            "bearer tokens", .proposed(545), .word(.mechanism, "IRCV3BEARER"),
            reason: "nobody beside the server gives out logins"),
        Specification(
            "bouncer-networks", .proposed(478), .capability("draft/bouncer-networks"),
            reason: "it is no bouncer, and leads to no other network"),
        Specification(
            "custom emoji", .proposed(586), .token("draft/EMOJI"), reason: "it has no pictures to give out"),
        Specification(
            "EXTJWT", .proposed(547), .token("EXTJWT"), reason: "no service beside the server takes its tokens"),
        Specification(
            "FILEHOST", .proposed(562), .token("draft/FILEHOST"), reason: "it keeps no files of its users"),
        Specification(
            "message editing", .proposed(425), .capability("draft/message-edit"),
            reason: "not agreed upon; a message is taken back and said anew"),
        Specification(
            "named-modes", .proposed(484), .capability("draft/named-modes"),
            reason: "not agreed upon; modes go by their letters"),
        Specification(
            "persistence", .proposed(503), .capability("draft/persistence"),
            reason: "not agreed upon; `NickServ SET ALWAYS-ON` does it"),
        Specification(
            "search, for all", .proposed(496), .capability("draft/search"),
            reason: "not agreed upon; clients use that of soju"),
        Specification(
            "Web Push", .proposed(471), .capability("draft/webpush"),
            reason: "not agreed upon, and it takes a push service on the web"),
        Specification(
            "whoami", .proposed(603), .capability("draft/whoami"),
            reason: "not agreed upon; one sees one's own mask when one joins a room"),

        // Those of other programs.
        Specification(
            "account-required of soju", .soju("account-required"), .notice("soju.im/account-required"),
            reason: "`draft/ACCOUNTREQUIRED` stands in its place"),
        Specification(
            "bouncer-networks of soju", .soju("bouncer-networks"), .capability("soju.im/bouncer-networks"),
            reason: "it is no bouncer, and leads to no other network"),
        Specification(
            "bouncer-networks-notify of soju", .soju("bouncer-networks"),
            .capability("soju.im/bouncer-networks-notify"),
            reason: "it is no bouncer, and leads to no other network"),
        Specification(
            "client-cert of soju", .soju("client-cert"), .capability("soju.im/client-cert"),
            reason: "`NickServ CERT` does it"),
        Specification(
            "FILEHOST of soju", .soju("filehost"), .token("soju.im/FILEHOST"),
            reason: "it keeps no files of its users"),
        Specification(
            "no-implicit-names, as a draft", .deprecated("extensions/no-implicit-names"),
            .capability("draft/no-implicit-names"), reason: "the ratified name stands in its place"),
        Specification(
            "no-implicit-names of soju", .soju("no-implicit-names"), .capability("soju.im/no-implicit-names"),
            reason: "it has the ratified name"),
        Specification(
            "read of soju", .soju("read"), .capability("soju.im/read"), reason: "read-marker stands in its place"),
        Specification(
            "Web Push of soju", .soju("webpush"), .capability("soju.im/webpush"),
            reason: "it takes a push service on the web"),
        Specification(
            "languages of Ergo", .vendor("https://gist.github.com/DanielOaks/8126122f74b26012a3de37db80e4e0c6"),
            .capability("draft/languages"), reason: "its texts are in English"),
        Specification(
            "nope of Ergo", .vendor("https://ergo.chat/nope"), .notice("ergo.chat/nope"),
            reason: "it is a trap for clients that ask for everything"),
        Specification(
            "playback of ZNC", .vendor("https://wiki.znc.in/Playback"), .capability("znc.in/playback"),
            reason: "chathistory does it"),
        Specification(
            "self-message of ZNC", .vendor("https://wiki.znc.in/Query_buffers"), .capability("znc.in/self-message"),
            reason: "echo-message does it"),
        Specification(
            "batch of ZNC", .vendor("https://wiki.znc.in/Category:Capabilities"), .capability("znc.in/batch"),
            reason: "it has the ratified name"),
        Specification(
            "server-time of ZNC", .vendor("https://wiki.znc.in/Category:Capabilities"),
            .capability("znc.in/server-time-iso"), reason: "it has the ratified name"),
        Specification(
            "identify-msg of Solanum", .vendor("https://solanum.chat/spec/identify-msg"),
            .capability("solanum.chat/identify-msg"), reason: "account-tag does it"),
        Specification(
            "oper of Solanum", .vendor("https://solanum.chat/spec/oper"), .capability("solanum.chat/oper"),
            reason: "oper-tag stands in its place"),
        Specification(
            "realhost of Solanum", .vendor("https://solanum.chat/spec/realhost"),
            .capability("solanum.chat/realhost"), reason: "operators are told the host behind a cloak by WHOIS"),
        Specification(
            "poison of InspIRCd", .vendor("https://docs.inspircd.org/4/modules/cap"), .notice("inspircd.org/poison"),
            reason: "it is a trap for clients that ask for everything"),
        Specification(
            "standard-replies of InspIRCd", .vendor("https://docs.inspircd.org/3/modules/ircv3"),
            .capability("inspircd.org/standard-replies"), reason: "it has the ratified name"),
        Specification(
            "DCC", .customary("https://modern.ircdocs.horse/dcc"), .word(.command, "DCC"),
            reason: "it shows either side's address to the other; the server carries it as any CTCP"),
    ]
}
