/// What a benchmark found.
package struct BenchReport: Sendable {
    package struct Line: Sendable {
        let label: String
        /// Of the single runs.
        let values: [Double]
        let unit: String
        var cpu: (seconds: Double, unit: String)?
        var peak: Int?
        /// What this machine does for the same bytes without Rapport.
        var isLimit = false
        var target: Target?

        /// Of the values, sorted.
        package var low: Double { values.min() ?? 0 }
        package var high: Double { values.max() ?? 0 }
        package var median: Double {
            let sorted = values.sorted()
            guard !sorted.isEmpty else { return 0 }
            return sorted.count % 2 == 1 ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
        }
    }

    /// What is aimed at.
    package enum Target: Sendable {
        case atLeast(Double)
        case atMost(Double)

        func isMet(by value: Double) -> Bool {
            switch self {
            case .atLeast(let bound): value >= bound
            case .atMost(let bound): value <= bound
            }
        }
    }

    package let title: String
    package private(set) var lines: [Line] = []

    init(_ title: String) { self.title = title }

    mutating func add(_ line: Line) { lines.append(line) }

    /// How many units a second, of several measurements.
    mutating func rate(_ label: String, _ samples: [Sample], per unit: String, isLimit: Bool = false, target: Target? = nil) {
        var line = Line(label: label, values: samples.map(\.perSecond), unit: "\(unit)s/s")
        line.cpu = (seconds: Self.median(samples.map(\.cpuPerUnit)), unit: unit)
        line.peak = samples.compactMap(\.peak).max()
        (line.isLimit, line.target) = (isLimit, target)
        lines.append(line)
    }

    /// How long one unit takes, of several measurements of many.
    mutating func time(_ label: String, _ values: [Double], cpu: Double? = nil, isLimit: Bool = false, target: Target? = nil) {
        var line = Line(label: label, values: values.map { $0 * 1000 }, unit: "ms")
        line.cpu = cpu.map { (seconds: $0, unit: "") }
        (line.isLimit, line.target) = (isLimit, target)
        lines.append(line)
    }

    private static func median(_ values: [Double]) -> Double { Line(label: "", values: values, unit: "").median }

    /// As a table: per line the median, then the lowest and the highest.
    package var text: String {
        let width = lines.map { $0.label.count }.max() ?? 0
        return ([title] + lines.map { "  " + $0.text(width) }).joined(separator: "\n")
    }
}

extension BenchReport.Line {
    fileprivate func text(_ width: Int) -> String {
        var text = label + String(repeating: " ", count: width - label.count + 2)
        text += "\(Self.number(median)) \(unit)"
        if values.count > 1 { text += " (\(Self.number(low)) to \(Self.number(high)))" }
        if let cpu { text += ", CPU \(Self.time(cpu.seconds))\(cpu.unit.isEmpty ? "" : " a \(cpu.unit)")" }
        if let peak { text += ", memory at most \(Self.number(Double(peak) / 1_048_576)) MB" }
        if isLimit { text += " [limit]" }
        switch target {
        case .atLeast(let bound): text += " [target: at least \(Self.number(bound)), \(isMet ? "met" : "missed")]"
        case .atMost(let bound): text += " [target: at most \(Self.number(bound)), \(isMet ? "met" : "missed")]"
        case nil: break
        }
        return text
    }

    private var isMet: Bool { target?.isMet(by: median) ?? true }

    /// Three digits that count, with a comma between thousands.
    private static func number(_ value: Double) -> String {
        if value >= 100 {
            var digits = String(Int(value.rounded()))
            var grouped = ""
            while digits.count > 3 {
                grouped = ",\(digits.suffix(3))\(grouped)"
                digits.removeLast(3)
            }
            return digits + grouped
        }
        let scale: Double = value >= 10 ? 10 : value >= 1 ? 100 : 1000
        return "\((value * scale).rounded() / scale)"
    }

    private static func time(_ seconds: Double) -> String {
        seconds >= 0.001 ? "\(number(seconds * 1000)) ms" : "\(number(seconds * 1_000_000)) µs"
    }
}
