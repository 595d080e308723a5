import Protocol

/// The order by names in which the buffers of a network stand: the person's own, once a buffer was moved, and until then that of the last time, or none.
/// It holds names of buffers that are closed, too.
struct HandOrder: Sendable {
    /// So many names are kept at most.
    static let maxNames = 1000
    /// The most bytes of a name that is kept.
    private static let maxNameBytes = 512

    private(set) var names: [String] = []
    /// True where the person has moved a buffer, at any time.
    private(set) var isByHand = false
    private var ranks: [FoldedName: Int] = [:]

    /// The rank of a name: buffers of lower rank stand before those of higher, and these before those that have none.
    func rank(of name: FoldedName) -> Int { ranks[name] ?? .max }

    /// Takes the names in their order.
    mutating func set(_ names: [String], isByHand: Bool = true, casemapping: Casemapping) {
        self.isByHand = isByHand
        self.names = Array(
            names.lazy.filter { !$0.isEmpty && $0.utf8.count <= Self.maxNameBytes }.prefix(Self.maxNames))
        fold(by: casemapping)
    }

    /// The buffers that are open stand in this order now; the others come behind them.
    mutating func take(open: [String], casemapping: Casemapping) {
        let known = Set(open.map { casemapping.fold($0) })
        set(open + names.filter { !known.contains(casemapping.fold($0)) }, casemapping: casemapping)
    }

    /// A buffer has another name, and keeps its rank: that of a buffer that had this name before is forgotten.
    mutating func rename(_ old: String, to new: String, casemapping: Casemapping) {
        guard let rank = ranks[casemapping.fold(old)] else { return }
        names[rank] = new
        if let other = ranks[casemapping.fold(new)], other != rank { names.remove(at: other) }
        fold(by: casemapping)
    }

    /// Names are compared in another way from now on.
    mutating func fold(by casemapping: Casemapping) {
        ranks = Dictionary(names.enumerated().map { (casemapping.fold($1), $0) }) { first, _ in first }
    }
}
