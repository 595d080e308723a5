import Chat
import Protocol

/// Makes, lists and takes back invitations for the host's commands; see ``AdminRequest``.
package struct InvitationAdmin: Sendable {
    package struct Options: Sendable {
        package var uses = 1
        /// Nil for never.
        package var seconds: Int64? = 604_800
        package var channel: String?
        package var account: String?
        /// The address that the link is to lead to; nil for the one at which the server believes that people find it.
        package var address: ServerConfiguration.PublicEndpoint?

        package init() {}
    }

    package struct Entry: Hashable, Sendable {
        package let id: String
        package let channel: String?
        package let uses: String
        package let used: String
        /// Nil for never.
        package let expires: String?
        package let account: String?
        package let standing: String
        package let madeBy: String
    }

    /// The numbers of people that one invitation can be for.
    package static let uses = Limits().invitationUses

    private let folder: String

    package init(folder: String) { self.folder = folder }

    package func make(_ options: Options) throws -> InvitationLink {
        var words = ["CREATE", options.channel ?? "*", "uses=\(options.uses)", "expires=\(options.seconds ?? 0)"]
        if let account = options.account { words.append("account=\(account)") }
        let answer = try ask(words, last: "CREATED")
        guard let link = answer.last?.parameters.last.flatMap({ InvitationLink($0.text) }),
            let moved = options.address == nil ? link : link.leading(to: options.address)
        else {
            throw AdminRefusal(
                "the server's answer cannot be read",
                remedy: "make sure that grillo and the server are of the same version")
        }
        return moved
    }

    package func list() throws -> [Entry] {
        try ask(["LIST"], last: "LISTED").compactMap { message in
            let words = message.parameters.map(\.text)
            guard words.count == 9, words[0] == "ENTRY" else { return nil }
            func named(_ index: Int) -> String? { words[index] == "*" ? nil : words[index] }
            return Entry(
                id: words[1], channel: named(2), uses: words[3], used: words[4], expires: named(5), account: named(6),
                standing: words[7], madeBy: words[8])
        }
    }

    /// Gives the accounts that whoever it let in has made: those are still there, or gone with their owners.
    ///
    /// - Parameter withGuests: also sends away those whom it let in.
    package func revoke(_ id: String, withGuests: Bool) throws -> [String] {
        try ask(["REVOKE", id] + (withGuests ? ["guests"] : []), last: "REVOKED").compactMap { message in
            message.text(at: 0) == "ACCOUNT" ? message.text(at: 2) : nil
        }
    }

    private func ask(_ words: [String], last: String) throws -> [Message] {
        guard words.allSatisfy({ word in !word.isEmpty && !word.utf8.contains { $0 <= 0x20 } }) else {
            throw AdminRefusal(
                "a room, an account and an id are one word each",
                remedy: "check the quotes: grillo invite --room '#den' --account anna")
        }
        let answer = try AdminRequest(Message("INVITATION", words.map { Bytes($0) }), last: [last]).ask(in: folder)
        guard answer.last?.command == "INVITATION" else {
            throw AdminRefusal(answer.last, of: InvitationRefusalCode.self) { remedy(for: $0) }
        }
        return answer
    }

    /// The words that tell what to type after a refusal of the server.
    func remedy(for code: InvitationRefusalCode?) -> String {
        let data = DataFolder.option(for: folder)
        return switch code {
        case .noSuchInvitation: "grillo invite list\(data) shows their ids"
        case .noSuchChannel:
            "name a room that is there: grillo invite --room '\(DataFolder.settingsServed(in: folder).lobby)'\(data)"
        case .tooMany: "grillo invite list\(data) shows them, grillo invite revoke ID\(data) revokes one"
        case .invalidParameters: "grillo help invite make explains the options"
        // The words say who may.
        case .noPrivileges: ""
        case .unavailable, nil: "try again"
        }
    }
}

extension InvitationLink {
    fileprivate func leading(to address: ServerConfiguration.PublicEndpoint?) -> InvitationLink? {
        InvitationLink(
            host: address?.host ?? host, port: address?.port ?? port, channel: channel, keyFingerprint: keyFingerprint,
            secret: secret, account: account)
    }
}
