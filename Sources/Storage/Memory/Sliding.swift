/// A row of elements with places 1, 2, 3… that loses its first ones and keeps the places of the others.
struct Sliding<Element> {
    private var elements: [Element] = []
    /// The number of elements at the front of `elements` that are gone.
    private var gone = 0
    private(set) var firstPlace: Int64 = 1

    var count: Int { elements.count - gone }
    var endPlace: Int64 { firstPlace + Int64(count) }
    var first: Element? { count > 0 ? elements[gone] : nil }

    subscript(place: Int64) -> Element {
        get { elements[gone + Int(place - firstPlace)] }
        set { elements[gone + Int(place - firstPlace)] = newValue }
    }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Amortised constant: the room is taken back when half of it is empty.
    @discardableResult
    mutating func removeFirst() -> Element {
        let first = elements[gone]
        gone += 1
        firstPlace += 1
        if gone > 32, gone * 2 > elements.count {
            elements.removeFirst(gone)
            gone = 0
        }
        return first
    }
}
