#pragma once

#include <QString>

#include <cstdint>

namespace wharf {

/// Where something went wrong: the step of a flow, from the wire inwards.
enum class Stage : std::uint8_t {
    Input,        ///< what the person or the caller gave
    Connect,      ///< DNS and TCP
    Proxy,        ///< the forward proxy between
    Tls,          ///< certificates and handshake
    Ping,         ///< `GET /v2/` without a credential
    Challenge,    ///< reading `WWW-Authenticate`
    Token,        ///< the realm: exchange of the credential for an access token
    Registry,     ///< a request to the registry with the token (or with Basic)
    GitLab,       ///< GitLab's REST API
    Keychain,     ///< a credential store
    AccountFile,  ///< Wharfinger's own file
    ClientFile,   ///< Docker's config.json or containers' auth.json
    Daemon,       ///< the container engine
    Image,        ///< an image as its source has it: an archive, a layout, an engine's export
};

/// What went wrong there. Words come later, in core/wording.
enum class Kind : std::uint8_t {
    // could not talk
    Offline,       ///< name not found, refused, unreachable, reset
    Timeout,       ///< no answer in time
    Tls,           ///< the secure connection could not be trusted or made
    Server,        ///< 5xx
    BadReply,      ///< an answer that is none: HTML, not JSON, too large, missing members
    // was told no
    Unauthorized,  ///< 401
    Forbidden,     ///< 403
    NotFound,      ///< 404
    Throttled,     ///< 429, or a ban
    Refused,       ///< Wharfinger itself will not do it (plain HTTP, foreign origin)
    // stores and files
    Locked,        ///< the store is locked
    Denied,        ///< the store or the file system says no to this user
    Absent,        ///< there is no such store, entry or file
    TooLarge,      ///< a value or an answer over its limit
    ReadOnly,      ///< the file cannot be written
    Full,          ///< no space left
    Busy,          ///< somebody else holds the lock
    Newer,         ///< written by a newer version
    Malformed,     ///< does not parse
    Invalid,       ///< parses, and makes no sense here
    Cancelled,     ///< the person changed their mind; nothing is shown
};

/// A failure is a value with a place and a kind. Copyable; never holds a secret.
struct Failure {
    Stage stage = Stage::Input;
    Kind kind = Kind::Invalid;
    /// The HTTP status, 0 where there was no answer.
    int httpStatus = 0;
    /// What the other side said, cut to 1 KiB and cleaned of control characters. Empty where it said nothing.
    QString serverSaid;
    /// What it is about: a host, a path, an entry, or a stable lower-case-with-dashes reason. Plain text, no secrets.
    QString subject;
    /// Seconds to wait before another try, as the server said (`Retry-After`), 0 where it did not.
    int retryAfterSeconds = 0;
    /// `host[:port]` of the request that failed (the realm's, the proxy's …). Empty where no host plays a part.
    QString host;

    friend bool operator==(const Failure &, const Failure &) = default;
};

/// True when no answer that means anything came back: keep the last known state and try later.
/// False when somebody said no: trying again unchanged is pointless.
[[nodiscard]] bool couldNotTalk(const Failure &failure);

/// The stable lower-case names of the two enums, for JSON, logs and exit reports.
[[nodiscard]] QString stageName(Stage stage);
[[nodiscard]] QString kindName(Kind kind);

/// Makes what a server said fit to be kept: no control characters, one line, 1 KiB at most.
[[nodiscard]] QString cleanServerText(const QString &text);

} // namespace wharf
