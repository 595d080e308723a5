extension SpecificationTable {
    /// The specifications that the server follows or is going to follow.
    static let followed: [Specification] = [
        Specification("account extended ban", .ratified("extensions/account-extban"), .token("ACCOUNTEXTBAN")),
        Specification("account-notify", .ratified("extensions/account-notify"), .capability("account-notify")),
        Specification(
            "account registration", .draft("extensions/account-registration"),
            .capability("draft/account-registration")),
        Specification(
            "account required", .draft("extensions/account-registration"), .token("draft/ACCOUNTREQUIRED"),
            note: "told to those who cannot come in without one"),
        Specification("account-tag", .ratified("extensions/account-tag"), .capability("account-tag")),
        Specification("away-notify", .ratified("extensions/away-notify"), .capability("away-notify")),
        Specification("batch", .ratified("extensions/batch"), .capability("batch")),
        Specification("bot mode", .ratified("extensions/bot-mode"), .token("BOT")),
        Specification("cap-notify", .ratified("extensions/capability-negotiation"), .capability("cap-notify")),
        Specification("channel-rename", .draft("extensions/channel-rename"), .capability("draft/channel-rename")),
        Specification(
            "chathistory", .draft("extensions/chathistory"), .capability("draft/chathistory"),
            note: "a batch names a room or a person as the server spells it, however it was asked for"),
        Specification("chathistory batch", .ratified("batches/chathistory"), .word(.batch, "chathistory")),
        Specification("chathistory-end", .draft("extensions/chathistory"), .word(.tag, "draft/chathistory-end")),
        Specification("event-playback", .draft("extensions/chathistory"), .capability("draft/event-playback")),
        Specification("chghost", .ratified("extensions/chghost"), .capability("chghost")),
        Specification(
            "client-initiated batch", .draft("extensions/client-batch"), .capability("draft/multiline"),
            note: "for messages of several lines"),
        Specification("echo-message", .ratified("extensions/echo-message"), .capability("echo-message")),
        Specification(
            "extended-isupport", .draft("extensions/extended-isupport"), .capability("draft/extended-isupport")),
        Specification("extended-join", .ratified("extensions/extended-join"), .capability("extended-join")),
        Specification("extended-monitor", .ratified("extensions/extended-monitor"), .capability("extended-monitor")),
        Specification("invite-notify", .ratified("extensions/invite-notify"), .capability("invite-notify")),
        Specification("labeled-response", .ratified("extensions/labeled-response"), .capability("labeled-response")),
        Specification("message ids", .ratified("extensions/message-ids"), .capability("message-tags")),
        Specification(
            "message redaction", .draft("extensions/message-redaction"), .capability("draft/message-redaction")),
        Specification("message-tags", .ratified("extensions/message-tags"), .capability("message-tags")),
        Specification("metadata", .draft("extensions/metadata"), .capability("draft/metadata-2")),
        Specification("metadata, third version", .proposed(613), .capability("draft/metadata-3")),
        Specification("metadata of soju", .soju("metadata"), .word(.metadataKey, "soju.im/pinned")),
        Specification("monitor", .ratified("extensions/monitor"), .token("MONITOR")),
        Specification("multi-prefix", .ratified("extensions/multi-prefix"), .capability("multi-prefix")),
        Specification("multiline", .draft("extensions/multiline"), .capability("draft/multiline")),
        Specification("network icon", .draft("extensions/network-icon"), .token("draft/ICON")),
        Specification(
            "no-implicit-names", .ratified("extensions/no-implicit-names"), .capability("no-implicit-names")),
        Specification("oper-tag", .draft("extensions/oper-tag"), .capability("draft/oper-tag")),
        Specification("pre-away", .draft("extensions/pre-away"), .capability("draft/pre-away")),
        Specification("read-marker", .draft("extensions/read-marker"), .capability("draft/read-marker")),
        Specification("relaymsg", .proposed(417), .capability("draft/relaymsg")),
        Specification("safe rate", .soju("saferate"), .token("soju.im/SAFERATE")),
        Specification("SASL 3.1", .ratified("extensions/sasl-3.1"), .capability("sasl")),
        Specification("SASL 3.2", .ratified("extensions/sasl-3.2"), .capability("sasl")),
        Specification("search", .soju("search"), .capability("soju.im/search")),
        Specification("server-time", .ratified("extensions/server-time"), .capability("server-time")),
        Specification("setname", .ratified("extensions/setname"), .capability("setname")),
        Specification("standard-replies", .ratified("extensions/standard-replies"), .capability("standard-replies")),
        Specification("strict transport security", .ratified("extensions/sts"), .notice("sts")),
        Specification(
            "userhost-in-names", .ratified("extensions/userhost-in-names"), .capability("userhost-in-names")),
        // The client knows no other encoding.
        Specification("UTF8ONLY", .ratified("extensions/utf8-only"), .token("UTF8ONLY"), client: .nature),
        Specification("WebIRC", .ratified("extensions/webirc"), .word(.command, "WEBIRC"), client: .nothing),
        Specification("WHOX", .ratified("extensions/whox"), .token("WHOX")),
        Specification("channel-context", .ratified("client-tags/channel-context"), .clientTag("+channel-context")),
        Specification("react", .draft("client-tags/react"), .clientTag("+draft/react")),
        Specification("reply", .ratified("client-tags/reply"), .clientTag("+reply")),
        Specification("typing", .ratified("client-tags/typing"), .clientTag("+typing")),
    ]
}
