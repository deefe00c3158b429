extension UI {
    /// A column of a table.
    package struct Column: Sendable {
        package enum Order: String, Sendable {
            case ascending
            case descending
        }

        package let label: String
        package let isNumeric: Bool
        /// Where the head leads to sort by it; `nil` for a column that cannot be sorted by.
        package let sort: Address?
        /// How the table is sorted by it now.
        package let order: Order?

        package init(_ label: String, isNumeric: Bool = false, sort: Address? = nil, order: Order? = nil) {
            self.label = label
            self.isNumeric = isNumeric
            self.sort = sort
            self.order = order
        }
    }

    /// A row: its cells, of which the first is the row's head, and where it leads; then the first cell is a link over the row.
    package struct Row: Sendable {
        package let cells: [HTML]
        package let address: Address?

        package init(_ cells: [HTML], address: Address? = nil) {
            self.cells = cells
            self.address = address
        }
    }

    /// A table with a caption; `empty` stands in its place where there are no rows. It scrolls by itself on narrow screens.
    package static func table(_ caption: String, _ columns: [Column], _ rows: [Row], empty: HTML? = nil, showsCaption: Bool = true) -> HTML
    {
        if rows.isEmpty, let empty { return empty }
        let heads: [HTML] = columns.map { column in
            let label: HTML =
                column.sort.map { "<a href=\"\($0)\">\(column.label)\(sortMark(column.order))</a>" } ?? HTML(text: column.label)
            return """
                <th scope="col" \(attribute: "class", column.isNumeric ? "number" : nil)\
                \(attribute: "aria-sort", column.order?.rawValue)>\(label)</th>
                """
        }
        let lines: [HTML] = rows.map { row in
            let cells: [HTML] = row.cells.enumerated().map { index, cell in
                let isNumeric = index < columns.count && columns[index].isNumeric
                if index == 0 {
                    let content: HTML = row.address.map { "<a class=\"row-link\" href=\"\($0)\">\(cell)</a>" } ?? cell
                    return "<th scope=\"row\" \(attribute: "class", isNumeric ? "number" : nil)>\(content)</th>"
                }
                return "<td \(attribute: "class", isNumeric ? "number" : nil)>\(cell)</td>"
            }
            return "<tr \(attribute: "class", row.address == nil ? nil : "linked")>\(cells)</tr>"
        }
        return """
            <div class="table" tabindex="0" role="region" aria-label="\(caption)"><table>\
            <caption \(attribute: "class", showsCaption ? nil : "unseen")>\(caption)</caption>\
            <thead><tr>\(heads)</tr></thead><tbody>\(lines)</tbody></table></div>
            """
    }

    private static func sortMark(_ order: Column.Order?) -> HTML? {
        switch order {
        case .ascending: "<svg class=\"sort\" viewBox=\"0 0 8 8\" aria-hidden=\"true\"><path d=\"M4 1.5 7 6H1Z\"/></svg>"
        case .descending: "<svg class=\"sort\" viewBox=\"0 0 8 8\" aria-hidden=\"true\"><path d=\"M4 6.5 1 2h6Z\"/></svg>"
        case nil: nil
        }
    }

    /// What a list says where it is empty: what would stand here, and how it comes to be.
    package static func empty(_ title: String, _ text: String, action: HTML? = nil) -> HTML {
        "<div class=\"empty\"><p class=\"empty-title\">\(title)</p><p>\(text)</p>\(action)</div>"
    }

    /// The pages before and after this one of a long list; `summary` such as "1 to 50 of 1,240". Several on one page need a `label` each.
    package static func pagination(
        previous: Address?, next: Address?, summary: String? = nil, label: String? = nil, language: Language
    ) -> HTML? {
        if previous == nil, next == nil { return nil }
        let words = UIWords.in(language)
        return """
            <nav class="pages" aria-label="\(label ?? words.pages)">\
            \(previous.map { "<a rel=\"prev\" href=\"\($0)\">\(words.previous)</a>" as HTML } ?? "<span></span>")\
            \(summary.map { "<span class=\"quiet-text\">\($0)</span>" as HTML })\
            \(next.map { "<a rel=\"next\" href=\"\($0)\">\(words.next)</a>" as HTML } ?? "<span></span>")</nav>
            """
    }

    /// Names and values, such as the facts beside an article.
    package static func facts(_ facts: [(name: String, value: HTML)]) -> HTML {
        "<dl class=\"facts\">\(facts.map { "<div><dt>\($0.name)</dt><dd>\($0.value)</dd></div>" })</dl>"
    }
}
