extension DemoYAML {
    /// App Shelf and Field CRM.
    static let mobile = #"""
        offerings:
          - slug: app-shelf
            name: {en: App Shelf, de: App-Regal}
            kind: app
            owner: mobility
            lifecycle: live
            tagline:
              en: The apps your job needs, on your own phone in two minutes
              de: Die Apps für deine Arbeit, in zwei Minuten auf deinem Telefon
            needs:
              - en: I never know which of our apps I may use, or whom to ask
                de: Ich weiß nie, welche unserer Apps ich nutzen darf und wen ich fragen muss
              - en: At the customer's I have no laptop, only my phone
                de: Beim Kunden habe ich keinen Laptop, nur mein Telefon
              - en: Half the apps people recommend don't work on Android
                de: Die Hälfte der empfohlenen Apps läuft nicht auf Android
              - en: I don't want the company looking into my private phone
                de: Ich will nicht, dass die Firma in mein privates Telefon schaut
            topics: [mobile]
            links:
              - {label: {en: Open App Shelf, de: App-Regal öffnen}, url: 'https://apps.northwind.example/'}
              - {label: {en: What the company can see on your phone, de: Was die Firma auf deinem Telefon sieht}, url: 'https://apps.northwind.example/privacy'}
            description:
              en: |
                You are kneeling next to a reach truck, the customer is waiting, and the wiring diagram is on the laptop in the van. With App Shelf
                you would have it on your phone: search for *diagram*, tap **Get**, and two minutes later you are reading it.

                ## What is on the shelf
                Forty-one apps today, each with a short description written by the people who use it, not by the people who built it. The ones
                that colleagues reach for most:

                - **Wiring** has the diagrams of every truck since 1998, and works without a signal.
                - **Parts** tells you whether a part is in Leipzig, Memphis or Chennai, and when it can be with you.
                - **Shift** shows your roster and lets you swap a shift with somebody who says yes.
                - **Safe Start** is the five-minute check before work on a live line. It replaces the paper form.

                Every app says which phones it runs on, how much space it needs, and who at Northwind looks after it. You see a face and a name,
                and that person answers.

                ## Getting started
                1. On your phone, open [apps.northwind.example](https://apps.northwind.example/) and sign in as you do everywhere.
                2. Say yes to the work area. It is a separate room on your phone.
                3. Pick one app. You can remove it again at any time, and nobody will ask you why.

                ## Your private phone stays private
                The company sees the apps inside the work area and nothing else: no photos, no messages, no location. If you leave, or change
                your mind, the work area disappears and everything else stays. The works councils of all four plants have read the settings,
                line by line, and signed them.

                ## What it does not do
                It has no apps for the time clock in Augsburg yet. The tablet version of Wiring is being tested in Chicago; ask DeShawn Carter
                if you would like to join.
              de: |
                Du kniest neben einem Schubmaststapler, der Kunde wartet, und der Schaltplan liegt auf dem Laptop im Transporter. Mit dem App-Regal
                hättest du ihn auf dem Telefon: nach *Schaltplan* suchen, auf **Holen** tippen, zwei Minuten später liest du ihn.

                ## Was im Regal steht
                Heute sind es einundvierzig Apps. Jede ist von Menschen beschrieben, die sie benutzen, nicht von denen, die sie gebaut haben. Am
                häufigsten gegriffen wird zu diesen:

                - **Wiring** enthält die Schaltpläne aller Stapler seit 1998 und läuft ohne Netz.
                - **Parts** sagt dir, ob ein Teil in Leipzig, Memphis oder Chennai liegt und wann es bei dir sein kann.
                - **Shift** zeigt deinen Dienstplan. Du kannst eine Schicht mit jemandem tauschen, der Ja sagt.
                - **Safe Start** ist die Fünf-Minuten-Prüfung vor Arbeiten an einer laufenden Anlage. Das Papierformular entfällt.

                Bei jeder App steht, auf welchen Telefonen sie läuft, wie viel Platz sie braucht und wer sich bei Northwind um sie kümmert. Du
                siehst ein Gesicht und einen Namen, und dieser Mensch antwortet.

                ## So fängst du an
                1. Öffne auf dem Telefon [apps.northwind.example](https://apps.northwind.example/) und melde dich an wie überall.
                2. Stimme dem Arbeitsbereich zu. Er ist ein eigener Raum auf deinem Telefon.
                3. Nimm eine App. Du kannst sie jederzeit wieder entfernen, und niemand fragt nach dem Grund.

                ## Dein privates Telefon bleibt privat
                Die Firma sieht die Apps im Arbeitsbereich und sonst nichts: keine Fotos, keine Nachrichten, keinen Standort. Wenn du gehst oder
                es dir anders überlegst, verschwindet der Arbeitsbereich, alles andere bleibt. Die Betriebsräte aller vier Werke haben die
                Einstellungen Zeile für Zeile gelesen und unterschrieben.

                ## Was noch fehlt
                Für die Stempeluhr in Augsburg gibt es noch keine App. Wiring für Tablets wird gerade in Chicago erprobt; wenn du mitmachen
                möchtest, frag DeShawn Carter.

          - slug: field-crm
            name: {en: Field CRM, de: Field CRM}
            kind: app
            owner: mobility
            lifecycle: live
            tagline:
              en: Your next visit, ready before you park
              de: Dein nächster Besuch, fertig bevor du parkst
            needs:
              - en: I lose an hour every evening typing up the day's visits
                de: Jeden Abend tippe ich eine Stunde lang die Besuche des Tages ab
              - en: The customer tells me about a breakdown that our own service knew of for a week
                de: Der Kunde erzählt mir von einem Ausfall, den unser Service seit einer Woche kennt
              - en: In the hall there is no network, so I write on paper and lose the paper
                de: In der Halle gibt es kein Netz, also schreibe ich auf Papier und verliere das Papier
              - en: When a colleague leaves, so does everything we knew about the customer
                de: Wenn jemand geht, geht alles mit, was wir über den Kunden wussten
            topics: [mobile, customers]
            audience: sales
            links:
              - {label: {en: Open Field CRM, de: Field CRM öffnen}, url: 'https://crm.northwind.example/'}
              - {label: {en: Twelve-minute first tour, de: Erste Runde in zwölf Minuten}, url: 'https://crm.northwind.example/tour'}
            description:
              en: |
                It is ten to nine, you are in the car park of a customer you last saw in spring. Field CRM has one screen for this moment: who you
                are about to meet, what you promised last time, which of their trucks stood still this month, and what is still unpaid.

                ## What changes in your day
                **Before the visit** you read one page instead of searching five systems. Service calls, open quotations and deliveries come from
                the systems that already hold them; nobody types anything twice.

                **During the visit** you take photos of the aisle, scan a type plate, and note what matters. All of it works without a network,
                and is sent when there is one again.

                **After the visit** you press the microphone and talk for two minutes on the way to the car. The report writes itself: you read
                it, correct it, send it. The people who tested it in Munich and Hamburg got back **fifty minutes a day**. We measured that over
                six weeks, with a watch.

                ## Getting started
                Field CRM is in App Shelf. Take it, sign in, and the twelve-minute tour uses *your* next visit as its example, so the time is not
                lost. Your customers are already there, and so are your notes from the old system, back to 2019.

                If you would rather see it first: Selin Kaya in Hamburg and Urs Caduff in Zürich drive with it every day and will take you along.

                ## Who sees what
                Your team and your manager see your visit reports, as they do today. Voice recordings are deleted as soon as the text is
                written. Nobody can see where you are: Field CRM asks for your position only when you tap *nearby*.

                ## What it does not do yet
                - Tax documents for Brazil. The team in São Paulo should keep the old forms until we have solved this.
                - Price approvals above 250,000 euros still go by mail.
                - The voice report speaks German, English, French and Polish. Portuguese comes next.
              de: |
                Zehn vor neun, du stehst auf dem Parkplatz eines Kunden, den du zuletzt im Frühjahr gesehen hast. Für diesen Moment hat Field CRM
                eine Seite: wen du gleich triffst, was du beim letzten Mal versprochen hast, welche Stapler diesen Monat standen und was noch
                offen ist.

                ## Was sich an deinem Tag ändert
                **Vor dem Besuch** liest du eine Seite, statt in fünf Systemen zu suchen. Serviceeinsätze, offene Angebote und Lieferungen kommen
                von dort, wo sie ohnehin stehen; niemand tippt etwas doppelt.

                **Während des Besuchs** fotografierst du den Gang, scannst ein Typenschild und notierst, was zählt. Alles geht ohne Netz und wird
                gesendet, sobald wieder eines da ist.

                **Nach dem Besuch** drückst du auf das Mikrofon und sprichst auf dem Weg zum Auto zwei Minuten. Der Bericht schreibt sich selbst:
                Du liest ihn, besserst aus, schickst ihn ab. Wer ihn in München und Hamburg erprobt hat, gewann **fünfzig Minuten am Tag**. Das
                haben wir sechs Wochen lang gemessen, mit der Uhr.

                ## So fängst du an
                Field CRM steht im App-Regal. Hol es dir und melde dich an: Die Runde von zwölf Minuten nimmt *deinen* nächsten Besuch als
                Beispiel, die Zeit ist also nicht verloren. Deine Kunden sind schon da, deine Notizen aus dem alten System auch, zurück bis 2019.

                Wenn du es lieber erst siehst: Selin Kaya in Hamburg und Urs Caduff in Zürich fahren jeden Tag damit und nehmen dich mit.

                ## Wer was sieht
                Dein Team und deine Führungskraft sehen deine Besuchsberichte, wie bisher. Tonaufnahmen werden gelöscht, sobald der Text da ist.
                Niemand sieht, wo du bist: Field CRM fragt nur nach deinem Standort, wenn du auf *in der Nähe* tippst.

                ## Was es noch nicht kann
                - Steuerbelege für Brasilien. Das Team in São Paulo bleibt bei den alten Formularen, bis wir das gelöst haben.
                - Preisfreigaben über 250.000 Euro gehen weiter per Mail.
                - Der gesprochene Bericht versteht Deutsch, Englisch, Französisch und Polnisch. Portugiesisch ist das Nächste.
        """#
}
