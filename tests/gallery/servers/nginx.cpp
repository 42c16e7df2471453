#include "tests/gallery/servers/nginx.h"

#include "tests/gallery/stage.h"

#include <QDir>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

Nginx::Nginx(Stage &stage, QString name)
    : m_stage(stage)
    , m_name(std::move(name))
{
}

Nginx &Nginx::tls(const QString &listen, const test::TestCertificate &certificate, const QByteArray &body)
{
    m_servers += "server { listen " + listen.toUtf8() + " ssl; ssl_certificate " + certificate.certificateFile.toUtf8() + "; ssl_certificate_key "
        + certificate.keyFile.toUtf8() + ";\n" + body + "\n}\n";
    m_listens << listen;
    return *this;
}

Nginx &Nginx::plain(const QString &listen, const QByteArray &body)
{
    m_servers += "server { listen " + listen.toUtf8() + ";\n" + body + "\n}\n";
    m_listens << listen;
    return *this;
}

Nginx &Nginx::around(const QByteArray &body)
{
    m_around += body + '\n';
    return *this;
}

void Nginx::clear()
{
    m_around.clear();
    m_servers.clear();
    m_listens.clear();
}

QProcess &Nginx::start(const QString &prefix)
{
    m_prefix = prefix;
    const QString folder = m_stage.folder() + u'/' + m_name;
    QDir().mkpath(folder);
    const QByteArray at = folder.toUtf8();
    QByteArray temporary;
    for (const char *kind : { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" })
        temporary += QByteArray(kind) + "_temp_path " + at + '/' + kind + ";\n";
    const QString file = m_stage.write(m_name + u"/nginx.conf"_s,
                                       "daemon off; user root; worker_processes 1; pid " + at + "/pid; error_log stderr;\n"
                                       "events { worker_connections 256; }\n"
                                       "http {\naccess_log " + at + "/access.log; types { } default_type application/octet-stream;\n"
                                       "client_max_body_size 0; server_names_hash_bucket_size 128;\n" + temporary + m_around + m_servers + "}\n");
    QStringList command = prefix.split(u' ', Qt::SkipEmptyParts);
    command << u"nginx"_s << u"-e"_s << u"stderr"_s << u"-p"_s << folder << u"-c"_s << file;
    m_process = &m_stage.programs().serve(Side::Servers, m_name, command);
    for (const QString &listen : std::as_const(m_listens)) {
        const auto colon = listen.lastIndexOf(u':');
        m_stage.programs().awaitPort(*m_process, listen.mid(colon + 1).toUShort(), listen.left(colon).remove(u'[').remove(u']'));
    }
    return *m_process;
}

void Nginx::restart()
{
    if (m_process)
        Programs::end(*m_process);
    start(m_prefix);
}

QByteArray proxyTo(const QByteArray &upstream, const QByteArray &more)
{
    return "location / { proxy_pass " + upstream + "; proxy_http_version 1.1; proxy_set_header Host $http_host;"
           " proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Real-IP $remote_addr; proxy_set_header X-Forwarded-For $remote_addr;"
           " proxy_request_buffering off; proxy_buffering off; "
        + more + " }\n";
}

} // namespace wharf::gallery
