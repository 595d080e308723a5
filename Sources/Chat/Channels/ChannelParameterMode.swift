import Protocol

/// A mode of a channel that is set to a value: a key, a number.
///
/// This table is all that the server knows of such modes. MODE, RPL_CHANNELMODEIS, ISUPPORT, the numeric 004 and what is kept over a
/// restart go by it, so a letter is known to all of them or to none.
enum ChannelParameterMode: Character, CaseIterable {
    // In the order in which they are told.
    case key = "k"
    case slowMode = "W"
    case limit = "l"

    var definition: Definition {
        switch self {
        case .key:
            Definition(
                \.key, takesParameterWhenUnset: true, isSecret: true, parse: parsedKey, restore: { $0 },
                requirement: { "A key has no spaces or commas and at most \($0.key) bytes" })
        case .slowMode:
            .number(\.slowModeSeconds, in: Network.slowModeRange, requirement: "Slow mode takes seconds,")
        case .limit:
            .number(\.limit, in: ChannelModes.limits, requirement: "A limit is a number")
        }
    }

    /// All that there is to know of one mode. A parameter is text here, as it stands in a MODE message.
    struct Definition {
        /// True where the mode takes a parameter also when it is taken away (type B of `CHANMODES`, not C).
        let takesParameterWhenUnset: Bool
        /// True where only members of the channel are told the parameter.
        let isSecret: Bool
        /// The parameter in its shortest form; nil where it cannot be one.
        let parse: (_ parameter: String, Limits) -> String?
        /// The parameter as it was kept; nil where nothing can have kept it. The limits may have been wider then.
        let restore: (_ parameter: String) -> String?
        /// The rule for the parameter, in words for whoever gave another one.
        let requirement: (Limits) -> String
        /// The parameter to which the mode is set; nil where it is not set.
        let get: (ChannelModes) -> String?
        /// Sets the mode to a parameter that ``parse`` or ``restore`` gave; nil takes it away.
        let set: (inout ChannelModes, String?) -> Void

        init<Value: LosslessStringConvertible>(
            _ property: WritableKeyPath<ChannelModes, Value?>, takesParameterWhenUnset: Bool, isSecret: Bool,
            parse: @escaping (String, Limits) -> String?, restore: @escaping (String) -> String?,
            requirement: @escaping (Limits) -> String
        ) {
            self.takesParameterWhenUnset = takesParameterWhenUnset
            self.isSecret = isSecret
            self.parse = parse
            self.restore = restore
            self.requirement = requirement
            get = { $0[keyPath: property]?.description }
            set = { $0[keyPath: property] = $1.flatMap { Value($0) } }
        }

        /// A mode that is set to a number.
        ///
        /// - Parameter requirement: the words in front of the bounds.
        fileprivate static func number(
            _ property: WritableKeyPath<ChannelModes, Int?>, in range: ClosedRange<Int>, requirement: String
        ) -> Definition {
            func parse(_ text: String) -> String? {
                Int(text).flatMap { range.contains($0) ? String($0) : nil }
            }
            return Definition(
                property, takesParameterWhenUnset: false, isSecret: false, parse: { text, _ in parse(text) },
                restore: parse,
                requirement: { _ in "\(requirement) from \(range.lowerBound) to \(range.upperBound)" })
        }
    }
}

/// A word that fits into a list of keys, and does not end the line's parameters.
private func parsedKey(_ key: String, _ limits: Limits) -> String? {
    let isWord = key.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != ASCII.comma }
    guard !key.isEmpty, key.utf8.count <= limits.key, isWord, key.utf8.first != ASCII.colon else { return nil }
    return key
}

extension ChannelModes {
    /// The parameter to which a mode is set; nil where it is not set.
    subscript(mode: ChannelParameterMode) -> String? {
        get { mode.definition.get(self) }
        set { mode.definition.set(&self, newValue) }
    }
}
