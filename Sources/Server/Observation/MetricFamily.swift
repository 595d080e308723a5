/// Measurements of one name, as whoever collects them is told of them: the name, the meaning and the kind. Where a family has several series,
/// these differ in the value of one label.
package struct MetricFamily: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A count that only grows.
        case counter
        /// A value that goes up and down.
        case gauge
        /// Values counted by size. The bounds rise; a value belongs to the first bound that it does not exceed.
        case histogram(bounds: [Double])
    }

    /// By the conventions of <https://prometheus.io/docs/practices/naming/>: letters, digits and `_`, with the unit behind.
    package let name: String
    /// The meaning, in a sentence.
    package let help: String
    package let kind: Kind
}
