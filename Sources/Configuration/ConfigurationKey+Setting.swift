/// A key that a person sets by hand while the program runs.
extension ConfigurationKey {
    /// The value of the variable as TOML; nil where it has none.
    package func value(in target: Target) -> String? { written(target) }

    /// Sets the variable from what a person has typed: a value as TOML has it, or a text without its quotes, `on` or `off` in place of true
    /// and false, and the texts of a list one behind the other, with blanks or commas between them.
    ///
    /// - Returns: the value that was understood, as TOML.
    /// - Throws: the reason for which the likeliest reading is not taken; `target` is as it was then.
    @discardableResult
    package func set(_ typed: String, in target: inout Target) throws(ValueProblem) -> String {
        var problem: ValueProblem?
        for value in ConfigurationValue.readings(of: typed) {
            do throws(ValueProblem) {
                try read(value, &target)
                return value.toml
            } catch {
                // A number may stand for a text that is made of digits.
                if problem == nil || problem?.reason == .notText { problem = error }
            }
        }
        throw problem ?? ValueProblem(.notText)
    }

    /// Sets the variable of `target` as it is in `source`.
    package func copy(from source: Target, to target: inout Target) { copy(source, &target) }
}

extension ConfigurationSchema {
    /// The key of a path; nil where there is none.
    package func key(_ path: String) -> ConfigurationKey<Target>? { keys.first { $0.path == path } }
}

extension ConfigurationValue {
    /// The values that a person may mean by what they typed, the likeliest first. Whoever writes quotes or brackets means what stands in them.
    fileprivate static func readings(of typed: String) -> [ConfigurationValue] {
        let value = ConfigurationValue(toml: typed)
        if let value, value.text != nil { return [value, .array([value])] }
        if let value, value.list != nil { return [value] }
        var readings = [value, .string(typed)].compactMap(\.self)
        switch typed.lowercased() {
        case "on", "yes": readings.append(.boolean(true))
        case "off", "no": readings.append(.boolean(false))
        default: break
        }
        if let list = ConfigurationValue(toml: "[\(typed)]"), list.texts != nil, typed.contains("\"") {
            return readings + [list]
        }
        let words = typed.split { $0 == "," || $0.isWhitespace }
        return readings + [.array(words.map { .string(String($0)) })]
    }

    /// The value on one line of TOML; a value that no key takes is an empty text.
    fileprivate var toml: String {
        switch self {
        case .string(let text): TOML.text(text)
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number)"
        case .array(let values): "[" + values.map(\.toml).joined(separator: ", ") + "]"
        case .table(let entries):
            "{ " + entries.map { "\(TOML.text($0.key)) = \($0.value.toml)" }.joined(separator: ", ") + " }"
        case .other: TOML.text("")
        }
    }
}
