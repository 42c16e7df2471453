#include "tests/gallery/servers/haproxy.h"

#include "tests/gallery/stage.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

QProcess &startHaproxy(Stage &stage, const QByteArray &sections, const QString &address, quint16 port)
{
    // Its default of 2048 bits would be made at the start; nobody here uses it.
    const QString file = stage.write(u"haproxy.cfg"_s,
                                     "global\n  maxconn 100\n  nbthread 1\n  tune.ssl.default-dh-param 2048\n"
                                     "defaults\n  mode http\n  timeout connect 5s\n  timeout client 50s\n  timeout server 50s\n"
                                         + sections);
    QProcess &server = stage.programs().serve(Side::Servers, u"haproxy"_s, { u"haproxy"_s, u"-db"_s, u"-f"_s, file });
    stage.programs().awaitPort(server, port, address);
    return server;
}

QString pemFor(Stage &stage, const QStringList &names)
{
    const test::TestCertificate certificate = stage.certificateFor(names);
    return stage.write(u"haproxy-%1.pem"_s.arg(names.first()), certificate.certificate + certificate.key);
}

} // namespace wharf::gallery
