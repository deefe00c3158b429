/// Follows markup byte by byte and says whether a value may stand at the place reached.
///
/// It knows the part of the HTML tokenizer (HTML Standard §13.2.5) that decides where text ends and markup begins, and refuses what
/// well-kept sources never need: unquoted and single-quoted values, end tags that close nothing, tags left open.
package struct HTMLTokenizer: Sendable {
    /// What is about to be written between two pieces of literal.
    package enum Value: Sendable {
        case text
        case markup
        case address
        case attribute(StaticString, isAddress: Bool)
        case document
    }

    /// Why a value must not stand where it does, or why a literal is not whole.
    package enum Violation: Hashable, Sendable, CustomStringConvertible {
        case inTagName
        case betweenAttributes
        case inUnquotedValue(attribute: String)
        case inSingleQuotedValue(attribute: String)
        case inComment
        case inDeclaration
        case inRawText(element: String)
        case markupInAttribute(String)
        case markupInText(element: String)
        case textAsAddress(attribute: String)
        case addressNotFirst(attribute: String)
        case inCode(attribute: String)
        case documentOutsideSrcdoc
        case attributeOutsideTag
        case openTag
        case openElement(String)
        case closesNothing(String)

        package var description: String {
            switch self {
            case .inTagName: "a value inside a tag's name"
            case .betweenAttributes: "a value between attributes; use \\(attribute: …)"
            case .inUnquotedValue(let name): "a value in the unquoted attribute '\(name)'; put it in double quotes"
            case .inSingleQuotedValue(let name): "a value in the single-quoted attribute '\(name)'; use double quotes"
            case .inComment: "a value inside a comment"
            case .inDeclaration: "a value inside a declaration"
            case .inRawText(let element): "a value inside <\(element)>"
            case .markupInAttribute(let name): "markup as the value of the attribute '\(name)'"
            case .markupInText(let element): "markup inside <\(element)>, which holds text only"
            case .textAsAddress(let name): "'\(name)' takes an Address only"
            case .addressNotFirst(let name): "the Address must begin the value of '\(name)'"
            case .inCode(let name): "a value inside the attribute '\(name)', which is code"
            case .documentOutsideSrcdoc: "a document outside srcdoc"
            case .attributeOutsideTag: "an attribute outside a tag"
            case .openTag: "the value ends inside a tag, an attribute, a comment or raw text"
            case .openElement(let name): "<\(name)> is not closed in the value that opens it"
            case .closesNothing(let name): "</\(name)> closes nothing in this value"
            }
        }
    }

    private enum State: Equatable {
        case text
        case tagOpen
        case tagName
        case endTagOpen
        case endTagName
        case beforeAttribute
        case attributeName
        case afterAttributeName
        case beforeValue
        case doubleQuoted
        case singleQuoted
        case unquoted
        case declaration
        case comment
        case rawText
    }

    private var state = State.text
    private var element = ""
    private var attribute = ""
    private var valueIsEmpty = true
    private var isSelfClosing = false
    private var isEndTag = false
    /// The elements that are open, outermost first.
    private var open: [String] = []
    private var unmatched: String?
    /// The last bytes inside a comment or raw text, to see its end.
    private var tail: [UInt8] = []

    package init() {}

    /// What is wrong where the markup ends here; `nil` where it is whole.
    package var violationAtEnd: Violation? {
        if let unmatched { return .closesNothing(unmatched) }
        if state != .text { return .openTag }
        return open.last.map(Violation.openElement)
    }

    /// What is wrong with writing `value` here, or `nil`; the value then counts as written.
    package mutating func interpolate(_ value: Value) -> Violation? {
        if let unmatched { return .closesNothing(unmatched) }
        let violation = violation(of: value)
        if state == .doubleQuoted { valueIsEmpty = false }
        return violation
    }

    private func violation(of value: Value) -> Violation? {
        if case .attribute(let name, let isAddress) = value { return violation(ofAttribute: name.description, isAddress: isAddress) }
        switch state {
        case .text:
            if case .document = value { return .documentOutsideSrcdoc }
            if case .markup = value, let element = open.last, Self.textOnlyElements.contains(element) {
                return .markupInText(element: element)
            }
            return nil
        case .tagOpen, .tagName, .endTagOpen, .endTagName: return .inTagName
        case .beforeAttribute, .attributeName, .afterAttributeName: return .betweenAttributes
        case .beforeValue, .unquoted: return .inUnquotedValue(attribute: attribute)
        case .singleQuoted: return .inSingleQuotedValue(attribute: attribute)
        case .declaration: return .inDeclaration
        case .comment: return .inComment
        case .rawText: return .inRawText(element: element)
        case .doubleQuoted: return violation(ofQuoted: value)
        }
    }

    private func violation(ofQuoted value: Value) -> Violation? {
        if attribute == "srcdoc" {
            if case .document = value { return nil }
            return .inCode(attribute: attribute)
        }
        if Self.isCode(attribute) { return .inCode(attribute: attribute) }
        switch value {
        case .text: return Self.addressAttributes.contains(attribute) ? .textAsAddress(attribute: attribute) : nil
        case .markup: return .markupInAttribute(attribute)
        case .document: return .documentOutsideSrcdoc
        case .address:
            return Self.addressAttributes.contains(attribute) && !valueIsEmpty ? .addressNotFirst(attribute: attribute) : nil
        case .attribute: return .attributeOutsideTag
        }
    }

    private func violation(ofAttribute name: String, isAddress: Bool) -> Violation? {
        guard state == .beforeAttribute || state == .afterAttributeName, !isEndTag else { return .attributeOutsideTag }
        let name = name.lowercased()
        if Self.isCode(name) || name == "srcdoc" { return .inCode(attribute: name) }
        if !isAddress, Self.addressAttributes.contains(name) { return .textAsAddress(attribute: name) }
        return nil
    }

    private static func isCode(_ attribute: String) -> Bool {
        attribute.hasPrefix("on") || codeAttributes.contains(attribute)
    }

    /// Attributes whose value a browser fetches, follows or posts to.
    private static let addressAttributes: Set<String> = [
        "href", "src", "action", "formaction", "xlink:href", "poster", "data", "cite", "background", "ping", "manifest", "longdesc",
        "codebase", "icon",
    ]
    /// Attributes whose value is a language of its own: style sheets, lists of addresses, animation of other attributes.
    private static let codeAttributes: Set<String> = [
        "style", "srcset", "imagesrcset", "http-equiv", "attributename", "from", "to", "by", "values", "is", "nonce", "integrity",
    ]
    private static let rawTextElements: Set<String> = ["script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"]
    private static let textOnlyElements: Set<String> = ["title", "textarea"]
    /// The elements of SVG that may close themselves; HTML has none of these names.
    private static let svgElements: Set<String> = [
        "svg", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "stop",
    ]
    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
}

extension HTMLTokenizer {
    /// Reads on through `bytes` of a literal.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { read(byte) }
    }

    private mutating func read(_ byte: UInt8) {
        switch state {
        case .text: if byte == UInt8(ascii: "<") { startTag() }
        case .tagOpen: readTagOpen(byte)
        case .endTagOpen:
            if Self.isLetter(byte) {
                element = ""
                append(byte, to: &element)
                state = .endTagName
            } else {
                state = .declaration
            }
        case .tagName, .endTagName: readTagName(byte)
        case .beforeAttribute, .afterAttributeName: readBetweenAttributes(byte)
        case .attributeName: readAttributeName(byte)
        case .beforeValue: readBeforeValue(byte)
        case .doubleQuoted: if byte == UInt8(ascii: "\"") { state = .beforeAttribute } else { valueIsEmpty = false }
        case .singleQuoted: if byte == UInt8(ascii: "'") { state = .beforeAttribute }
        case .unquoted:
            if Self.isSpace(byte) { state = .beforeAttribute } else if byte == UInt8(ascii: ">") { finishTag() }
        case .declaration: readDeclaration(byte)
        case .comment: readTail(byte, until: "-->") { $0.state = .text }
        case .rawText:
            tail.append(byte)
            if Self.isSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { readRawTextEnd(byte) }
        }
    }

    private mutating func startTag() {
        state = .tagOpen
        isEndTag = false
        isSelfClosing = false
        attribute = ""
    }

    private mutating func readTagOpen(_ byte: UInt8) {
        if Self.isLetter(byte) {
            element = ""
            append(byte, to: &element)
            state = .tagName
        } else if byte == UInt8(ascii: "/") {
            isEndTag = true
            state = .endTagOpen
        } else if byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?") {
            tail = []
            state = .declaration
        } else if byte != UInt8(ascii: "<") {
            state = .text
        }
    }

    private mutating func readTagName(_ byte: UInt8) {
        if Self.isSpace(byte) {
            state = .beforeAttribute
        } else if byte == UInt8(ascii: "/") {
            isSelfClosing = true
            state = .beforeAttribute
        } else if byte == UInt8(ascii: ">") {
            finishTag()
        } else {
            append(byte, to: &element)
        }
    }

    private mutating func readBetweenAttributes(_ byte: UInt8) {
        if byte == UInt8(ascii: ">") { return finishTag() }
        if Self.isSpace(byte) { return }
        if byte == UInt8(ascii: "/") {
            isSelfClosing = true
            return
        }
        if byte == UInt8(ascii: "="), state == .afterAttributeName {
            state = .beforeValue
            return
        }
        isSelfClosing = false
        attribute = ""
        append(byte, to: &attribute)
        state = .attributeName
    }

    private mutating func readAttributeName(_ byte: UInt8) {
        if byte == UInt8(ascii: "=") {
            state = .beforeValue
            valueIsEmpty = true
        } else if Self.isSpace(byte) {
            state = .afterAttributeName
        } else if byte == UInt8(ascii: "/") {
            isSelfClosing = true
            state = .beforeAttribute
        } else if byte == UInt8(ascii: ">") {
            finishTag()
        } else {
            append(byte, to: &attribute)
        }
    }

    private mutating func readBeforeValue(_ byte: UInt8) {
        valueIsEmpty = true
        if byte == UInt8(ascii: "\"") {
            state = .doubleQuoted
        } else if byte == UInt8(ascii: "'") {
            state = .singleQuoted
        } else if byte == UInt8(ascii: ">") {
            finishTag()
        } else if !Self.isSpace(byte) {
            state = .unquoted
        }
    }

    private mutating func readDeclaration(_ byte: UInt8) {
        tail.append(byte)
        if tail == Array("--".utf8) {
            state = .comment
            tail = []
        } else if byte == UInt8(ascii: ">") {
            state = .text
        }
    }

    private mutating func readTail(_ byte: UInt8, until end: StaticString, then finish: (inout Self) -> Void) {
        tail.append(byte)
        if tail.count > end.utf8CodeUnitCount { tail.removeFirst() }
        if end.withUTF8Buffer({ tail.elementsEqual($0) }) { finish(&self) }
    }

    /// Raw text ends at `</NAME` followed by white space, `/` or `>`.
    private mutating func readRawTextEnd(_ byte: UInt8) {
        let end = Array("</\(element)".utf8)
        let before = tail.dropLast().suffix(end.count)
        let isEnd = before.count == end.count && zip(before, end).allSatisfy { Self.lowercased($0) == $1 }
        guard isEnd else { return }
        tail = []
        isEndTag = true
        if byte == UInt8(ascii: ">") { finishTag() } else { state = .beforeAttribute }
    }

    private mutating func finishTag() {
        state = .text
        if isEndTag {
            if open.last == element { open.removeLast() } else if unmatched == nil { unmatched = element }
            return
        }
        // Outside SVG a browser ignores the slash of `<div/>` and leaves the element open.
        let isInSVG = Self.svgElements.contains(element) || open.contains("svg")
        if Self.voidElements.contains(element) || isSelfClosing && isInSVG { return }
        open.append(element)
        if Self.rawTextElements.contains(element) {
            state = .rawText
            tail = []
        }
    }

    private func append(_ byte: UInt8, to name: inout String) {
        name.unicodeScalars.append(Unicode.Scalar(Self.lowercased(byte)))
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }
    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased(byte))
    }
    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
