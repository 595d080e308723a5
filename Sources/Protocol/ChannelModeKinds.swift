/// Which channel modes take a parameter, and when: what a server tells as `PREFIX` and `CHANMODES`.
/// <https://modern.ircdocs.horse/#chanmodes-parameter>, <https://modern.ircdocs.horse/#prefix-parameter>
package struct ChannelModeKinds: Hashable, Sendable {
    /// A membership's rank: `o` is shown as `@`.
    package struct Prefix: Hashable, Sendable {
        package let mode: Character
        package let symbol: Character

        package init(mode: Character, symbol: Character) {
            self.mode = mode
            self.symbol = symbol
        }
    }

    /// Highest first.
    package var prefixes: [Prefix]
    /// Type A: entries of a list; without a parameter, a question.
    package var lists: Set<Character>
    /// Type B: always a parameter.
    package var alwaysWithParameter: Set<Character>
    /// Type C: a parameter when set.
    package var withParameterWhenSet: Set<Character>
    /// Type D: never a parameter.
    package var flags: Set<Character>

    package init(
        prefixes: [Prefix], lists: Set<Character>, alwaysWithParameter: Set<Character>,
        withParameterWhenSet: Set<Character>, flags: Set<Character>
    ) {
        self.prefixes = prefixes
        self.lists = lists
        self.alwaysWithParameter = alwaysWithParameter
        self.withParameterWhenSet = withParameterWhenSet
        self.flags = flags
    }

    /// The kinds that a client assumes of a server that says nothing: RFC 1459's.
    package static let rfc1459 = ChannelModeKinds(
        prefixes: [Prefix(mode: "o", symbol: "@"), Prefix(mode: "v", symbol: "+")],
        lists: ["b"], alwaysWithParameter: ["k"], withParameterWhenSet: ["l"], flags: ["i", "m", "n", "p", "s", "t"])

    /// Reads the values of `PREFIX` (`(ov)@+`) and `CHANMODES` (`b,k,l,imnst`); nil where a value is malformed.
    package static func prefixes(parsing value: String) -> [Prefix]? {
        guard value.first == "(", let close = value.firstIndex(of: ")") else { return value.isEmpty ? [] : nil }
        let modes = value[value.index(after: value.startIndex)..<close]
        let symbols = value[value.index(after: close)...]
        guard modes.count == symbols.count else { return nil }
        return zip(modes, symbols).map { Prefix(mode: $0, symbol: $1) }
    }

    func takesParameter(_ mode: Character, isSet: Bool) -> Bool {
        if prefixes.contains(where: { $0.mode == mode }) || alwaysWithParameter.contains(mode) || lists.contains(mode) {
            return true
        }
        return isSet && withParameterWhenSet.contains(mode)
    }
}

/// One letter of a MODE message, with what belongs to it.
package struct ModeChange: Hashable, Sendable {
    package var isSet: Bool
    package var mode: Character
    /// Missing where the mode takes none, and where one was due but the message had no more.
    package var parameter: String?

    package init(isSet: Bool, mode: Character, parameter: String? = nil) {
        self.isSet = isSet
        self.mode = mode
        self.parameter = parameter
    }

    /// Reads `+o-v+b nick other *!*@x`: the mode string and the parameters behind it.
    package static func parse(_ modeString: String, _ parameters: [String], kinds: ChannelModeKinds) -> [ModeChange] {
        var changes: [ModeChange] = []
        var isSet = true
        var rest = parameters[...]
        for letter in modeString {
            switch letter {
            case "+": isSet = true
            case "-": isSet = false
            default:
                let parameter = kinds.takesParameter(letter, isSet: isSet) ? rest.popFirst() : nil
                changes.append(ModeChange(isSet: isSet, mode: letter, parameter: parameter))
            }
        }
        return changes
    }

    /// Writes changes the short way: `+ov-b nick nick mask`.
    package static func format(_ changes: [ModeChange]) -> (modeString: String, parameters: [String]) {
        var modeString = ""
        var parameters: [String] = []
        var sign: Bool?
        for change in changes {
            if sign != change.isSet {
                modeString += change.isSet ? "+" : "-"
                sign = change.isSet
            }
            modeString.append(change.mode)
            if let parameter = change.parameter { parameters.append(parameter) }
        }
        return (modeString, parameters)
    }

    /// The changes in as many parts as it takes for each, written, to have at most so many bytes with the spaces before its parameters.
    /// A change that is longer by itself is a part by itself.
    package static func parts(of changes: [ModeChange], ofAtMost limit: Int) -> [[ModeChange]] {
        var parts: [[ModeChange]] = []
        var count = 0
        for change in changes {
            // A sign, the letter, and a space and a colon before the parameter.
            let size = 1 + String(change.mode).utf8.count + (change.parameter.map { $0.utf8.count + 2 } ?? 0)
            if parts.isEmpty || count + size > limit {
                parts.append([])
                count = 0
            }
            parts[parts.count - 1].append(change)
            count += size
        }
        return parts
    }
}
