/// A key, or what a terminal tells as one.
package struct Key: Hashable, Sendable {
    package enum Code: Hashable, Sendable {
        /// A letter as it is typed, capital or not.
        case character(Unicode.Scalar)
        case enter, tab, backspace, delete, insert, escape
        case up, down, left, right, home, end, pageUp, pageDown
        case function(Int)
        case wheelUp, wheelDown
    }

    package struct Modifiers: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let shift = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        package static let control = Modifiers(rawValue: 4)
    }

    package var code: Code
    package var modifiers: Modifiers

    package init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    package static func character(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar)) }
    package static func control(_ letter: Unicode.Scalar) -> Key { Key(.character(letter), .control) }
    package static func alt(_ letter: Unicode.Scalar) -> Key { Key(.character(letter), .alt) }
    package static func control(_ code: Code) -> Key { Key(code, .control) }
    package static func alt(_ code: Code) -> Key { Key(code, .alt) }

    package static let enter = Key(.enter)
    package static let tab = Key(.tab)
    package static let backspace = Key(.backspace)
    package static let delete = Key(.delete)
    package static let escape = Key(.escape)
    package static let up = Key(.up)
    package static let down = Key(.down)
    package static let left = Key(.left)
    package static let right = Key(.right)
    package static let home = Key(.home)
    package static let end = Key(.end)
    package static let pageUp = Key(.pageUp)
    package static let pageDown = Key(.pageDown)
    package static func function(_ number: Int) -> Key { Key(.function(number)) }
}

extension Key: CustomStringConvertible {
    /// As it is written in a manual: `Ctrl-A`, `Alt-1`, `PageUp`.
    package var description: String {
        var name = modifierNames
        switch code {
        case .character(" "): name += "Space"
        case .character(let scalar): name += modifiers.isEmpty ? String(scalar) : String(scalar).uppercased()
        case .enter: name += "Enter"
        case .tab: name += "Tab"
        case .backspace: name += "Backspace"
        case .delete: name += "Delete"
        case .insert: name += "Insert"
        case .escape: name += "Esc"
        case .up: name += "Up"
        case .down: name += "Down"
        case .left: name += "Left"
        case .right: name += "Right"
        case .home: name += "Home"
        case .end: name += "End"
        case .pageUp: name += "PageUp"
        case .pageDown: name += "PageDown"
        case .function(let number): name += "F\(number)"
        case .wheelUp: name += "WheelUp"
        case .wheelDown: name += "WheelDown"
        }
        return name
    }

    /// The modifiers as they are written before a key: `Ctrl-`, `Alt-Shift-`; empty for none.
    var modifierNames: String {
        (modifiers.contains(.control) ? "Ctrl-" : "") + (modifiers.contains(.alt) ? "Alt-" : "")
            + (modifiers.contains(.shift) ? "Shift-" : "")
    }
}

extension Key {
    /// The key that a manual calls so, in whatever case: `ctrl-f`, `Alt-Enter`, `F5`. The other way round of ``description``.
    package init?(named name: String) {
        var rest = Substring(name)
        var modifiers = Modifiers()
        let known: [(String, Modifiers)] = [("ctrl-", .control), ("alt-", .alt), ("shift-", .shift)]
        while let (prefix, modifier) = known.first(where: {
            rest.lowercased().hasPrefix($0.0) && rest.count > $0.0.count
        }) {
            modifiers.insert(modifier)
            rest = rest.dropFirst(prefix.count)
        }
        let word = rest.lowercased()
        if let code = Key.codes[word] {
            self.init(code, modifiers)
        } else if word.first == "f", let number = Int(word.dropFirst()), (1...24).contains(number) {
            self.init(.function(number), modifiers)
        } else if let scalar = rest.unicodeScalars.first, rest.unicodeScalars.count == 1 {
            let isCommand = !modifiers.isDisjoint(with: [.control, .alt])
            self.init(
                .character(isCommand ? scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar : scalar),
                modifiers)
        } else {
            return nil
        }
    }

    private static let codes: [String: Code] = [
        "enter": .enter, "tab": .tab, "backspace": .backspace, "delete": .delete, "insert": .insert, "esc": .escape,
        "escape": .escape, "up": .up, "down": .down, "left": .left, "right": .right, "home": .home, "end": .end,
        "pageup": .pageUp, "pagedown": .pageDown, "space": .character(" "), "wheelup": .wheelUp,
        "wheeldown": .wheelDown,
    ]
}
