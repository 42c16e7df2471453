#pragma once

#include "tests/support/test_certificates.h"

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace wharf::gallery {

class Stage;

/// One nginx among the servers, with any number of `server` blocks. What a block says beyond its address is nginx's own language.
class Nginx {
public:
    explicit Nginx(Stage &stage, QString name = QStringLiteral("nginx"));

    /// `listen`: `203.0.113.10:443`.
    Nginx &tls(const QString &listen, const test::TestCertificate &certificate, const QByteArray &body);
    Nginx &plain(const QString &listen, const QByteArray &body);
    /// Goes into the `http` block.
    Nginx &around(const QByteArray &body);
    /// `prefix`: a program that runs it, as `faketime -f +2h`. Throws Broken.
    QProcess &start(const QString &prefix = {});
    /// Takes over what was changed since: ends it and starts it again.
    void restart();
    /// Forgets every block.
    void clear();

private:
    Stage &m_stage;
    QString m_name;
    QByteArray m_around;
    QByteArray m_servers;
    QStringList m_listens;
    QProcess *m_process = nullptr;
    QString m_prefix;
};

/// `location / { … }` that hands everything to `upstream` as a careful administrator writes it; `more` is added to it.
[[nodiscard]] QByteArray proxyTo(const QByteArray &upstream, const QByteArray &more = {});

} // namespace wharf::gallery
