import Audiences

extension HourglassWords {
    static let en = HourglassWords(
        stage: {
            switch $0 {
            case .unaware: "unaware"
            case .know: "know"
            case .like: "like"
            case .trust: "trust"
            case .try: "try"
            case .buy: "use"
            case .repeat: "keep using"
            case .refer: "recommend"
            }
        },
        term: { comparison, stage, offering in
            switch comparison {
            case .equal: "are at “\(stage)” with \(offering)"
            case .notEqual: "are not at “\(stage)” with \(offering)"
            case .less: "have not come to “\(stage)” with \(offering)"
            case .lessOrEqual: "have come to “\(stage)” at most with \(offering)"
            case .greater: "have come beyond “\(stage)” with \(offering)"
            case .greaterOrEqual: "have come to “\(stage)” or beyond with \(offering)"
            }
        })
}
