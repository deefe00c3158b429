import Kernel
import Web

extension CampaignWords {
    static let de = CampaignWords(
        campaigns: "Kampagnen",
        listIntro: "Was Ihr Team über seine Angebote sagt, von der ersten Idee bis zu dem, was daraus wurde.",
        new: "Kampagne schreiben",
        emptyTitle: "Noch keine Kampagne",
        emptyText: "Eine Kampagne sagt eines über ein Angebot, und zwar denen, denen es hilft. Erst das Briefing, dann die Nachricht; "
            + "jemand anderes gibt sie frei, und sie wird verschickt.",
        emptyReader: "Hier steht, was in Ihrem Team geschrieben wird, sobald es etwas gibt.",
        emptyTeamless:
            "Kampagnen schreibt, wer bei einem Herausgeber dafür zuständig ist. Benennen Sie Herausgeber und ihre Mitglieder in einer Datei und geben Sie sie mit „rapport apply DATEI.yaml“ ein.",
        noneTitle: "Keine in diesem Stand",
        noneText: "Es gibt Kampagnen, aber gerade keine, die so weit ist.",
        showAll: "Alle zeigen",
        anyState: "Jeder Stand",
        filterLabel: "Kampagnen filtern",
        show: "Zeigen",
        name: "Name",
        offering: "Angebot",
        audience: "Zielgruppe",
        publisher: "Herausgeber",
        state: "Stand",
        changed: "Geändert",
        range: { "\($0) bis \($1) von \($2)" },
        introOf: { "\($0) über \($1)" },
        movesSentence: { "Damit mehr von ihnen \($0): \($1)." },
        beforeSending: "Vor dem Versand ansehen",
        sending: "Sehen, wie es läuft",
        handIn: "Zur Freigabe einreichen",
        rename: "Name und Ziel ändern",
        editBrief: "Briefing bearbeiten",
        remove: "Löschen",
        operatorName: "Die Betreiber",
        draftAgain:
            "Das wurde nach dem Einreichen geändert und ist deshalb wieder ein Entwurf. Reichen Sie es neu ein, wenn es fertig ist.",
        approve: "Freigeben",
        approveText: "Lesen Sie das Briefing und jede Nachricht. Nach Ihrer Freigabe kann sie so verschickt werden, wie sie hier steht.",
        giveBack: "Zurückgeben",
        giveBackInstead: "Stattdessen zurückgeben",
        returnNote: "Was soll sich ändern?",
        returnHint: "Das steht dann neben dem Briefing.",
        waitsOwn: "Sie haben sie geschrieben oder eingereicht, deshalb entscheidet jemand anderes.",
        waitsOther: "Wer beim Herausgeber freigibt, entscheidet. Bearbeiten zieht sie zurück.",
        returnedBy: { "\($0) hat sie zurückgegeben" },
        waitsForYou: { "\($0) bittet um Ihre Freigabe" },
        waits: { "\($0) hat sie eingereicht" },
        peopleIn: { "Personen in „\($0)“" },
        holdoutSentence: { "\($0) der Personen werden zum Vergleich nicht erreicht." },
        who: "Wer",
        hurts: "Was sie plagt",
        says: "Was wir sagen",
        moves: "Wohin es sie bringen soll",
        knows: "Woran wir es merken",
        noNeeds: "Noch steht hier kein Bedürfnis. Worüber klagen diese Menschen, in ihren eigenen Worten?",
        noKeyMessages: "Noch keine Kernbotschaft. Höchstens drei: Was soll hängen bleiben?",
        noGoal: "Es gibt kein Ziel. Ohne eines kann hinterher niemand sagen, ob es gewirkt hat.",
        noHoldout: "Alle werden erreicht, es gibt also niemanden zum Vergleich.",
        brokenRule: "Die Regel der Zielgruppe nennt etwas, das es nicht mehr gibt. Öffnen Sie die Zielgruppe und berichtigen Sie sie.",
        sizeHidden: "Die Zahl wird nicht gezeigt: Die Regel fragt, was Menschen getan haben, und es geht um zu wenige.",
        beside: "Angaben zur Kampagne",
        goalSentence: { "Der Anteil derer, die \($0), steigt von \($1) auf \($2) bis \($3)." },
        kind: "Art",
        start: "Beginn",
        latestSend: "Nichts geht später hinaus als nach",
        channels: "Kanäle",
        uncertain: "Wenn unklar ist, was aus einer Mail wurde",
        keep: "Dabei belassen",
        resend: "Noch einmal senden",
        historyTitle: "Wer eingereicht und wer entschieden hat",
        fateOfClass: { "\($0), wie hier bei „\($1)“ üblich" },
        fateOfCampaign: { "\($0), so für diese Kampagne entschieden" },
        startSentence: { start, format in
            switch start {
            case .now: "Sobald jemand sie startet"
            case .instant(let instant): format.near(instant)
            case .wall(let wall, let zone): "\(format.date(wall.day)), \(format.time(wall)) (\(zone))"
            case .person(let wall): "\(format.date(wall.day)), \(format.time(wall)) nach der Uhr jeder Person"
            }
        },
        history: { verdict, name in
            switch verdict {
            case nil: "\(name) hat sie eingereicht"
            case .approved: "\(name) hat sie freigegeben"
            case .returned: "\(name) hat sie zurückgegeben"
            case .withdrawn: "\(name) hat sie noch einmal geändert"
            }
        },
        newTitle: "Eine neue Kampagne",
        newIntro:
            "Erst das Briefing: für wen, was sie plagt, was Sie sagen und woran Sie merken, dass es gewirkt hat. Die Worte kommen danach.",
        editTitle: "Briefing bearbeiten",
        editWarning: "Wenn Sie eine Änderung speichern, ist dies wieder ein Entwurf und braucht eine neue Freigabe.",
        frozenNotice: "Dies ist verschickt. Name und Ziel lassen sich noch ändern, alles andere bleibt, wie es hinausging.",
        create: "Briefing speichern",
        save: "Speichern",
        choose: "Bitte wählen",
        nameHint: "Für alle, die schreiben; wer sie bekommt, sieht ihn nicht.",
        slug: "Adresse",
        slugHint: "Für Links und Dateien, etwa crm-first-week. Bleibt sie leer, entsteht sie aus dem Namen.",
        publisherHint: "Das Team, von dem sie kommt.",
        offeringHint: "Worum es geht.",
        audienceHint: "Für wen sie ist.",
        storyLegend: "Die Geschichte",
        stageHint: "Ein Schritt, den diese Menschen jetzt gehen können.",
        needsHint: { "In ihren eigenen Worten, je Zeile eines, höchstens \($0)." },
        keyMessagesHint: { "Je Zeile eine, höchstens \($0). Was soll hängen bleiben?" },
        pointsIn: "Sprache der Nöte und Kernbotschaften",
        translate: { own, points in "Je Zeile eines, in der Reihenfolge, die sie in „\(own)“ haben: \(points)" },
        goalHint: "Der Anteil an den erreichbaren Personen, vorher und nachher.",
        goalStage: "Menschen, die",
        noGoalOption: "Noch kein Ziel",
        goalBaseline: "Heute",
        goalTarget: "Dann",
        goalBy: "Bis",
        sendingLegend: "Versand",
        startNow: "Sobald jemand sie startet",
        startWall: "Zu einer Zeit",
        startPerson: "Zu einer Zeit nach der Uhr jeder Person",
        startPersonHint: "9:00 in Pune und 9:00 in Berlin liegen Stunden auseinander.",
        startAt: "Datum und Uhrzeit",
        startAtHint: "Nur bei einem Beginn zu einer Zeit.",
        startZone: "Zeitzone",
        startZoneHint: "Etwa Europe/Berlin. Nur bei einem Beginn zur selben Zeit für alle.",
        latestSendHours: "Stunden für den Versand",
        latestSendHint: "Was darin nicht hinausging, geht gar nicht mehr hinaus.",
        holdout: "Zum Vergleich",
        holdoutHint: "Ein ausgeloster Anteil der Personen, der nicht erreicht wird: 10 % zeigen, was ohnehin geschehen wäre.",
        asClass: "Wie bei dieser Art üblich",
        keepHint: "Vielleicht bekommt sie jemand nicht.",
        resendHint: "Vielleicht bekommt sie jemand zweimal.",
        noneResent: "Zurzeit bleibt es bei jeder Art dabei.",
        allResent: "Zurzeit wird bei jeder Art noch einmal gesendet.",
        resent: { "Zurzeit noch einmal gesendet: \($0). Bei jeder anderen Art bleibt es dabei." },
        removeNow: "Endgültig löschen",
        keepIt: "Behalten",
        messageOne: "Nachricht",
        messageMany: "Nachrichten",
        removeTitle: { "„\($0)“ löschen?" },
        removeText: { "Das Briefing und \($0) sind dann weg, für alle und endgültig. Niemand hat etwas davon bekommen." },
        messages: "Nachrichten",
        messagesIntro: "Jede Person bekommt die erste Nachricht, die für sie ist. Die letzte ist für alle Übrigen.",
        message: "Nachricht",
        addMessage: "Weitere Nachricht schreiben",
        newMessage: "Eine neue Nachricht",
        noMessageTitle: "Noch ist nichts geschrieben",
        noMessageText:
            "Beginnen Sie mit der Nachricht für alle. Andere, für Teile der Zielgruppe, die es anders hören sollten, kommen davor.",
        forWhom: "Für wen",
        everyoneElse: "alle Übrigen",
        subject: "Betreff",
        languages: "Sprachen",
        people: "Personen",
        notShown: "nicht gezeigt",
        defaultIntro: "Für alle, für die keine andere Nachricht ist.",
        angleIntro: "Für einen Teil der Zielgruppe, der es anders hören sollte.",
        angle: "Name dieser Nachricht",
        angleHint: "Für alle, die schreiben, etwa „Für Führungskräfte“.",
        ruleHint: "Eine Regel wie title contains \"manager\". Die erste Nachricht, die passt, wird gesendet.",
        subjectHint: "Sagen Sie den Nutzen in weniger als 60 Zeichen.",
        body: "Text",
        bodyHint: "Markdown. [Worte](offering) führt zur Seite des Angebots.",
        messageNumber: { "Nachricht \($0)" },
        language: { tag in
            switch tag {
            case "en": "Englisch"
            case "de": "Deutsch"
            default: tag
            }
        },
        fieldsMenu: "Was sich für jede Person einsetzen lässt",
        fallbackHint: "Worte nach einem Strich stehen da, wo jemand keine Angabe hat: {{person.first_name | Kollegin oder Kollege}}.",
        showPreview: "In der Vorschau zeigen",
        sentNotice: "Dies ist verschickt, die Worte bleiben, wie sie hinausgingen.",
        sketchNotice: "Diese Worte sind noch nicht gespeichert. Nur Sie sehen sie.",
        discard: "Verwerfen",
        moreToDo: "Mehr",
        earlier: "Die Regel einen Platz früher fragen",
        removeMessage: "Diese Nachricht löschen",
        tooMuch: "Dieser Text ist zu lang. Verlinken Sie stattdessen eine Seite.",
        allWell: "Nichts zu berichtigen.",
        mistake: "Fehler",
        hint: "Noch einmal ansehen",
        files: "Bilder und Anhänge",
        filesIntro: "Sie gehören zur Kampagne: Alle ihre Nachrichten können die Bilder zeigen, und jede Mail hat die Anhänge.",
        pictures: "Bilder im Text", picture: "Ein Bild",
        pictureName: "Name im Text", pictureNameHint: "Kleine Buchstaben, Ziffern und Bindestriche. Leer: nach dem Namen der Datei.",
        attachments: "Anhänge", attachment: "Eine Datei, die jede Mail hat", altHint: "Was es zeigt", upload: "Hinzufügen",
        pictureHint: {
            "PNG, JPEG, GIF oder WebP, höchstens \($0) MB. Setzen Sie es mit seinem Namen in den Text, mit Worten für alle, die es nicht sehen. Outlook unter Windows zeigt kein WebP."
        },
        attachmentHint: {
            "PDF, Word, Excel, PowerPoint, Kalender, Text oder ein Bild, höchstens \($0) MB; \($1) MB für alle Dateien der Kampagne. Ein Link kostet Lesende weniger."
        },
        removeFile: { "\($0) entfernen" },
        attached: { "Angehängt: \($0)" },
        preview: "So kommt sie an",
        previewAs: "Als",
        viewOn: "Auf",
        yourself: "Sie selbst",
        aggregateHint: "Eine Regel fragt, was Menschen getan haben; deshalb wird hier niemand aus der Zielgruppe gezeigt.",
        nothingToShow: "Schreiben Sie einen Text, dann erscheint er hier.",
        nobody: "In dieser Zielgruppe ist niemand, als der sie gezeigt werden könnte.",
        view: {
            switch $0 {
            case .phone: "einem Telefon"
            case .desktop: "einem großen Bildschirm"
            case .plain: "reinem Text"
            case .home: "der Startseite"
            }
        },
        lookIn: "Farben",
        inInbox: "Im Posteingang",
        look: {
            switch $0 {
            case .light: "hell"
            case .dark: "dunkel"
            }
        },
        mailSize: { "\($0) KB Text und Gestaltung, von \($1) KB, die Gmail zeigt." },
        clipped: {
            "Diese Mail hat \($0) KB. Gmail verbirgt, was nach \($1) KB kommt, auch den Weg hinaus. Sagen Sie hier weniger und verlinken Sie eine Seite."
        },
        wholeMail: { "Insgesamt \($0) KB." },
        previewTitle: { "Die Nachricht, wie sie ankommt: \($0)" },
        correctFirst: { "Erst ist noch etwas zu berichtigen. \($0)" },
        missing: {
            "Für \($0) gibt es kein \($1). Setzen Sie Worte für diesen Fall nach einem Strich ein, etwa {{person.site | Ihr Standort}}."
        },
        created: "Das Briefing ist gespeichert. Jetzt fehlt die Nachricht.",
        saved: "Gespeichert.",
        savedAsDraft: "Gespeichert. Dies ist wieder ein Entwurf: Was eingereicht oder freigegeben war, hat sich geändert.",
        handedIn: "Eingereicht. Als Nächstes entscheidet, wer beim Herausgeber freigibt.",
        approved: "Freigegeben. Sie kann jetzt verschickt werden.",
        returned: "Zurückgegeben.",
        removed: "Der Entwurf ist gelöscht.",
        discarded: "Die nicht gespeicherten Worte sind weg.")
}
