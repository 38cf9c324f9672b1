"""The participants: invented civil servants of eight units, the first of each its personnel officer."""

from partners.models.membership import Role

from .cast import Figure

# Key, name and sex; dinkes has its personnel officer in the cast.
NAMES = {
    "BKPSDM": (
        ("anastasia", "Anastasia Wulandari", "P"),
        ("hari", "Hari Purnomo", "L"),
        ("siska", "Siska Rahmawati", "P"),
        ("dedi", "Dedi Kurniadi", "L"),
    ),
    "DISKOMINFO": (
        ("cindy", "Cindy Oktaviani", "P"),
        ("arief", "Arief Nugraha", "L"),
        ("yudha", "Yudha Mahendra", "L"),
        ("melati", "Melati Puspasari", "P"),
        ("stepanus", "Stepanus Doni", "L"),
        ("nadia", "Nadia Salsabila", "P"),
        ("ridwan", "Ridwan Syahputra", "L"),
    ),
    "BAPPERIDA": (
        ("galih", "Galih Wicaksono", "L"),
        ("elisabet", "Elisabet Ratih", "P"),
        ("fitriani", "Fitriani Hasanah", "P"),
        ("jampung", "Petrus Jampung", "L"),
        ("fauzan", "Ahmad Fauzan", "L"),
        ("lidya", "Lidya Natalia", "P"),
    ),
    "DISDUKCAPIL": (
        ("suhartini", "Suhartini", "P"),
        ("joko", "Joko Susanto", "L"),
        ("rina", "Rina Octavia", "P"),
        ("viktor", "Viktor Simbolon", "L"),
        ("yuliana", "Yuliana Tari", "P"),
        ("ilham", "Muhammad Ilham", "L"),
    ),
    "DLH": (
        ("bambang", "Bambang Irawan", "L"),
        ("nurbaiti", "Dayang Nurbaiti", "P"),
        ("ateng", "Florensius Ateng", "L"),
        ("intan", "Intan Permatasari", "P"),
        ("umar", "Syarif Umar", "L"),
    ),
    "DINKES": (
        ("rizky", "Rizky Febrian", "L"),
        ("kartika", "Kartika Sari Dewi", "P"),
        ("maya", "Maya Sophia", "P"),
        ("teguh", "Teguh Wibisono", "L"),
        ("suning", "Veronika Suning", "P"),
        ("hesti", "Hesti Purwanti", "P"),
        ("zainal", "Zainal Arifin", "L"),
    ),
    "DPUPR": (
        ("grace", "Grace Manurung", "P"),
        ("yulianto", "Eko Yulianto", "L"),
        ("lanting", "Hendrikus Lanting", "L"),
        ("novita", "Novita Anggreni", "P"),
        ("heryanto", "Agus Heryanto", "L"),
        ("fadli", "Uray Fadli", "L"),
    ),
    "KEC-KOTA": (
        ("erna", "Erna Suryati", "P"),
        ("cahaya", "Cahaya Ningsih", "P"),
        ("darwis", "Darwis Efendi", "L"),
        ("ferdy", "Ferdy Gunawan", "L"),
        ("herlina", "Herlina Bangun", "P"),
        ("nyabang", "Kasimirus Nyabang", "L"),
        ("tri", "Tri Astuti", "P"),
    ),
}
# Back title, position, grade, employment; taken in turn.
CAREERS = (
    ("S.Sos.", "Penelaah Teknis Kebijakan", "III/b", "pns"),
    ("S.Kom.", "Pranata Komputer Ahli Pertama", "III/a", "pns"),
    ("A.Md.", "Arsiparis Terampil", "II/c", "pns"),
    ("S.E., M.M.", "Analis Kebijakan Ahli Muda", "III/d", "pns"),
    ("S.Kom.", "Pranata Komputer Ahli Pertama", "IX", "pppk"),
    ("", "Pengadministrasi Perkantoran", "II/b", "pns"),
    ("S.T.", "Perencana Ahli Pertama", "III/a", "pns"),
    ("S.IP., M.A.P.", "Kepala Seksi Pelayanan", "IV/a", "pns"),
    ("A.Md.", "Arsiparis Terampil", "VII", "pppk"),
)
BIRTH_PLACES = ("Pontianak", "Sambas", "Singkawang", "Ketapang", "Sintang", "Sanggau", "Mempawah", "Ngabang")


def figures_of_crowd() -> list[Figure]:
    """The participants in the order in which units take turns, so that every workshop mixes them."""
    rows = []
    for unit, names in NAMES.items():
        for place, (key, name, sex) in enumerate(names):
            rows.append((place, unit, key, name, sex))
    rows.sort(key=lambda row: row[0])
    figures = []
    for number, (place, unit, key, name, sex) in enumerate(rows):
        back, position, grade, employment = CAREERS[number % len(CAREERS)]
        names_others = place == 0 and unit != "DINKES"
        figures.append(
            Figure(
                key, name, sex, unit, position, grade, back=back, employment=employment,
                roles=((Role.NOMINATOR, unit),) if names_others else (),
                birth_place=BIRTH_PLACES[number % len(BIRTH_PLACES)],
            )
        )
    return figures
