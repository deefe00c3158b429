extension DemoYAML {
    /// Waypoint, Hour One and Lookout.
    static let people = #"""
        offerings:
          - slug: waypoint
            name: {en: Waypoint, de: Waypoint}
            kind: app
            owner: mobility
            lifecycle: live
            tagline:
              en: Book the trip, photograph the receipts, and the money is back by Friday
              de: Reise buchen, Belege fotografieren, und am Freitag ist das Geld zurück
            needs:
              - en: I lend the company four hundred euros every month
                de: Ich leihe der Firma jeden Monat vierhundert Euro
              - en: An expense report costs me a Saturday morning
                de: Eine Reisekostenabrechnung kostet mich einen Samstagvormittag
              - en: The booking tool shows the flight at six in the morning and hides the train
                de: Das Buchungsprogramm zeigt den Flug um sechs und versteckt den Zug
              - en: I only learn from the rejection what the rule was
                de: Die Regel erfahre ich erst mit der Ablehnung
            topics: [travel, mobile]
            audience: travellers
            links:
              - {label: {en: Open Waypoint, de: Waypoint öffnen}, url: 'https://waypoint.northwind.example/'}
              - {label: {en: 'The travel rules, on one page', de: 'Die Reiseregeln, auf einer Seite'}, url: 'https://waypoint.northwind.example/rules'}
            description:
              en: |
                You are on the platform in Lyon with a coffee in one hand and the receipt in the other. Take a photo of the receipt, put it in the
                bin, and drink your coffee. That was the expense report.

                ## What it does
                **Booking.** Waypoint asks where you have to be, and when. It shows trains and flights side by side, door to door, with the
                time you would really be under way. It tells you the rule *before* you book, and if you need an exception, your manager decides on
                the phone, usually within the hour.

                **Under way.** Tickets, hotel and the address of the customer are on one page, also without a network. When a train is cancelled,
                Waypoint offers the next connection and moves the hotel.

                **Afterwards.** Photograph receipts as they come. Waypoint reads amount, date and tax, in every language we have met so far, and
                asks when it is unsure. When you are home it shows the finished report; you press *send*. What is handed in by Tuesday evening is on
                your account on Friday.

                ## Getting started
                Take it from App Shelf and enter your bank details once. Do that *before* your first trip, since the bank needs two days
                to confirm them. Then book something small.

                Isabelle Fournier in Lyon has made sixty trips with it and answers questions with pleasure, in French, English or Spanish.

                ## What it does not do
                - Trips for groups of more than nine. The travel desk still does those, and does them well.
                - Company cars and fuel cards. They stay where they are.
                - Old trips: what you began in Trip Desk you finish there. It closes at the end of next quarter.

          - slug: hour-one
            name: {en: Hour One, de: Stunde Eins}
            kind: programme
            owner: learning
            lifecycle: live
            tagline:
              en: 'One hour a week to learn what you have chosen, on paid time'
              de: 'Eine Stunde pro Woche für das, was du lernen willst, in der Arbeitszeit'
            needs:
              - en: My training is the first thing to drop out of the calendar
                de: Meine Weiterbildung fliegt als Erstes aus dem Kalender
              - en: Courses teach what I already know, or will never need
                de: Kurse lehren, was ich schon weiß oder nie brauche
              - en: I would like to learn from the people here who are good at it
                de: Ich würde gern von denen hier lernen, die es können
            topics: [learning-new-things]
            links:
              - {label: {en: Choose your next hour, de: Nächste Stunde aussuchen}, url: 'https://hourone.northwind.example/'}
              - {label: {en: Offer an hour yourself, de: Selbst eine Stunde anbieten}, url: 'https://hourone.northwind.example/teach'}
            description:
              en: |
                On the late shift in Pune a welder teaches two controllers how a seam fails. A buyer from Augsburg learns enough Polish to begin a
                call politely. A service engineer finally understands the pivot table that everyone sends him. Each took one hour.

                ## How it works
                Every week you may spend one hour on learning something that *you* chose. It counts as working time, for everyone, in the plants
                too: shift leads plan it like a break. You don't need an approval, and you don't have to say what it is good for.

                An hour is one of three things:

                - **With a colleague.** Four hundred people at Northwind have offered to teach something. Groups stay below eight.
                - **On your own.** Short courses from the library, in nine languages, chosen by people from your trade.
                - **On a problem.** Bring something that is stuck, and three people who have never seen it think along for an hour.

                ## Getting started
                Choose an hour in the coming two weeks and put it in the calendar straight away. People who fix a weekday keep it up twice
                as often as people who wait for a quiet one. We have looked, and there is no quiet one.

                If you work at a line, tell your shift lead by Thursday for the week after. The room next to the canteen is booked for Hour One from two to
                four every day, and the tablets are charged.

                ## What we have learned
                People like their first hour: four and a half stars on average. Few come back every week, and most who stop say the same thing:
                *nobody moved the meeting*. So from this month, department heads keep Wednesday from ten to eleven free, starting with their
                own calendars.

                ## What it is not
                It is not for compulsory safety training, which has its own time, and your hours are never part of an appraisal. Your manager sees
                that you took an hour, and not what you did with it.
              de: |
                In der Spätschicht in Pune zeigt ein Schweißer zwei Controllern, wie eine Naht versagt. Eine Einkäuferin aus Augsburg lernt genug
                Polnisch, um ein Telefonat höflich zu beginnen. Ein Servicetechniker versteht endlich die Pivot-Tabelle, die ihm alle schicken. Jedes
                Mal war es eine Stunde.

                ## Wie es geht
                Jede Woche kannst du eine Stunde lang etwas lernen, das *du* ausgesucht hast. Sie ist Arbeitszeit, für alle, auch in den Werken: Die
                Schichtleitung plant sie wie eine Pause. Du brauchst keine Genehmigung und musst nicht sagen, wozu es gut ist.

                Eine Stunde ist eines von dreien:

                - **Mit jemandem von uns.** Vierhundert Menschen bei Northwind bieten an, etwas zu zeigen. Die Gruppen bleiben unter acht.
                - **Für dich allein.** Kurze Kurse aus der Bibliothek, in neun Sprachen, ausgesucht von Leuten aus deinem Fach.
                - **An einem Problem.** Bring etwas mit, das feststeckt, und drei Menschen, die es nie gesehen haben, denken eine Stunde mit.

                ## So fängst du an
                Such dir eine Stunde in den nächsten zwei Wochen aus und trag sie gleich in den Kalender ein. Wer einen festen Wochentag hat, bleibt
                doppelt so oft dabei wie jemand, der auf einen ruhigen wartet. Wir haben nachgesehen: Es gibt keinen ruhigen.

                Wenn du an einer Linie arbeitest, sag deiner Schichtleitung bis Donnerstag für die Woche darauf Bescheid. Der Raum neben der Kantine ist jeden
                Tag von zwei bis vier für Stunde Eins gebucht, und die Tablets sind geladen.

                ## Was wir gelernt haben
                Die erste Stunde gefällt: viereinhalb Sterne im Mittel. Wenige kommen jede Woche wieder, und die meisten, die aufhören, sagen dasselbe:
                *Niemand hat den Termin verschoben.* Darum halten die Bereichsleitungen ab diesem Monat den Mittwoch von zehn bis elf frei, und
                fangen mit dem eigenen Kalender an.

                ## Was es nicht ist
                Nichts für vorgeschriebene Sicherheitsschulungen, die haben ihre eigene Zeit, und deine Stunden sind nie Teil einer Beurteilung.
                Deine Führungskraft sieht, dass du dir eine Stunde genommen hast, und nicht, wofür.

          - slug: lookout
            name: {en: Lookout, de: Ausguck}
            kind: tool
            owner: data
            lifecycle: idea
            tagline:
              en: 'Your numbers on Monday morning, without asking three people for a file'
              de: 'Deine Zahlen am Montagmorgen, ohne drei Leute um eine Datei zu bitten'
            needs:
              - en: My report is four spreadsheets and a prayer
                de: Mein Bericht besteht aus vier Tabellen und einem Stoßgebet
              - en: Two departments bring two different numbers to the same meeting
                de: Zwei Abteilungen bringen zwei verschiedene Zahlen in dieselbe Besprechung
              - en: When I have a question, the answer comes after the decision
                de: Wenn ich eine Frage habe, kommt die Antwort nach der Entscheidung
            topics: [numbers]
            audience: number-people
            links:
              - {label: {en: Tell us about your report, de: Erzähl uns von deinem Bericht}, url: 'https://lookout.northwind.example/your-report'}
            description:
              en: |
                It is Sunday evening. Somewhere at Northwind somebody copies last week's deliveries out of one system and last week's orders out of
                another, so that on Monday at nine a table is ready which nobody will look at after ten. We counted: there are two hundred and
                sixty such tables. Lookout is our idea for the people who make them.

                ## What it could be
                A workspace where the numbers of sales, stock, service and finance lie side by side, checked overnight, each with a name, a
                definition and a person who answers for it. You would build your view once. On Monday it would be there, and on Tuesday you could ask it
                *why*.

                - **The same number everywhere.** "Order intake" would have one definition, written down by Controlling, one click away.
                - **Your own questions.** Cut by customer, truck or week without waiting for somebody to have time.
                - **Spreadsheets welcome.** It would hand the data to the tool you know, fresh, rather than take that tool away.

                ## Where we are
                This is an idea, with a budget for finding out and not yet for building. We have spoken with thirty-one people in Finance, Logistics
                and Sales. The sentence heard most often was *I don't trust it unless I can see where it comes from*, and so that is what we would begin
                with.

                In the coming weeks we want to sit next to twenty people while they make their report, for one hour each. In spring the board decides,
                and you will read here what it decided, and why.

                ## What you can do now
                Follow this page if you would like to know how it goes. Better still: **tell us about your report**, the one that hurts. It takes five
                minutes, and Nikhil Rao reads every one of them himself.

                ## What it will not be
                It will not show figures about individual people's work. Not to anyone, and not by a back door.
        """#
}
