import Protocol

/// The words of people: with the formatting of IRC, and with links.
extension HTMLBuffer {
    mutating func append(message text: String) {
        let runs = StyledText.runs(of: text)
        let plain = runs.count == 1 ? runs[0].text : runs.map(\.text).joined()
        var links = LinkFinder.ranges(in: plain)[...]
        var place = plain.startIndex
        for run in runs {
            let end = plain.unicodeScalars.index(place, offsetBy: run.text.unicodeScalars.count)
            while place < end {
                guard let link = links.first, link.lowerBound <= place else {
                    let stop = min(links.first?.lowerBound ?? end, end)
                    append(plain[place..<stop], run.style)
                    place = stop
                    continue
                }
                if link.lowerBound == place { open(link: plain[link]) }
                let stop = min(link.upperBound, end)
                append(plain[place..<stop], run.style)
                if stop == link.upperBound {
                    append(markup: "</a>")
                    links.removeFirst()
                }
                place = stop
            }
        }
    }

    /// The schemes are those that ``LinkFinder`` knows: none of them is a script.
    private mutating func open(link: Substring) {
        append(markup: "<a href=\"")
        append(escaped: LinkFinder.encoded(LinkFinder.target(link).utf8))
        append(markup: "\">")
    }

    private mutating func append(_ piece: Substring, _ style: TextStyle) {
        guard style != .plain else { return append(escaped: piece) }
        append(markup: "<span class=\"")
        let flags: [(Bool, StaticString)] = [
            (style.isBold, "b "), (style.isItalic, "i "), (style.isUnderlined, "u "), (style.isStruck, "s "),
            (style.isMonospace, "m "),
        ]
        for (isOn, name) in flags where isOn { append(markup: name) }
        let (ink, ground) =
            style.isReversed ? (style.background, style.foreground) : (style.foreground, style.background)
        append(color: ink, named: "c f", standard: style.isReversed ? "v " : "")
        append(color: ground, named: "h g", standard: style.isReversed ? "w " : "")
        append(markup: "\">")
        append(escaped: piece)
        append(markup: "</span>")
    }

    /// Appends the classes of a colour.
    ///
    /// - Parameter standard: those of the page's own, which stand where there is none.
    private mutating func append(color: TextColor?, named name: StaticString, standard: StaticString) {
        guard let color else { return append(markup: standard) }
        append(markup: name)
        append(number: color.nearestNumber)
        append(markup: " ")
    }
}

extension TextColor {
    /// The number, from 0 to 98, of the colour that is nearest to it. The page's policy lets no element have a style of its own.
    fileprivate var nearestNumber: Int {
        if case .indexed(let number) = self { return min(Int(number), Self.count - 1) }
        let (red, green, blue) = rgb
        func distance(_ number: Int) -> Int {
            let other = TextColor.indexed(UInt8(number)).rgb
            let steps = [(red, other.0), (green, other.1), (blue, other.2)]
            return steps.reduce(0) { sum, pair in
                let step = Int(pair.0) - Int(pair.1)
                return sum + step * step
            }
        }
        return (0..<Self.count).min { distance($0) < distance($1) } ?? 0
    }
}
