#pragma once

#include "tests/sandbox/gitlab/gitlab.h"
#include "tests/sandbox/gitlab/http_front.h"

namespace wharf::sandbox {

/// One answered request, without its secrets: what tests count and compare.
struct SeenRequest {
    QByteArray method;
    QByteArray path;
    QByteArray query;
    QString userName; ///< of the Basic header
    bool hasCredential = false;
    int status = 0;
};

/// The GitLab stand-in: a GitLab on loopback, over HTTP or TLS, whose world can be changed while it runs.
/// In process by `setWorld()`; from outside by `GET` and `PUT /_sandbox/world`, `PATCH /_sandbox/settings`, `GET /_sandbox/requests`.
class GitLabStandIn final : public QObject {
    Q_OBJECT
public:
    /// Makes a key of its own.
    explicit GitLabStandIn(GitLabWorld world, QObject *parent = nullptr);

    /// Listens on 127.0.0.1 over plain HTTP; 0 takes a free port. False when the port is taken.
    [[nodiscard]] bool start(quint16 port = 0);
    /// Listens over TLS, alone or beside plain HTTP. `hostName` is what the certificate is for.
    [[nodiscard]] bool startTls(const QSslConfiguration &tls, const QString &hostName = QStringLiteral("localhost"), quint16 port = 0);

    /// `https://localhost:40123/gitlab`: GitLab's own address with the relative-URL prefix; over TLS where it has both.
    [[nodiscard]] QUrl url() const;
    /// The realm of challenges: `url()` + `/jwt/auth`.
    [[nodiscard]] QUrl realm() const;
    /// The same over plain HTTP.
    [[nodiscard]] QUrl plainRealm() const;
    /// PEM; what a registry's `rootcertbundle` and a client's signature check need.
    [[nodiscard]] const QByteArray &certificatePem() const { return m_gitlab.key().certificatePem(); }
    [[nodiscard]] const SigningKey &key() const { return m_gitlab.key(); }

    [[nodiscard]] const GitLabWorld &world() const { return m_gitlab.world(); }
    void setWorld(GitLabWorld world) { m_gitlab.setWorld(std::move(world)); }

    [[nodiscard]] const QList<SeenRequest> &requests() const { return m_requests; }
    /// How many requests had this path, after the prefix.
    [[nodiscard]] qsizetype count(const QByteArray &path) const;
    void forgetRequests() { m_requests.clear(); }

private:
    Answer handle(const Request &request);
    Answer administer(const Request &request);
    [[nodiscard]] QUrl under(QUrl origin, const QString &path) const;

    GitLab m_gitlab;
    QUrl m_plainOrigin;
    QUrl m_tlsOrigin;
    QList<SeenRequest> m_requests;
    HttpFront m_plain;
    HttpFront m_tls;
};

} // namespace wharf::sandbox
