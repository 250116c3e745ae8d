"""What is in deploy/ suits the project: its commands, its files, its versions.

No container is built here. The unit is checked by systemd itself, where it is installed.
"""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
import yaml

from rag.settings import PREFIX, SECRETS, Settings, load_settings
from rag.store.store import Store
from tests.conftest import ROOT
from tests.rag.fakes import made_document
from tests.servers import Server, chroma, free_port, postgres, servers
from ui.cli.group import cli

DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
UNIT = DEPLOY / "sanad.service"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SERVICE: dict[str, Any] = COMPOSE["services"]["sanad"]
SERVERS = DEPLOY / "compose.servers.yaml"
MIDDLE: dict[str, Any] = yaml.safe_load(SERVERS.read_text("utf-8"))["services"]
NGINX = DEPLOY / "nginx.conf.template"


def unit() -> configparser.SectionProxy:
    """The [Service] section; of what is named twice the last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[method-assign, assignment]
    parser.read_string(UNIT.read_text("utf-8"))
    return parser["Service"]


def instructions(name: str) -> list[str]:
    joined = CONTAINER.replace("\\\n", " ")
    return re.findall(rf"^{name} (.+)$", joined, re.MULTILINE)


def parsed(words: Sequence[str]) -> click.Context:
    """Have the command line read by the command that it names; nothing is run."""
    name, command, rest = cli.resolve_command(click.Context(cli), list(words))
    assert command is not None
    return command.make_context(str(name), rest)


def served(words: Sequence[str]) -> dict[str, Any]:
    """Parse a command line that serves a team."""
    context = parsed(words)
    assert context.command.name == "serve"
    return context.params


@pytest.mark.skipif(
    not any(one.name == "server" for one in parsed(["serve"]).command.params),
    reason="no server for a team yet",
)
def test_the_command_lines_are_ones_that_we_take() -> None:
    words = shlex.split(unit()["ExecStart"])
    assert Path(words[0]).name == "sanad"
    two = [MIDDLE[name]["command"] for name in ("sanad-1", "sanad-2")]
    assert ["--ingest" in command for command in two] == [True, False]
    for given in (words[1:], list(SERVICE["command"]), *two):
        params = served(given)
        assert params["open_browser"] is False
        assert params["server"]
        assert params["public_url"].startswith("https://")
    for line in re.findall(
        r"\bsanad (accounts .+)$", UNIT.read_text() + str(COMPOSE), re.MULTILINE
    ):
        group = cli.resolve_command(click.Context(cli), shlex.split(line))[1]
        assert isinstance(group, click.Group)
        assert group.resolve_command(click.Context(group), shlex.split(line)[1:])[1] is not None


def test_a_command_line_that_is_wrong_would_be_noticed() -> None:
    with pytest.raises(click.UsageError):
        served(["serve", "--nowhere"])


def test_the_image_is_made_of_files_that_are_there_and_seen() -> None:
    seen = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for line in instructions("COPY"):
        if line.startswith("--from"):
            continue
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in seen
    copied = {source for line in instructions("COPY") for source in line.split()[:-1]}
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    assert set(wheel["targets"]["wheel"]["only-include"]) <= copied
    assert {PROJECT["readme"], *PROJECT["license-files"], "constraints.txt"} <= copied


def test_versions_are_the_project_s() -> None:
    for one in (SERVICE, MIDDLE["sanad-1"], MIDDLE["sanad-2"], MIDDLE["chroma"]):
        assert one["image"] == f"sanad:{PROJECT['version']}"
    assert f"--tag sanad:{PROJECT['version']}" in CONTAINER
    for line in instructions("FROM"):
        number = re.match(r"python:3\.(\d+)-slim", line)
        assert number
        assert f"Python :: 3.{number[1]}" in str(PROJECT["classifiers"])


def test_it_runs_without_rights_and_writes_only_where_it_must() -> None:
    assert instructions("USER") == ["10001:10001"] == [SERVICE["user"]]
    assert instructions("VOLUME") == [SERVICE["volumes"][0].split(":")[1]]
    for one in (SERVICE, *MIDDLE.values()):
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert all(port.startswith("127.0.0.1:") for port in one.get("ports", ()))
    assert [name for name, one in MIDDLE.items() if "ports" in one] == ["proxy"]
    told = unit()
    assert told["User"] == "sanad"
    assert (told["NoNewPrivileges"], told["ProtectSystem"]) == ("yes", "strict")
    for path in re.findall(r"--(?:corpus|store|server)[ =](\S+)", told["ExecStart"]):
        assert path.startswith(f"/var/lib/{told['StateDirectory'].split()[0]}/")


def test_no_secret_is_in_them_and_each_setting_is_one() -> None:
    texts = CONTAINER + UNIT.read_text("utf-8") + (DEPLOY / "compose.yaml").read_text("utf-8")
    assert not re.search(r"(?i)password|secret\s*[=:]|token|_KEY\b|sanad_[0-9a-f]{8}", texts)
    for name in re.findall(rf"\b{PREFIX}([A-Z_]+)=", CONTAINER):
        assert name.lower() in Settings.model_fields
    for one in MIDDLE.values():
        for name, value in one.get("environment", {}).items():
            if name.startswith(PREFIX):
                assert name.removeprefix(PREFIX).lower() in Settings.model_fields or name in SECRETS
            if re.search("PASSWORD|TOKEN", name):
                assert re.fullmatch(r"\$\{SANAD_[A-Z_]+:\?[^}]+\}", value)


def test_all_are_where_the_others_look_for_them() -> None:
    hosts = dict(one.split(":") for one in MIDDLE["proxy"]["extra_hosts"])
    for name, address in hosts.items():
        [network] = MIDDLE[name]["networks"].values()
        assert network == {"ipv4_address": address}
    told = NGINX.read_text("utf-8")
    assert set(re.findall(r"(?:server|http://)\s*([a-z]+(?:-\d)?):\d+", told)) == set(hosts)
    assert set(MIDDLE["chroma"]["networks"]) < set(MIDDLE["proxy"]["networks"])
    assert not set(MIDDLE["chroma"]["networks"]) & {*MIDDLE["sanad-1"]["networks"]}
    environment = MIDDLE["sanad-1"]["environment"]
    assert environment == MIDDLE["sanad-2"]["environment"]
    named = load_settings(
        catalogue_url=environment["SANAD_CATALOGUE_URL"], chroma_url=environment["SANAD_CHROMA_URL"]
    )
    assert named.servers is not None
    assert named.servers.catalogue.split("@")[1].startswith("postgres/")
    assert named.servers.chroma == "http://proxy:8000"
    assert "listen 8000;" in told
    assert MIDDLE["proxy"]["ports"] == ["127.0.0.1:7860:8080"]
    assert "listen 8080;" in told
    assert ".[servers]" in CONTAINER


@pytest.mark.slow
def test_nginx_asks_for_the_token_and_does_without_one_that_is_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = shutil.which("nginx")
    if program is None:
        pytest.skip("nginx isn't installed (apt-get install nginx-light)")
    with postgres() as catalogues, chroma(tmp_path / "chroma") as passages:
        ports = {"8080": free_port(), "8000": free_port()}
        told = NGINX.read_text("utf-8").replace("${SANAD_CHROMA_TOKEN}", "secret")
        for port, ours in ports.items():
            told = told.replace(f"listen {port}", f"listen 127.0.0.1:{ours}")
        told = told.replace("chroma:8000", f"127.0.0.1:{passages.port}")
        # Of the two that are served one is down; what stands for the other is Chroma itself.
        told = told.replace("sanad-1:7860", "127.0.0.1:9")
        told = told.replace("sanad-2:7860", f"127.0.0.1:{passages.port}")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "".join(f"{kind}_temp_path {tmp_path / kind};" for kind in kinds)
        user = "user root;" if os.geteuid() == 0 else ""
        path = tmp_path / "nginx.conf"
        path.write_text(
            f"{user} daemon off; pid {tmp_path / 'pid'}; error_log stderr; events {{}}"
            f"http {{ access_log off; {places}\n{told} }}"
        )
        proxy = Server([program, "-c", str(path), "-e", "stderr"], ports["8000"], tmp_path)
        try:
            proxy.start()
            for token in ("", "Bearer", "Bearer other", "secret"):
                reply = httpx.get(f"{proxy.url}/api/v2/version", headers={"Authorization": token})
                assert reply.status_code == 401
            for number in range(20):
                asks = {"X-Forwarded-For": f"192.0.2.{number}"}
                place = f"http://127.0.0.1:{ports['8080']}/api/v2/heartbeat"
                assert httpx.get(place, headers=asks).status_code == 200
            monkeypatch.setenv("SANAD_CHROMA_TOKEN", "secret")
            store = Store(tmp_path / "one", servers(catalogues.database("proxy"), proxy))
            with store.writing():
                store.replace([made_document(tmp_path, "The levy is nine crowns.")])
            assert store.damage() == ()
            store.close()
        finally:
            proxy.kill()


def test_the_health_check_tells_one_that_runs_from_one_that_does_not(api_address: str) -> None:
    words = json.loads(
        re.findall(r"HEALTHCHECK .+?CMD (\[.+\])$", CONTAINER.replace("\\\n", ""), re.MULTILINE)[0]
    )
    code = words[-1].replace("http://127.0.0.1:7860", api_address)
    assert code != words[-1]
    for asked, status in ((code, 0), (code.replace("/health", "/nothing"), 1)):
        done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False)
        assert done.returncode == status


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd isn't installed")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    text = UNIT.read_text("utf-8")
    copy = tmp_path / UNIT.name  # neither the program nor its user is on this machine
    copy.write_text(text.replace("/opt/sanad/bin/sanad", "/bin/sh").replace("User=sanad\n", ""))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
