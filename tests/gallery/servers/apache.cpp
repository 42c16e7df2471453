#include "tests/gallery/servers/apache.h"

#include "tests/gallery/stage.h"

#include <QDir>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

Apache::Apache(Stage &stage)
    : m_stage(stage)
{
}

void Apache::tls(const QString &address, const test::TestCertificate &certificate, const QByteArray &body)
{
    m_address = address;
    m_hosts += "Listen " + address.toUtf8() + ":443\n<VirtualHost " + address.toUtf8() + ":443>\nSSLEngine on\nSSLCertificateFile " + certificate.certificateFile.toUtf8()
        + "\nSSLCertificateKeyFile " + certificate.keyFile.toUtf8() + '\n' + body + "</VirtualHost>\n";
}

QProcess &Apache::start()
{
    const QString folder = m_stage.folder() + u"/apache"_s;
    QDir().mkpath(folder);
    QByteArray modules;
    for (const char *module : { "mpm_event", "authz_core", "ssl", "socache_shmcb", "proxy", "proxy_http", "headers", "rewrite" })
        modules += QByteArray("LoadModule ") + module + "_module /usr/lib/apache2/modules/mod_" + module + ".so\n";
    const QString file = m_stage.write(u"apache/apache.conf"_s,
                                       "ServerRoot " + folder.toUtf8() + "\nServerName gallery\nPidFile " + folder.toUtf8() + "/pid\nDefaultRuntimeDir " + folder.toUtf8()
                                           + "\nErrorLog /dev/stderr\n" + modules
                                           + "User www-data\nGroup www-data\nStartServers 1\nThreadsPerChild 8\nAllowEncodedSlashes NoDecode\n" + m_hosts);
    QProcess &server = m_stage.programs().serve(Side::Servers, u"apache"_s, { u"apache2"_s, u"-DFOREGROUND"_s, u"-f"_s, file });
    m_stage.programs().awaitPort(server, 443, m_address);
    return server;
}

} // namespace wharf::gallery
