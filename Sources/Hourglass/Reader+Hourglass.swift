package import Audiences
package import Kernel
import Statistics
package import Storage

/// What the report of an offering is asked for.
package struct HourglassQuery: Sendable {
    package var offering: OfferingKey
    package var unit: DepartmentKey?
    package var reader: HourglassReport.Audience
    /// The name of the offering in this language, where there is one.
    package var language = "en"
    package var now: Instant
    package var zone: Zone
    package var terms: TermRegistry
    /// Leaves out what only the page of the one offering shows.
    package var isBrief = false

    package init(
        _ offering: OfferingKey, unit: DepartmentKey? = nil, for reader: HourglassReport.Audience, now: Instant, zone: Zone,
        terms: TermRegistry
    ) {
        self.offering = offering
        self.unit = unit
        self.reader = reader
        self.now = now
        self.zone = zone
        self.terms = terms
    }

    var today: Day { zone.day(at: now) }
}

extension Reader {
    /// The hourglass of an offering in one snapshot, from the derived tables; `nil` where there is no such offering or unit.
    package func hourglass(_ query: HourglassQuery) throws -> HourglassReport? {
        guard
            let offering = try first(
                """
                SELECT o.slug, t.name, a.rule, f.complete_until FROM offering o
                JOIN offering_text t ON t.offering = o.id
                LEFT JOIN audience a ON a.id = o.audience LEFT JOIN usage_feed f ON f.offering = o.id
                WHERE o.id = \(query.offering) AND t.language = COALESCE(
                    (SELECT l.language FROM offering_text l WHERE l.offering = o.id AND l.language = \(query.language)), o.language)
                """, as: OfferingRow.self)
        else { return nil }
        let isPrivate = query.reader == .reader
        let population = try population(rule: offering.rule, terms: query.terms, today: query.today, isForReaders: isPrivate)
        let source = HourglassSource(
            offering: query.offering, population: population, isTallied: try isTallied(query.offering, by: population),
            isWhole: query.isBrief && query.unit == nil)
        let units =
            source.isWhole
            ? []
            : try rows(
                "SELECT id, parent, name, path FROM department ORDER BY depth NULLS FIRST, sort_key NULLS FIRST, id NULLS FIRST",
                as: Unit.self)
        if let unit = query.unit, !units.contains(where: { $0.key == unit }) { return nil }

        let populations = try source.populations(self)
        let now = try source.stages(self, populations)
        let live = StageTree(units: units, direct: now)
        // Weeks end on Sundays of the installation's zone.
        let week = query.zone.instant(of: WallTime(day: Privacy.lastDay(for: 0, today: query.today) + 1))
        let parts = live.parts(of: query.unit)
        let wholeIsWeekly = isPrivate && live.isWeekly(query.unit)
        let partsAreWeekly = isPrivate && !query.isBrief && parts.contains(where: live.isWeekly)
        let weekly =
            wholeIsWeekly || partsAreWeekly
            ? StageTree(units: units, direct: try source.stages(self, now: now, before: week, withEvidence: wholeIsWeekly)) : live
        let tree = wholeIsWeekly ? weekly : live
        let partTree = partsAreWeekly ? weekly : live
        func figure(_ tree: StageTree, _ unit: DepartmentKey?, _ count: (StageCounts) -> Int) -> Privacy.Figure {
            isPrivate ? tree.figure(unit, count) : .known(count(tree.counts(unit)))
        }
        let dataTo = wholeIsWeekly ? week : query.now
        let past = wholeIsWeekly ? week : nil
        let counts = tree.counts(query.unit)
        let medians = query.isBrief ? [:] : try source.medians(self, unit: query.unit, before: past)
        let lines = Stage.allCases.dropFirst().map { stage -> HourglassReport.StageLine in
            let beyond = figure(tree, query.unit) { $0.beyond[stage.rawValue] }
            let before =
                stage == .know ? Privacy.Figure.known(counts.population) : figure(tree, query.unit) { $0.beyond[stage.rawValue - 1] }
            var conversion: Double?
            if let some = beyond.count, let all = before.count, all > 0, !isPrivate || Privacy.figure(some, of: all).count != nil {
                conversion = Double(some) / Double(all)
            }
            let median = medians[stage].flatMap { beyond.count != nil && (!isPrivate || $0.people >= Privacy.threshold) ? $0 : nil }
            return HourglassReport.StageLine(
                stage: stage, beyond: beyond, evidenced: figure(tree, query.unit) { $0.evidenced[stage.rawValue] },
                inStage: figure(tree, query.unit) { $0.inStage(stage) }, conversion: conversion, medianDays: median?.days,
                medianPeople: median?.people)
        }
        return HourglassReport(
            offering: query.offering, slug: offering.slug, name: offering.name, unit: query.unit.flatMap { live.units[$0] },
            population: counts.population, isWidened: population.isWidened, dataTo: dataTo, useTo: offering.useTo, stages: lines,
            parts: query.isBrief
                ? []
                : parts.compactMap { key in
                    live.units[key].map { unit in
                        HourglassReport.Part(
                            unit: unit, population: live.counts(key).population,
                            beyond: Stage.allCases.dropFirst().map { stage in figure(partTree, key) { $0.beyond[stage.rawValue] } })
                    }
                },
            partsTo: partsAreWeekly ? week : query.now,
            weeks: query.isBrief
                ? []
                : try source.weeks(self, unit: query.unit, before: past, end: dataTo).map { week in
                    HourglassReport.Week(
                        day: min(week.day, query.zone.day(at: dataTo - .seconds(1))),
                        beyond: zip(week.beyond, lines).map { count, line in
                            guard isPrivate else { return .known(count) }
                            // What may not be said of now may not be said of before.
                            guard line.beyond.count != nil else { return line.beyond }
                            return Privacy.figure(count, of: counts.population)
                        })
                },
            // An arm is drawn over the whole campaign: a part of it tells of nobody's chance.
            trials: query.isBrief || query.unit != nil
                ? [] : try source.trials(self, isPrivate: isPrivate, terms: query.terms, today: query.today))
    }

    private struct OfferingRow: Rowed {
        let slug: String
        let name: String
        let rule: String?
        let useTo: Day?

        init(row: Row) throws {
            slug = try row[0]
            name = try row[1]
            rule = try row[2]
            useTo = try row[3]
        }
    }
}

extension Unit: Rowed {
    package init(row: Row) throws {
        key = try row["id"]
        parent = try row["parent"]
        name = try row["name"]
        path = try row["path"]
    }
}
