import Audiences
import Kernel
import Web

extension HourglassReport {
    /// The report as a table for a terminal, in English.
    package func text(byDepartment: Bool) -> String {
        let format = Format(.en, zone: .utc, now: dataTo)
        func number(_ figure: Privacy.Figure) -> String { figure.count.map { format.number($0) } ?? "hidden" }
        var lines = [
            "\(name) (\(slug))\(unit.map { ", " + $0.path } ?? ""): \(format.count(population, "person", "people")), data to \(dataTo)", "",
        ]
        var table = [["stage", "or beyond", "evidenced", "in stage", "of previous", "median days", "n"]]
        for line in stages {
            table.append([
                line.stage.word, number(line.beyond), number(line.evidenced), number(line.inStage),
                line.conversion.map { format.percent($0, places: 1) } ?? "–", line.medianDays.map { format.decimal($0) } ?? "–",
                line.medianPeople.map { format.number($0) } ?? "–",
            ])
        }
        lines += Self.aligned(table)
        if byDepartment {
            let heads = ["department", "people"] + stages.map(\.stage.word)
            lines += [""] + Self.aligned([heads] + parts.map { [$0.unit.path, format.number($0.population)] + $0.beyond.map(number) })
        }
        if !trials.isEmpty {
            let heads = ["campaign", "arm", "people"] + Outcome.allCases.map(\.rawValue)
            let rows = trials.flatMap { trial in
                [("reached", trial.reached), ("holdout", trial.holdout)].map { label, arm in
                    [trial.campaign, label, format.number(arm.people)] + Outcome.allCases.map { number(arm.outcomes[$0] ?? .known(0)) }
                }
            }
            lines += [""] + Self.aligned([heads] + rows)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The first column to the left, the others to the right.
    private static func aligned(_ rows: [[String]]) -> [String] {
        let widths = (0..<(rows.first?.count ?? 0)).map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.unicodeScalars.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "  ")
        }
    }
}
