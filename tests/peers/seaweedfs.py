"""A real S3 server on the loopback: it signs, checks and refuses as one does in service."""

import json
from types import SimpleNamespace

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from config import env
from scripts.machine import seaweedfs as seaweedfs_program
from tests.peers.daemons import missing, running, until
from tests.peers.smtp import free_port

KEY, SECRET = "cle", "secret-des-essais"
BUCKET = "pieces"
PARTS = ("master", "volume", "filer", "s3")
IDENTITY = {
    "identities": [
        {
            "name": "passeurs",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
    ]
}


@pytest.fixture(scope="session")
def seaweedfs(tmp_path_factory):
    """Its address, and a client of its own."""
    program = seaweedfs_program()
    if program is None:
        missing("SEAWEEDFS IS MISSING: the S3 storage was not tried (make setup)")
    folder = tmp_path_factory.mktemp("seaweedfs")
    (folder / "s3.json").write_text(json.dumps(IDENTITY))
    ports = {name: (free_port(), free_port()) for name in PARTS}
    command = [
        program, "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        "-s3", f"-s3.config={folder / 's3.json'}", "-s3.iam=false",
        "-s3.port.iceberg=0", "-s3.port.lance=0",
        "-volume.max=20", "-master.volumeSizeLimitMB=64", "-master.telemetry=false",
        *(f"-{name}.port={port}" for name, (port, _) in ports.items()),
        *(f"-{name}.port.grpc={port}" for name, (_, port) in ports.items()),
    ]  # fmt: skip
    address = f"http://127.0.0.1:{ports['s3'][0]}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )
    with running(command, folder) as process:
        until(lambda: _answers(client), process)
        yield SimpleNamespace(address=address, client=client)
    client.close()


@pytest.fixture
def bucket(seaweedfs, settings):
    """The platform keeps its files in an empty bucket; `bucket.stop()` cuts the road to it."""
    kept, name = settings.STORAGES, BUCKET
    for held in seaweedfs.client.list_objects_v2(Bucket=name).get("Contents", ()):
        seaweedfs.client.delete_object(Bucket=name, Key=held["Key"])

    def go(port):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("A_BUCKET", f"s3+http://{KEY}:{SECRET}@127.0.0.1:{port}/{name}")
            settings.STORAGES = kept | {"default": env.storage("A_BUCKET")}

    there = seaweedfs.address.rpartition(":")[2]
    go(there)
    return SimpleNamespace(
        name=name, client=seaweedfs.client, stop=lambda: go(free_port()), start=lambda: go(there)
    )


def _answers(client):
    try:
        client.create_bucket(Bucket=BUCKET)
        client.put_object(Bucket=BUCKET, Key="x", Body=b"x")
    except (OSError, BotoCoreError, ClientError):
        return False
    return True
