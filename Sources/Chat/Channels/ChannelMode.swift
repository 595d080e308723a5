import Protocol

/// A mode of a channel, as its letter names it. <https://modern.ircdocs.horse/#channel-modes>
enum ChannelMode: Hashable {
    case rank(Ranks)
    case flag(ChannelModes.Flags)
    case list(ChannelListMode)
    case parameter(ChannelParameterMode)

    /// Nil for a letter that is in none of the tables of modes.
    init?(_ letter: Character) {
        if let row = Ranks.table.first(where: { $0.mode == letter }) {
            self = .rank(row.rank)
        } else if let row = ChannelModes.Flags.letters.first(where: { $0.letter == letter }) {
            self = .flag(row.flag)
        } else if let list = ChannelListMode(rawValue: letter) {
            self = .list(list)
        } else if let mode = ChannelParameterMode(rawValue: letter) {
            self = .parameter(mode)
        } else {
            return nil
        }
    }
}

extension ChannelModes {
    /// The modes that the tables have, as a server tells them in ISUPPORT.
    static let kinds = ChannelModeKinds(
        prefixes: Ranks.table.map { .init(mode: $0.mode, symbol: $0.symbol) },
        lists: Set(ChannelListMode.allCases.map(\.rawValue)),
        alwaysWithParameter: parameterLetters(alsoWhenUnset: true),
        withParameterWhenSet: parameterLetters(alsoWhenUnset: false),
        flags: Set(Flags.letters.map(\.letter)))

    private static func parameterLetters(alsoWhenUnset: Bool) -> Set<Character> {
        let modes = ChannelParameterMode.allCases.filter {
            $0.definition.takesParameterWhenUnset == alsoWhenUnset
        }
        return Set(modes.map(\.rawValue))
    }
}
