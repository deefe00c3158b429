/// What `rapport apply` reads: a small company with one campaign, `launch`, to everyone.
enum LaunchFile {
    /// - Parameter more: lines of the campaign besides those that every one has.
    static func text(_ more: String...) -> String {
        let own = more.map { "    \($0)\n" }.joined()
        return """
            publishers:
              - {slug: it, name: IT}
            audiences:
              - {slug: all, name: All, rule: everyone}
            offerings:
              - {slug: crm, name: CRM, kind: app, owner: it, tagline: Your next visit}
            campaigns:
              - slug: launch
                name: Launch
                publisher: it
                offering: crm
                audience: all
                stage: try
            \(own)    messages:
                  - {subject: 'Hello', body: 'Dear all, [see it](offering).'}
            """
    }
}
