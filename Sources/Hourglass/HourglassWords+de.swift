import Audiences

extension HourglassWords {
    static let de = HourglassWords(
        stage: {
            switch $0 {
            case .unaware: "ahnungslos"
            case .know: "kennen"
            case .like: "mögen"
            case .trust: "vertrauen"
            case .try: "ausprobieren"
            case .buy: "nutzen"
            case .repeat: "dabeibleiben"
            case .refer: "empfehlen"
            }
        },
        term: { comparison, stage, offering in
            switch comparison {
            case .equal: "bei \(offering) auf Stufe „\(stage)“ sind"
            case .notEqual: "bei \(offering) nicht auf Stufe „\(stage)“ sind"
            case .less: "bei \(offering) noch nicht bis „\(stage)“ gekommen sind"
            case .lessOrEqual: "bei \(offering) höchstens bis „\(stage)“ gekommen sind"
            case .greater: "bei \(offering) über „\(stage)“ hinaus sind"
            case .greaterOrEqual: "bei \(offering) bis „\(stage)“ oder weiter gekommen sind"
            }
        })
}
