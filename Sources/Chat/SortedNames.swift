import Protocol

/// Names in their order, for lists that are told bit by bit: whoever is in the middle of one goes on behind the last name that was
/// looked at, whatever has come and gone since, and holds no copy of the list.
struct SortedNames {
    private var names: [FoldedName] = []

    /// O(log n) comparisons, and one move of memory. A name that is there already stays there once.
    mutating func insert(_ name: FoldedName) {
        let place = place(of: name)
        if place < names.count, names[place] == name { return }
        names.insert(name, at: place)
    }

    mutating func remove(_ name: FoldedName) {
        let place = place(of: name)
        if place < names.count, names[place] == name { names.remove(at: place) }
    }

    /// The next names behind one that may be gone; from the first where that is nil.
    func names(behind name: FoldedName?, atMost count: Int) -> ArraySlice<FoldedName> {
        guard let name else { return names.prefix(count) }
        let place = place(of: name)
        let next = place < names.count && names[place] == name ? place + 1 : place
        return names[next...].prefix(count)
    }

    /// The index at which a name stands, or would stand.
    private func place(of name: FoldedName) -> Int {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle] < name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
