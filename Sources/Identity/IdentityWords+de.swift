extension IdentityWords {
    static let de = IdentityWords(
        signInTitle: "Anmelden", signIn: "Anmelden", email: "E-Mail-Adresse", password: "Passwort",
        withoutPassword: "Ohne Passwort",
        withoutPasswordText: "Wir schicken einen Link an Ihre dienstliche Adresse. Er meldet Sie einmal an und gilt 15 Minuten.",
        sendLink: "Link schicken",
        wrongPassword:
            "Adresse und Passwort passen nicht zusammen. Versuchen Sie es noch einmal, oder lassen Sie sich einen Link schicken.",
        almostThere: "Noch ein Klick", pressToSignIn: "Der Link ist gültig. Drücken Sie den Knopf, um sich auf diesem Gerät anzumelden.",
        lookAtMail: "Sehen Sie in Ihre Mail",
        linkSent: { "Wenn \($0) zu jemandem hier gehört, ist ein Link dorthin unterwegs. Er gilt 15 Minuten, ein Mal." },
        linkSubject: "Ihr Link zur Anmeldung",
        linkText: {
            """
            Guten Tag,

            öffnen Sie diesen Link und drücken Sie den Knopf, um sich anzumelden. Er gilt 15 Minuten, ein Mal:

            \($0)

            Haben Sie ihn nicht angefordert, lassen Sie ihn liegen: Ohne den Knopf geschieht nichts.
            """
        },
        noTeam: (
            "Das schreibt ein Team, und Sie sind in keinem",
            "Kampagnen und Angebote gehören zu einem Herausgeber: einem Team, in dem einige schreiben und andere freigeben. Benennen Sie es und seine Mitglieder in einer Datei, auch sich selbst, wenn Sie schreiben, und geben Sie sie mit „rapport apply DATEI.yaml“ ein."
        ),
        linkSpent: "Dieser Link hat seinen Dienst getan",
        linkSpentAdvice:
            "Er wurde schon benutzt oder ist älter als 15 Minuten. Fordern Sie einen neuen an; richten Sie Rapport gerade ein, starten Sie es neu, dann druckt es einen neuen.",
        toSignIn: "Zur Anmeldung", signedOut: "Sie sind abgemeldet.",
        setUpTitle: "Machen Sie dieses Rapport zu Ihrem",
        setUpIntro:
            "Sie sind als Erste oder Erster hier und verwalten es: Sie holen die Menschen herein und bestimmen, welche Teams sie ansprechen dürfen.",
        setUp: "Rapport einrichten", name: "Ihr Name",
        emailHint: "Kennt das Verzeichnis diese Adresse, werden Sie zu dieser Person.",
        noAddress: "Das ist keine E-Mail-Adresse. Sie sollte aussehen wie name@firma.example.",
        newPassword: "Neues Passwort", again: "Das neue Passwort noch einmal",
        passwordsDiffer: "Die beiden Passwörter sind verschieden. Geben Sie das zweite noch einmal ein.",
        oldPassword: "Bisheriges Passwort", oldPasswordHint: "Lassen Sie es leer, wenn Sie noch keines haben.",
        wrongOldPassword: "Das ist nicht Ihr bisheriges Passwort.",
        passwordHint: { "Mindestens \($0) Zeichen. Ein paar Wörter ohne Zusammenhang sind besser als eines mit Sonderzeichen." },
        passwordLength: { "Bitte \($0) bis \($1) Zeichen." },
        passwordTitle: "Ihr Passwort", passwordIntro: "Wenn Sie es ändern, werden alle anderen Geräte abgemeldet.",
        changePassword: "Passwort ändern", passwordChanged: "Ihr Passwort ist geändert. Andere Geräte sind abgemeldet.")
}
