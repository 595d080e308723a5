extension Key {
    /// The key that a terminal tells as one scalar; nil where it means none of ours.
    package init?(typed scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x09: self = .tab
        case 0x0D: self = .enter
        case 0x7F: self = .backspace
        case 0x01...0x1A: self = .control(Unicode.Scalar(UInt8(scalar.value + 0x60)))
        case 0x1F: self = .control("_")
        case 0x00...0x1F, 0x80...0x9F: return nil
        default: self = .character(scalar)
        }
    }

    /// The key that a terminal tells as `ESC [ parameters final`, as xterm and those after it do: `1;5A` is Ctrl-Up. Nil where it
    /// means none of ours.
    package init?(parameters: String, final: Unicode.Scalar) {
        let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 1 }
        let code: Code
        switch (final, numbers.first ?? 1) {
        case ("A", _): code = .up
        case ("B", _): code = .down
        case ("C", _): code = .right
        case ("D", _): code = .left
        case ("H", _), ("~", 1), ("~", 7): code = .home
        case ("F", _), ("~", 4), ("~", 8): code = .end
        case ("~", 2): code = .insert
        case ("~", 3): code = .delete
        case ("~", 5): code = .pageUp
        case ("~", 6): code = .pageDown
        case ("P", _), ("~", 11): code = .function(1)
        case ("Q", _), ("~", 12): code = .function(2)
        case ("S", _), ("~", 14): code = .function(4)
        case ("~", 13): code = .function(3)
        case ("~", 15): code = .function(5)
        case ("~", let number) where (17...21).contains(number): code = .function(number - 11)
        case ("~", let number) where (23...24).contains(number): code = .function(number - 12)
        case ("Z", _): code = .tab
        case ("M", _) where parameters.hasPrefix("<"):
            // The mouse, by SGR: only the wheel means something.
            switch Int(parameters.dropFirst().prefix { $0 != ";" }) ?? -1 {
            case 64: code = .wheelUp
            case 65: code = .wheelDown
            default: return nil
            }
            self.init(code)
            return
        default: return nil
        }
        var modifiers = Modifiers(xterm: numbers.count > 1 ? numbers[1] : 1)
        if final == "Z" { modifiers.insert(.shift) }
        self.init(code, modifiers)
    }
}

extension Key.Modifiers {
    /// xterm's number: one more than Shift 1, Alt 2, Control 4.
    package init(xterm number: Int) {
        self.init(rawValue: UInt8(truncatingIfNeeded: max(number, 1) - 1) & 7)
    }
}
