#pragma once

#include "core/base/failure.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace wharf::diagnosis {

/// A place where buildx builds, with settings of its own.
struct BuilderEvidence {
    QString name;
    QString driver; ///< `docker`, `docker-container`, `kubernetes`, `remote`
    bool current = false;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("name", self.name);
        visit("driver", self.driver);
        visit("current", self.current);
    }
};

/// The daemon's own sign-in, `POST /auth`: its network, trust, proxy and clock are not this machine's.
struct DaemonLoginEvidence {
    bool made = false;
    int status = 0;
    QString said; ///< its message, without a secret
    qint64 milliseconds = 0;

    [[nodiscard]] bool ok() const { return made && status >= 200 && status < 300; }

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("made", self.made);
        visit("status", self.status);
        visit("said", self.said);
        visit("milliseconds", self.milliseconds);
    }
};

/// The container engine that Docker's command line talks to here.
struct DaemonEvidence {
    /// `reached`, `none` (no engine and no sign that one is wanted), `absent` (a socket that should be there is not), `denied`,
    /// `refused`, `timeout`, `not-an-engine`
    QString state;
    QString engine;       ///< `docker`, `podman`
    QString endpoint;     ///< `unix:///var/run/docker.sock`
    QString endpointFrom; ///< `default`, `DOCKER_HOST`, `DOCKER_CONTEXT`, `context NAME`
    QString otherEndpoint;///< another one that answers while the chosen one does not
    QString problem;
    QString version;
    QString apiVersion;
    QString goVersion;
    bool onThisMachine = true;
    QDateTime systemTime;
    qint64 clockOffsetSeconds = 0; ///< daemon minus this machine
    QString httpProxy;  ///< without user and password
    QString httpsProxy;
    QString noProxy;
    bool insecure = false; ///< the registry is on its insecure list, or within an insecure range
    QStringList insecureEntries;
    QStringList mirrors;
    DaemonLoginEvidence login;
    QList<BuilderEvidence> builders;

    [[nodiscard]] bool reached() const { return state == QLatin1String("reached"); }

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("state", self.state);
        visit("engine", self.engine);
        visit("endpoint", self.endpoint);
        visit("endpoint_from", self.endpointFrom);
        visit("other_endpoint", self.otherEndpoint);
        visit("problem", self.problem);
        visit("version", self.version);
        visit("api_version", self.apiVersion);
        visit("go_version", self.goVersion);
        visit("on_this_machine", self.onThisMachine);
        visit("system_time", self.systemTime);
        visit("clock_offset_seconds", self.clockOffsetSeconds);
        visit("http_proxy", self.httpProxy);
        visit("https_proxy", self.httpsProxy);
        visit("no_proxy", self.noProxy);
        visit("insecure", self.insecure);
        visit("insecure_entries", self.insecureEntries);
        visit("mirrors", self.mirrors);
        visit("login", self.login);
        visit("builders", self.builders);
    }
};

} // namespace wharf::diagnosis
