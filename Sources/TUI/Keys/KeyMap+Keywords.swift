extension KeyMap.Binding {
    /// The words by which the help finds the row beside its text: those of people who know such keys from other programs.
    var keywords: [String] { actions.compactMap { Self.keywords[$0.action] } }

    private static let keywords: [Action: String] = [
        .toggleMembers: "nicklist bar", .membersFocus: "nicklist", .toggleBuffers: "buflist bar",
        .otherPane: "window", .nextBuffer: "window rooms", .switchBuffer: "window rooms", .search: "lastlog grep find",
        .pageUp: "history scrollback log", .oldest: "history", .bufferWithNews: "hotlist",
        .previousMention: "highlight hilight", .choose: "copy url link reply react", .recallOlder: "history",
        .recallList: "history",
    ]
}
