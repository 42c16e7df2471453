#pragma once

#include "tests/support/test_certificates.h"

#include <QByteArray>
#include <QProcess>
#include <QString>

namespace wharf::gallery {

class Stage;

/// One Apache among the servers, as a reverse proxy.
class Apache {
public:
    explicit Apache(Stage &stage);

    /// A virtual host at `address`:443. `body` is Apache's own language.
    void tls(const QString &address, const test::TestCertificate &certificate, const QByteArray &body);
    QProcess &start();

private:
    Stage &m_stage;
    QByteArray m_hosts;
    QString m_address;
};

} // namespace wharf::gallery
