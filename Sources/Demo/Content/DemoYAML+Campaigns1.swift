extension DemoYAML {
    /// Campaigns of the first three months.
    static let firstCampaigns = #"""
        campaigns:
          - slug: app-shelf-opens
            name: App Shelf opens
            publisher: mobility
            offering: app-shelf
            audience: all-of-northwind
            stage: try
            class: news
            start: DAY(-172)T09:00 person
            latest_send: 72h
            goal: {stage: try, baseline: 4%, target: 20%, by: DAY(-130)}
            holdout: 10%
            channels: [email, home]
            needs:
              - {en: 'I have three phones'' worth of apps and none for my work', de: 'Ich habe Apps für alles, nur nicht für meine Arbeit'}
              - {en: 'I won''t put the company on my private phone', de: 'Ich hole mir die Firma nicht aufs private Telefon'}
            key_messages:
              - {en: 'Two minutes, on your own phone', de: 'Zwei Minuten, auf deinem Telefon'}
              - {en: The company sees nothing private, de: Die Firma sieht nichts Privates}
              - {en: Described by the people who use it, de: 'Beschrieben von denen, die es benutzen'}
            messages:
              - audience: 'audience("field-service")'
                subject:
                  en: '{{person.first_name | Colleague}}, the wiring diagrams fit on your phone now'
                  de: '{{person.first_name | Hallo}}, die Schaltpläne passen jetzt auf dein Telefon'
                body:
                  en: |
                    Good morning {{person.first_name | colleague}},

                    the diagrams of every truck since 1998, on your phone, without a signal: that is the app people in service take first. It is one
                    of forty-one on [App Shelf](offering), and getting it takes two minutes.

                    It lives in a separate room on your phone. We see that room, and nothing else: no photos, no messages, no location.

                    Which diagram do you open most? [Get Wiring](offering) and try it with that one, at the next truck.

                    DeShawn Carter in Chicago has used it for a year. If something does not work, he and we want to hear it: just reply.
                  de: |
                    Guten Morgen {{person.first_name | zusammen}},

                    die Schaltpläne aller Stapler seit 1998, auf dem Telefon, ohne Netz: Diese App nehmen Leute im Service als Erste. Sie ist eine von
                    einundvierzig im [App-Regal](offering), und es dauert zwei Minuten, sie zu holen.

                    Sie wohnt in einem eigenen Raum auf deinem Telefon. Wir sehen diesen Raum und sonst nichts: keine Fotos, keine Nachrichten,
                    keinen Standort.

                    Welchen Plan schlägst du am häufigsten auf? [Hol dir Wiring](offering) und probier es mit genau dem, am nächsten Gerät.

                    DeShawn Carter in Chicago arbeitet seit einem Jahr damit. Wenn etwas nicht geht, wollen er und wir es hören: einfach antworten.
              - subject:
                  en: Forty-one apps for {{person.department | your work}}, and how to choose one
                  de: Einundvierzig Apps, und wie du die richtige findest
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    until today, knowing which of our apps you may use on your phone took a good friend in IT. From now on it takes a look at
                    [App Shelf](offering): forty-one apps, described by colleagues, with the name of the person who looks after each.

                    Most people in {{person.site | other places}} begin with **Shift**, which shows the roster and lets you swap. Take one, keep it
                    for a week, and throw it out again if it does not earn its place.

                    [Look at the shelf](offering)
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    bisher brauchte man gute Freunde in der IT, um zu wissen, welche unserer Apps aufs Telefon dürfen. Ab heute genügt ein Blick ins
                    [App-Regal](offering): einundvierzig Apps, beschrieben von Kolleginnen und Kollegen, jede mit dem Namen dessen, der sich kümmert.

                    Die meisten fangen mit **Shift** an: Dienstplan sehen, Schicht tauschen. Nimm eine App, behalte sie eine Woche, und wirf sie wieder
                    hinaus, wenn sie ihren Platz nicht verdient.

                    [Ins Regal schauen](offering)

          - slug: security-key-desks
            name: Security keys for every desk
            publisher: security
            offering: security-key
            audience: with-a-desk
            stage: buy
            class: must-know
            start: DAY(-160)T08:00 Europe/Berlin
            latest_send: 48h
            goal: {stage: buy, baseline: 3%, target: 90%, by: DAY(-120)}
            channels: [email, home]
            needs:
              - {en: 'I type a code eleven times a day', de: 'Ich tippe elfmal am Tag einen Code'}
              - {en: 'The last phishing mail looked exactly like ours', de: 'Die letzte Phishing-Mail sah genau wie unsere aus'}
            key_messages:
              - {en: Codes end on Monday, de: Codes enden am Montag}
              - {en: Your key waits at reception, de: Dein Schlüssel liegt am Empfang}
            messages:
              - subject:
                  en: From Monday, sign in with a security key
                  de: Ab Montag meldest du dich mit einem Schlüssel an
                body:
                  en: |
                    Dear {{person.first_name | colleague}},

                    on Monday the codes on your phone stop working. You will sign in with a [security key](offering), a small stick that you touch.

                    **What to do:** collect two keys at reception in {{person.site | your office}} and register both, which takes four minutes each.
                    Leave one at home.

                    Why now: an attack in February got past our codes. It would not have got past a key.

                    Without a key on Monday, the service desk can let you in for one day.
                  de: |
                    Guten Tag {{person.first_name | zusammen}},

                    am Montag funktionieren die Codes auf dem Telefon nicht mehr. Du meldest dich dann mit einem [Sicherheitsschlüssel](offering) an,
                    einem kleinen Stift, den du antippst.

                    **Was zu tun ist:** Hol dir zwei Schlüssel am Empfang und registriere beide, das dauert je vier Minuten. Lass einen zu Hause.

                    Warum jetzt: Ein Angriff im Februar kam an unseren Codes vorbei. An einem Schlüssel wäre er nicht vorbeigekommen.

                    Wer am Montag keinen hat: Der Service Desk lässt dich für einen Tag hinein.

          - slug: crm-pilot-seats
            name: Field CRM, sixty seats in the pilot
            publisher: mobility
            offering: field-crm
            audience: field-sales-dach
            stage: try
            class: invitation
            start: DAY(-150)T08:30 person
            latest_send: 48h
            goal: {stage: try, baseline: 0%, target: 25%, by: DAY(-110)}
            holdout: 15%
            channels: [email, home]
            needs:
              - {en: 'I lose an hour a day to typing up visits', de: 'Ich verliere am Tag eine Stunde mit Besuchsberichten'}
              - {en: 'In the customer''s hall there is no network', de: 'In der Halle des Kunden gibt es kein Netz'}
            key_messages:
              - {en: Fifty minutes a day back, de: Fünfzig Minuten am Tag zurück}
              - {en: Works without a network, de: Geht ohne Netz}
              - {en: You decide what stays, de: 'Ihr entscheidet, was bleibt'}
            messages:
              - audience: 'reports to "E-1009" directly'
                subject:
                  en: '{{person.first_name}}, your team goes first'
                  de: '{{person.first_name}}, euer Team fängt an'
                body:
                  en: |
                    Hello {{person.first_name}},

                    {{person.manager.name | your manager}} asked that you see this before anyone else. [Field CRM](offering) writes your visit report
                    while you walk back to the car, and your team is the first that may tell us what is wrong with it.

                    Urs drives with it already. He will be in Munich on Thursday, with an hour for anyone who wants to see it at work.

                    [Take a seat in the pilot](offering). If you would rather not, do nothing; nobody keeps a list.
                  de: |
                    Hallo {{person.first_name}},

                    {{person.manager.name | deine Führungskraft}} wollte, dass ihr es vor allen anderen seht. [Field CRM](offering) schreibt deinen
                    Besuchsbericht, während du zum Auto gehst, und euer Team darf uns als erstes sagen, was daran nicht stimmt.

                    Urs fährt schon damit. Am Donnerstag ist er in München und hat eine Stunde Zeit für alle, die es bei der Arbeit sehen wollen.

                    [Nimm dir einen Platz](offering). Wenn du nicht magst, tu einfach nichts; niemand führt eine Liste.
              - subject:
                  en: Would you give up typing for six weeks?
                  de: Würdest du sechs Wochen lang aufs Tippen verzichten?
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    you drive, you visit, and in the evening you type. We are looking for sixty people who let [Field CRM](offering) do the typing for six
                    weeks, and then tell us honestly whether it should stay.

                    It needs twelve minutes before your next visit. It works in a hall without a network. And what annoys you gets changed: there is a
                    new version every Tuesday.

                    [Have a look, and take a seat](offering)
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    du fährst, du besuchst, und abends tippst du. Wir suchen sechzig Leute, die sechs Wochen lang [Field CRM](offering) tippen lassen
                    und uns dann ehrlich sagen, ob es bleiben soll.

                    Es braucht zwölf Minuten vor deinem nächsten Besuch. Es geht in einer Halle ohne Netz. Und was dich ärgert, wird geändert: Jeden
                    Dienstag kommt eine neue Fassung.

                    [Anschauen und Platz nehmen](offering)

          - slug: handbook-true-again
            name: The Handbook is true again
            publisher: workplace
            offering: handbook
            audience: with-a-desk
            stage: try
            class: news
            start: DAY(-128)T10:00 person
            latest_send: 72h
            goal: {stage: try, baseline: 8%, target: 20%, by: DAY(-90)}
            holdout: 20%
            channels: [email, home]
            needs:
              - {en: 'I find four answers, and three are from 2019', de: 'Ich finde vier Antworten, drei davon aus 2019'}
              - {en: 'I answer the same question every week', de: 'Ich beantworte jede Woche dieselbe Frage'}
            key_messages:
              - {en: Every page has an owner and a date, de: Jede Seite hat einen Menschen und ein Datum}
              - {en: Wrong pages are repaired within days, de: Falsche Seiten sind in Tagen repariert}
            messages:
              - subject:
                  en: What question do you answer every week?
                  de: Welche Frage beantwortest du jede Woche?
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    you probably stopped looking in the Handbook some time ago. We would have, too: every fourth page was out of date.

                    Since spring each page has an owner and a date, and a wrong one is put right within two days on average. Try it with something you
                    know well. If the page is good, press *still true*. If it is not, tell us in one line: [open the Handbook](offering).

                    And the question that you answer every week? Write it down once. Ewa sits with you, any day at eleven.
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    wahrscheinlich siehst du schon lange nicht mehr im Handbuch nach. Wir hätten es auch nicht getan: Jede vierte Seite war veraltet.

                    Seit dem Frühjahr hat jede Seite einen Menschen und ein Datum, und eine falsche ist im Mittel nach zwei Tagen berichtigt. Probier es
                    mit etwas, womit du dich auskennst. Stimmt die Seite, drück auf *stimmt noch*. Stimmt sie nicht, sag es uns in einer Zeile:
                    [zum Handbuch](offering).

                    Und die Frage, die du jede Woche beantwortest? Schreib sie einmal auf. Ewa setzt sich zu dir, jeden Tag um elf.

          - slug: hour-one-begins
            name: Hour One, the first month
            publisher: learning
            offering: hour-one
            audience: all-of-northwind
            stage: try
            class: invitation
            start: DAY(-118)T09:00 person
            latest_send: 72h
            goal: {stage: try, baseline: 2%, target: 15%, by: DAY(-80)}
            holdout: 10%
            channels: [email, home]
            needs:
              - {en: 'I would learn, but on whose time?', de: 'Lernen würde ich ja, aber in wessen Zeit?'}
              - {en: 'The courses are for the office, not for the line', de: 'Die Kurse sind fürs Büro, nicht fürs Band'}
            key_messages:
              - {en: You choose what you learn, de: 'Du suchst aus, was du lernst'}
              - {en: 'It is working time, in the plants too', de: 'Es ist Arbeitszeit, auch in den Werken'}
            messages:
              - audience: 'department under "Northwind / Manufacturing" or department under "Northwind / Logistics / Parts Distribution"'
                subject:
                  en: An hour a week for you, and your shift lead plans it
                  de: Eine Stunde pro Woche für dich, und die Schichtleitung plant sie ein
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    from this month you have one hour a week to learn what you like, on paid time. Your shift lead plans it as a break is planned, and
                    the room next to the canteen in {{person.site | your plant}} is booked from two to four.

                    Last week a welder from Pune taught two controllers how a seam fails. What would you teach, or learn?

                    [Choose your first hour](offering), or tell your shift lead by Thursday.
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    ab diesem Monat hast du eine Stunde pro Woche, um zu lernen, was du magst, in der Arbeitszeit. Deine Schichtleitung plant sie wie
                    eine Pause, und der Raum neben der Kantine ist von zwei bis vier gebucht.

                    Letzte Woche zeigte ein Schweißer aus Pune zwei Controllern, wie eine Naht versagt. Was würdest du zeigen, oder lernen?

                    [Such dir die erste Stunde aus](offering), oder sag bis Donnerstag deiner Schichtleitung Bescheid.
              - subject:
                  en: Keep one hour for yourself
                  de: Halte eine Stunde für dich frei
                body:
                  en: |
                    Hello {{person.first_name | there}},

                    one hour a week, on paid time, for something that *you* choose: a language, a pivot table, how a truck is put together. Four hundred
                    colleagues have offered to teach.

                    You need no approval. You need a weekday: people who fix one keep it up twice as often.

                    [See what is on in the next two weeks](offering)
                  de: |
                    Hallo {{person.first_name | zusammen}},

                    eine Stunde pro Woche, in der Arbeitszeit, für etwas, das *du* aussuchst: eine Sprache, eine Pivot-Tabelle, wie ein Stapler
                    entsteht. Vierhundert Kolleginnen und Kollegen bieten an, etwas zu zeigen.

                    Du brauchst keine Genehmigung. Du brauchst einen Wochentag: Wer einen festlegt, bleibt doppelt so oft dabei.

                    [Sieh nach, was in den nächsten zwei Wochen läuft](offering)
        """#
}
