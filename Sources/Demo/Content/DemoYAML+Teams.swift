extension DemoYAML {
    /// Who publishes, what people can follow, and whom one can write to.
    static let teams = #"""
        publishers:
          - slug: mobility
            name: {en: Mobile Work Team, de: Team Mobiles Arbeiten}
            department: Northwind / IT / Mobile Work
            reply_to: mobile-work@northwind.example
            members: [{person: E-1006, role: author}, {person: E-1007, role: approver}]
          - slug: workplace
            name: {en: Digital Workplace, de: Digitaler Arbeitsplatz}
            department: Northwind / IT / Digital Workplace
            reply_to: workplace@northwind.example
            members: [{person: E-1014, role: author}, {person: E-1005, role: author}, {person: E-1015, role: approver}]
            may_address: 'attr.desk = yes or department under "Northwind / IT"'
          - slug: security
            name: {en: Security, de: Sicherheit}
            department: Northwind / IT / Security
            reply_to: security@northwind.example
            members: [{person: E-1016, role: author}, {person: E-1017, role: approver}]
          - slug: learning
            name: {en: HR Learning, de: HR Lernen}
            department: Northwind / HR / Learning
            reply_to: learning@northwind.example
            members: [{person: E-1018, role: author}, {person: E-1019, role: approver}]
          - slug: data
            name: {en: Data & Analytics, de: Daten & Analyse}
            department: Northwind / IT / Data and Analytics
            reply_to: data@northwind.example
            members: [{person: E-1020, role: author}, {person: E-1004, role: approver}]
            may_address: 'not department under "Northwind / Manufacturing"'

        departments:
          - {path: Northwind / Sales, head: E-1002}
          - {path: Northwind / Sales / DACH, head: E-1003}
          - {path: Northwind / IT, head: E-1004}

        topics:
          - {slug: mobile, name: {en: Working on the move, de: Unterwegs arbeiten}}
          - {slug: customers, name: {en: Customers and visits, de: Kunden und Besuche}}
          - {slug: finding-answers, name: {en: Finding answers, de: Antworten finden}}
          - {slug: staying-safe, name: {en: Staying safe online, de: Sicher im Netz}}
          - {slug: learning-new-things, name: {en: Learning something new, de: Neues lernen}}
          - {slug: numbers, name: {en: Numbers and reports, de: Zahlen und Berichte}}
          - {slug: travel, name: {en: Business trips, de: Dienstreisen}}

        audiences:
          - {slug: all-of-northwind, name: {en: Everyone, de: Alle}, rule: everyone}
          - {slug: sales, name: {en: Everyone in Sales, de: Alle im Vertrieb}, rule: 'department under "Northwind / Sales"'}
          - slug: field-sales
            name: {en: Sales people with a car, de: Vertrieb mit Fahrzeug}
            rule: 'audience("sales") and attr.vehicle = yes'
          - slug: field-sales-dach
            name: {en: 'Sales people with a car in Germany, Austria, Switzerland', de: Vertrieb mit Fahrzeug in DACH}
            rule: 'department under "Northwind / Sales / DACH" and country in ("DE", "AT", "CH") and attr.vehicle = yes'
          - slug: sales-americas
            name: {en: Sales in the Americas, de: Vertrieb Amerika}
            rule: 'department under "Northwind / Sales / Americas"'
          - slug: field-service
            name: {en: Everyone in Field Service, de: Alle im Außendienst Service}
            rule: 'department under "Northwind / Field Service"'
          - {slug: with-a-desk, name: {en: People with a desk, de: Menschen mit Schreibtisch}, rule: 'attr.desk = yes'}
          - slug: one-line-countries
            name: {en: 'Desks in Germany, Austria, Switzerland and Poland', de: Schreibtische in DACH und Polen}
            rule: 'audience("with-a-desk") and country in ("DE", "AT", "CH", "PL")'
          - slug: travellers
            name: {en: People who travel for work, de: Menschen auf Dienstreise}
            rule: >-
              department under "Northwind / Sales" or department under "Northwind / Engineering" or department under "Northwind / Marketing"
          - slug: number-people
            name: {en: People who live by reports, de: Menschen mit vielen Berichten}
            rule: >-
              attr.desk = yes and (department under "Northwind / Finance" or department under "Northwind / Logistics"
              or department under "Northwind / Sales")
          - slug: newcomers
            name: {en: With us for less than a year, de: Weniger als ein Jahr dabei}
            rule: 'hired_on within 12 months'
          - slug: crm-curious
            name: {en: 'Sales people who have looked, but not tried', de: 'Vertrieb: angeschaut, nicht ausprobiert'}
            rule: 'audience("field-sales") and stage("field-crm") < try and stage("field-crm") >= know'
        """#
}
