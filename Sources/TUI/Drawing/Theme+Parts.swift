/// The parts of a theme, by the names that they have in a file.
extension Theme {
    /// A meaning with a style of its own. Nicks have several: see ``ThemeDefinition/nicks``.
    package enum Part: String, CaseIterable, Hashable, Sendable {
        case text
        case time
        case rule
        case quiet
        case notice
        case error
        case heading
        case link
        case ownNick = "own-nick"
        case mentionNick = "mention-nick"
        case mentionText = "mention-text"
        case unread
        case found
        case bar
        case barAlert = "bar-alert"
        case chosen
        case note

        /// One line that ends with a full stop.
        package var summary: String {
            switch self {
            case .text: "What is said."
            case .time: "The time before a line."
            case .rule: "Rules between the panes and between two days."
            case .quiet: "Joins, parts and the like."
            case .notice: "Notices."
            case .error: "Errors."
            case .heading: "Headings."
            case .link: "Links."
            case .ownNick: "Your nick."
            case .mentionNick: "The number of mentions in a list, and the name before it."
            case .mentionText: "The bar before a line that mentions you, and the words in it that do."
            case .unread: "The rule above what is unread."
            case .found: "The words that a search found."
            case .bar: "The topic and the status."
            case .barAlert: "News and warnings in them."
            case .chosen: "The chosen message, and the shown buffer in a list."
            case .note: "What the last key did, or why it did nothing."
            }
        }

        fileprivate var place: WritableKeyPath<Theme, Style> {
            switch self {
            case .text: \.text
            case .time: \.time
            case .rule: \.rule
            case .quiet: \.quiet
            case .notice: \.notice
            case .error: \.error
            case .heading: \.heading
            case .link: \.link
            case .ownNick: \.ownNick
            case .mentionNick: \.mentionNick
            case .mentionText: \.mentionText
            case .unread: \.unread
            case .found: \.found
            case .bar: \.bar
            case .barAlert: \.barAlert
            case .chosen: \.chosen
            case .note: \.note
            }
        }
    }

    package subscript(part: Part) -> Style {
        get { self[keyPath: part.place] }
        set { self[keyPath: part.place] = newValue }
    }
}
