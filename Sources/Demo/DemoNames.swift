/// First and last names that fit a country; `_` stands for a space inside a name.
struct NameList: Sendable {
    let first: [String]
    let last: [String]
    /// Whole names that software likes to break, written `first|last|latin form for the mail address`; a name without a last part has one
    /// word, in a script of its own the family name may come first.
    let awkward: [AwkwardName]

    init(first: String, last: String, awkward: String = "") {
        self.first = Self.words(first)
        self.last = Self.words(last)
        self.awkward = awkward.split(separator: "\n").map { AwkwardName(line: $0) }
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { word in
            String(decoding: word.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
        }
    }
}

struct AwkwardName: Sendable {
    let name: String
    let firstName: String
    let latin: String

    /// `name|first name|latin form`.
    init(line: Substring) {
        let parts = line.split(separator: "|", omittingEmptySubsequences: false)
        name = String(parts[0])
        firstName = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : name
        latin = parts.count > 2 ? String(parts[2]) : name
    }
}

extension Country {
    var names: NameList {
        switch self {
        case .germany: Names.germany
        case .austria: Names.austria
        case .switzerland: Names.switzerland
        case .france: Names.france
        case .unitedKingdom: Names.unitedKingdom
        case .poland: Names.poland
        case .greece: Names.greece
        case .unitedStates: Names.unitedStates
        case .brazil: Names.brazil
        case .india: Names.india
        case .japan: Names.japan
        case .australia: Names.australia
        }
    }
}

enum Names {
    static let germany = NameList(
        first: """
            Anna Lena Julia Sabine Katrin Heike Jürgen Wolfgang Thomas Stefan Matthias Uwe Björn Lukas Jonas Felix Marie Sophie Claudia Petra
            Birgit Ralf Dieter Sören Jörg Götz Käthe Greta Mareike Svenja Tobias Sebastian Florian Nils Emre Aylin Mehmet Fatma Hannah Paul
            Leon Maximilian Ulrike Silke Andreas Michael Antje Torsten Henning Frauke
            """,
        last: """
            Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann
            Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann
            König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich Keller Günther Frank Berger Winkler
            Roth Beck Lorenz Baumann Yılmaz Demir Kaya Großmann Süß von_Bülow
            """,
        awkward: """
            Karl-Theodor Freiherr von und zu Ehrenstein-Wallhausen|Karl-Theodor|karl-theodor.ehrenstein
            Anna-Lena Maria Schröder-Großkreutz|Anna-Lena
            Jörg Weiß-Süßmilch|Jörg
            Bärbel Oßwald|Bärbel
            """)

    static let austria = NameList(
        first: """
            Johanna Magdalena Theresa Katharina Elisabeth Barbara Christina Verena Veronika Eva Birgit Manuela Daniela Sandra Doris Gerlinde
            Hannes Johannes Georg Franz Josef Alois Leopold Rupert Gernot Günter Gerhard Herbert Helmut Wolfgang Stefan Markus Lukas Philipp
            Dominik Clemens Florian Moritz Valentin Severin Milica Dragan Goran Jasmin Marlies Roswitha
            """,
        last: """
            Gruber Huber Bauer Wagner Müller Pichler Steiner Moser Mayer Hofer Leitner Berger Fuchs Eder Fischer Schmid Winkler Weber
            Schwarz Maier Schneider Reiter Mayr Schmidt Wimmer Egger Brunner Lang Baumgartner Auer Binder Lechner Wolf Wallner Aigner
            Ebner Koller Lehner Haas Schuster Heilig Hölzl Kogler Stadler Strasser Riegler Kainz Zauner Pölzl Thaler Prohaska Nowotny
            Jovanović Petrović Marković Nikolić Ortner Rainer Unterberger Oberhuber Kirchschläger
            """,
        awkward: """
            Maria-Theresia Mayr-Melnhof-Hinterbichler|Maria-Theresia
            Đorđe Živković|Đorđe
            """)

    static let switzerland = NameList(
        first: """
            Urs Beat Reto Ueli Regula Ursina Flurin Gian Andri Seraina Nadja Corinne Nicole Céline Chantal Sandrine Laurent Pascal
            Jean-Luc François Matteo Luca Chiara Giulia Fabio Sandro Marco Daniel Thomas Peter Hansruedi Markus Monika Ruth Vreni
            Anja Livia Lorena Noah Levin Nils Yannick Loïc Besarta Arben Dilara Ladina
            """,
        last: """
            Meier Müller Schmid Keller Weber Schneider Huber Meyer Steiner Fischer Gerber Brunner Baumann Frei Zimmermann Moser Widmer
            Wyss Graf Roth Suter Baumgartner Bachmann Kunz Hofer Bühler Lüthi Lehmann Christen Studer Favre Rochat Blanc Girard Perret
            Bernasconi Bianchi Ferrari Rossi Zürcher Aebischer Zgraggen Caduff Camenisch Cavelti Jäggi Rüegg Zbinden Schär Ammann
            Nägeli Hürlimann Krasniqi Gashi Berisha Egli Fankhauser Bürgi Zaugg Kälin Odermatt
            """,
        awkward: """
            Jean-François D’Andrès|Jean-François
            Noëlle Aebi-Zürcher|Noëlle
            """)

    static let france = NameList(
        first: """
            Camille Léa Manon Chloé Élodie Aurélie Céline Hélène Françoise Inès Zoé Anaïs Maëlle Océane Nathalie Sylvie Isabelle Aïcha
            Fatou Jean Pierre Jean-Baptiste Étienne Théo Hugo Lucas Rémi Loïc Gaël Raphaël Jérôme Cédric Sébastien Frédéric Olivier
            Thierry Mathieu Noël Benoît Karim Mehdi Mamadou Antoine Guillaume Yann Clémence
            """,
        last: """
            Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux
            Vincent Fournier Morel Girard André Lefèvre Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau
            Blanc Guérin Muller Henry Roussel Nicolas Perrin Morin Mathieu Clément Gauthier Dumont Lopez Fontaine Chevalier Robin Masson
            Sanchez Gérard Nguyen Boyer Denis Lemaire Duval Joly Gautier Traoré Benali
            """,
        awkward: """
            Marie-Ange de La Rochefoucauld-d’Estissac|Marie-Ange
            Aliénor L’Hôpital|Aliénor
            Gwenaël Le Goff-Kerdraon|Gwenaël
            """)

    static let unitedKingdom = NameList(
        first: """
            Olivia Amelia Isla Ava Emily Grace Freya Charlotte Alice Sophie Harriet Eleanor Fiona Catriona Siobhán Niamh Gwen Cerys Priya
            Aisha Oliver George Harry Jack Alfie Arthur Callum Angus Hamish Rhys Gareth Owen Liam Connor Declan Imran Mohammed Nigel Graham
            Stuart Malcolm Simon Gemma Tracey Joanne Zainab
            """,
        last: """
            Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green Hall Wood
            Jackson Clarke Patel Khan Lewis James Phillips Mason Mitchell Rose Davis Rodgers Cox Alexander Marshall MacDonald McKenzie
            Campbell Stewart Murray Fraser O’Neill O’Connor Murphy Kelly Byrne Hughes Pritchard Llewellyn Begum Ahmed Hussain Singh Shah
            Okafor Adeyemi Mensah Whittaker Ashworth Entwistle Hargreaves Butterworth Ramsbottom
            """,
        awkward: """
            Seán Ó Súilleabháin|Seán
            Arabella Featherstonehaugh-Cholmondeley|Arabella
            Tracey-Ann O’Dowd-D’Arcy|Tracey-Ann
            """)

    static let poland = NameList(
        first: """
            Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Magdalena Elżbieta Joanna Aleksandra Zofia Monika Teresa
            Danuta Natalia Karolina Marta Julia Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Jakub Adam Stanisław Marek Łukasz
            Grzegorz Wojciech Mariusz Dariusz Zbigniew Mateusz Rafał Szymon Kacper Bartosz Sławomir Żaneta Jędrzej
            """,
        last: """
            Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Woźniak Szymański Dąbrowski Kozłowski Mazur
            Jankowski Kwiatkowski Wojciechowski Krawczyk Kaczmarek Piotrowski Grabowski Pawłowski Michalski Król Zając Wieczorek Jabłoński
            Wróbel Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski Witkowski Walczak Sikora Baran
            Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak Duda Zalewski Wróblewski Jasiński Marciniak Sadowski Bąk Zawadzki
            Jakubowski Wilk Chmielewski Borkowski Sokołowski Szczepański Gąsior
            """,
        awkward: """
            Grzegorz Brzęczyszczykiewicz|Grzegorz
            Małgorzata Skłodowska-Chrząszczewska|Małgorzata
            """)

    static let greece = NameList(
        first: """
            Maria Eleni Katerina Vasiliki Sofia Angeliki Georgia Dimitra Konstantina Paraskevi Anna Ioanna Evangelia Despina Christina
            Fotini Athina Zoe Danae Myrto Giorgos Dimitris Kostas Yannis Nikos Panagiotis Vasilis Christos Athanasios Michalis Evangelos
            Spyros Stelios Thanasis Petros Manolis Apostolos Alexandros Ilias Stavros Lefteris Fotis Theodoros Aristotelis Odysseas
            """,
        last: """
            Papadopoulos Papadakis Vlachos Angelopoulos Nikolaidis Georgiou Petridis Athanasiadis Dimitriadis Papanikolaou Karagiannis
            Vasileiou Oikonomou Makris Alexiou Konstantinou Ioannidis Christodoulou Theodorou Panagiotou Kyriakidis Samaras Mavridis
            Antoniou Pappas Giannopoulos Papathanasiou Karras Zervas Kalogeropoulos Tsakiris Lamprou Stavrou Hatzis Hatzidakis Rallis
            Xenakis Kontos Sideris Manolakis Drakos Galanis Michailidis Karamanlis Tzavaras Bakas Fragkos Gkikas Katsaros Livanos Maniatis
            Nikolaou Pavlidis Roussos Sarris Tsolakis Venizelos Voulgaris Xydis Zografos Anagnostou
            """,
        awkward: """
            Ελένη Παπαδοπούλου|Ελένη|eleni.papadopoulou
            Γιώργος Καραγιάννης|Γιώργος|giorgos.karagiannis
            Κατερίνα Νικολαΐδου|Κατερίνα|katerina.nikolaidou
            Θανάσης Οικονόμου|Θανάσης|thanasis.oikonomou
            Άννα Χατζηδάκη|Άννα|anna.chatzidaki
            Δημήτρης Παπακωνσταντίνου|Δημήτρης|dimitris.papakonstantinou
            """)

    static let unitedStates = NameList(
        first: """
            Emma Olivia Ashley Jessica Jennifer Linda Barbara Susan Nancy Karen Latoya Keisha Destiny María Guadalupe Sofía Hannah Madison
            Brooke Megan James John Robert Michael William David Richard Joseph Charles Daniel Anthony Brandon Tyler Austin Jamal DeShawn
            Marcus Luis José Carlos Juan Kevin Brian Wei Minh Ryan Scott
            """,
        last: """
            Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas Taylor
            Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott
            Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz
            Parker Cruz Edwards Collins Reyes O’Brien Kowalski Yazzie Begay
            """,
        awkward: """
            Christopher Montgomery Washington III|Christopher|christopher.washington
            Ana-Sofía de la Cruz y Peñaloza|Ana-Sofía
            D’Angelo O’Shaughnessy|D’Angelo
            X Nguyen-Nuñez|X|x.nguyen
            """)

    static let brazil = NameList(
        first: """
            Maria Ana Francisca Antônia Adriana Juliana Márcia Fernanda Patrícia Aline Camila Amanda Bruna Jéssica Letícia Júlia Luciana
            Vanessa Mariana Beatriz José João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Luís Gabriel Rafael Daniel Marcelo
            Bruno Eduardo Felipe Raimundo Rodrigo Thiago Vinícius Otávio Caíque Conceição Iara
            """,
        last: """
            Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares
            Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves
            Santana Teixeira Araújo Pinto Castro Azevedo Correia Cavalcanti Moraes Campos Monteiro Batista Duarte Melo Barros Pires Cunha
            Farias Magalhães Assunção Brandão Queiroz Tanaka Nakamura Schmitt Guimarães da_Conceição
            """,
        awkward: """
            Maria Aparecida dos Santos Pereira de Oliveira Filha|Maria Aparecida|maria.oliveira.filha
            João d’Ávila e Sá|João
            Luís Inácio Gonçalves da Conceição Júnior|Luís Inácio|luis.conceicao
            """)

    static let india = NameList(
        first: """
            Aarav Vivaan Aditya Arjun Rohan Rahul Amit Sanjay Rajesh Suresh Ramesh Vijay Anil Prakash Karthik Vignesh Harish Manoj Deepak
            Nikhil Siddharth Pranav Imran Farhan Gurpreet Priya Ananya Diya Kavya Meera Neha Pooja Sunita Lakshmi Divya Shreya Anjali
            Deepa Rekha Aishwarya Swati Nandini Fatima Harpreet Ishita Revathi
            """,
        last: """
            Sharma Verma Gupta Kumar Singh Patel Shah Mehta Desai Joshi Kulkarni Deshpande Patil Jadhav Pawar Shinde Gaikwad More Chavan
            Bhosale Iyer Iyengar Subramanian Krishnan Raman Natarajan Venkatesan Murugan Rajan Nair Menon Pillai Varghese Thomas Mathew
            Reddy Rao Naidu Chowdhury Banerjee Mukherjee Chatterjee Das Ghosh Bose Khan Ansari Shaikh Siddiqui Kapoor Malhotra Chopra
            Bhatia Agarwal Bansal Jain Mishra Tiwari Pandey Trivedi Gowda Hegde
            """,
        awkward: """
            Suharto||suharto
            Lakshmi||lakshmi
            Balasubramaniam||balasubramaniam
            प्रिया कुलकर्णी|प्रिया|priya.kulkarni
            अमित देशपांडे|अमित|amit.deshpande
            கார்த்திக் முருகன்|கார்த்திக்|karthik.murugan
            Venkata Satya Sai Lakshmi Narasimha Rao|Venkata|venkata.rao
            """)

    static let japan = NameList(
        first: """
            Haruto Yūto Sōta Ren Yūma Hinata Riku Kaito Takumi Daiki Kenji Hiroshi Takashi Makoto Kazuo Shōta Ryō Tarō Jun Satoshi Akira
            Yoshihiro Masato Shun Sakura Yui Aoi Hina Mei Rin Misaki Haruka Nanami Ayaka Keiko Yōko Kumiko Noriko Emi Mayumi Naomi Chihiro
            Akiko Tomoko Kyōko
            """,
        last: """
            Satō Suzuki Takahashi Tanaka Watanabe Itō Yamamoto Nakamura Kobayashi Katō Yoshida Yamada Sasaki Yamaguchi Matsumoto Inoue
            Kimura Hayashi Shimizu Yamazaki Mori Abe Ikeda Hashimoto Yamashita Ishikawa Nakajima Maeda Fujita Ogawa Gotō Okada Hasegawa
            Murakami Kondō Ishii Saitō Sakamoto Endō Aoki Fujii Nishimura Fukuda Ōta Miura Fujiwara Okamoto Matsuda Nakagawa Nakano Harada
            Ono Tamura Takeuchi Kaneko Wada Nakayama Ishida Ueda Morita Ōnishi
            """,
        awkward: """
            佐藤 美咲|美咲|misaki.sato
            田中 健一|健一|kenichi.tanaka
            渡邉 陽翔|陽翔|haruto.watanabe
            山本 さくら|さくら|sakura.yamamoto
            髙橋 亮|亮|ryo.takahashi
            小野寺 凛|凛|rin.onodera
            """)

    static let australia = NameList(
        first: """
            Charlotte Matilda Ruby Isla Zoe Georgia Tahlia Chelsea Kylie Sharon Narelle Bronwyn Heather Lachlan Cooper Angus Jack Noah
            Ethan Xavier Bruce Shane Wayne Craig Darren Brett Mitchell Jarrah Kirra Linh Thuy Minh Hao Mei Aroha Tane Nikhil Anjali Omar
            Layla Dimitra Giovanni Fraser Imogen Poppy Harrison
            """,
        last: """
            Smith Jones Williams Brown Wilson Taylor Johnson White Martin Anderson Thompson Nguyen Thomas Walker Harris Lee Ryan Robinson
            Kelly King Davis Wright Evans Roberts Green Hall Wood Jackson Clarke Patel Khan Lewis James Phillips Singh Mason Mitchell
            Tran Chen Wang Li Zhang Papadopoulos Rossi Russo O’Sullivan McGregor Campbell Stewart Murray Edwards Cook Watson Morris Bell
            Kaur Sharma Yunupingu Marika Tamatea Henare
            """,
        awkward: """
            Ngaire Te Whata-O’Reilly|Ngaire
            Wirrpanda||wirrpanda
            """)
}
