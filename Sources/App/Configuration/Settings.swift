import Foundation
import Kernel

/// What an operator may set. The command line comes before the environment, the environment before the file, the file before the default.
package struct Settings: Sendable {
    /// One thing that can be set.
    package enum Name: String, CaseIterable, Sendable {
        case database, baseURL = "base_url", smtpURL = "smtp_url", mailFrom = "mail_from", bounceAddress = "bounce_address"
        case bounceIMAPURL = "bounce_imap_url", domainLimits = "domain_limits", mailCap = "mail_cap"
        case dkimDomain = "dkim_domain", dkimSelector = "dkim_selector", dkimKeyFile = "dkim_key_file"
        case gatewayNetworksFile = "gateway_networks_file", trustedProxies = "trusted_proxies", pictureHosts = "picture_hosts"
        case secretFile = "secret_file", tracking, pixel, resendClasses = "resend_classes", timeZone = "time_zone", language, company
        case logLevel = "log_level", logFormat = "log_format"

        /// The variable of the environment.
        package var variable: String { "RAPPORT_" + rawValue.uppercased() }

        /// Whether the value may hold a password, and is then printed masked.
        var isSecret: Bool { [.database, .smtpURL, .bounceIMAPURL].contains(self) }

        fileprivate var meaning: String {
            switch self {
            case .database: "the database: a postgres:// URL; else the SQLite file in the data folder"
            case .baseURL: "the address under which people reach Rapport"
            case .smtpURL: "the mail relay, or several separated by spaces; without one, mails are written to the folder outbox"
            case .mailFrom: "the address that mails come from"
            case .bounceAddress: "where undeliverable mails come back to"
            case .bounceIMAPURL: "the mailbox where they arrive, as imaps://user@host/folder; without one, rapport bounce takes them in"
            case .domainLimits: "mails a minute that recipient domains get at most, as gmail.com=60 *=600"
            case .mailCap: "mails that a person gets at most within a time, as 5/7d"
            case .dkimDomain: "the domain that signs mails; else that of mail_from"
            case .dkimSelector: "the name of the DKIM key in DNS"
            case .dkimKeyFile: "the PEM file of the DKIM key; without one, mails are not signed here"
            case .secretFile: "the file with the secret keys"
            case .tracking: "what links in mails tell: person, message or none"
            case .pixel: "whether mails hold a picture that tells when it is loaded: off, message or person"
            case .resendClasses:
                "the classes of campaigns whose mails are sent again when nobody knows whether they arrived, as must-know invitation"
            case .gatewayNetworksFile: "the file with the networks of mail gateways, one per line"
            case .trustedProxies: "the networks of proxies that are believed when they say who asks"
            case .pictureHosts: "the servers besides this one whose pictures pages show"
            case .timeZone: "the zone of people without one, and of “today”"
            case .language: "the language of visitors and of people without one"
            case .company: "the name in the masthead"
            case .logLevel: "trace, debug, info, notice, warning, error or critical"
            case .logFormat: "text or json"
            }
        }
    }

    /// Where a value came from.
    package enum Source: Sendable, Hashable, CustomStringConvertible {
        case commandLine
        case environment(String)
        case file(String, line: Int)
        case builtIn

        package var description: String {
            switch self {
            case .commandLine: "command line"
            case .environment(let variable): variable
            case .file(let path, let line): "\(path):\(line)"
            case .builtIn: "default"
            }
        }
    }

    package struct Value: Sendable {
        package let text: String
        package let source: Source
    }

    package private(set) var values: [Name: Value]

    package subscript(name: Name) -> String? { values[name]?.text }

    /// - Parameters:
    ///   - commandLine: what the command's options said.
    ///   - file: the settings file that was read, with the line of each.
    package init(commandLine: [Name: String], environment: [String: String], file: SettingsFile?) {
        values = [:]
        for name in Name.allCases {
            if let text = commandLine[name] {
                values[name] = Value(text: text, source: .commandLine)
            } else if let text = environment[name.variable], !text.isEmpty {
                values[name] = Value(text: text, source: .environment(name.variable))
            } else if let file, let entry = file.entries[name] {
                values[name] = Value(text: entry.text, source: .file(file.path, line: entry.line))
            } else if let text = Self.defaults[name] {
                values[name] = Value(text: text, source: .builtIn)
            }
        }
    }

    private static let defaults: [Name: String] = [
        .mailFrom: "rapport@localhost.localdomain", .tracking: "person", .pixel: "off", .resendClasses: "none", .timeZone: "UTC",
        .language: "en",
        .company: "Rapport",
        .logLevel: "info", .logFormat: "text",
    ]

    /// A value of one of several kinds.
    /// - Throws: `SettingsError.bad` naming where the value came from.
    package func parsed<Result>(_ name: Name, _ expected: String, _ parse: (String) throws -> Result?) throws -> Result? {
        guard let value = values[name] else { return nil }
        do {
            if let result = try parse(value.text) { return result }
        } catch { throw SettingsError.bad(name, value.source, "\(error)") }
        throw SettingsError.bad(name, value.source, name.isSecret ? "expected \(expected)" : "“\(value.text)” is not \(expected)")
    }

    /// A line per setting: what is in force and where it came from, secrets masked.
    package var report: [String] {
        Name.allCases.map { name in
            guard let value = values[name] else { return "\(name.rawValue): not set (\(name.meaning))" }
            return "\(name.rawValue): \(name.isSecret ? Self.maskedList(value.text) : value.text) (\(value.source))"
        }
    }

    private static func maskedList(_ urls: String) -> String {
        urls.split(whereSeparator: \.isWhitespace).map { masked(String($0)) }.joined(separator: " ")
    }

    /// A URL without its password; anything that is no URL is not shown at all.
    package static func masked(_ url: String) -> String {
        guard var parts = URLComponents(string: url), parts.scheme != nil else { return "••••" }
        if parts.password != nil { parts.password = "••••" }
        parts.queryItems = parts.queryItems?.map { item in
            URLQueryItem(name: item.name, value: isPassword(item.name) ? "••••" : item.value)
        }
        return parts.string?.removingPercentEncoding ?? "••••"
    }

    private static func isPassword(_ option: String) -> Bool {
        let option = option.lowercased()
        return option.contains("pass") && !option.hasSuffix("file")
    }
}

/// What is wrong with the settings.
package enum SettingsError: Error, CustomStringConvertible {
    case bad(Settings.Name, Settings.Source, String)
    case file(path: String, line: Int, String)
    case needed(Settings.Name, String)
    case insecure(String)
    /// The data folder is not there and can't be made.
    case folder(String)

    package var description: String {
        switch self {
        case .bad(let name, let source, let text): "\(name.rawValue) (\(source)): \(text)"
        case .file(let path, let line, let text): line > 0 ? "\(path):\(line): \(text)" : "\(path): \(text)"
        case .needed(let name, let text): "\(name.variable) is needed: \(text)"
        case .insecure(let text): text
        case .folder(let path): "the data folder \(path) can't be made: name one that may be written with --data"
        }
    }
}
