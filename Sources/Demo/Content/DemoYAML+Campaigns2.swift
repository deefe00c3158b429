extension DemoYAML {
    /// Campaigns of the later three months, and those that are being prepared.
    static let laterCampaigns = #"""
        campaigns:
          - slug: crm-first-week
            name: First week with Field CRM
            publisher: mobility
            offering: field-crm
            audience: field-sales
            stage: try
            class: news
            start: DAY(-96)T08:30 person
            latest_send: 72h
            goal: {stage: try, baseline: 12%, target: 40%, by: DAY(-54)}
            holdout: 15%
            channels: [email, home]
            needs:
              - {en: 'I park in front of a customer and know nothing', de: 'Ich parke vor dem Kunden und weiß nichts'}
              - {en: 'My notes are in four places', de: 'Meine Notizen liegen an vier Stellen'}
            key_messages:
              - {en: The page before the visit, de: Die Seite vor dem Besuch}
              - {en: The report by voice, de: Der gesprochene Bericht}
              - {en: Your old notes are already there, de: Deine alten Notizen sind schon da}
            messages:
              - audience: 'audience("field-sales-dach")'
                subject:
                  en: What Selin no longer does in the evening
                  de: Was Selin abends nicht mehr macht
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    sixty of your colleagues drove with [Field CRM](offering) for six weeks. Selin Kaya from Hamburg says: "I used to type until the
                    children were in bed. Now I talk for two minutes on the way to the car, and that was it."

                    What annoyed the sixty has been changed: it no longer shows your position, and the list opens with today's visits.

                    Your customers and notes are in it already. The [twelve-minute tour](offering) takes your next visit as its example.
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    sechzig von euch sind sechs Wochen lang mit [Field CRM](offering) gefahren. Selin Kaya aus Hamburg sagt: „Früher habe ich getippt,
                    bis die Kinder im Bett waren. Jetzt rede ich zwei Minuten auf dem Weg zum Auto, und das war es.“

                    Was die sechzig gestört hat, ist geändert: Es zeigt deinen Standort nicht mehr, und die Liste beginnt mit den Besuchen von heute.

                    Deine Kunden und Notizen sind schon drin. Die [Runde von zwölf Minuten](offering) nimmt deinen nächsten Besuch als Beispiel.
              - subject:
                  en: '{{person.first_name | Hello}}, what did you promise them last time?'
                  de: '{{person.first_name | Hallo}}, was hattest du beim letzten Mal versprochen?'
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    one page before every visit: who you will meet, what you promised, which of their trucks stood still this month. That is
                    [Field CRM](offering), and after the visit it writes your report from two minutes of talking.

                    Colleagues in Germany tested it for six weeks and got back fifty minutes a day.

                    [Try it before your next visit](offering). It takes twelve minutes, and your customers are in it already.
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    eine Seite vor jedem Besuch: wen du triffst, was du versprochen hast, welche Stapler diesen Monat standen. Das ist
                    [Field CRM](offering), und nach dem Besuch macht es aus zwei Minuten Sprechen deinen Bericht.

                    [Probier es vor deinem nächsten Besuch](offering). Es dauert zwölf Minuten, und deine Kunden sind schon drin.

          - slug: crm-americas
            name: Field CRM goes to the Americas
            publisher: mobility
            offering: field-crm
            audience: sales-americas
            stage: try
            class: invitation
            start: DAY(-60)T09:00 person
            latest_send: 48h
            goal: {stage: try, baseline: 4%, target: 30%, by: DAY(-20)}
            holdout: 10%
            channels: [email, home]
            needs:
              - {en: 'My reports are due on Sunday night', de: 'Meine Berichte sind Sonntagnacht fällig'}
              - {en: 'The other region got it, and we only heard of it', de: 'Die andere Region hat es, wir haben nur davon gehört'}
            key_messages:
              - {en: Less typing, de: Weniger tippen}
            messages:
              - subject:
                  en: Field CRM is ready for you, {{person.first_name | colleague}}
                  de: Field CRM ist bereit für dich
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    colleagues in Europe use [Field CRM](offering) to prepare their visits and to speak their reports instead of typing them. From today
                    you can, too.

                    [Take the tour](offering), it needs twelve minutes.
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    Kolleginnen und Kollegen in Europa bereiten mit [Field CRM](offering) ihre Besuche vor und sprechen ihre Berichte, statt sie zu
                    tippen. Ab heute kannst du das auch.

                    [Mach die Runde](offering), sie dauert zwölf Minuten.

          - slug: waypoint-first-trip
            name: Your first trip with Waypoint
            publisher: mobility
            offering: waypoint
            audience: travellers
            stage: try
            class: news
            start: DAY(-40)T09:30 person
            latest_send: 72h
            goal: {stage: try, baseline: 3%, target: 25%, by: DAY(-5)}
            holdout: 15%
            channels: [email, home]
            needs:
              - {en: 'I wait six weeks for my own money', de: 'Ich warte sechs Wochen auf mein eigenes Geld'}
              - {en: 'I learn the travel rule from the refusal', de: 'Die Reiseregel erfahre ich aus der Ablehnung'}
            key_messages:
              - {en: Money back by Friday, de: Geld zurück bis Freitag}
              - {en: You learn the rule before you book, de: Die Regel vor der Buchung}
            messages:
              - audience: 'audience("field-sales")'
                subject:
                  en: How much have you lent the company this month?
                  de: Wie viel hast du der Firma diesen Monat geliehen?
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    people with a car lend Northwind four hundred euros a month on average: hotels, parking, a sandwich in a lay-by. With
                    [Waypoint](offering) you photograph the receipt and throw it away. What is handed in by Tuesday is on your account on Friday.

                    Enter your bank details today, since the bank needs two days. Then your next trip is the first that pays itself back:
                    [set it up](offering).
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    wer viel fährt, leiht Northwind im Mittel vierhundert Euro im Monat: Hotel, Parkhaus, ein Brötchen an der Raststätte. Mit
                    [Waypoint](offering) fotografierst du den Beleg und wirfst ihn weg. Was bis Dienstag eingereicht ist, ist am Freitag auf dem Konto.

                    Trag heute deine Bankverbindung ein, die Bank braucht zwei Tage. Dann ist deine nächste Reise die erste, die sich selbst
                    zurückzahlt: [einrichten](offering).
              - subject:
                  en: The train was there all along
                  de: Den Zug gab es die ganze Zeit
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    the old tool showed you the flight at six in the morning. [Waypoint](offering) shows trains and flights side by side, door to
                    door, and tells you the rule before you book rather than after.

                    Receipts are photographed, the money is back on Friday.

                    [Plan your next trip with it](offering)
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    das alte Programm zeigte dir den Flug um sechs. [Waypoint](offering) zeigt Züge und Flüge nebeneinander, von Tür zu Tür, und sagt
                    dir die Regel vor der Buchung statt danach.

                    Belege werden fotografiert, das Geld ist am Freitag zurück.

                    [Plane deine nächste Reise damit](offering)

          - slug: one-line-testers
            name: One Line is looking for testers
            publisher: workplace
            offering: one-line
            audience: one-line-countries
            stage: try
            class: invitation
            start: DAY(-33)T09:00 person
            latest_send: 72h
            goal: {stage: try, baseline: 5%, target: 15%, by: DAY(-3)}
            holdout: 20%
            channels: [email, home]
            needs:
              - {en: 'Four devices ring and I miss the call', de: 'Vier Geräte klingeln, und ich verpasse den Anruf'}
              - {en: 'I can''t tell whether a colleague is free', de: 'Ich sehe nicht, ob jemand gerade kann'}
            key_messages:
              - {en: One number that follows you, de: 'Eine Nummer, die dir folgt'}
              - {en: Testers decide what stays, de: 'Wer testet, entscheidet mit'}
            messages:
              - subject:
                  en: Which of your four phones is ringing?
                  de: Welches deiner vier Telefone klingelt?
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    desk phone, mobile, laptop, voicemail: customers try three of them before they reach you. [One Line](offering) is one number that
                    follows you, and that holds its tongue when you say so.

                    It is a test, and testers decide what stays. They have already thrown one thing out. About twenty people join every Monday, with a
                    fifteen-minute introduction, and you can go back within a minute.

                    [Ask for a place](offering)
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    Tischtelefon, Handy, Laptop, Mailbox: Kunden probieren drei davon, bis sie dich erreichen. [One Line](offering) ist eine Nummer, die
                    dir folgt, und die schweigt, wenn du es sagst.

                    Es ist ein Test, und wer testet, entscheidet mit. Eine Sache ist schon hinausgeflogen. Jeden Montag kommen etwa zwanzig Leute
                    dazu, mit einer Einführung von fünfzehn Minuten, und zurück geht es in einer Minute.

                    [Einen Platz anfragen](offering)

          - slug: app-shelf-safe-start
            name: Safe Start without paper
            publisher: mobility
            offering: app-shelf
            audience: field-service
            stage: repeat
            class: news
            start: DAY(-9)T07:30 person
            latest_send: 336h
            goal: {stage: try, baseline: 30%, target: 45%, by: DAY(20)}
            holdout: 10%
            channels: [email, home]
            needs:
              - {en: 'The form gets wet, and then I write it again', de: 'Das Formular wird nass, dann schreibe ich es noch einmal'}
              - {en: 'Nobody reads the paper anyway', de: 'Das Papier liest ohnehin niemand'}
            key_messages:
              - {en: Five minutes instead of a form, de: Fünf Minuten statt eines Formulars}
              - {en: The form is accepted until the end of the year, de: Das Formular gilt bis Jahresende weiter}
            messages:
              - subject:
                  en: The paper form has met its replacement
                  de: Das Papierformular hat einen Nachfolger
                body:
                  en: |
                    Good morning {{person.first_name | colleague}},

                    before work on a live line there is a form in three copies, of which two are never read. **Safe Start** asks the same questions on
                    your phone in five minutes, without a network, and files itself.

                    It is on [App Shelf](offering). Paper stays valid until the end of the year, so take your time and try it at a line that you know.

                    Found a question that makes no sense? Reply to this mail. The last three replies changed two questions.
                  de: |
                    Guten Morgen {{person.first_name | zusammen}},

                    vor Arbeiten an einer laufenden Anlage gibt es ein Formular in dreifacher Ausfertigung, zwei davon liest nie jemand. **Safe Start**
                    stellt dieselben Fragen auf dem Telefon, in fünf Minuten, ohne Netz, und legt sich selbst ab.

                    Du findest es im [App-Regal](offering). Papier gilt bis Jahresende weiter, also nimm dir Zeit und probier es an einer Anlage, die du
                    kennst.

                    Eine Frage ergibt keinen Sinn? Antworte auf diese Mail. Die letzten drei Antworten haben zwei Fragen geändert.

          - slug: hour-one-newcomers
            name: Hour One for newcomers
            publisher: learning
            offering: hour-one
            audience: newcomers
            stage: try
            class: invitation
            start: DAY(6)T10:00 person
            latest_send: 72h
            goal: {stage: try, baseline: 10%, target: 30%, by: DAY(40)}
            holdout: 10%
            channels: [email, home]
            needs:
              - {en: 'Everyone is kind, and nobody has time', de: 'Alle sind nett, und niemand hat Zeit'}
            key_messages:
              - {en: Learn from people who were new themselves, de: 'Von Leuten lernen, die selbst neu waren'}
            messages:
              - subject:
                  en: '{{person.first_name | Hello}}, what has nobody explained to you yet?'
                  de: '{{person.first_name | Hallo}}, was hat dir noch niemand erklärt?'
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    you have been with us for less than a year, so you still see what the rest of us have stopped seeing. [Hour One](offering) gives you
                    an hour a week to ask: how a sorter works, what the abbreviations mean, why it is done like this.

                    Next month forty colleagues offer an hour meant for people who are new. None was born here.

                    [Choose one](offering)
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    du bist seit weniger als einem Jahr bei uns und siehst noch, was wir anderen nicht mehr sehen. [Stunde Eins](offering) gibt dir
                    eine Stunde pro Woche zum Fragen: wie ein Sorter arbeitet, was die Abkürzungen heißen, warum man das so macht.

                    Im nächsten Monat bieten vierzig Kolleginnen und Kollegen eine Stunde für Neue an. Hier geboren ist keiner von ihnen.

                    [Eine aussuchen](offering)

          - slug: lookout-your-report
            name: Which report hurts most?
            publisher: data
            offering: lookout
            audience: number-people
            stage: trust
            class: survey
            start: DAY(4)T09:00 Europe/Berlin
            latest_send: 72h
            goal: {stage: trust, baseline: 1%, target: 8%, by: DAY(30)}
            holdout: 10%
            channels: [email, home]
            needs:
              - {en: 'I build the same table every Monday', de: 'Ich baue jeden Montag dieselbe Tabelle'}
              - {en: 'Two reports, two numbers, one meeting', de: 'Zwei Berichte, zwei Zahlen, eine Besprechung'}
            key_messages:
              - {en: We ask before we build, de: 'Wir fragen, bevor wir bauen'}
              - {en: Five minutes, de: Fünf Minuten}
            messages:
              - subject:
                  en: Which of your reports would you gladly never make again?
                  de: Welchen deiner Berichte würdest du gern nie wieder machen?
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    two hundred and sixty tables are copied together at Northwind every week, by hand. Before we build anything, we would like to understand
                    yours: which one hurts, and where?

                    [Tell us about it](offering), in five minutes. Nikhil Rao reads every answer himself, and twenty of you he would like to visit, for
                    one hour, while you make it.
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    zweihundertsechzig Tabellen werden bei Northwind jede Woche von Hand zusammenkopiert. Bevor wir etwas bauen, wollen wir deine
                    verstehen: Welche tut weh, und wo?

                    [Erzähl uns davon](offering), in fünf Minuten. Nikhil Rao liest jede Antwort selbst, und zwanzig von euch möchte er besuchen, eine
                    Stunde lang, während ihr sie macht.

          - slug: security-key-phones
            name: Security keys for phones
            publisher: security
            offering: security-key
            audience: field-sales
            stage: buy
            class: must-know
            start: DAY(35)T09:00 person
            latest_send: 72h
            goal: {stage: buy, baseline: 55%, target: 85%, by: DAY(80)}
            channels: [email, home]
            needs:
              - {en: 'The desk key doesn''t fit my phone', de: 'Der Schlüssel vom Schreibtisch passt nicht ans Telefon'}
              - {en: 'Last time we had three days'' notice', de: 'Beim letzten Mal hatten wir drei Tage'}
            key_messages:
              - {en: 'Four weeks of notice, this time', de: 'Diesmal vier Wochen vorher'}
              - {en: Tried by twenty of you first, de: Zwanzig von euch haben es ausprobiert}
            messages:
              - subject:
                  en: In four weeks your phone will ask for your key
                  de: In vier Wochen fragt dein Telefon nach dem Schlüssel
                body:
                  en: |
                    Dear {{person.first_name | colleague}},

                    four weeks from today the phone will ask for your [security key](offering) when you sign in, as the laptop does already. You hold it to
                    the back of the phone once a week. Twenty of your colleagues have tried it for a month; what they stumbled over has been changed.

                    You need not do anything today. If you have no key yet, order one now and it will be there in time.
                  de: |
                    Guten Tag {{person.first_name | zusammen}},

                    in vier Wochen fragt auch das Telefon beim Anmelden nach deinem [Sicherheitsschlüssel](offering), wie heute schon der Laptop. Du
                    hältst ihn einmal pro Woche an die Rückseite. Zwanzig Kolleginnen und Kollegen haben es einen Monat lang ausprobiert; worüber sie
                    gestolpert sind, ist geändert.

                    Heute musst du nichts tun. Wenn du noch keinen Schlüssel hast, bestell ihn jetzt, dann ist er rechtzeitig da.
        """#
}
