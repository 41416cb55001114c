"""Where Prefect keeps its own files, and the environment it runs in.

Prefect reads its settings from the environment when it is imported, so this
module makes that environment and never imports Prefect itself. Nothing that
Prefect keeps is the record of a case: its folder can be thrown away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
#: The days after which Prefect forgets a run; the ledger forgets nothing.
RUNS_KEPT_DAYS = 30

#: Nothing is sent home, nothing that a flow returns is stored, no cloud is advertised.
PRIVATE: Mapping[str, str] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefectSettings:
    """Where this installation's Prefect lives, and whose server it uses."""

    #: The installation's own folder (``DUENOTICE_HOME``).
    installation: Path
    #: The server an operator already runs, or None to start one.
    api_url: str | None = None

    @classmethod
    def read(cls, installation: Path, environment: Mapping[str, str]) -> PrefectSettings:
        """Give the settings that the environment asks for."""
        given = environment.get("PREFECT_API_URL", "").strip()
        return cls(installation=installation.resolve(), api_url=given or None)

    @property
    def folder(self) -> Path:
        """Give the folder of Prefect's own database, log and lock."""
        return self.installation / "prefect"

    @property
    def log(self) -> Path:
        """Give the file the server writes its log to."""
        return self.folder / "server.log"

    @property
    def lock(self) -> Path:
        """Give the file that the serving process holds locked."""
        return self.folder / "serve.lock"

    def for_clients(self, api_url: str, inherited: Mapping[str, str]) -> dict[str, str]:
        """Give what the serving process and its flow runs add to their environment."""
        return {
            **PRIVATE,
            "DUENOTICE_HOME": str(self.installation),
            "PREFECT_HOME": str(self.folder),
            "PREFECT_API_URL": api_url,
            # What flows log belongs on Prefect's page; the terminal shows trouble only.
            "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
            # A server that is away is given up soon: the work is done without it.
            "PREFECT_CLIENT_MAX_RETRIES": "3",
            **_without_proxy(inherited),
        }

    def for_server(self, port: int, inherited: Mapping[str, str]) -> dict[str, str]:
        """Give the whole environment of the server's process."""
        origin = f"http://{LOOPBACK}:{port}"
        return {
            **inherited,
            **PRIVATE,
            "PREFECT_HOME": str(self.folder),
            "PREFECT_API_URL": f"{origin}/api",
            "PREFECT_SERVER_API_HOST": LOOPBACK,
            "PREFECT_SERVER_API_PORT": str(port),
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{self.folder}/prefect.db",
            # A page of another site, open in the same browser, can neither read nor order.
            "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origin,
            "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
            "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RUNS_KEPT_DAYS * 86_400),
            **_without_proxy(inherited),
        }


def _without_proxy(inherited: Mapping[str, str]) -> dict[str, str]:
    # A school's web proxy must not be asked for an address of this same machine.
    spared = inherited.get("NO_PROXY") or inherited.get("no_proxy") or ""
    names = ",".join(filter(None, (spared, LOOPBACK, "localhost")))
    return {"NO_PROXY": names, "no_proxy": names}
