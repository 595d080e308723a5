/// The figures that a load found out, in the order in which they are shown.
package struct LoadReport: Hashable, Sendable {
    package struct Figure: Hashable, Sendable {
        /// The name of the figure in JSON.
        package let key: String
        /// The name of the figure in the table that people read.
        package let label: String
        package let value: Double
        /// The digits behind the point.
        package let precision: Int
    }

    /// The load's name, as the command line has it.
    package let mode: String
    package private(set) var all: [Figure] = []

    init(_ mode: String) { self.mode = mode }

    mutating func add(_ key: String, _ label: String, _ value: Double, precision: Int = 0) {
        all.append(Figure(key: key, label: label, value: value, precision: precision))
    }

    mutating func add(_ key: String, _ label: String, _ value: Int) { add(key, label, Double(value)) }

    /// Adds the use of the server's process, where that was looked at; to be called once the process rests, so that late work counts, too.
    mutating func add(_ process: ServerProcess?, since seconds: Double?, for deliveries: Int) {
        guard let process, let seconds else { return }
        let used = process.processorSeconds - seconds
        let label = "processor of \(process.name) a delivery, us"
        add("cpu_us_per_delivery", label, used * 1e6 / Double(max(1, deliveries)), precision: 3)
        add("resident_bytes", "memory, bytes", process.residentBytes)
    }

    package subscript(key: String) -> Double? { all.first { $0.key == key }?.value }

    /// One line a figure, the numbers aligned, thousands apart.
    package var table: String {
        let rows = all.map { ($0.label, Self.text($0.value, precision: $0.precision, grouped: true)) }
        let (left, right) = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0)
        let lines = rows.map { label, value in
            "  " + label + String(repeating: " ", count: left - label.count + right - value.count + 2) + value
        }
        return ([mode] + lines).joined(separator: "\n")
    }

    /// One object on one line; the keys are plain words, so nothing needs to be escaped.
    package var json: String {
        let pairs = all.map { "\"\($0.key)\":\(Self.text($0.value, precision: $0.precision, grouped: false))" }
        return "{" + (["\"mode\":\"\(mode)\""] + pairs).joined(separator: ",") + "}"
    }

    private static func text(_ value: Double, precision: Int, grouped: Bool) -> String {
        let scale = (0..<precision).reduce(1.0) { product, _ in product * 10 }
        let scaled = Int((value * scale).rounded())
        var whole = String(abs(scaled) / Int(scale))
        if grouped {
            whole = String(
                whole.reversed().enumerated().reduce(into: "") { text, digit in
                    if digit.offset > 0, digit.offset % 3 == 0 { text.append(",") }
                    text.append(digit.element)
                }.reversed())
        }
        let sign = scaled < 0 ? "-" : ""
        guard precision > 0 else { return sign + whole }
        let part = String(abs(scaled) % Int(scale))
        return sign + whole + "." + String(repeating: "0", count: precision - part.count) + part
    }
}
