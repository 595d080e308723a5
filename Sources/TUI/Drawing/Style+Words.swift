import Basics

/// Styles as people write them: `bold`, `white on blue`, `208`, `bold #ff8800 on default`.
extension Style {
    /// Why a text is no style, to be read behind its name.
    package struct WordsProblem: Error, Hashable, Sendable {
        package let text: String
    }

    private static let attributeNames: [String: Attributes] = [
        "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline, "reverse": .reverse,
    ]

    /// Reads attributes, a colour of the text, and one of its ground behind `on`, each at most once.
    package init(words: String) throws(WordsProblem) {
        self.init()
        var (hasForeground, hasBackground, isGround) = (false, false, false)
        for word in words.lowercased().split(separator: " ").map(String.init) {
            if let attribute = Self.attributeNames[word], !isGround {
                attributes.formUnion(attribute)
            } else if word == "on", !isGround, !hasBackground {
                isGround = true
            } else if let color = Color(named: word), !(isGround ? hasBackground : hasForeground) {
                if isGround {
                    (background, hasBackground) = (color, true)
                } else {
                    (foreground, hasForeground) = (color, true)
                }
                isGround = false
            } else {
                throw WordsProblem(
                    text:
                        "“\(word)” does not fit; a style is written like \"bold white on blue\", with colours by name, "
                        + "by number from 0 to 255, or like #ff8800")
            }
        }
        guard !isGround else { throw WordsProblem(text: "after “on” a colour is missing, such as \"white on blue\"") }
        guard hasForeground || hasBackground || !attributes.isEmpty else {
            throw WordsProblem(text: "it is empty; a style is written like \"bold white on blue\"")
        }
    }

    /// The style with the colours that a terminal has.
    func fitted(to depth: ColorDepth) -> Style {
        Style(foreground.fitted(to: depth), on: background.fitted(to: depth), attributes: attributes)
    }
}

extension Color {
    private static let names: [String: UInt8] = [
        "black": 0, "red": 1, "green": 2, "yellow": 3, "blue": 4, "magenta": 5, "cyan": 6, "white": 7,
        "bright-black": 8, "gray": 8, "grey": 8, "bright-red": 9, "bright-green": 10, "bright-yellow": 11,
        "bright-blue": 12, "bright-magenta": 13, "bright-cyan": 14, "bright-white": 15,
    ]

    /// A colour of the first 16 by its name, `default` for the terminal's own, one of 256 by its number, or `#rrggbb`.
    init?(named name: String) {
        if name == "default" {
            self = .standard
        } else if let index = Self.names[name] ?? (name.first?.isNumber == true ? UInt8(name) : nil) {
            self.init(index)
        } else if name.hasPrefix("#"), let parts = Hex.decode(name.dropFirst().utf8), parts.count == 3 {
            self.init(red: parts[0], green: parts[1], blue: parts[2])
        } else {
            return nil
        }
    }
}
