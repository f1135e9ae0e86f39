"""Publishing to real places: a folder, a ZIP, SSH and S3 servers, a bare git repository; killed at any moment."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import need, need_module, reserve_port
from site_tours import picture, tour

from audioguide.assembly import publishing
from audioguide.authoring import site_config, site_yaml
from audioguide.cli.publish import publish_command
from audioguide.commands.publish import PublishPlan, PublishRequest, TourChange, changes_by_tour, publish_site
from audioguide.errors import ConfigError, OutputError, ScriptError
from audioguide.manifest import to_json
from audioguide.model import Manifest
from audioguide.outputs import BuiltTours, site
from audioguide.project import Project
from audioguide.web.targets import PUBLISHED, make_target
from audioguide.web.targets import folder as folder_target


def write_project(root: Path, *numbers: str, sentences: int = 6, engine: str = "kokoro") -> Project:
    """A project whose one tour is built, without any engine."""
    project = Project(root)
    shutil.rmtree(project.output, ignore_errors=True)
    built = replace(tour(project.output, numbers=numbers or ("1", "2", "3a")), engine=engine)
    built = replace(built, stops=tuple(replace(stop, cues=stop.cues[:sentences]) for stop in built.stops))
    publish_built(project, built)
    return project


def publish_built(project: Project, built: Manifest) -> None:
    folder = project.output / built.folder
    (folder / built.captions).write_text("WEBVTT\n", "utf-8")
    with publishing.open_publication(project.output) as publication:
        owned = publication.destination(f"tour:{built.id}")
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".mp3", ".vtt", ".png"):
                owned.write_bytes(path.relative_to(project.output).as_posix(), path.read_bytes())
        owned.write_text(f"{built.folder}/manifest.json", to_json(built))
        site.write_site(BuiltTours((built,)), publication.destination("site"))
        publication.commit()


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != PUBLISHED and ".git" not in path.parts
    }


def assert_complete(site_folder: Path) -> None:
    """Every page's sound and pictures are there."""
    for page in site_folder.rglob("*.html"):
        for address in re.findall(r'(?:data-audio|src)="([^"#?]+)', page.read_text("utf-8")):
            if not address.startswith(("http", "data:")):
                assert (page.parent / address).is_file(), f"{page} points to {address}"


# ---------------------------------------------------------------- places


@dataclass
class Place:
    """A place to publish to, and how to look at it."""

    address: str
    read_back: Callable[[Path], Path]
    """Fetch what is there into a folder."""
    options: Mapping[str, str]


@pytest.fixture
def folder_place(tmp_path: Path) -> Place:
    target = tmp_path / "srv"
    return Place(f"folder:{target}", lambda _into: target, {})


@pytest.fixture
def zip_place(tmp_path: Path) -> Place:
    file = tmp_path / "guide.zip"

    def unpack(into: Path) -> Path:
        shutil.rmtree(into, ignore_errors=True)
        with zipfile.ZipFile(file) as archive:
            archive.extractall(into)
        return into

    return Place(f"zip:{file}", unpack, {})


@pytest.fixture
def ssh_place(tmp_path: Path) -> Iterator[Place]:
    need_module("paramiko", "pip install 'audioguide[publish]'")
    sshd = need("sshd", "apt-get install openssh-server")
    keygen = need("ssh-keygen", "apt-get install openssh-client")
    for name in ("host", "mine"):
        command = [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(command, check=True)
    port = reserve_port()
    shutil.copy(tmp_path / "mine.pub", tmp_path / "authorized_keys")
    (tmp_path / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/host\n"
        f"AuthorizedKeysFile {tmp_path}/authorized_keys\n"
        f"StrictModes no\nUsePAM no\nPidFile none\nSubsystem sftp internal-sftp\nPermitRootLogin yes\n"
    )
    public = (tmp_path / "host.pub").read_text().split()
    (tmp_path / "known_hosts").write_text(f"[127.0.0.1]:{port} {public[0]} {public[1]}\n")
    Path("/run/sshd").mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(
        [sshd, "-D", "-e", "-f", str(tmp_path / "sshd_config")], stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stderr is not None
        for line in server.stderr:  # it says when it listens
            if "Server listening" in line:
                break
        target = tmp_path / "ssh-srv"
        target.mkdir()
        user = os.environ.get("USER") or "root"
        options = {"identity": str(tmp_path / "mine"), "known_hosts": str(tmp_path / "known_hosts")}
        yield Place(f"ssh://{user}@127.0.0.1:{port}{target}", lambda _into: target, options)
    finally:
        server.terminate()
        server.communicate()


@pytest.fixture
def s3_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    need_module("boto3", "pip install 'audioguide[publish]'")
    need_module("moto", "pip install 'moto[s3,server]'")
    import boto3
    from moto.server import ThreadedMotoServer

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    endpoint = "http://{}:{}".format(*server.get_host_and_port())
    client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    client.create_bucket(Bucket="guide")

    def download(into: Path) -> Path:
        shutil.rmtree(into, ignore_errors=True)
        for page in client.get_paginator("list_objects_v2").paginate(Bucket="guide"):
            for entry in page.get("Contents", []):
                path = into / entry["Key"].removeprefix("tours/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(client.get_object(Bucket="guide", Key=entry["Key"])["Body"].read())
        return into

    try:
        yield Place("s3://guide/tours", download, {"endpoint": endpoint, "region": "us-east-1"})
    finally:
        client.close()
        server.stop()


@pytest.fixture
def pages_place(tmp_path: Path) -> Place:
    git = need("git", "apt-get install git")
    bare, work = tmp_path / "bare.git", tmp_path / "work"
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([git, "init", "-q", "--bare", str(bare)], check=True)
    subprocess.run([git, "init", "-q", str(work)], check=True)
    subprocess.run([git, "-C", str(work), "config", "user.name", "A"], check=True)
    subprocess.run([git, "-C", str(work), "config", "user.email", "a@example.org"], check=True)
    subprocess.run([git, "-C", str(work), *author, "commit", "-q", "--allow-empty", "-m", "begin"], check=True)
    subprocess.run([git, "-C", str(work), "remote", "add", "origin", str(bare)], check=True)

    def clone(into: Path) -> Path:
        shutil.rmtree(into, ignore_errors=True)
        subprocess.run([git, "clone", "-q", "-b", "gh-pages", str(bare), str(into)], check=True)
        assert (into / ".nojekyll").is_file()
        (into / ".nojekyll").unlink()
        return into

    return Place("pages:gh-pages", clone, {"repository": str(work)})


PLACES = ("folder_place", "zip_place", "ssh_place", "s3_place", "pages_place")


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Place:
    target: Place = request.getfixturevalue(request.param)
    return target


def publish(project: Project, place: Place, **fields: bool) -> PublishPlan:
    return publish_site(project, PublishRequest(place.address, place.options, **fields))


@pytest.mark.parametrize("place", PLACES, indirect=True)
def test_what_is_there_is_the_site_and_a_second_time_nothing_is_done(place: Place, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", "1", "2", "3a")
    (project.root / "public").mkdir()
    (project.root / "public" / "CNAME").write_text("guide.example\n")
    publish(project, place)
    there = place.read_back(tmp_path / "back")
    files = contents(there)
    assert_complete(there)
    assert "CNAME" in files and "school/index.html" in files and "school/stops/01.mp3" in files
    assert not [path for path in files if path.endswith("manifest.json")]
    if not place.address.startswith("zip:"):
        assert publish(project, place).is_empty
    write_project(project.root, "1", "2")  # a stop is gone
    plan = publish(project, place)
    after = contents(place.read_back(tmp_path / "back"))
    of_tour = [path for path in after if path.startswith("school/")]  # the digest of an asset may hold any letters
    assert of_tour and not [path for path in of_tour if "/3a" in path or "03a" in path], "a removed stop is still there"
    assert {path.source.name for path in plan.upload} and after.keys() < files.keys() | after.keys()


@pytest.mark.parametrize("place", [name for name in PLACES if name != "zip_place"], indirect=True)
def test_one_edited_sentence_sends_one_stop(place: Place, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", "1", "2", "3a", "4")
    publish(project, place)
    built = replace(tour(project.output, numbers=("1", "2", "3a", "4")), engine="kokoro")
    stop = built.stops[1]
    cues = (replace(stop.cues[0], text="改过的一句。"), *stop.cues[1:])
    publish_built(project, replace(built, stops=(built.stops[0], replace(stop, cues=cues), *built.stops[2:])))
    before = contents(place.read_back(tmp_path / "before"))
    sent = [file.path for file in publish(project, place).upload]
    assert not [path for path in sent if path.startswith(("school/1/", "school/3a/", "school/4/", "assets/"))], sent
    assert "school/2/index.html" in sent
    after = contents(place.read_back(tmp_path / "after"))
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == set(sent), "what was sent is what differs at the place"
    assert publish(project, place).is_empty


def test_what_a_publication_changes_is_named_by_tour_and_stop(folder_place: Place, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", "1", "2", "3a")
    first = publish(project, folder_place, dry_run=True)
    everything = (TourChange("school", ("1", "2", "3a"), files_below(first, "school/")),)
    assert changes_by_tour(project, first) == everything
    publish(project, folder_place)
    assert changes_by_tour(project, publish(project, folder_place, dry_run=True)) == ()
    built = replace(tour(project.output, numbers=("1", "2", "3a")), engine="kokoro")
    sound = project.output / built.folder / built.stops[1].track.file
    sound.write_bytes(sound.read_bytes() + bytes(100))
    publish_built(project, built)
    second = publish(project, folder_place, dry_run=True)
    assert changes_by_tour(project, second) == (TourChange("school", ("2",), files_below(second, "school/")),)


def files_below(plan: PublishPlan, folder: str) -> int:
    return sum(file.path.startswith(folder) for file in plan.upload)


class Killed(BaseException):
    """The process ends here."""


def test_killed_at_any_moment_and_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write_project(tmp_path / "before", "1", "2", "3a")
    after = write_project(tmp_path / "after", "1", "2", "5")
    (after.output / "school" / "images" / "gate.png").write_bytes(picture(1, 2, 3))
    publish_built(after, replace(tour(after.output, numbers=("1", "2", "5"), sentences=7), engine="kokoro"))
    undisturbed = Place(f"folder:{tmp_path / 'undisturbed'}", lambda into: into, {})
    publish(after, undisturbed)
    expected = contents(tmp_path / "undisturbed")
    operations = 0
    kind = folder_target.FolderTarget
    originals = {name: getattr(kind, name) for name in ("put", "put_bytes", "remove")}
    limit = [0]

    def counted(name: str) -> Callable[..., None]:
        def call(self: object, *arguments: object) -> None:
            nonlocal operations
            operations += 1
            if operations == limit[0]:
                raise Killed
            originals[name](self, *arguments)

        return call

    for name in originals:
        monkeypatch.setattr(kind, name, counted(name))
    for number in range(1, 200):
        target = tmp_path / f"killed-{number}"
        place = Place(f"folder:{target}", lambda into: into, {})
        limit[0] = 0
        publish(before, place)
        operations, limit[0] = 0, number
        try:
            publish(after, place)
            break
        except Killed:
            assert_complete(target)
        limit[0] = 0
        publish(after, place)
        assert contents(target) == expected, f"killed at operation {number}"
        shutil.rmtree(target)
    assert number > 12, "the test killed nothing"


KILLS = int(os.environ.get("AUDIOGUIDE_TEST_KILLS", "5"))
"""Moments at which a publication to a server is killed, spread over all of it."""
WIRE = {
    "ssh_place": ("paramiko:SFTPClient", ("putfo", "posix_rename", "remove", "mkdir", "rmdir")),
    "s3_place": ("audioguide.web.targets.s3:S3Target", ("put", "put_bytes", "remove")),
}
"""What a target sends to its server: class, methods."""


@pytest.mark.parametrize("name", WIRE)
def test_killed_on_the_way_to_a_server_and_run_again(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place: Place = request.getfixturevalue(name)
    before = write_project(tmp_path / "project-before", "1", "2", "3a")
    after = write_project(tmp_path / "project-after", "1", "2", "5")
    publish_built(after, replace(tour(after.output, numbers=("1", "2", "5"), sentences=7), engine="kokoro"))
    module, _colon, kind_name = WIRE[name][0].partition(":")
    kind = getattr(import_module(module), kind_name)
    originals = {method: getattr(kind, method) for method in WIRE[name][1]}
    calls, limit = [0], [0]

    def counted(method: str) -> Callable[..., object]:
        def call(self: object, *arguments: Any, **options: Any) -> object:
            calls[0] += 1
            if calls[0] == limit[0]:
                if method == "putfo":  # half of the file is there
                    originals[method](self, io.BytesIO(arguments[0].read(arguments[2] // 2)), arguments[1])
                raise Killed
            return originals[method](self, *arguments, **options)

        return call

    for method in originals:
        monkeypatch.setattr(kind, method, counted(method))
    publish(before, place)
    calls[0] = 0
    publish(after, place)
    total = calls[0]
    expected = contents(place.read_back(tmp_path / "expected"))
    moments = sorted({1 + round(step * (total - 1) / (KILLS - 1)) for step in range(KILLS)})
    for moment in moments:
        limit[0] = 0
        publish(before, place)
        calls[0], limit[0] = 0, moment
        with pytest.raises(Killed):
            publish(after, place)
        assert_complete(place.read_back(tmp_path / "killed"))
        limit[0] = 0
        publish(after, place)
        assert contents(place.read_back(tmp_path / "again")) == expected, f"killed at operation {moment} of {total}"
    assert len(moments) > 1


def test_a_dry_run_changes_nothing(folder_place: Place, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    assert publish(project, folder_place, dry_run=True).upload
    assert not (tmp_path / "srv").exists()


def test_an_unreachable_host_is_named(tmp_path: Path) -> None:
    need_module("paramiko", "pip install 'audioguide[publish]'")
    project = write_project(tmp_path / "project")
    with pytest.raises(OutputError) as caught:
        publish(project, Place("ssh://guide@127.0.0.1:9/srv/guide", lambda into: into, {}))
    assert "127.0.0.1" in caught.value.message and caught.value.hint


# ---------------------------------------------------------------- what is refused


def test_silent_and_damaged_sites_are_refused(folder_place: Place, tmp_path: Path) -> None:
    silent = write_project(tmp_path / "silent", engine="silent")
    with pytest.raises(ScriptError) as caught:
        publish(silent, folder_place, allow_problems=True)
    assert [problem.code for problem in caught.value.problems] == ["silent-tour"]
    damaged = write_project(tmp_path / "damaged")
    (damaged.output / "school" / "index.html").write_text("x")
    (damaged.output / "school" / "stops" / "01.mp3").unlink()
    with pytest.raises(ScriptError) as caught:
        publish(damaged, folder_place, allow_problems=True)
    assert {problem.code for problem in caught.value.problems} == {"file-damaged", "file-missing"}
    assert not (tmp_path / "srv").exists()


def test_open_questions_are_refused_unless_allowed(folder_place: Place, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", "1")
    project.scripts.mkdir()
    (project.scripts / "school.yaml").write_text(
        "title: 学堂\nlanguage: zh-CN\nstops:\n"
        "  - number: 1\n    title: 门\n    text: 这里是门。\n    todo: 年份待核实\n",
        "utf-8",
    )
    with pytest.raises(ScriptError) as caught:
        publish(project, folder_place)
    assert [problem.code for problem in caught.value.problems] == ["todo"]
    assert publish(project, folder_place, allow_problems=True).upload


def test_nothing_is_built_yet(folder_place: Place, tmp_path: Path) -> None:
    with pytest.raises((OutputError, ScriptError)):
        publish(Project(tmp_path / "empty"), folder_place)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "folder:",
        "zip:guide",
        "ssh://host",
        "ssh:///path",
        "s3://",
        "pages:",
        "pages:-f",
        "ftp://host/x",
        "foldr:a",
    ],
)
def test_a_wrong_address_is_explained(address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        make_target(address)
    assert caught.value.hint


# ---------------------------------------------------------------- site.yaml and the command


def test_site_yaml_names_targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = write_project(tmp_path / "project")
    (project.root / "voices.yaml").write_text("schema: 1\n")
    (project.root / "site.yaml").write_text(
        "schema: 1\nname: {zh: 柳溪导览, en: Willow Creek guides}\noutputs: [site, json]\n"
        f"footer:\n  icp: {{text: 某ICP备00000000号, url: 'https://beian.example.cn/'}}\n"
        f"publish:\n  here: folder:{tmp_path / 'srv'}\n  bucket: {{to: 's3://a/b', region: cn}}\n",
        "utf-8",
    )
    loaded = site_yaml.load_site(project)
    assert loaded.name.text_for("zh-CN") == "柳溪导览" and loaded.name.text_for("fr") == "柳溪导览"
    assert loaded.outputs == ("site", "json") and loaded.footer[0].url.startswith("https://beian")
    assert loaded.publish["bucket"].options == {"region": "cn"}
    monkeypatch.chdir(project.root)
    runner = CliRunner()
    dry = runner.invoke(publish_command, ["here", "--dry-run"])
    assert dry.exit_code == 0 and "+ school/index.html" in dry.output
    assert runner.invoke(publish_command, ["here"]).exit_code == 0
    assert (tmp_path / "srv" / "index.html").is_file()


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("nam: x\n", 1, "name"),
        ("name: x\noutputs: [site, epup]\n", 2, "epub"),
        ("base_url: guide.example\n", 1, "https://"),
        ("base_url: https://guide.example/?a=1\n", 1, "https://"),
        ("name: {中文: x}\n", 1, "zh"),
        ("publish: {host: {endpoint: 'https://a'}}\n", 1, "to"),
        ("footer:\n  icp: x\n", 2, "text"),
        ("accent: red\n", 1, "#8a1f1f"),
    ],
)
def test_a_mistake_in_site_yaml_has_its_line(text: str, line: int, word: str, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        site_yaml.load_site(Project(tmp_path))
    (problem, *_more) = caught.value.problems
    assert problem.place.line == line and word in f"{problem.message} {problem.hint}"


def test_an_unknown_target_is_explained(tmp_path: Path) -> None:
    config = site_config.SiteConfig(publish={"host": site_config.PublishTarget("folder:a")})
    assert site_yaml.find_target(config, "") == config.publish["host"]
    with pytest.raises(ConfigError) as caught:
        site_yaml.find_target(config, "hst")
    assert "host" in caught.value.hint
