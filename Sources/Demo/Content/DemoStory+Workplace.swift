import Kernel

extension DemoStory {
    static let handbook = DemoStory(
        offering: "handbook",
        scene: both(
            "Somebody asks for the third time how to order a battery for abroad. This time you send a link, and it is the last time.",
            "Zum dritten Mal fragt jemand, wie man eine Batterie fürs Ausland bestellt. Diesmal schickst du einen Link, und es bleibt dabei."
        ),
        tips: [
            both(
                "Type the question as you would ask it. “Who repairs the label printer?” finds more than “label printer”.",
                "Tippe die Frage so, wie du sie stellen würdest. „Wer repariert den Etikettendrucker?“ findet mehr als „Etikettendrucker“."),
            both(
                "Press still true when a page helped. It is one second for you and six months of trust for the next reader.",
                "Drück auf stimmt noch, wenn eine Seite geholfen hat. Dich kostet es eine Sekunde, den Nächsten gibt es Vertrauen."),
        ],
        traps: [
            both(
                "An amber bar means nobody has confirmed the page for six months. Ask the owner before you rely on it.",
                "Ein Balken in Bernstein heißt: seit sechs Monaten nicht bestätigt. Frag nach, bevor du dich darauf verlässt."),
            both(
                "Don't paste price lists. They are out of date by the time somebody finds them; link to the source.",
                "Keine Preislisten einfügen. Bis sie jemand findet, sind sie überholt; verlinke die Quelle."),
        ],
        news: [
            DemoNews(
                16, both("Two days, on average", "Zwei Tage, im Mittel"),
                both(
                    "Last month 214 pages were reported as wrong. Half of them were put right within two working days.",
                    "Im letzten Monat wurden 214 Seiten als falsch gemeldet. Die Hälfte war nach zwei Arbeitstagen berichtigt.")),
            DemoNews(
                71, both("The fault codes of the S-series, complete", "Die Fehlercodes der S-Serie, vollständig"),
                both(
                    "Priya's team wrote down all 312, with what usually helps. Service says: finally.",
                    "Das Team um Priya hat alle 312 aufgeschrieben, mit dem, was meistens hilft. Der Service sagt: endlich.")),
            DemoNews(
                130, both("Old pages leave the search", "Alte Seiten verlassen die Suche"),
                both(
                    "1,900 pages that nobody had confirmed for a year are no longer found. Nobody has missed one so far.",
                    "1.900 seit einem Jahr unbestätigte Seiten werden nicht mehr gefunden. Bisher hat niemand eine vermisst.")),
        ],
        questions: [
            DemoQuestion(
                64, "en", "What happens to a page when its owner leaves?",
                answer: "Their manager becomes the owner on the same day, and gets the list in one mail."),
            DemoQuestion(
                20, "de", "Kann ich eine Seite auf Deutsch und Englisch anlegen?",
                answer: "Ja, oben rechts unter Sprache. Beide Fassungen teilen sich Menschen und Datum."),
        ],
        reviews: [
            ReviewText(4, "en", "I had given up on it. Then the battery page was right, down to the customs form."),
            ReviewText(3, "en", "Better than its reputation. Search is good, the older pages are not."),
            ReviewText(
                2, "de", "Drei Seiten zum selben Thema, alle bestätigt, alle verschieden.",
                answer: "Danke. Wir haben die drei zusammengelegt und zeigen beim Anlegen jetzt ähnliche Seiten."),
            ReviewText(
                5, "en", "Fault code 2-14 at three in the morning: first hit, solved in ten minutes.", in: "Northwind / Field Service"),
            ReviewText(2, "en", "On a phone the tables run out of the screen.", answer: "They now scroll on their own. Please try again."),
            ReviewText(4, "de", "Zwanzig Minuten mit Ewa, und meine Seite stand. Seither fragt mich keiner mehr nach dem Stempel."),
            ReviewText(3, "pl", "Dużo treści, ale mało po polsku."),
            ReviewText(
                1, "en", "I still ask Günther. Günther knows.",
                answer: "We asked Günther, too. He is writing a page a week now, and enjoys it more than he admits."),
            ReviewText(4, "fr", "Le bouton « ce n’est pas juste » fonctionne vraiment : corrigé le lendemain."),
        ])

    static let oneLine = DemoStory(
        offering: "one-line",
        scene: both(
            "Four devices ring, and the customer leaves a message on the one you don't hear. With one number the call finds you, or waits.",
            "Vier Geräte klingeln, und der Kunde spricht auf das eine, das du nicht hörst. Mit einer Nummer findet dich der Anruf, oder wartet."
        ),
        tips: [
            both(
                "Choose your stand-in on the first day. Quiet hours are only quiet if somebody else is there.",
                "Bestimme am ersten Tag deine Vertretung. Ruhe ist nur Ruhe, wenn jemand anders da ist."),
            both(
                "Read voicemails on the way up the stairs: they are text, and sorted by who is waiting longest.",
                "Lies die Mailbox im Treppenhaus: Sie ist Text, sortiert danach, wer am längsten wartet."),
        ],
        traps: [
            both(
                "Leave the desk phone plugged in. Emergency calls still go through it.",
                "Lass das Tischtelefon eingesteckt. Notrufe laufen noch darüber."),
            both(
                "Some headsets from before 2020 answer on two devices at once. The list is on the findings page.",
                "Manche Headsets von vor 2020 nehmen auf zwei Geräten zugleich ab. Die Liste steht bei den Befunden."),
        ],
        news: [
            DemoNews(
                3, both("What testers found in week fifteen", "Was in Woche fünfzehn auffiel"),
                both(
                    "Good: voicemail as text. Bad: calls drop when you walk from the hall into the office. We know why; Tuesday.",
                    "Gut: die Mailbox als Text. Schlecht: Anrufe reißen ab, wenn man von der Halle ins Büro geht. Ursache bekannt; Dienstag."
                )),
            DemoNews(
                101, both("Your calendar is no longer read out", "Dein Kalender wird nicht mehr vorgelesen"),
                both(
                    "Testers threw it out in the first week. Callers now hear only when you are back.",
                    "Flog in der ersten Woche hinaus. Anrufer hören nur noch, wann du wieder da bist.")),
        ],
        questions: [
            DemoQuestion(25, "de", "Kann ich meine alte Durchwahl behalten?", answer: "Ja. Sie klingelt einfach mit, ohne Ende."),
            DemoQuestion(6, "pl", "Kiedy dołączą zakłady?"),
        ],
        reviews: [
            ReviewText(5, "de", "Der erste Urlaub, in dem mich niemand angerufen hat, und nichts ist liegen geblieben."),
            ReviewText(
                4, "de", "Eine Nummer, endlich. Der Wechsel zwischen Headset und Handy dauert noch zu lange.",
                answer: "Daran sitzen wir. Mit der Fassung von Dienstag sind es zwei Sekunden statt fünf."),
            ReviewText(
                3, "en", "Great idea. My calls drop whenever I leave the hall.",
                answer: "Found it: two radio cells quarrel. Fixed on Tuesday."),
            ReviewText(4, "pl", "Poczta głosowa jako tekst to oszczędność dziesięciu minut dziennie."),
            ReviewText(
                2, "de", "Am Empfang unbrauchbar, solange ich nicht drei Anrufe zugleich sehe.",
                answer: "Sie haben recht, und darum zieht die Zentrale zuletzt um. Wir kommen vorher zu Ihnen und sehen zu."),
            ReviewText(5, "en", "They really threw out the calendar thing after we complained. First time I have seen that."),
            ReviewText(4, "de", "Einführung in fünfzehn Minuten, versprochen und gehalten."),
            ReviewText(3, "pl", "Na starym zestawie słuchawkowym odbiera podwójnie."),
        ])

    static let securityKey = DemoStory(
        offering: "security-key",
        scene: both(
            "A mail from “the bank”, a perfect copy of our sign-in page, a busy Friday. You touch the key, and nothing happens: it knew.",
            "Eine Mail von „der Bank“, eine perfekte Kopie unserer Anmeldeseite, ein voller Freitag. Du tippst, und nichts passiert: Er wusste es."
        ),
        tips: [
            both(
                "Register the spare on the same day and leave it at home, in the drawer with the batteries.",
                "Registriere den Ersatz am selben Tag und lass ihn zu Hause, in der Schublade mit den Batterien."),
            both(
                "On the phone, hold it to the upper third of the back and wait for one second.",
                "Am Telefon an das obere Drittel der Rückseite halten und eine Sekunde warten."),
        ],
        traps: [
            both(
                "On a false page the key does nothing. Don't try again: that is the moment to ring us.",
                "Auf einer falschen Seite tut der Schlüssel nichts. Nicht noch einmal versuchen: Jetzt ist der Moment, uns anzurufen."),
            both(
                "Some docking stations sleep. If it doesn't blink, plug it into the laptop itself.",
                "Manche Docks schlafen. Blinkt er nicht, steck ihn direkt in den Laptop."),
        ],
        news: [
            DemoNews(
                28, both("Twenty people are trying it with phones", "Zwanzig Leute probieren es am Telefon"),
                both(
                    "Before we change anything for all. What they stumble over is on this page every Friday.",
                    "Bevor wir für alle etwas ändern. Worüber sie stolpern, steht jeden Freitag hier.")),
            DemoNews(
                95, both("Forgotten it? Three minutes", "Vergessen? Drei Minuten"),
                both(
                    "Your manager can now let you in for a day, without the service desk.",
                    "Deine Führungskraft kann dich jetzt für einen Tag hereinlassen, ohne Service Desk.")),
            DemoNews(
                152, both("We are sorry about Monday", "Das mit Montag tut uns leid"),
                both(
                    "Too late, wrong week, too few people at the desk. What we do differently next time is written below.",
                    "Zu spät, falsche Woche, zu wenige am Schalter. Was wir beim nächsten Mal anders machen, steht unten.")),
        ],
        questions: [
            DemoQuestion(
                150, "de", "Was passiert, wenn ich beide verliere?",
                answer: "Du kommst mit Ausweis zum Service Desk und bist in zehn Minuten wieder drin. Die alten sind dann tot."),
            DemoQuestion(140, "en", "Does it know my fingerprint?", answer: "No. It only notices that somebody touches it."),
        ],
        reviews: [
            ReviewText(
                1, "pl", "Stałem w kolejce do południa. Nikt nas nie uprzedził.",
                answer: "Przepraszamy. Następna zmiana będzie zapowiedziana cztery tygodnie wcześniej, i nie pod koniec kwartału."),
            ReviewText(2, "en", "It may be safer. It is also one more thing to forget at home."),
            ReviewText(
                3, "de", "Funktioniert. Gefragt hat mich keiner.",
                answer: "Das stimmt, und es war falsch. Am nächsten Schritt arbeiten zwanzig von euch vorher mit."),
            ReviewText(4, "en", "I resented it for a month. Now I wouldn't want the codes back."),
            ReviewText(
                2, "de", "Am Quartalsende! Wer plant so etwas?", in: "Northwind / Finance",
                answer: "Wir. Nie wieder. Der Kalender von Finance hängt jetzt bei uns an der Wand."),
            ReviewText(
                5, "en", "Last week it refused to sign me in. It was a false page. I felt rather sick, then grateful.",
                answer: "Thank you for ringing us at once. Because you did, we could warn forty others."),
            ReviewText(3, "fr", "Simple à l’usage. L’accueil à Lyon n’avait que vingt clés le premier jour."),
            ReviewText(2, "en", "My docking station eats it every morning.", answer: "Known with that model; we exchange it, just write."),
            ReviewText(3, "de", "Einmal am Tag antippen ist in Ordnung. Der Ton in den Mails war es nicht."),
        ])
}
