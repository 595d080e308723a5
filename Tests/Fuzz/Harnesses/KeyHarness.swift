import TUI

extension Harness {
    /// Bytes as a terminal sends them, by the key decoder into a screen.
    static let keys = Harness(name: "keys", longestInput: 512) { (input) throws(BrokenRule) in
        let whole = events(of: [input[...]], every: 0)
        for pause in [0, 30] as [Int64] {
            let drip = events(of: input.indices.map { input[$0...$0] }, every: pause)
            try require(drip == whole, "the cut makes no difference: \(whole) or \(drip)")
        }
        try checkRest(input)
        var person = SimulatedClient()
        person.take(whole)
        try person.checkFrames()
    }

    /// What reads with pauses between them mean, before anything is given up.
    private static func events(of reads: [ArraySlice<UInt8>], every pause: Int64) -> [TerminalEvent] {
        var decoder = TerminalEventDecoder()
        var now: Int64 = 0
        var events: [TerminalEvent] = []
        for read in reads {
            events += decoder.feed(read, at: now)
            now += pause
            events += decoder.timePassed(at: now)
        }
        return events
    }

    /// With any pauses between its reads, and a terminal's own sequences, the decoder rests in the end, and a letter is that letter.
    private static func checkRest(_ input: [UInt8]) throws(BrokenRule) {
        var decoder = TerminalEventDecoder(named: [
            [0x1B, 0x5B, 0x41]: .up, [0x1B, 0x4F, 0x73]: .pageDown, [0x1B, 0x78]: .function(9), [0x08]: .backspace,
            [0x1B, 0x5B, 0x5B]: .home, [0xC3]: .end,
        ])
        var now: Int64 = 0
        for (place, byte) in input.enumerated() {
            _ = decoder.feed(CollectionOfOne(byte), at: now)
            // From nothing to more than the longest wait there is.
            now += [0, 49, 50, 300, 999, 1000, 2001][(Int(byte) + place) % 7]
            _ = decoder.timePassed(at: now)
        }
        for _ in 0..<4 {
            guard let deadline = decoder.deadline else { break }
            try require(
                deadline <= now + TerminalEventDecoder.sequenceTimeout, "nothing is waited for longer than a second")
            now = max(now, deadline)
            _ = decoder.timePassed(at: now)
        }
        try require(decoder.deadline == nil, "all waits end")
        now += 2 * TerminalEventDecoder.sequenceTimeout
        let letter = TerminalEvent.input(.key(.character("z")))
        if decoder.feed("z".utf8, at: now).last != letter {
            // It may be the last byte of a report of the mouse in the old form, which is known for longer: that, and no other after it.
            try require(
                input.contains([0x1B, 0x5B, 0x4D]) && decoder.deadline == nil
                    && decoder.feed("z".utf8, at: now) == [letter], "a letter is that letter in the end")
        }
    }
}
