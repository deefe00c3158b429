import Audiences
import Kernel
import Statistics

/// The report as JSON: what the command prints and the API answers. A figure that may not be shown is null.
package struct HourglassDocument: Encodable, Sendable {
    package struct StageLine: Encodable, Sendable {
        let stage: String
        let reachedOrBeyond, evidenced, inStage: Int?
        let conversion, medianDaysFromPrevious: Double?
        let medianPeople: Int?

        private enum CodingKeys: String, CodingKey {
            case stage, evidenced, conversion
            case reachedOrBeyond = "reached_or_beyond"
            case inStage = "in_stage"
            case medianDaysFromPrevious = "median_days_from_previous"
            case medianPeople = "median_n"
        }

        package func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(stage, forKey: .stage)
            // `encode`, not `encodeIfPresent`: a reader of the file sees that there is something that is not shown.
            try values.encode(reachedOrBeyond, forKey: .reachedOrBeyond)
            try values.encode(evidenced, forKey: .evidenced)
            try values.encode(inStage, forKey: .inStage)
            try values.encode(conversion, forKey: .conversion)
            try values.encode(medianDaysFromPrevious, forKey: .medianDaysFromPrevious)
            try values.encode(medianPeople, forKey: .medianPeople)
        }
    }

    package struct Department: Encodable, Sendable {
        let department: String
        let population: Int
        /// By the stage's word: people at it or beyond.
        let stages: [String: Int?]

        private enum CodingKeys: String, CodingKey {
            case department, population
            case stages = "reached_or_beyond"
        }
    }

    package struct Trial: Encodable, Sendable {
        struct Bounds: Encodable {
            let low, estimate, high: Double
        }
        let campaign: String
        /// `people`, and per outcome how many of them.
        let reached, holdout: [String: Int?]
        /// Per outcome the difference of the shares, with its 95 % interval (Newcombe 1998, method 10).
        let difference: [String: Bounds?]
    }

    package let offering: String
    package let department: String?
    package let population: Int
    package let dataTo: String
    package let stages: [StageLine]
    package let departments: [Department]?
    package let arms: [Trial]

    private enum CodingKeys: String, CodingKey {
        case offering, department, population, stages, departments, arms
        case dataTo = "data_to"
    }

    /// - Parameter byDepartment: whether the units below are listed.
    package init(_ report: HourglassReport, byDepartment: Bool) {
        offering = report.slug
        department = report.unit?.path
        population = report.population
        dataTo = report.dataTo.description
        stages = report.stages.map {
            StageLine(
                stage: $0.stage.word, reachedOrBeyond: $0.beyond.count, evidenced: $0.evidenced.count, inStage: $0.inStage.count,
                conversion: $0.conversion, medianDaysFromPrevious: $0.medianDays, medianPeople: $0.medianPeople)
        }
        departments =
            byDepartment
            ? report.parts.map { part in
                Department(
                    department: part.unit.path, population: part.population,
                    stages: Dictionary(
                        uniqueKeysWithValues: zip(Stage.allCases.dropFirst(), part.beyond).map { ($0.word, $1.count) }))
            } : nil
        arms = report.trials.map { trial in
            func counts(_ arm: HourglassReport.Arm) -> [String: Int?] {
                var counts: [String: Int?] = ["people": arm.people]
                for (outcome, figure) in arm.outcomes { counts.updateValue(figure.count, forKey: outcome.rawValue) }
                return counts
            }
            return Trial(
                campaign: trial.campaign, reached: counts(trial.reached), holdout: counts(trial.holdout),
                difference: Dictionary(
                    uniqueKeysWithValues: HourglassReport.Outcome.allCases.map { outcome in
                        (
                            outcome.rawValue,
                            trial.difference(outcome).map { Trial.Bounds(low: $0.low, estimate: $0.estimate, high: $0.high) }
                        )
                    }))
        }
    }
}
