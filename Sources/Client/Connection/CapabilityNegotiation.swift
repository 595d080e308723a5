/// The negotiation of the server's capabilities: those to ask for, and the answers to that.
/// <https://ircv3.net/specs/extensions/capability-negotiation.html>
struct CapabilityNegotiation: Sendable {
    /// Everything this program does something with.
    static let understood: Set<String> = [
        "account-notify", "account-tag", "away-notify", "batch", "cap-notify", "chghost", "echo-message",
        "extended-join",
        "invite-notify", "labeled-response", "message-tags", "multi-prefix", "server-time", "setname",
        "standard-replies",
        "userhost-in-names", "draft/chathistory", "draft/event-playback", "draft/read-marker",
        "draft/message-redaction",
        "draft/account-registration", "sasl", "draft/multiline", "draft/channel-rename",
        "no-implicit-names", "draft/no-implicit-names", "draft/extended-isupport", "draft/pre-away",
        "draft/metadata-3", "draft/metadata-2",
        "soju.im/search", "soju.im/bouncer-networks", "soju.im/bouncer-networks-notify",
        "znc.in/playback", "znc.in/self-message", "znc.in/batch", "znc.in/server-time-iso",
    ]

    /// The names of one thing, the best first: no more than one of them is asked for.
    private static let alternatives = [
        ["no-implicit-names", "draft/no-implicit-names"], ["draft/metadata-3", "draft/metadata-2"],
        ["batch", "znc.in/batch"], ["server-time", "znc.in/server-time-iso"],
    ]

    /// So many names are kept of what a server offers: there are some dozens.
    static let maxOffered = 512

    /// The capabilities that the server has, with the values it gave.
    private(set) var offered: [String: String] = [:]
    /// The capabilities in force.
    private(set) var enabled: Set<String> = []
    /// The requests that are not answered yet.
    private var asked: [Set<String>] = []
    /// Those that the server has refused since it offered them.
    private var refused: Set<String> = []
    private var isListComplete = false
    /// True once the server has been told that the negotiation is over, or has welcomed us all the same.
    private(set) var isEnded = false

    /// True once the server's list is complete and every request has been answered, so that registration can go on.
    var isFinished: Bool { isListComplete && asked.isEmpty }

    /// Takes one line of `CAP LS` or `CAP NEW`. Returns what to request now.
    mutating func offer(_ list: String, isLast: Bool) -> [String] {
        var new: Set<String> = []
        for item in list.split(separator: " ").prefix(256) {
            let parts = item.split(separator: "=", maxSplits: 1)
            guard let name = parts.first.map(String.init), offered[name] != nil || offered.count < Self.maxOffered
            else { continue }
            offered[name] = parts.count > 1 ? String(parts[1]) : ""
            refused.remove(name)
            new.insert(name)
        }
        if isLast { isListComplete = true }
        guard isListComplete else { return [] }
        let settled = asked.reduce(into: enabled) { $0.formUnion($1) }
        return request(wanted(besides: settled))
    }

    /// The capabilities to ask for.
    ///
    /// - Parameter settled: those that are in force or asked for.
    private func wanted(besides settled: Set<String>) -> Set<String> {
        var wanted = Self.understood.intersection(offered.keys).subtracting(settled).subtracting(refused)
        for names in Self.alternatives {
            // One that is in force stays, whatever comes later.
            let best = names.first { settled.contains($0) } ?? names.first { wanted.contains($0) }
            wanted.subtract(names.filter { $0 != best })
        }
        // It comes in batches.
        if !settled.contains("batch"), !wanted.contains("batch") {
            wanted.subtract(["draft/metadata-3", "draft/metadata-2"])
        }
        // Lines without their time, or outside of a batch, are not known to be played back.
        let isTold = [["batch", "znc.in/batch"], ["server-time", "znc.in/server-time-iso"]].allSatisfy { names in
            names.contains { settled.contains($0) || wanted.contains($0) }
        }
        if !isTold { wanted.remove("znc.in/playback") }
        return wanted
    }

    /// Takes `CAP ACK`: what it names is in force, and what it names behind a `-` is not any more.
    mutating func acknowledge(_ list: String) {
        let names = names(in: list)
        for name in names {
            if name.hasPrefix("-") {
                enabled.remove(String(name.dropFirst()))
            } else if Self.understood.contains(name) {
                enabled.insert(name)
            }
        }
        removeAnswered(names)
    }

    /// Takes `CAP NAK`: a refused group is asked for one by one, since one of it may be to blame, and in place of a single one the next name of
    /// the same thing. Returns the requests.
    mutating func refuse(_ list: String) -> [String] {
        let names = names(in: list)
        // Each is asked for alone once: what was refused alone, or never asked for, is not asked for again.
        let grouped = asked.filter { $0.count > 1 }.reduce(into: Set<String>()) { $0.formUnion($1) }
        removeAnswered(names)
        guard names.count > 1 else { return requestAlternatives(to: names) }
        let singles = names.intersection(grouped).sorted()
        asked.append(contentsOf: singles.map { [$0] })
        return singles
    }

    /// The requests for what the server offers of the same thing as refused names.
    private mutating func requestAlternatives(to names: Set<String>) -> [String] {
        refused.formUnion(names.intersection(Self.understood))
        let others = Set(Self.alternatives.filter { !names.isDisjoint(with: $0) }.joined()).subtracting(names)
        let settled = asked.reduce(into: enabled) { $0.formUnion($1) }
        return request(wanted(besides: settled).intersection(others))
    }

    /// - Returns: true the first time: the server is now to be told that the negotiation is over.
    mutating func end() -> Bool {
        defer { isEnded = true }
        return !isEnded
    }

    /// Takes `CAP DEL`.
    mutating func withdraw(_ list: String) {
        for name in names(in: list) {
            offered[name] = nil
            enabled.remove(name)
        }
    }

    private mutating func request(_ wanted: Set<String>) -> [String] {
        guard !wanted.isEmpty else { return [] }
        asked.append(wanted)
        return [wanted.sorted().joined(separator: " ")]
    }

    /// Some servers answer a request in several lines, some with a part of it: what is left over of a request goes on being awaited.
    private mutating func removeAnswered(_ names: Set<String>) {
        let bare = Set(names.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 })
        for index in asked.indices { asked[index].subtract(bare) }
        asked.removeAll(where: \.isEmpty)
    }

    private func names(in list: String) -> Set<String> {
        Set(list.split(separator: " ").prefix(256).map { $0.drop { $0 == "~" || $0 == "=" } }.map(String.init))
    }
}
