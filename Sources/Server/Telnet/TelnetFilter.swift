import Protocol

/// Takes the option bytes of telnet out of what somebody types: every offer and every request is declined.
/// <https://www.rfc-editor.org/rfc/rfc854>, <https://www.rfc-editor.org/rfc/rfc855>
///
/// A command may be cut anywhere between two reads. What is left is text, its lines ending with LF, or CR LF.
package struct TelnetFilter: WireFilter {
    private enum State {
        case text
        /// Behind IAC.
        case command
        /// Behind IAC and one of WILL, WONT, DO, DONT.
        case option(UInt8)
        /// Between IAC SB and IAC SE.
        case parameters
        case parametersCommand
    }

    private enum Byte {
        static let interpret: UInt8 = 255
        static let dont: UInt8 = 254
        static let `do`: UInt8 = 253
        static let wont: UInt8 = 252
        static let will: UInt8 = 251
        static let begin: UInt8 = 250
        static let eraseLine: UInt8 = 248
        static let eraseCharacter: UInt8 = 247
        static let end: UInt8 = 240
    }

    /// The characters that stand in the text for telnet's own commands to erase, as a terminal sends them.
    static let backspace: UInt8 = 0x08
    static let eraseLine: UInt8 = 0x15

    private var state = State.text
    private var isBehindReturn = false

    package init() {}

    /// The text in `bytes`, and what is to be answered.
    package mutating func read(_ bytes: UnsafeRawBufferPointer) -> (text: [UInt8], answer: [UInt8]) {
        var text: [UInt8] = []
        var answer: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes { take(byte, &text, &answer) }
        return (text, answer)
    }

    private mutating func take(_ byte: UInt8, _ text: inout [UInt8], _ answer: inout [UInt8]) {
        switch state {
        case .text:
            guard byte == Byte.interpret else { return takeText(byte, &text) }
            state = .command
        case .command: takeCommand(byte, &text)
        case .option(let verb):
            state = .text
            if verb == Byte.will { answer += [Byte.interpret, Byte.dont, byte] }
            if verb == Byte.do { answer += [Byte.interpret, Byte.wont, byte] }
        case .parameters:
            if byte == Byte.interpret { state = .parametersCommand }
        case .parametersCommand:
            state = byte == Byte.end ? .text : .parameters
        }
    }

    private mutating func takeCommand(_ byte: UInt8, _ text: inout [UInt8]) {
        state = .text
        switch byte {
        case Byte.will, Byte.wont, Byte.do, Byte.dont: state = .option(byte)
        case Byte.begin: state = .parameters
        case Byte.eraseCharacter: takeText(Self.backspace, &text)
        case Byte.eraseLine: takeText(Self.eraseLine, &text)
        case Byte.interpret: takeText(byte, &text)
        default: break
        }
    }

    /// CR NUL is a return key, too.
    private mutating func takeText(_ byte: UInt8, _ text: inout [UInt8]) {
        if byte == ASCII.nul {
            if isBehindReturn { text.append(ASCII.lineFeed) }
        } else {
            text.append(byte)
        }
        isBehindReturn = byte == ASCII.carriageReturn
    }
}
