#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>

namespace wharf::diagnosis {

enum class Certainty : std::uint8_t { Certain, Likely, Possible };
enum class Severity : std::uint8_t {
    Error,   ///< it does not work
    Warning, ///< it works, and should not stay so
    Note,    ///< worth knowing; never a verdict
};
/// Whose job the fix is.
enum class Owner : std::uint8_t {
    Nobody,
    You,
    ProjectOwner,
    GitLabAdministrator,
    RegistryAdministrator,
    ProxyAdministrator,
    DockerHost,
    Network,
    Vendor,
};

/// How near the wire a cause sits; nearer wins. Order matters.
enum class Layer : std::uint8_t { Input, Name, Connect, Proxy, Tls, Registry, Realm, Credential, Grant, Request, Client, Daemon };

/// The steps of a run, in the order in which they are shown.
enum class StepId : std::uint8_t {
    Target,       ///< what is to be examined and how it is written
    Clients,      ///< what each client on this machine would send
    Name,         ///< DNS, registry and realm
    Connect,      ///< TCP, and the forward proxy
    Tls,          ///< dates, name and chain, each on its own
    Clock,        ///< every server's clock against the others and this machine's
    Ping,         ///< `/v2/`
    Challenge,    ///< where it sends people to sign in
    Realm,        ///< the realm with no credential: scheme, host, port, redirects
    WrongCredential, ///< a deliberately wrong credential
    Credential,   ///< the real one
    Token,        ///< what came and what it says
    SignIn,       ///< `/v2/` with it
    Pull,         ///< pull scope
    Push,         ///< push scope
    Repository,   ///< one request in the repository
    Upload,       ///< an upload started, fed and taken back
    GitLab,       ///< what GitLab's REST API says about the token
    Daemon,       ///< the engine and its settings
    DaemonSignIn, ///< the engine's own try
};

/// A cause that the evidence speaks for. Words come later.
struct Finding {
    QString code; ///< one of finding-codes; stable
    Severity severity = Severity::Error;
    Certainty certainty = Certainty::Certain;
    Owner owner = Owner::Nobody;
    Layer layer = Layer::Input;
    QList<StepId> restsOn;  ///< the steps whose evidence it rests on
    QStringList about;      ///< what the words need: a host, a file, a number; each cause knows its own
    QStringList alternatives; ///< codes that the evidence does not rule out
    /// The cause was seen, not inferred from what is missing: a hypothesis never outranks it.
    bool seen = true;

    friend bool operator==(const Finding &, const Finding &) = default;
};

/// What people read about a finding. Translated.
struct FindingWords {
    QString title;       ///< one sentence that names the cause
    QString explanation; ///< two or three more
    QStringList remedy;  ///< steps in order; a line that starts with four blanks is a block to copy
    QStringList evidence;///< why we think so, a sentence each
    QString settledBy;   ///< what would settle it, where it is not certain; empty else
};

/// The stable names, for JSON.
[[nodiscard]] QString certaintyName(Certainty certainty); ///< `certain`, `likely`, `possible`
[[nodiscard]] QString severityName(Severity severity);    ///< `error`, `warning`, `note`
[[nodiscard]] QString ownerName(Owner owner);             ///< `you`, `registry-administrator` …
[[nodiscard]] QString stepName(StepId step);              ///< `wrong-credential` …
[[nodiscard]] QList<StepId> allSteps();

} // namespace wharf::diagnosis
