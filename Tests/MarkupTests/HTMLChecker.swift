/// A small strict reader of our own HTML: every `<` opens a tag that we write, with only the attributes that we write, properly nested and
/// closed; `nil` when all is well, else what is not.
func faultInHTML(_ html: String) -> String? {
    let elements: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "code", "hr", "table", "thead", "tbody", "tr", "th",
        "td",
        "a", "img", "em", "strong", "del", "br", "div",
    ]
    let attributes: Set<String> = [
        "dir", "class", "style", "start", "href", "rel", "title", "src", "alt", "loading", "referrerpolicy", "border", "align", "valign",
        "scope",
        "cellpadding", "cellspacing", "role", "tabindex",
    ]
    let empty: Set<String> = ["hr", "img", "br"]
    let bytes = Array(html.utf8)
    var open: [String] = []
    var index = 0

    func name() -> String {
        let start = index
        while index < bytes.count, (97...122).contains(bytes[index]) || (48...57).contains(bytes[index]) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }
    func take(_ text: String) -> Bool {
        guard bytes[index...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }

    while index < bytes.count {
        if bytes[index] == UInt8(ascii: "&") {
            guard ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].contains(where: { bytes[index...].starts(with: $0.utf8) }) else {
                return "bare & at \(index)"
            }
        }
        if bytes[index] == UInt8(ascii: ">") || bytes[index] < 0x20 && bytes[index] != 0x0A && bytes[index] != 0x09 {
            return "byte \(bytes[index]) at \(index)"
        }
        guard bytes[index] == UInt8(ascii: "<") else {
            index += 1
            continue
        }
        index += 1
        if take("/") {
            let element = name()
            guard open.popLast() == element, take(">") else { return "</\(element)> at \(index)" }
            continue
        }
        let element = name()
        guard elements.contains(element) else { return "<\(element) at \(index)" }
        while take(" ") {
            let attribute = name()
            guard attributes.contains(attribute), take("=\"") else { return "attribute \(attribute) at \(index)" }
            let start = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                if bytes[index] == UInt8(ascii: "<") || bytes[index] == UInt8(ascii: ">") { return "< in an attribute at \(index)" }
                index += 1
            }
            let value = String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
            if attribute == "href", !(value.hasPrefix("https://") || value.hasPrefix("http://") || value.hasPrefix("mailto:")) {
                return "href \(value)"
            }
            if attribute == "src", !value.hasPrefix("https://") { return "src \(value)" }
            guard take("\"") else { return "open attribute" }
        }
        guard take(">") else { return "<\(element) is not closed at \(index)" }
        if !empty.contains(element) { open.append(element) }
    }
    return open.isEmpty ? nil : "open: \(open)"
}
