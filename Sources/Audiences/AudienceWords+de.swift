extension AudienceWords {
    static let de = AudienceWords(
        title: "Zielgruppen",
        intro:
            "Wer gemeint ist, einmal gesagt: als Regel über das Verzeichnis und über das, was Menschen tun. Kampagnen und Angebote nennen sie; eine Liste pflegt niemand.",
        new: "Neue Zielgruppe", newFirst: "Die erste Zielgruppe beschreiben", emptyTitle: "Noch hat keine Zielgruppe einen Namen",
        emptyText:
            "Eine Zielgruppe ist eine Regel wie „Personen im Vertrieb in Deutschland oder Österreich“. Einmal beschrieben, gehört dazu, wer passt, auch wer morgen anfängt.",
        name: "Zielgruppe", size: "Größe", owner: "Wer sie ändern darf", adminsOnly: "Nur die Verwaltung", caption: "Alle Zielgruppen",
        range: { "\($0) bis \($1) von \($2)" },
        broken: { "Diese Regel lässt sich nicht mehr lesen: \($0)." },
        change: "Regel ändern", campaignFor: "Ihnen schreiben", sizeLabel: "Größe", ruleLabel: "Regel", ruleAsText: "Die Regel als Text",
        changed: "Geändert",
        departments: "Wo sie sind", noDepartment: "Ohne Abteilung", otherDepartments: "Andere Abteilungen",
        people: { $1 ? "Person passt jetzt" : "Personen passen jetzt" },
        departmentSentence: { "Die meisten sind in \($0): \($1)." },
        noDepartmentSentence: "Keine Abteilung darf für sich gezeigt werden.",
        directly: { "\($0) selbst" },
        sample: "Zehn von ihnen",
        sampleIntro: "Quer durch die Zielgruppe und jedes Mal dieselben, damit Sie sehen, ob die Regel meint, wen Sie meinen.",
        nobody: "Auf diese Regel passt zurzeit niemand.", behaviourTitle: "Nur Zahlen",
        behaviour:
            "Diese Regel fragt, was Menschen tun. Darum wird hier niemand genannt: keine Beispiele und keine Antwort darauf, warum jemand dazugehört. Die Zahl ist auf 5 gerundet.",
        why: "Warum gehört diese Person dazu, oder nicht?", whyLabel: "Name oder Kennung", whyHint: "Etwa Okafor oder E-1001.",
        search: "Nachsehen",
        several: "Mehrere Personen passen. Wer ist gemeint?", left: "ist ausgeschieden und gehört deshalb zu keiner Zielgruppe.",
        foundNobody: {
            "Niemand im Verzeichnis passt auf „\($0)“. Versuchen Sie den Nachnamen oder die Kennung, wie das Verzeichnis sie schreibt."
        },
        isIn: { "\($0) gehört zu dieser Zielgruppe." }, isNotIn: { "\($0) gehört nicht zu dieser Zielgruppe." },
        uses: "Wer sie nutzt", noUses: "Noch nennt nichts diese Zielgruppe.", audience: "Zielgruppe",
        hidden: {
            switch $0 {
            case .fewPeople: "Es könnten zu wenige dazugehören, um eine Zahl zu zeigen."
            case .noneOrAll: "Die Zahl würde „niemand“ oder „alle“ einer kleinen Gruppe sagen."
            case .difference: "Mit den Zahlen daneben würde diese etwas über eine kleine Gruppe verraten."
            case .fewUndecided: "Was weniger als 20 Personen getan haben, würde entscheiden; darum steht hier keine Zahl."
            }
        },
        holds: "ja", holdsNot: "nein", all: "All das trifft zu", any: "Mindestens eines davon trifft zu", none: "Nichts davon trifft zu",
        not: "Das trifft nicht zu",
        nothingKnown: "hier ist nichts bekannt", found: { "im Verzeichnis steht „\($0)“" }, everyone: "alle",
        newTitle: "Eine Zielgruppe beschreiben", changeTitle: "Die Zielgruppe ändern", nameLabel: "Name",
        nameHint: "Wie man diese Menschen im Haus nennt: „Außendienst in Deutschland“.",
        slugLabel: "Kurzname",
        slugHint: "Für Regeln und Dateien, etwa audience(\"field-sales\"). Bleibt er leer, entsteht er aus dem Namen.",
        ownerLabel: "Wer sie ändern darf", ownerHint: "Die Autorinnen und Autoren dieses Teams und die Verwaltung.",
        textLabel: "Die Regel", textHint: "Schreiben Sie sie hier oder setzen Sie sie unten zusammen; beides ist dieselbe Regel.",
        count: "Zählen",
        save: "Zielgruppe sichern", cancel: "Abbrechen",
        builder: "Zusammensetzen",
        builderHint:
            "Jeder Druck auf einen Knopf übernimmt, was in den Feldern steht. Haben Sie oben den Text geändert, zeigt „Aktualisieren“ ihn hier.",
        groupBefore: "Personen, auf die", groupAfter: "davon zutrifft", modeAll: "alles", modeAny: "etwas", modeNone: "nichts",
        addAbout: "Nächste Zeile über", add: "Zeile hinzufügen", addGroup: "Gruppe hinzufügen", remove: "Entfernen",
        removeGroup: "Gruppe entfernen",
        update: "Aktualisieren", value: "Wert", lowest: "Von", highest: "Bis", number: "Wie viele", unit: "Einheit", stage: "Stufe",
        operation: "Vergleich",
        unfinished: "Geben Sie dieser Zeile einen Wert, oder entfernen Sie sie.", chooseOne: "Bitte wählen …", yes: "ja", no: "nein",
        removeLine: { "Die Zeile über \($0) entfernen" },
        textWins: "Sie haben den Text und die Zeilen geändert. Es gilt der Text; die Zeilen sagten:",
        textWinsPress: "Sie hatten den Text geändert; die Zeilen zeigen nun, was er sagt. Drücken Sie noch einmal, wenn es noch nötig ist.",
        badName: "Geben Sie einen Namen von 1 bis 200 Zeichen.",
        badSlug: "Nehmen Sie kleine Buchstaben ohne Umlaute, Ziffern und einzelne Bindestriche, höchstens 64, etwa field-sales.",
        slugTaken: "Eine andere Zielgruppe heißt schon so. Wählen Sie einen anderen Kurznamen.",
        mayNotOwn: "Wählen Sie ein Team, für das Sie schreiben.",
        meanwhile:
            "Jemand anderes hat diese Zielgruppe gesichert, während Sie daran arbeiteten. Vergleichen Sie mit der gesicherten Regel; noch einmal Sichern ersetzt sie:",
        breaks: { "Mit dieser Regel ließe sich die Zielgruppe „\($0)“, die diese nennt, nicht mehr lesen: \($1)." },
        wrongAt: { "Spalte \($0): \($1)." }, use: { "„\($0)“ nehmen" }, saved: { "„\($0)“ ist gesichert." },
        directory: "Aus dem Verzeichnis", attributes: "Eigene Merkmale", behaviours: "Was Menschen taten", others: "Gruppen von Personen",
        subjects: [
            "external_id": "Kennung", "email": "Mailadresse", "name": "Name", "first_name": "Vorname", "title": "Titel",
            "department": "Abteilung", "manager": "Führungskraft", "country": "Land", "site": "Standort", "time_zone": "Zeitzone",
            "language": "Sprache", "hired_on": "Eintritt", "active": "Aktiv", "everyone": "Alle", "audience": "Zielgruppe",
            "reports to": "Berichtet an", "stage": "Stufe bei", "follows": "Folgt", "got": "Bekam die Kampagne", "attended": "War dabei",
        ],
        operations: [
            "=": "ist", "!=": "ist etwas anderes als", "<": "ist unter", "<=": "ist höchstens", ">": "ist über", ">=": "ist mindestens",
            "in": "ist eines von", "contains": "enthält", "starts with": "beginnt mit", "between": "liegt zwischen",
            "within": "liegt in den letzten",
            "is set": "ist bekannt", "under": "ist in oder unter", "": "über alle Ebenen", "directly": "direkt",
        ],
        dayOperations: ["<": "ist vor", "<=": "ist spätestens", ">": "ist nach", ">=": "ist frühestens"],
        stageOperations: ["<": "ist vor", "<=": "ist höchstens", ">": "ist weiter als", ">=": "ist mindestens"],
        units: ["days": "Tagen", "weeks": "Wochen", "months": "Monaten"],
        stages: [
            "unaware": "unaware: kennt es nicht", "know": "know: kennt es", "like": "like: zeigt Interesse",
            "trust": "trust: fragt und liest Urteile",
            "try": "try: probiert es", "buy": "buy: nutzt es", "repeat": "repeat: nutzt es immer wieder", "refer": "refer: empfiehlt es",
        ])
}
