import Kernel

extension DemoStory {
    static let waypoint = DemoStory(
        offering: "waypoint",
        scene: both(
            "A platform in Lyon, a coffee in one hand and the receipt in the other. One photo, and the expense report is done.",
            "Ein Bahnsteig in Lyon, in einer Hand der Kaffee, in der anderen der Beleg. Ein Foto, und die Abrechnung ist fertig."),
        tips: [
            both(
                "Enter your bank details before the first trip: the bank takes two days.",
                "Trag die Bankverbindung vor der ersten Reise ein: Die Bank braucht zwei Tage."),
            both(
                "Lay receipts on something dark. A white table costs you a second photo.",
                "Leg Belege auf etwas Dunkles. Ein weißer Tisch kostet dich ein zweites Foto."),
            both(
                "Send on Tuesday before six, and the money is there on Friday. On Wednesday it is a week later.",
                "Schick bis Dienstag um sechs ab, dann ist das Geld am Freitag da. Am Mittwoch wird es eine Woche später."),
        ],
        traps: [
            both(
                "A trip that began in Trip Desk has to end there. Don't photograph its receipts twice.",
                "Eine in Trip Desk begonnene Reise endet auch dort. Fotografiere ihre Belege nicht doppelt."),
            both(
                "Breakfast on the hotel bill is deducted by law. Waypoint does it for you; it isn't a mistake.",
                "Frühstück auf der Hotelrechnung wird gesetzlich abgezogen. Waypoint macht das selbst; es ist kein Fehler."),
        ],
        news: [
            DemoNews(
                8, both("Receipts in Japanese", "Belege auf Japanisch"),
                both(
                    "The team in Osaka sent us two hundred. Waypoint now reads nineteen of twenty without asking.",
                    "Das Team in Osaka schickte uns zweihundert. Waypoint liest jetzt neunzehn von zwanzig ohne Rückfrage.")),
            DemoNews(
                40, both("Waypoint is open for everyone who travels", "Waypoint ist offen für alle, die reisen"),
                both(
                    "After ten weeks with sixty people and eleven hundred receipts.",
                    "Nach zehn Wochen mit sechzig Leuten und elfhundert Belegen.")),
        ],
        questions: [
            DemoQuestion(
                31, "en", "Can I book a train that is slower but that I like better?",
                answer: "Yes, up to two hours slower without asking anyone. The rule is on the booking page."),
            DemoQuestion(4, "fr", "Les tickets de parking sans TVA sont-ils acceptés ?"),
        ],
        reviews: [
            ReviewText(5, "fr", "Soixante voyages, zéro tableur. Le vendredi, l’argent est là.", in: "Northwind / Sales"),
            ReviewText(5, "en", "I got my Saturday back.", in: "Northwind / Sales"),
            ReviewText(
                4, "de", "Der Zug steht endlich neben dem Flug. Bei der Sitzplatzwahl hakt es noch.",
                answer: "Mit der Bahn ist es geklärt, ab nächster Woche wählst du den Platz."),
            ReviewText(
                3, "en", "Reads every receipt except the ones from my petrol station, which are most of them.",
                answer: "Send us five of them and it will learn. It took three for the last station."),
            ReviewText(
                4, "en", "It told me the hotel limit before I booked. Such a small thing, such a large peace.",
                in: "Northwind / Engineering"),
            ReviewText(
                2, "en", "Booked me into the wrong Portland. There are two, and I work in one of them.",
                answer: "We are sorry, and slightly impressed. Cities of the same name now ask."),
            ReviewText(5, "de", "Dienstag eingereicht, Freitag Geld. Ich habe es dreimal geprüft, weil ich es nicht glauben wollte."),
            ReviewText(4, "ja", "領収書を撮るだけで済むのは助かります。宛名の読み取りはもう少しです。", in: "Northwind / Sales"),
            ReviewText(
                3, "de", "Gut, aber wo ist die Nachricht, dass Trip Desk schließt? Ich habe dort noch vier Reisen.",
                answer: "Sie kommt diese Woche. Deine vier Reisen kannst du dort in Ruhe zu Ende bringen."),
        ])

    static let hourOne = DemoStory(
        offering: "hour-one",
        scene: both(
            "It is Wednesday, ten o'clock, and nobody has put a meeting there. You learn from a welder why seams fail, and you will not forget it.",
            "Mittwoch, zehn Uhr, und niemand hat dort eine Besprechung. Du lernst von einem Schweißer, warum Nähte versagen, und behältst es."
        ),
        tips: [
            both(
                "Fix a weekday. People who do keep it up twice as often.",
                "Leg einen Wochentag fest. Wer das tut, bleibt doppelt so oft dabei."),
            both(
                "Bring a colleague to the second hour. It is harder to cancel on two.",
                "Nimm zur zweiten Stunde jemanden mit. Zu zweit sagt man schwerer ab."),
            both(
                "Teach something small. “How I read a wiring diagram” filled a room in Augsburg three times.",
                "Zeig etwas Kleines. „Wie ich einen Schaltplan lese“ füllte in Augsburg dreimal den Raum."),
        ],
        traps: [
            both(
                "Courses of five evenings look good and are rarely finished. Begin with one hour.",
                "Kurse über fünf Abende sehen gut aus und werden selten fertig. Fang mit einer Stunde an."),
            both(
                "In the plants: tell your shift lead by Thursday, or the line has no stand-in.",
                "In den Werken: Sag bis Donnerstag Bescheid, sonst hat die Linie keine Vertretung."),
        ],
        news: [
            DemoNews(
                11, both("Wednesday at ten stays free", "Mittwoch um zehn bleibt frei"),
                both(
                    "Department heads begin with their own calendars. You can see there whether they mean it.",
                    "Die Bereichsleitungen fangen mit dem eigenen Kalender an. Dort siehst du, ob sie es ernst meinen.")),
            DemoNews(
                56, both("Four hundred colleagues teach", "Vierhundert Leute zeigen etwas"),
                both(
                    "The most wanted hour: reading fault codes. The most surprising: beekeeping on the roof in Lyon.",
                    "Am gefragtesten: Fehlercodes lesen. Am überraschendsten: Bienen auf dem Dach in Lyon.")),
            DemoNews(
                118, both("Hour One begins", "Stunde Eins beginnt"),
                both("For everyone, in the plants too.", "Für alle, auch in den Werken.")),
        ],
        questions: [
            DemoQuestion(
                101, "en", "Does it count if I learn something that has nothing to do with my job?",
                answer: "Yes. You choose. The beekeepers can confirm it."),
            DemoQuestion(
                97, "de", "Gilt das auch in der Nachtschicht?",
                answer: "Ja. Die Tablets sind auch nachts geladen, und dienstags gibt es eine Stunde um zwei Uhr früh."),
            DemoQuestion(15, "pl", "Czy mogę poprowadzić taką godzinę zdalnie?", answer: "Tak, co trzecia godzina odbywa się już zdalnie."),
        ],
        reviews: [
            ReviewText(5, "en", "A welder explained seams to us controllers. I finally understand what I have been counting."),
            ReviewText(5, "de", "Die beste Stunde der Woche. Wenn ich sie nehme."),
            ReviewText(4, "en", "Loved the first two. Then the quarter ended and I never went back."),
            ReviewText(
                5, "en", "I taught pivot tables to five technicians. They taught me how to jack up a truck.", in: "Northwind / Finance"),
            ReviewText(
                3, "de", "Schöne Idee, nur gibt es an der Linie keine ruhige Stunde.", in: "Northwind / Manufacturing",
                answer: "Wir haben mit der Werkleitung gesprochen: Ab nächstem Monat gibt es pro Schicht eine feste Vertretung."),
            ReviewText(5, "pl", "Koleżanka z Augsburga uczy się polskiego, a ja niemieckiego. Godzina tygodniowo wystarczy."),
            ReviewText(4, "pt", "Aprendi a ler diagramas em português, com alguém que conserta de verdade."),
            ReviewText(5, "fr", "Les abeilles sur le toit : je n’aurais jamais cru apprendre cela ici."),
            ReviewText(
                2, "en", "My manager says yes and then books the slot.",
                answer:
                    "Wednesday at ten is now kept free from the top down. If it is taken anyway, write to us; we ask, without your name."),
            ReviewText(4, "de", "Kurs über fünf Abende abgebrochen, einzelne Stunden dreimal genommen. Das sagt alles."),
            ReviewText(5, "en", "Three strangers solved in an hour what I had carried around since March."),
        ])

    static let lookout = DemoStory(
        offering: "lookout",
        scene: both(
            "Sunday evening, and you copy deliveries next to orders so that a table is ready at nine. After ten nobody looks at it.",
            "Sonntagabend, und du kopierst Lieferungen neben Bestellungen, damit um neun eine Tabelle steht. Nach zehn sieht sie keiner mehr an."
        ),
        tips: [
            both(
                "Tell us about the report that hurts, not the one that is largest.",
                "Erzähl uns von dem Bericht, der weh tut, nicht von dem größten."),
            both(
                "Say what you decide with it. That is the sentence that helps us most.",
                "Sag, was du damit entscheidest. Dieser Satz hilft uns am meisten."),
        ],
        traps: [
            both(
                "There is nothing to log in to yet. If somebody shows you a “Lookout” page, it isn't ours.",
                "Man kann sich noch nirgends anmelden. Zeigt dir jemand eine „Ausguck“-Seite, ist sie nicht von uns.")
        ],
        news: [
            DemoNews(
                14, both("Thirty-one conversations", "Einunddreißig Gespräche"),
                both(
                    "What we heard most: “I don't trust it unless I can see where it comes from.”",
                    "Was wir am häufigsten hörten: „Ich traue einer Zahl nur, wenn ich sehe, woher sie kommt.“")),
            DemoNews(
                62, both("An idea gets a page", "Eine Idee bekommt eine Seite"),
                both(
                    "Two hundred and sixty weekly tables, counted by Controlling.",
                    "Zweihundertsechzig Tabellen pro Woche, gezählt vom Controlling.")),
        ],
        questions: [
            DemoQuestion(
                40, "en", "Will I still be able to use my own spreadsheet?",
                answer: "Yes. Lookout would put fresh data into it. What you do with it stays yours."),
            DemoQuestion(
                18, "de", "Sieht man darin, wie viel ich persönlich verkaufe?",
                answer: "Nein. Zahlen über einzelne Menschen kommen nicht hinein; das steht auch so im Auftrag."),
            DemoQuestion(9, "en", "Who decides which definition of order intake is the right one?"),
        ],
        reviews: [
            ReviewText(
                4, "en", "Nikhil sat next to me for an hour while I made my report. He was in more pain than I was.",
                in: "Northwind / Finance"),
            ReviewText(
                5, "de", "Wenn „Auftragseingang“ überall dasselbe heißt, kaufe ich euch einen Kuchen.", in: "Northwind / Finance",
                answer: "Der Kuchen steht jetzt im Projektplan."),
            ReviewText(
                2, "en", "The fourth attempt since I joined. I will believe it on a Monday.",
                answer: "Fair. We have read the reports on the other three, and begin with where they stopped."),
            ReviewText(3, "de", "Gute Fragen. Noch keine Antworten."),
            ReviewText(4, "en", "First time anyone asked what I decide with the numbers.", in: "Northwind / Logistics"),
            ReviewText(
                3, "pl", "Brzmi dobrze, ale kto zadba o jakość danych?", answer: "Każda liczba będzie miała osobę, która za nią odpowiada."),
            ReviewText(5, "en", "Please hurry. It is Sunday and I am typing this next to the table.", in: "Northwind / Sales"),
            ReviewText(4, "de", "Dass Excel bleiben darf, hat mich überzeugt zuzuhören."),
        ])
}
