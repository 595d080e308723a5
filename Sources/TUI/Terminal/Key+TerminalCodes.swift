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

    /// The key that stands behind `ESC O`: the arrows and the keypad of a VT100, and Ctrl with an arrow in rxvt.
    init?(singleShift final: UInt8, modifiers: ArraySlice<UInt8>) {
        let number = modifiers.split(separator: UInt8(ascii: ";")).last.map { Int(decimal: $0) } ?? 1
        let modifiers = Modifiers(xterm: number)
        switch Unicode.Scalar(final) {
        case "a"..."d":
            self.init(Code(arrow: final - 0x20) ?? .up, modifiers.union(.control))
        case "j"..."o", "p"..."y": self = .character(Unicode.Scalar(final - 0x40))
        case "X": self = .character("=")
        case "M": self.init(.enter, modifiers)
        case "I": self.init(.tab, modifiers)
        case " ": self = .character(" ")
        default:
            guard let code = Code(arrow: final) ?? Code(letter: final) else { return nil }
            self.init(code, modifiers)
        }
    }

    /// The key with a code of Unicode, or of kitty's own: <https://sw.kovidgoyal.net/kitty/keyboard-protocol/#functional-key-definitions>.
    ///
    /// - Parameters:
    ///   - text: the code of the character that the key types, where the terminal tells it.
    init?(code: Int, modifiers: Modifiers, text: Int? = nil) {
        switch code {
        case 8, 127: self.init(.backspace, modifiers)
        case 9: self.init(.tab, modifiers)
        case 13, 57414: self.init(.enter, modifiers)
        case 27: self.init(.escape, modifiers)
        case 57376...57387: self.init(.function(code - 57376 + 13), modifiers)
        case 57399...57416: self = .character(Array("0123456789./*-+\r=,".unicodeScalars)[code - 57399])
        case 57417...57426:
            let codes: [Code] = [.left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .insert, .delete]
            self.init(codes[code - 57417], modifiers)
        case 0..<32, 57344...63743: return nil
        default:
            guard let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
            guard modifiers.isDisjoint(with: [.control, .alt]) else {
                self.init(.character(scalar.lowercase), modifiers.subtracting(.shift))
                return
            }
            let typed = text.flatMap { Unicode.Scalar(UInt32($0)) } ?? (modifiers.isEmpty ? scalar : scalar.uppercase)
            guard typed.properties.generalCategory != .control else { return nil }
            self = .character(typed)
        }
    }
}

extension Key.Code {
    /// The arrow that a letter from A to D stands for.
    init?(arrow letter: UInt8) {
        switch Unicode.Scalar(letter) {
        case "A": self = .up
        case "B": self = .down
        case "C": self = .right
        case "D": self = .left
        default: return nil
        }
    }

    /// The key that a letter behind `ESC [` or `ESC O` stands for.
    init?(letter: UInt8) {
        switch Unicode.Scalar(letter) {
        case "H": self = .home
        case "F": self = .end
        case "P": self = .function(1)
        case "Q": self = .function(2)
        case "R": self = .function(3)
        case "S": self = .function(4)
        default: return nil
        }
    }

    /// The key that a number before `~` stands for, as in a VT220 and those after it.
    init?(number: Int) {
        switch number {
        case 1, 7: self = .home
        case 2: self = .insert
        case 3: self = .delete
        case 4, 8: self = .end
        case 5: self = .pageUp
        case 6: self = .pageDown
        case 11...15: self = .function(number - 10)
        case 17...21: self = .function(number - 11)
        case 23...26: self = .function(number - 12)
        case 28...29: self = .function(number - 13)
        case 31...34: self = .function(number - 14)
        default: return nil
        }
    }
}

extension Key.Modifiers {
    /// xterm's number: one more than Shift 1, Alt 2, Control 4.
    package init(xterm number: Int) {
        self.init(rawValue: UInt8(truncatingIfNeeded: max(number, 1) - 1) & 7)
    }
}

extension Unicode.Scalar {
    fileprivate var lowercase: Unicode.Scalar { properties.lowercaseMapping.unicodeScalars.first ?? self }
    /// The scalar itself where its capital is several.
    fileprivate var uppercase: Unicode.Scalar {
        let mapped = properties.uppercaseMapping.unicodeScalars
        return mapped.count == 1 ? mapped.first ?? self : self
    }
}

extension Int {
    /// The number that digits tell, ten million at most, which no scalar is; 0 where there are none.
    init(decimal digits: some Collection<UInt8>) {
        self = digits.reduce(0) { (0x30...0x39).contains($1) ? Swift.min($0 * 10 + Int($1) - 0x30, 10_000_000) : $0 }
    }
}
