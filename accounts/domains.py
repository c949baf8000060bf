"""Which e-mail domains say where somebody works, and which say nothing.

A person belongs to a school at once when their confirmed address is at the school's own website's domain. Addresses
that anybody can get say nothing, nor do hosts that rent pages to all comers: a school whose website in the register is
"calderbyschool.wixsite.com" or a page on a social network has no domain of its own.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Mail that anybody can open: the large providers and the British internet companies, by registrable domain. An address
# below one of them (name@mail.example) counts as it.
PUBLIC_MAIL = _words(
    """
    aol.co.uk aol.com blueyonder.co.uk bt.com btconnect.com btinternet.com btopenworld.com duck.com email.com
    fastmail.com fastmail.fm freeserve.co.uk gmail.co.uk gmail.com gmx.co.uk gmx.com gmx.net googlemail.com hey.com
    hotmail.co.uk hotmail.com hotmail.fr hushmail.com icloud.com inbox.com lineone.net live.co.uk live.com mac.com
    mail.com mail.ru mailinator.com me.com msn.com ntlworld.com o2.co.uk orange.net outlook.co.uk outlook.com
    pm.me pobox.com proton.me protonmail.ch protonmail.com qq.com rocketmail.com sky.com supanet.com talk21.com
    talktalk.co.uk talktalk.net tesco.net tiscali.co.uk tuta.com tutanota.com virgin.net virginmedia.com
    vodafoneemail.co.uk waitrose.com web.de yahoo.co.in yahoo.co.uk yahoo.com yahoo.fr yandex.com yandex.ru ymail.com
    zen.co.uk zoho.com
    """
)

# Hosts of other people's websites, local grids, and government: a place below one of them is still not one school.
SHARED_HOSTS = _words(
    """
    blogspot.com childrensservicedirectory.org.uk e4education.co.uk edex.net.uk eschools.co.uk facebook.com github.io
    godaddysites.com google.co.uk google.com gov.uk gov.wales ik.org instagram.com j2bloggy.com j2webby.com lgfl.net
    linkedin.com ngfl.ac.uk primarysite.net primarysite.org schoolgrid.net schooljotter.com schooljotter2.com
    schudio.com schudio.site sharepoint.com squarespace.com twitter.com webfronter.com weebly.com wix.com wixsite.com
    wordpress.com x.com
    """
)

# Suffixes under which schools do have their own domains, but which are nobody's by themselves.
SUFFIXES = _words("ac.uk co.uk com net org org.uk sch.uk uk")


def domain_of(email: str) -> str:
    """The part after the last "@", in small letters; "" where there is none."""
    _, at, domain = email.rpartition("@")
    return domain.strip().rstrip(".").lower() if at else ""


def says_nothing(domain: str) -> bool:
    """Whether an address at this domain proves no workplace: a public provider's, a host of many, or a bare suffix."""
    labels = domain.split(".")
    itself_and_above = {".".join(labels[start:]) for start in range(len(labels))}
    return len(labels) < 2 or domain in SUFFIXES or bool(itself_and_above & (PUBLIC_MAIL | SHARED_HOSTS))


def proves(email: str, school_domain: str) -> bool:
    """Whether a confirmed address shows that its owner works at the school with this website domain.

    Equal, not below: schools give their pupils addresses at subdomains such as students.school.sch.uk.
    """
    return domain_of(email) == school_domain.lower() != "" and not says_nothing(school_domain.lower())
