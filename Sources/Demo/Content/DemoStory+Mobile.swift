import Kernel

extension DemoStory {
    static let appShelf = DemoStory(
        offering: "app-shelf",
        scene: both(
            "The customer's truck stands still and the diagram is on the laptop in the van. Two minutes later it is on your phone.",
            "Der Stapler des Kunden steht, und der Schaltplan liegt auf dem Laptop im Wagen. Zwei Minuten später ist er auf deinem Telefon."
        ),
        tips: [
            both(
                "Start on the canteen Wi-Fi: the diagrams are 300 MB the first time.",
                "Fang im WLAN der Kantine an: Die Schaltpläne sind beim ersten Mal 300 MB groß."),
            both(
                "Keep one app per week. What you didn't open in a week you won't open.",
                "Eine App pro Woche. Was du in einer Woche nicht öffnest, öffnest du nie."),
            both(
                "Swipe down in Wiring to keep the diagrams of your next three visits offline.",
                "Zieh in Wiring nach unten, um die Pläne der nächsten drei Besuche offline zu behalten."),
        ],
        traps: [
            both(
                "Android phones older than version 12 can't make the work area. The service desk swaps company phones within a week.",
                "Android vor Version 12 kann keinen Arbeitsbereich anlegen. Der Service Desk tauscht Firmentelefone binnen einer Woche."),
            both(
                "Removing the work area also removes the rosters saved in it. Save first.",
                "Mit dem Arbeitsbereich verschwinden auch die gespeicherten Dienstpläne. Erst sichern."),
        ],
        news: [
            DemoNews(
                9, both("Safe Start replaces the paper form", "Safe Start löst das Papierformular ab"),
                both(
                    "Five minutes on the phone instead of three copies. Paper stays valid until the end of the year.",
                    "Fünf Minuten am Telefon statt drei Durchschläge. Papier gilt bis Jahresende weiter.")),
            DemoNews(
                47, both("Wiring opens twice as fast", "Wiring öffnet doppelt so schnell"),
                both(
                    "The S-series diagrams took eleven seconds. They now take five; four more will go next month.",
                    "Die Pläne der S-Serie brauchten elf Sekunden. Jetzt sind es fünf; im nächsten Monat fallen vier weitere weg.")),
            DemoNews(
                121, both("Swap a shift with one question", "Schicht tauschen mit einer Frage"),
                both(
                    "Shift asks everyone who could take yours at once, and stops asking at the first yes.",
                    "Shift fragt alle zugleich, die deine Schicht übernehmen könnten, und hört beim ersten Ja auf.")),
        ],
        questions: [
            DemoQuestion(
                83, "en", "Can my manager see when I open the Shift app on my day off?",
                answer: "No. Nobody can, including us. The app counts how many phones it is on, and that is all."),
            DemoQuestion(
                12, "de", "Kommt Wiring auch für Tablets?",
                answer: "Ja, der Test läuft in Chicago. Wenn die Kolleginnen und Kollegen dort zufrieden sind, folgt es im Frühjahr."),
            DemoQuestion(3, "en", "Is there an app for the time clock in Wrocław?"),
        ],
        reviews: [
            ReviewText(
                5, "en", "Wiring works in a basement with no signal. I stopped carrying the folder.", in: "Northwind / Field Service"),
            ReviewText(
                4, "de", "Holen, öffnen, läuft. Nur die Suche findet „Hubmast“ nicht, wenn man „Mast“ tippt.",
                in: "Northwind / Field Service", answer: "Stimmt, und ist seit letzter Woche behoben: Teile von Wörtern werden gefunden."),
            ReviewText(5, "en", "Swapped my Saturday in four minutes. It used to be eleven phone calls."),
            ReviewText(
                2, "en", "Took a whole evening on an older phone, and then it said my version is too old. Say that first.",
                answer: "You are right. The page now names the versions above the button. Sorry about your evening."),
            ReviewText(
                3, "de", "Gute Apps, aber warum muss ich mich jeden Montag neu anmelden?",
                answer: "Das verlangt der Arbeitsbereich. Wir haben auf alle vier Wochen verlängert."),
            ReviewText(4, "pl", "Działa dobrze, ale opisy niektórych aplikacji są tylko po angielsku."),
            ReviewText(5, "pt", "Consulto as peças em Memphis antes de prometer prazo ao cliente. Mudou meu dia."),
            ReviewText(4, "fr", "Pratique chez le client. J’aimerais pouvoir classer les schémas par machine."),
            ReviewText(5, "de", "Dass der Betriebsrat die Einstellungen gelesen hat, hat mich überzeugt. Seitdem nutze ich drei Apps."),
            ReviewText(
                1, "en", "Shift showed me the old roster twice. I stood at the gate at six for nothing.",
                answer: "That should never happen. The roster now shows the minute it was loaded, and refuses to show one from yesterday."),
        ])

    static let fieldCRM = DemoStory(
        offering: "field-crm",
        scene: both(
            "Ten to nine, a car park, a customer you last saw in spring. One page tells you what you promised and which truck stood still.",
            "Zehn vor neun, ein Parkplatz, ein Kunde vom Frühjahr. Eine Seite sagt dir, was du versprochen hast und welcher Stapler stand."),
        tips: [
            both(
                "Say names and numbers twice when you dictate: “Kessler, K-E-S-S-L-E-R”.",
                "Sprich Namen und Zahlen zweimal: „Kessler, K-E-S-S-L-E-R“."),
            both(
                "Open tomorrow's visits at breakfast while you have Wi-Fi. Everything about them is then on the phone.",
                "Öffne die Besuche von morgen beim Frühstück im WLAN. Dann ist alles dazu auf dem Telefon."),
            both(
                "Photograph the type plate first. Field CRM then knows the truck and shows its service calls.",
                "Fotografiere zuerst das Typenschild. Field CRM kennt dann das Gerät und zeigt seine Einsätze."),
        ],
        traps: [
            both(
                "A dictated report stays a draft until you press send. Look at the orange dot in the evening.",
                "Ein gesprochener Bericht bleibt Entwurf, bis du ihn abschickst. Sieh abends nach dem orangen Punkt."),
            both(
                "Two contacts of the same name are not merged by themselves. Check the company before you write.",
                "Zwei Kontakte gleichen Namens werden nicht von selbst eins. Sieh nach der Firma, bevor du schreibst."),
        ],
        news: [
            DemoNews(
                5, both("Dictate in Polish", "Diktieren auf Polnisch"),
                both(
                    "Tested for three weeks by the team in Poznań. Portuguese is next.",
                    "Drei Wochen vom Team in Poznań erprobt. Portugiesisch ist das Nächste.")),
            DemoNews(
                33, both("The list opens with today", "Die Liste beginnt mit heute"),
                both(
                    "Sixty pilots asked for it: today's visits first, the rest of the week below.",
                    "Sechzig aus der Erprobung wollten es: zuerst die Besuche von heute, darunter der Rest der Woche.")),
            DemoNews(
                92, both("Your position is nobody's business", "Dein Standort geht niemanden etwas an"),
                both(
                    "The map of colleagues is gone. Field CRM asks for your position only when you tap nearby.",
                    "Die Karte mit den Kollegen ist weg. Nach dem Standort wird nur gefragt, wenn du auf in der Nähe tippst.")),
            DemoNews(
                148, both("The pilot begins in Munich and Hamburg", "Die Erprobung beginnt in München und Hamburg"),
                both(
                    "Sixty seats, six weeks, a new version every Tuesday.",
                    "Sechzig Plätze, sechs Wochen, jeden Dienstag eine neue Fassung.")),
        ],
        questions: [
            DemoQuestion(
                88, "de", "Hört jemand meine Aufnahmen ab?",
                answer: "Nein. Die Aufnahme wird gelöscht, sobald der Text da ist; das dauert weniger als eine Minute."),
            DemoQuestion(
                52, "en", "Does it do the tax documents for São Paulo?",
                answer: "Not yet, and we should have said so before inviting you. Keep the old forms; we will write when it is solved."),
            DemoQuestion(7, "fr", "Peut-on dicter un compte rendu en deux langues ?"),
        ],
        reviews: [
            ReviewText(
                5, "de", "Zwei Minuten reden statt einer Stunde tippen. Ich bin wieder zum Abendessen da.",
                in: "Northwind / Sales / DACH"),
            ReviewText(
                5, "de", "Endlich weiß ich vor dem Kunden, dass sein Stapler steht. Das war mir früher peinlich.",
                in: "Northwind / Sales / DACH"),
            ReviewText(
                4, "de", "Sehr gut im Auto, etwas umständlich am Laptop. Angebote würde ich gern direkt daraus verschicken.",
                in: "Northwind / Sales / DACH",
                answer: "Das ist der häufigste Wunsch; die Erprobung beginnt nächsten Monat mit zehn Leuten."),
            ReviewText(
                2, "en", "It doesn't know our tax documents, so I do everything twice. I went back to the old forms.",
                in: "Northwind / Sales / Americas",
                answer:
                    "That was our mistake: we invited you before it was ready. We stopped, and will come to São Paulo to see your day first."
            ),
            ReviewText(
                3, "en", "The page before the visit is great. The report form was made for forklifts; I sell conveyors.",
                in: "Northwind / Sales", answer: "Conveyors get a form of their own next Tuesday. Would you try it?"),
            ReviewText(
                4, "fr", "La page avant la visite vaut de l’or. La dictée hésite encore sur les noms propres.", in: "Northwind / Sales"),
            ReviewText(4, "en", "My notes from 2019 were really all there. I had expected to lose them.", in: "Northwind / Sales / Europe"),
            ReviewText(5, "de", "Urs hat mich einen Tag mitgenommen. Danach wollte ich es auch.", in: "Northwind / Sales / DACH"),
            ReviewText(3, "de", "Die Spracherkennung versteht mein Schwäbisch nicht. Mein Kollege lacht Tränen.", in: "Northwind / Sales"),
            ReviewText(4, "pl", "Od kiedy można dyktować po polsku, używam codziennie.", in: "Northwind / Sales"),
            ReviewText(2, "en", "Another system. The last one was also going to save me an hour.", in: "Northwind / Sales / Americas"),
        ])
}
