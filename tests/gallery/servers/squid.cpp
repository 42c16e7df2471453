#include "tests/gallery/servers/squid.h"

#include "tests/gallery/stage.h"

#include <QDir>
#include <QFile>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

QProcess &startSquid(Stage &stage, const QByteArray &rules)
{
    stage.names().serve();
    const QString folder = stage.folder() + u"/squid"_s;
    QDir().mkpath(folder);
    QFile::setPermissions(folder, QFile::Permissions(0x7777));
    const QByteArray at = folder.toUtf8();
    const QString file = stage.write(u"squid/squid.conf"_s,
                                     "http_port 203.0.113.80:3128\npid_filename " + at + "/pid\ncache_log " + at + "/cache.log\naccess_log none\ncache deny all\n"
                                     "cache_mem 1 MB\nmemory_pools off\nmax_filedescriptors 256\ndns_nameservers 203.0.113.53\nshutdown_lifetime 0 seconds\nvisible_hostname proxy.example.com\n"
                                     "pinger_enable off\nnetdb_filename none\ncoredump_dir " + at + "\n"
                                         + rules);
    QProcess &server = stage.programs().serve(Side::Servers, u"squid"_s, { u"squid"_s, u"-N"_s, u"-f"_s, file });
    stage.programs().awaitPort(server, 3128, u"203.0.113.80"_s);
    return server;
}

} // namespace wharf::gallery
