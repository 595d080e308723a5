/// The number of colours that a terminal has.
package enum ColorDepth: Hashable, Sendable {
    /// None, or none wanted.
    case none
    case eight
    case sixteen
    /// 256.
    case palette
    /// Any, by red, green and blue.
    case direct

    package init(count: Int, isDirect: Bool) {
        switch count {
        case ..<8: self = .none
        case ..<16: self = .eight
        case ..<256: self = .sixteen
        default: self = isDirect ? .direct : .palette
        }
    }
}
