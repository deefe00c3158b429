/// Decides what a link or picture may point at. Nothing gets into a page or mail but what is allowed here by name.
enum LinkAddress {
    enum Verdict: Equatable {
        case offering
        /// Absolute http or https, percent-encoded.
        case web(String)
        /// `mailto:…`, percent-encoded.
        case mail(String)
        /// Why not, and what to write instead.
        case refused(Advice)
    }

    static let longest = 2000

    /// - Parameter url: as cmark gives it, without backslash escapes and entities.
    static func judge(_ url: [UInt8], allowsOffering: Bool) -> Verdict {
        if url.isEmpty {
            return .refused(
                Advice(
                    "This link leads nowhere. Write [words](https://…).",
                    de: "Dieser Link führt nirgendwohin. Schreiben Sie [Wörter](https://…)."))
        }
        if url == Array("offering".utf8) {
            return allowsOffering
                ? .offering
                : .refused(
                    Advice(
                        "“offering” works in messages only. Write a full address, https://….",
                        de: "„offering“ wirkt nur in Nachrichten. Schreiben Sie eine ganze Adresse, https://…."))
        }
        guard url.count <= longest else {
            return .refused(
                Advice(
                    "This address has \(url.count) characters; \(longest) are the most.",
                    de: "Diese Adresse hat \(url.count) Zeichen; höchstens \(longest) gehen."))
        }
        guard !url.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
            return .refused(
                Advice(
                    "The address \(quoted(url)) holds a character that no address can have. Copy it again.",
                    de: "Die Adresse \(zitiert(url)) enthält ein Zeichen, das keine Adresse haben kann. Kopieren Sie sie noch einmal."))
        }
        guard let colon = url.firstIndex(of: UInt8(ascii: ":")), isScheme(url[..<colon]) else { return .refused(relative(url)) }
        let rest = url[(colon + 1)...]
        switch String(decoding: url[..<colon], as: UTF8.self).lowercased() {
        case "https": return web(rest, scheme: "https", whole: url)
        case "http": return web(rest, scheme: "http", whole: url)
        case "mailto": return mail(rest, whole: url)
        case let scheme:
            return .refused(
                Advice(
                    "A link can't start with \(quoted(Array((scheme + ":").utf8))). Links are https:, http: and mailto: addresses.",
                    de:
                        "Ein Link kann nicht mit \(zitiert(Array((scheme + ":").utf8))) beginnen. Links sind Adressen mit https:, http: oder mailto:."
                ))
        }
    }

    private static func isScheme(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, isLetter(first) else { return false }
        // `example.com:8080` is a host without scheme, not a scheme.
        return text.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    }

    private static func relative(_ url: [UInt8]) -> Advice {
        let (text, zitat) = (quoted(url), zitiert(url))
        if url.starts(with: Array("//".utf8)) {
            return Advice(
                "The address \(text) is not whole. Write https: before it.",
                de: "Die Adresse \(zitat) ist nicht ganz. Schreiben Sie https: davor.")
        }
        if url.first == UInt8(ascii: "#") {
            let address = "https://…" + String(decoding: url.prefix(40), as: UTF8.self)
            return Advice(
                "\(text) is a place on a page. Write the page's full address, \(address).",
                de: "\(zitat) ist eine Stelle auf einer Seite. Schreiben Sie die ganze Adresse der Seite, \(address).")
        }
        if url.first != UInt8(ascii: "/"), url.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ".")) {
            return Advice(
                "The address \(text) is not whole. Write https:// before it.",
                de: "Die Adresse \(zitat) ist nicht ganz. Schreiben Sie https:// davor.")
        }
        return Advice(
            "\(text) is not a full address. Write https://…, or mailto: and an address.",
            de: "\(zitat) ist keine ganze Adresse. Schreiben Sie https://… oder mailto: und eine Adresse.")
    }

    private static func web(_ rest: ArraySlice<UInt8>, scheme: String, whole: [UInt8]) -> Verdict {
        guard rest.starts(with: Array("//".utf8)) else {
            return .refused(
                Advice(
                    "The address \(quoted(whole)) needs // after \(scheme):.", de: "Der Adresse \(zitiert(whole)) fehlt // nach \(scheme):."
                ))
        }
        let after = rest.dropFirst(2)
        let authority = after.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        if authority.contains(UInt8(ascii: "@")) {
            return .refused(
                Advice(
                    "The address \(quoted(whole)) holds a user name before @. Take it out.",
                    de: "Die Adresse \(zitiert(whole)) enthält einen Benutzernamen vor @. Nehmen Sie ihn heraus."))
        }
        guard authority.contains(where: { isLetter($0) || isDigit($0) || $0 >= 0x80 }), let first = authority.first,
            first != UInt8(ascii: "."), first != UInt8(ascii: ":"), first != UInt8(ascii: "-"), authority.allSatisfy(isHostByte)
        else {
            return .refused(
                Advice(
                    "The address \(quoted(whole)) has no valid name of a server after //.",
                    de: "Die Adresse \(zitiert(whole)) hat nach // keinen gültigen Namen eines Servers."))
        }
        if let port = authority.lastIndex(of: UInt8(ascii: ":")), !authority.contains(UInt8(ascii: "]")) {
            let digits = authority[(port + 1)...]
            guard (1...5).contains(digits.count), digits.allSatisfy(isDigit) else {
                return .refused(
                    Advice(
                        "The address \(quoted(whole)) has no valid port after the server's name.",
                        de: "Die Adresse \(zitiert(whole)) hat nach dem Namen des Servers keinen gültigen Port."))
            }
        }
        return .web(scheme + "://" + encoded(after))
    }

    /// RFC 6068; header fields that could add recipients unseen or files are refused.
    private static func mail(_ rest: ArraySlice<UInt8>, whole: [UInt8]) -> Verdict {
        let address = rest.prefix { $0 != UInt8(ascii: "?") }
        guard let at = address.lastIndex(of: UInt8(ascii: "@")), at > address.startIndex, at < address.endIndex - 1,
            !address.contains(where: { $0 <= 0x20 })
        else {
            return .refused(
                Advice(
                    "\(quoted(whole)) holds no mail address. Write mailto:name@example.com.",
                    de: "\(zitiert(whole)) enthält keine Mailadresse. Schreiben Sie mailto:name@example.com."))
        }
        for header in rest.dropFirst(address.count + 1).split(separator: UInt8(ascii: "&")) {
            let name = String(decoding: header.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self).lowercased()
            guard name == "subject" || name == "body" || name == "cc" else {
                return .refused(
                    Advice(
                        "\(quoted(whole)) sets \(quoted(Array(name.utf8))). After ? a mail address can set subject, body and cc.",
                        de:
                            "\(zitiert(whole)) setzt \(zitiert(Array(name.utf8))). Nach ? kann eine Mailadresse subject, body und cc setzen."
                    ))
            }
        }
        return .mail("mailto:" + encoded(rest))
    }

    /// Keeps the characters of RFC 3986 §2.2 and §2.3 and whole percent escapes, and percent-encodes the rest as UTF-8.
    private static func encoded(_ text: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for index in text.indices {
            let byte = text[index]
            let keeps: Bool
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "/"),
                UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "@"), UInt8(ascii: "!"),
                UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"),
                UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="):
                keeps = true
            case UInt8(ascii: "%"):
                keeps = index + 2 < text.endIndex && isHexDigit(text[index + 1]) && isHexDigit(text[index + 2])
            default: keeps = isLetter(byte) || isDigit(byte)
            }
            if keeps { out.append(byte) } else { out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20) }
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "%"):
            true
        default: isLetter(byte) || isDigit(byte) || byte >= 0x80
        }
    }
}
