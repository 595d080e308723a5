/// Measurements in the text format 0.0.4.
/// <https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>
struct PrometheusText {
    /// The type of a body in this format.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    typealias Labels = [(String, String)]

    /// Begins a family. All its samples are to follow.
    mutating func begin(_ family: MetricFamily) {
        let help = family.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        text += "# HELP \(family.name) \(help)\n# TYPE \(family.name) \(Self.word(for: family.kind))\n"
    }

    mutating func append(_ name: String, _ labels: Labels, _ value: Double) {
        text += name + Self.list(labels) + " " + Self.number(value) + "\n"
    }

    /// A line for each bound, the last of which stands for all, then the sum and the count.
    mutating func append(_ name: String, _ labels: Labels, _ histogram: HistogramSnapshot) {
        var through = 0
        for (bound, count) in zip(histogram.bounds + [.infinity], histogram.counts) {
            through += count
            append(name + "_bucket", labels + [("le", Self.number(bound))], Double(through))
        }
        append(name + "_sum", labels, histogram.sum)
        append(name + "_count", labels, Double(through))
    }

    private static func word(for kind: MetricFamily.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private static func list(_ labels: Labels) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }
        return "{\(pairs.joined(separator: ","))}"
    }

    /// A number as Go reads it; whole numbers without a point.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Below that every whole number has a Double of its own.
        return value.magnitude < 0x1p53 && value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}
