"""The manifests in deploy/kubernetes are valid, and agree with each other, with the image, with the code."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import kubernetes_validate
import pytest
import yaml

import app as site
from data import catalog
from etl import feeds
from etl.__main__ import main
from service.health import PATHS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
KUSTOMIZATION = "kustomization.yaml"
NOT_OURS = {"HTTPS_PROXY"}  # read by the libraries that ask


def manifests() -> list[dict[str, Any]]:
    paths = [path for path in sorted(FOLDER.glob("*.yaml")) if path.name != KUSTOMIZATION]
    return [one for path in paths for one in yaml.safe_load_all(path.read_text(encoding="utf-8"))]


def kustomization() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / KUSTOMIZATION).read_text(encoding="utf-8"))
    return found


def of(kind: str, name: str = "") -> dict[str, Any]:
    (found,) = (one for one in manifests() if one["kind"] == kind and name in ("", one["metadata"]["name"]))
    return found


def pods() -> dict[str, dict[str, Any]]:
    """The templates of pods, by the component that they are."""
    templates = (
        of("Deployment")["spec"]["template"],
        of("CronJob")["spec"]["jobTemplate"]["spec"]["template"],
    )
    return {one["metadata"]["labels"]["app.kubernetes.io/component"]: one for one in templates}


def containers() -> dict[str, dict[str, Any]]:
    return {name: pod["spec"]["containers"][0] for name, pod in pods().items()}


def gunicorn() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "gunicorn.conf.py"))


def within(node: Any, key: str) -> Iterator[Any]:
    """Every value of a key, however deep."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == key:
                yield value
            yield from within(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from within(value, key)


def test_every_manifest_is_valid_to_the_letter_and_in_the_namespace() -> None:
    namespace = kustomization()["namespace"]
    assert len(manifests()) > 10
    for manifest in manifests():
        named = f"{manifest['kind']} {manifest['metadata']['name']}"
        try:
            kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)
        except kubernetes_validate.ValidationError as fault:
            pytest.fail(f"{named}: {fault}")
        assert manifest["metadata"].get("namespace", namespace) == namespace, named


def test_the_kustomization_names_every_file_and_an_image_of_this_version() -> None:
    named = kustomization()
    assert set(named["resources"]) == {path.name for path in FOLDER.glob("*.yaml")} - {KUSTOMIZATION}
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert named["images"] == [{"name": "innovation-trajectory", "newTag": version}]
    assert set(within(manifests(), "image")) == {f"innovation-trajectory:{version}"}
    assert "docker build --tag innovation-trajectory ." in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_selector_finds_the_pods_that_it_is_meant_for() -> None:
    for component, pod in pods().items():
        labels = pod["metadata"]["labels"]
        found = [one for one in within(manifests(), "matchLabels") if "app.kubernetes.io/component" in one]
        found += [of("Service")["spec"]["selector"]]
        mine = [one for one in found if one["app.kubernetes.io/component"] == component]
        assert mine
        assert all(one == labels for one in mine)
    assert of("Deployment")["spec"]["selector"]["matchLabels"] == pods()["web"]["metadata"]["labels"]
    assert (
        of("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"]
        == of("Deployment")["metadata"]["name"]
    )
    for name in ("web", "downloads"):
        services = {one["name"] for one in within(of("Ingress", name), "service")}
        assert services == {of("Service")["metadata"]["name"]}
    accounts = set(within(manifests(), "serviceAccountName"))
    assert accounts == {of("ServiceAccount")["metadata"]["name"]}


def test_ports_are_those_that_the_server_listens_on_and_names_of_ports_exist() -> None:
    ports = {one["name"]: one["containerPort"] for one in containers()["web"]["ports"]}
    environment = {one["name"]: one.get("value") for one in containers()["web"]["env"]}
    assert str(ports["http"]) == gunicorn()["bind"].rpartition(":")[2]
    assert str(ports["metrics"]) == environment["METRICS"].rpartition(":")[2]
    assert {*within(of("Service"), "targetPort"), *within(containers(), "port")} <= set(ports)
    assert set(within(of("NetworkPolicy", "web")["spec"]["ingress"], "port")) == set(ports)
    served = [{"name": one["name"]} for one in of("Service")["spec"]["ports"]]
    assert all(one in served for one in within(of("Ingress", "web"), "port"))
    assert all(one in served for one in within(of("Ingress", "downloads"), "port"))


def test_probes_ask_for_what_the_site_has() -> None:
    web = containers()["web"]
    asked = {kind: web[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "readiness", "liveness")}
    client = site.server.test_client()
    site.server.extensions["current"].catch_up()
    assert all(client.get(path).status_code == 200 for path in asked.values())
    assert (asked["startup"], asked["liveness"], asked["readiness"]) == (PATHS[0], PATHS[0], PATHS[1])


def test_names_of_the_environment_are_read_by_the_code() -> None:
    rooms = ("service", "data", "etl")
    files = [ROOT / "app.py", ROOT / "gunicorn.conf.py"]
    files += [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    settings = of("ConfigMap")["data"]
    for container in containers().values():
        for one in container["env"]:
            assert one["name"] in NOT_OURS or f'"{one["name"]}"' in code, one["name"]
            if reference := one.get("valueFrom"):
                assert reference["configMapKeyRef"]["name"] == of("ConfigMap")["metadata"]["name"]
                assert reference["configMapKeyRef"]["key"] in settings


def test_the_refresh_runs_a_real_command_alone_on_a_volume_of_its_own() -> None:
    job, refresh = of("CronJob")["spec"], containers()["refresh"]
    assert job["concurrencyPolicy"] == "Forbid"
    program, (name, *words) = refresh["command"][:3], refresh["command"][3:]
    assert program == ["python", "-m", "etl"]
    main.commands[name].make_context(name, words)
    claims = {one["claimName"] for one in within(pods()["refresh"], "persistentVolumeClaim")}
    assert claims == {of("PersistentVolumeClaim")["metadata"]["name"]}
    assert not list(within(pods()["web"], "persistentVolumeClaim"))


def test_pods_have_no_rights_and_their_share_of_a_machine() -> None:
    user = re.search(r"^USER (\d+):(\d+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert user
    assert of("Namespace")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    for name, pod in pods().items():
        context, container = pod["spec"]["securityContext"], containers()[name]
        assert context["runAsNonRoot"] is True
        assert (context["runAsUser"], context["runAsGroup"]) == (int(user[1]), int(user[2]))
        assert context["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert pod["spec"]["automountServiceAccountToken"] is False
        assert set(container["resources"]["requests"]) == {"cpu", "memory", "ephemeral-storage"}
        assert set(container["resources"]["limits"]) == {"cpu", "memory", "ephemeral-storage"}
        mounted = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
        assert mounted == {"data": "/data", "tmp": "/tmp"}
        assert set(mounted) == {one["name"] for one in pod["spec"]["volumes"]}
        assert {"name": "DATA_DIR", "value": "/data"} in container["env"]


def test_a_rollout_takes_no_replica_away_before_the_next_is_ready_and_lets_each_finish() -> None:
    deployment = of("Deployment")["spec"]
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert "replicas" not in deployment  # the autoscaler's: applying the file again must not undo its number
    assert of("HorizontalPodAutoscaler")["spec"]["minReplicas"] >= 2
    pause = containers()["web"]["lifecycle"]["preStop"]["sleep"]["seconds"]
    grace = pods()["web"]["spec"]["terminationGracePeriodSeconds"]
    assert grace > pause + gunicorn()["graceful_timeout"]
    assert of("PodDisruptionBudget")["spec"]["maxUnavailable"] == 1


def test_no_manifest_holds_a_secret_and_the_site_has_another_than_the_publisher() -> None:
    assert not [one for one in manifests() if one["kind"] == "Secret"]
    assert all(one["optional"] is True for one in within(manifests(), "secretRef"))
    named = {name: [one["name"] for one in within(pod, "secretRef")] for name, pod in pods().items()}
    assert named == {"web": ["innovation-trajectory-reader"], "refresh": ["innovation-trajectory-publisher"]}
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert all(f"create secret generic {name} " in page for names in named.values() for name in names)


# --- what may enter and leave ----------------------------------------------------------------------------


def test_what_no_policy_allows_is_forbidden_to_every_pod() -> None:
    assert of("NetworkPolicy", "default")["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }


@pytest.mark.parametrize("component", ["web", "refresh"])
def test_a_pod_asks_nobody_but_names_of_hosts_and_the_proxy_of_its_environment(component: str) -> None:
    names, proxy = of("NetworkPolicy", component)["spec"]["egress"]
    assert {one["port"] for one in names["ports"]} == {53}
    (place,), (port,) = proxy["to"], proxy["ports"]
    assert place["podSelector"]["matchLabels"] == {"app.kubernetes.io/name": "egress-proxy"}
    namespace = place["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
    assert of("ConfigMap")["data"]["HTTPS_PROXY"] == f"http://egress-proxy.{namespace}:{port['port']}"
    assert "HTTPS_PROXY" in {one["name"] for one in containers()[component]["env"]}


def test_the_text_names_every_host_that_the_refresh_asks() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8").partition("### The way out")[2]
    for feed in feeds.FEEDS:
        live = catalog.load().sources[feed.family].live
        assert live
        assert all(f"`{host}`" in page for host in (urlsplit(live.base).hostname, *live.hosts))


def test_the_ingress_bounds_what_one_address_takes_as_nginx_of_compose_does() -> None:
    conf = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    files = re.findall(r"location /download/ {(.+?)}", conf, re.DOTALL)[0]

    def annotation(name: str, key: str) -> str:
        return str(of("Ingress", name)["metadata"]["annotations"][f"nginx.ingress.kubernetes.io/{key}"])

    for name, part in (("web", conf.replace(files, "")), ("downloads", files)):
        assert annotation(name, "proxy-buffering") == "on"
        assert re.findall(r"temp_file_size (\w+);", part) == [annotation(name, "proxy-max-temp-file-size")]
        assert f"client_max_body_size {annotation(name, 'proxy-body-size')};" in conf
        buffers = annotation(name, "proxy-buffers-number"), annotation(name, "proxy-buffer-size")
        assert f"proxy_buffers {' '.join(buffers)};" in conf
    assert f"connections {annotation('web', 'limit-connections')};" in conf
    assert f"fetching {annotation('downloads', 'limit-connections')};" in files
    assert f"rate={annotation('downloads', 'limit-rps')}r/s" in conf
    paths = {name: list(within(of("Ingress", name), "path")) for name in ("web", "downloads")}
    assert paths == {"web": ["/"], "downloads": ["/download"]}


def test_the_site_knows_the_address_at_which_the_ingress_answers() -> None:
    hosts = {host for name in ("web", "downloads") for host in within(of("Ingress", name), "host")}
    assert {of("ConfigMap")["data"]["PUBLIC_URL"]} == {f"https://{host}" for host in hosts}
