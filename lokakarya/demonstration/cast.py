"""Everybody with a part to play, by name. All of them are invented."""

from dataclasses import dataclass

from partners.models.membership import Role


@dataclass(frozen=True)
class Figure:
    """One person: ``key`` is the part of the address before the @, ``roles`` are (role, organisation code) pairs."""

    key: str
    name: str
    sex: str  # "L" or "P", as a NIP tells it
    unit: str
    position: str
    grade: str = ""
    front: str = ""
    back: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    teaches: tuple[str, ...] = ()
    employment: str = "pns"
    birth_place: str = "Pontianak"


# Subjects that no real season asks for: its planner must find nobody of the demonstration, nor ours anybody of it.
SERVICE = "pelayanan prima"
WRITING = "penulisan naskah dinas"
SECURITY = "keamanan siber dasar"
ARCHIVES = "arsip digital"
CRISIS = "komunikasi krisis"
ASSETS = "pengelolaan aset daerah"

STAFF = (
    Figure(
        "dewi", "Dewi Anggraini", "P", "BKPSDM", "Analis Sumber Daya Manusia Aparatur Ahli Muda", "III/d",
        back="S.IP., M.A.P.", roles=((Role.COORDINATOR, "BKPSDM"),), birth_place="Singkawang",
    ),
    Figure(
        "bagus", "Bagus Prakoso", "L", "DISKOMINFO", "Pranata Komputer Ahli Muda", "III/c", back="S.Kom.",
        roles=((Role.PROPOSER, "DISKOMINFO"),),
    ),
    Figure(
        "ratna", "Ratna Kusumadewi", "P", "BAPPERIDA", "Perencana Ahli Madya", "IV/a", back="S.Sos., M.Si.",
        roles=((Role.REVIEWER, "BAPPERIDA"),), birth_place="Mempawah",
    ),
    Figure(
        "hendrawan", "Hendrawan Tjokro", "L", "LPPM", "Guru Besar", "IV/d", "Prof. Dr.", "S.Si., M.Sc.",
        roles=((Role.REVIEWER, "LPPM"),), birth_place="Singkawang",
    ),
    Figure(
        "maria", "Maria Goreti Sunarti", "P", "PTK", "Kepala Subbagian Kerja Sama", "IV/a", back="S.H., M.H.",
        roles=((Role.COOPERATION_OFFICER, "PTK"),), birth_place="Sanggau",
    ),
    Figure(
        "yosef", "Yosef Alom", "L", "FT", "Kepala Bagian Tata Usaha", "III/d", back="S.E.",
        roles=((Role.ASSIGNER, "FT"),), birth_place="Sintang",
    ),
    Figure(
        "sutrisno", "Sutrisno Hadi", "L", "DEMO-GEDUNG", "Pengelola Gedung", employment="non_asn",
        roles=((Role.ROOM_MANAGER, "DEMO-GEDUNG"),), birth_place="Sambas",
    ),
    Figure(
        "syafruddin", "Syafruddin Noor", "L", "BKPSDM", "Kepala BKPSDM", "IV/c", "Drs. H.", "M.Si.",
        roles=((Role.SIGNATORY, "BKPSDM"),), birth_place="Ngabang",
    ),
    Figure(
        "lilis", "Lilis Marlina", "P", "DINKES", "Kepala Subbagian Umum dan Aparatur", "III/d", back="S.K.M.",
        roles=((Role.NOMINATOR, "DINKES"),),
    ),
    Figure(
        "nurhayati", "Nurhayati", "P", "INSPEKTORAT", "Auditor Ahli Muda", "III/d", back="S.E., Ak., CA",
        roles=((Role.AUDITOR, "PTK"),), birth_place="Ketapang",
    ),
    Figure("admin", "Surya Adinata", "L", "DISKOMINFO", "Pranata Komputer Ahli Muda", "III/c", back="S.T."),
    Figure(
        "yohana", "Yohana Sri Rejeki", "P", "DINKES", "Penyuluh Kesehatan Ahli Muda", "III/c", back="S.K.M., M.Kes.",
        roles=((Role.PROPOSER, "DINKES"),), birth_place="Sintang",
    ),
    Figure(
        "darmawan", "Darmawan", "L", "KEC-KOTA", "Sekretaris Camat", "IV/a", back="S.STP., M.Si.",
        roles=((Role.PROPOSER, "KEC-KOTA"),), birth_place="Ketapang",
    ),
    Figure(
        "veronika", "Veronika Asih", "P", "FISIP", "Kepala Bagian Tata Usaha", "III/d", back="S.Sos.",
        roles=((Role.ASSIGNER, "FISIP"),), birth_place="Bengkayang",
    ),
    Figure(
        "burhan", "Burhanuddin Saleh", "L", "FMIPA", "Kepala Bagian Tata Usaha", "III/d", back="S.Si.",
        roles=((Role.ASSIGNER, "FMIPA"),),
    ),
    Figure(
        "tuti", "Tuti Alawiyah", "P", "FKIP", "Kepala Bagian Tata Usaha", "III/d", back="S.Pd.",
        roles=((Role.ASSIGNER, "FKIP"),), birth_place="Mempawah",
    ),
    Figure(
        "sabinus", "Sabinus Melano", "L", "FISIP", "Dekan", "IV/b", "Dr.", "S.Sos., M.Si.",
        roles=((Role.SIGNATORY, "FISIP"),), birth_place="Sanggau",
    ),
    Figure(
        "rosmala", "Rosmala Dewita", "P", "FKIP", "Dekan", "IV/c", "Prof. Dr.", "M.Pd.",
        roles=((Role.SIGNATORY, "FKIP"),),
    ),
    Figure(
        "edy", "Edy Suprapto", "L", "FMIPA", "Dekan", "IV/b", "Dr.", "S.Si., M.Si.",
        roles=((Role.SIGNATORY, "FMIPA"),), birth_place="Sambas",
    ),
    Figure(
        "johanes", "Johanes Padma", "L", "FT", "Dekan", "IV/b", "Dr. Ir.", "M.T., IPM",
        roles=((Role.SIGNATORY, "FT"),), birth_place="Singkawang",
    ),
)

LECTURERS = (
    Figure(
        "andika", "Andika Pramudya", "L", "FT", "Lektor", "III/d", "Dr.", "S.T., M.Kom.",
        teaches=(SECURITY,), birth_place="Sintang",
    ),
    Figure(
        "kornelius", "Kornelius Bujang", "L", "FT", "Lektor", "III/c", "Ir.", "M.T.", teaches=(SECURITY, ARCHIVES),
        birth_place="Sanggau",
    ),
    Figure("imam", "Imam Zarkoni", "L", "FMIPA", "Asisten Ahli", "III/b", back="S.Kom., M.Kom.", teaches=(SECURITY,)),
    Figure(
        "fransiska", "Fransiska Mayasari", "P", "FMIPA", "Lektor", "III/d", "Dr.", "S.Si., M.Kom.",
        teaches=(ARCHIVES,), birth_place="Bengkayang",
    ),
    Figure(
        "sri", "Sri Wahyuni Lestari", "P", "FISIP", "Lektor Kepala", "IV/a", "Dr.", "S.Sos., M.Si.",
        teaches=(SERVICE, CRISIS),
    ),
    Figure(
        "bonifasius", "Bonifasius Tanam", "L", "FISIP", "Lektor", "III/d", "Dr.", "S.IP., M.A.", teaches=(SERVICE,),
        birth_place="Landak",
    ),
    Figure(
        "nurul", "Nurul Hikmah", "P", "FISIP", "Asisten Ahli", "III/b", back="S.I.Kom., M.I.Kom.",
        teaches=(CRISIS, SERVICE), birth_place="Sambas",
    ),
    Figure(
        "gregorius", "Gregorius Sandan", "L", "LPPM", "Guru Besar", "IV/d", "Prof. Dr. Ir.", "M.Sc.",
        teaches=(CRISIS, ARCHIVES), birth_place="Ketapang",
    ),
    Figure(
        "agustina", "Agustina Ritonga", "P", "FKIP", "Lektor Kepala", "IV/a", "Dr.", "S.Pd., M.Hum.",
        teaches=(WRITING,), birth_place="Sintang",
    ),
    Figure("wawan", "Wawan Setiadi", "L", "FKIP", "Lektor", "III/c", back="S.Pd., M.Pd.", teaches=(WRITING,)),
    Figure(
        "taufik", "Taufik Rahmanto", "L", "FEB", "Lektor", "III/d", "Dr.", "S.E., M.M.", teaches=(ASSETS,),
        birth_place="Mempawah",
    ),
    Figure(
        "meiliana", "Meiliana Kosasih", "P", "FEB", "Asisten Ahli", "III/b", back="S.E., M.Ak.", teaches=(ASSETS,),
        birth_place="Singkawang",
    ),
)
