/// A control sequence, `ESC [ parameters intermediates final`, as it is read:
/// <https://ecma-international.org/publications-and-standards/standards/ecma-48/>, section 5.4.
struct ControlSequence {
    enum Step {
        case continues
        case ended
        /// The byte is no part of it.
        case broken
    }

    private var parameters: [UInt8] = []
    private var hasIntermediates = false
    private var final: UInt8 = 0

    /// Takes a byte that stands behind `ESC [`.
    mutating func take(_ byte: UInt8) -> Step {
        switch byte {
        case UInt8(ascii: "$") where !parameters.isEmpty && parameters.allSatisfy { (0x30...0x39).contains($0) }:
            // rxvt ends a key with Shift so.
            final = byte
            return .ended
        case 0x20...0x2F: hasIntermediates = true
        case 0x30...0x3F: parameters.append(byte)
        case 0x40...0x7E:
            final = byte
            return .ended
        default: return .broken
        }
        return .continues
    }

    /// `ESC [ M`, behind which three bytes follow.
    var isOldMouse: Bool { final == UInt8(ascii: "M") && parameters.isEmpty && !hasIntermediates }

    /// `ESC [ 200 ~`.
    var beginsPaste: Bool { final == UInt8(ascii: "~") && parameters.elementsEqual("200".utf8) && !hasIntermediates }

    /// The event that the sequence tells of; nil where it means nothing to us, such as an answer about the terminal itself.
    var event: TerminalEvent? {
        guard !hasIntermediates else { return nil }
        switch (Unicode.Scalar(final), parameters.first.map { Unicode.Scalar($0) }) {
        case ("I", nil): return .focus(true)
        case ("O", nil): return .focus(false)
        case ("M", "<"): return mouse(offset: 0, isRelease: false)
        case ("m", "<"): return mouse(offset: 0, isRelease: true)
        // urxvt's own form, with decimal numbers and 32 added to the button alone.
        case ("M", _?): return mouse(offset: 32, isRelease: false)
        case (_, "<"), (_, "="), (_, ">"), (_, "?"): return nil
        default: return key.map { .key($0) }
        }
    }

    /// Each parameter with its parts, which colons part: 0 where nothing stands.
    private var numbers: [[Int]] {
        parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { parameter in
            parameter.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { Int(decimal: $0) }
        }
    }

    /// The event of a report of the mouse: button, column and row.
    ///
    /// - Parameter offset: the number that is added to the button.
    private func mouse(offset: Int, isRelease: Bool) -> TerminalEvent? {
        let numbers = numbers.map { $0.first ?? 0 }
        guard numbers.count == 3 else { return nil }
        return MouseEvent(report: numbers[0] - offset, column: numbers[1], row: numbers[2], isRelease: isRelease)
            .map { .input(.mouse($0)) }
    }

    private var key: Key? {
        let numbers = numbers
        let first = numbers.first?.first ?? 0
        let second = numbers.count > 1 ? numbers[1] : [1]
        // kitty tells when a key is let go.
        guard second.count < 2 || second[1] != 3 else { return nil }
        let modifiers = Key.Modifiers(xterm: second.first ?? 1)
        switch Unicode.Scalar(final) {
        case "u": return unicodeKey(first, second.first ?? 1, text: numbers.count > 2 ? numbers[2].first : nil)
        case "~" where first == 27:
            return unicodeKey(numbers.count > 2 ? numbers[2].first ?? 0 : 0, second.first ?? 1, text: nil)
        case "~": return Key.Code(number: first).map { Key($0, modifiers) }
        case "^": return Key.Code(number: first).map { Key($0, .control) }
        case "$": return Key.Code(number: first).map { Key($0, .shift) }
        case "@": return Key.Code(number: first).map { Key($0, [.control, .shift]) }
        case "a"..."d": return Key.Code(arrow: final - 0x20).map { Key($0, modifiers.union(.shift)) }
        case "Z": return Key(.tab, modifiers.union(.shift))
        // Otherwise it tells where the cursor is.
        case "R" where numbers.count > 1 && first != 1: return nil
        default:
            return (Key.Code(arrow: final) ?? Key.Code(letter: final)).map { Key($0, modifiers) }
        }
    }

    /// A key told by its code. With Super, Hyper or Meta it types nothing.
    private func unicodeKey(_ code: Int, _ modifiers: Int, text: Int?) -> Key? {
        guard (max(modifiers, 1) - 1) & 0b11_1000 == 0 else { return nil }
        return Key(code: code, modifiers: Key.Modifiers(xterm: modifiers), text: text.flatMap { $0 == 0 ? nil : $0 })
    }
}
