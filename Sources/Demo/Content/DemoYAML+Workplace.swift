extension DemoYAML {
    /// The Handbook, One Line and the security key.
    static let workplace = #"""
        offerings:
          - slug: handbook
            name: {en: The Handbook, de: Das Handbuch}
            kind: service
            owner: workplace
            lifecycle: live
            tagline:
              en: Ask once, find it for ever
              de: Einmal fragen, immer finden
            needs:
              - en: I find three versions of the same instruction, and none has a date
                de: Ich finde drei Fassungen derselben Anleitung, und keine hat ein Datum
              - en: I answer the same question every week
                de: Ich beantworte jede Woche dieselbe Frage
              - en: Nobody tells me who is responsible for a page that is wrong
                de: Niemand sagt mir, wer für eine falsche Seite zuständig ist
            topics: [finding-answers]
            links:
              - {label: {en: Open the Handbook, de: Handbuch öffnen}, url: 'https://handbook.northwind.example/'}
              - {label: {en: 'Write your first page, with Ewa', de: 'Deine erste Seite schreiben, mit Ewa'}, url: 'https://handbook.northwind.example/first-page'}
            description:
              en: |
                Somebody asks you how to order a forklift battery for a customer abroad. You know the answer; you gave it last month, twice. This
                time write it down where the next person will look, and send the link.

                ## What it is
                The Handbook is our one wiki. It holds about nine thousand pages: how to book a lorry on a Friday, what the fault codes of the S-series
                mean, whom to call when the line in Wrocław stops. Anyone at Northwind may read all of it, and anyone may correct a page.

                We know its reputation. Two years ago every fourth page was out of date, and people stopped looking. So we changed three things.

                ## What is different now
                - **Every page has an owner and a date.** If the owner has not confirmed a page for six months, it says so at the top, in
                  amber. After a year it leaves the search.
                - **Search answers questions.** Type *battery abroad* and you get the paragraph, not a list of forty documents.
                - **Wrong? One click.** Press *this is not right*, write one line, and the owner has five working days. Last month the average
                  was two.

                ## Getting started
                Look for something that you know well. If the page is good, press *still true*, which takes a second and helps the next reader.
                If it is bad, repair it: there is no approval to wait for, and every earlier version is kept.

                Would you like company? Ewa Lis sits with anyone who writes a first page, on any weekday at eleven, for twenty minutes.

                ## What it is not
                It is not the place for contracts, personal data or drawings under export control. Those have homes of their own, and the
                Handbook tells you which. It is also not a news page: what is written here should still be true next year.
              de: |
                Jemand fragt dich, wie man eine Staplerbatterie für einen Kunden im Ausland bestellt. Du weißt es; du hast es letzten Monat schon
                zweimal erklärt. Schreib es diesmal dorthin, wo die Nächsten suchen, und schick den Link.

                ## Was es ist
                Das Handbuch ist unser einziges Wiki. Es hat rund neuntausend Seiten: wie man freitags einen Lkw bucht, was die Fehlercodes der
                S-Serie bedeuten, wen man anruft, wenn die Linie in Wrocław steht. Alle bei Northwind dürfen alles lesen, und alle dürfen eine
                Seite verbessern.

                Wir kennen seinen Ruf. Vor zwei Jahren war jede vierte Seite veraltet, und die Leute sahen nicht mehr nach. Deshalb haben wir drei
                Dinge geändert.

                ## Was jetzt anders ist
                - **Jede Seite hat einen Menschen und ein Datum.** Wurde sie sechs Monate lang nicht bestätigt, steht das oben, in Bernstein.
                  Nach einem Jahr verlässt sie die Suche.
                - **Die Suche beantwortet Fragen.** Tippe *Batterie Ausland*, und du bekommst den Absatz, keine Liste von vierzig Dokumenten.
                - **Falsch? Ein Klick.** Drück auf *das stimmt nicht*, schreib eine Zeile, und wer zuständig ist, hat fünf Arbeitstage. Im
                  letzten Monat waren es im Mittel zwei.

                ## So fängst du an
                Such etwas, womit du dich auskennst. Ist die Seite gut, drück auf *stimmt noch*: Das dauert eine Sekunde und hilft den Nächsten.
                Ist sie schlecht, repariere sie: Du musst auf keine Freigabe warten, und jede frühere Fassung bleibt erhalten.

                Lieber in Gesellschaft? Ewa Lis setzt sich mit allen hin, die ihre erste Seite schreiben, an jedem Werktag um elf, zwanzig Minuten.

                ## Was es nicht ist
                Kein Ort für Verträge, persönliche Daten oder Zeichnungen unter Exportkontrolle. Die haben ihr eigenes Zuhause, und das Handbuch
                sagt dir, welches. Es ist auch keine Nachrichtenseite: Was hier steht, sollte nächstes Jahr noch stimmen.

          - slug: one-line
            name: {en: One Line, de: One Line}
            kind: service
            owner: workplace
            lifecycle: beta
            tagline:
              en: 'One place for calls, chat and voicemail, and it knows when to leave you alone'
              de: 'Ein Ort für Anrufe, Chat und Mailbox, der weiß, wann du Ruhe brauchst'
            needs:
              - en: Customers try three numbers before they reach me
                de: Kunden probieren drei Nummern, bis sie mich erreichen
              - en: I give out my private number because forwarding never works
                de: Ich gebe meine private Nummer heraus, weil die Umleitung nie klappt
              - en: Something beeps on four devices at the same time
                de: Auf vier Geräten piept es gleichzeitig
            topics: [mobile, finding-answers]
            audience: one-line-countries
            links:
              - {label: {en: Ask for a place in the test group, de: Einen Platz in der Testgruppe anfragen}, url: 'https://oneline.northwind.example/join'}
              - {label: {en: What testers found so far, de: Was bisher auffiel}, url: 'https://oneline.northwind.example/findings'}
            description:
              en: |
                Your desk phone rings while you are on a call on your mobile, in a chat on your laptop. The customer leaves a message on the fourth
                device, and you hear it on Thursday. One Line puts all of that behind one number, which follows you and knows when not to.

                ## What it does
                - **One number.** It rings where you are: headset, mobile, the phone in the workshop. You answer once, and the others stop.
                - **Voicemail you can read.** Messages arrive as text, with the number to call back, in the language they were spoken in.
                - **Quiet that holds.** Say *back at two*, and callers hear exactly that, by name, and may leave a message or reach a
                  colleague whom you have chosen.
                - **Chat and calls in one thread**, so that you find what was agreed without remembering where.

                ## Where we are
                This is a test, with about three hundred people in Germany, Austria, Switzerland and Poland. They decide with us what
                stays: the first version showed your calendar to callers, and the testers threw that out in week one. Expect a rough edge now
                and then, and somebody who calls you back the same day when you report it.

                Every Friday we publish [what testers found](https://oneline.northwind.example/findings), good and bad, and what we did about it.

                ## Joining
                Ask for a place; we let in about twenty people every Monday, so that each gets a real introduction of fifteen minutes. Your
                old number keeps working, and you can go back within a minute, from the phone itself.

                ## What does not work yet
                Emergency calls still go through the desk phone, so please keep it plugged in. Conferences with more than fifty people stay
                where they are. The switchboard in Hamburg moves last, after the winter season, because it cannot afford one bad day.

          - slug: security-key
            name: {en: Security key, de: Sicherheitsschlüssel}
            kind: change
            owner: security
            lifecycle: live
            tagline:
              en: Touch once instead of typing a code eleven times a day
              de: Einmal antippen statt elfmal am Tag einen Code eintippen
            needs:
              - en: I type codes from my phone all day long
                de: Ich tippe den ganzen Tag Codes vom Telefon ab
              - en: I am afraid of clicking on the one wrong link
                de: Ich habe Angst, auf den einen falschen Link zu klicken
              - en: Nobody asked me before the old way was switched off
                de: Niemand hat mich gefragt, bevor der alte Weg abgeschaltet wurde
            topics: [staying-safe]
            audience: with-a-desk
            links:
              - {label: {en: Order or replace a key, de: Schlüssel bestellen oder ersetzen}, url: 'https://key.northwind.example/order'}
              - {label: {en: I left it at home, de: Ich habe ihn zu Hause vergessen}, url: 'https://key.northwind.example/forgotten'}
            description:
              en: |
                In February somebody in Purchasing got a mail from "the bank" and typed password and code into a very good copy of our sign-in
                page. It took the attackers nine minutes to change a supplier's account number. We got the money back; the colleague slept badly
                for weeks, although everyone in the room would have clicked.

                A security key makes that attack impossible. It recognises the real page, and on a false one it simply does nothing.

                ## How it works
                It is small enough for a key ring. Plug it in, or hold it to your phone, and touch it when it blinks. That is the sign-in: no
                code, no waiting for a message. It holds no personal data, records nothing, and is of no use to anyone who finds it.

                ## Getting started
                1. Collect your key at reception, or order it; it arrives within three days.
                2. Register it, which takes four minutes. **Register the spare as well**, and leave that at home.
                3. From then on, touch it once in the morning and after lunch.

                ## If something goes wrong
                *Left it at home?* Your manager or the service desk can let you in for one day, in about three minutes. *Lost it?* Tell us, and
                it is switched off at once. Nobody will ask you to pay for it or to explain yourself.

                ## What we got wrong
                We switched the old codes off on a Monday, in the last week of the quarter, and told you too late. People stood in line at
                the service desk in Wrocław until noon. We have apologised to them, and we say it here too: the next change comes with four weeks'
                notice, never at the end of a quarter, and after a trial by the people it concerns.

                Shop floor terminals keep their badge readers; nothing changes there.
        """#
}
