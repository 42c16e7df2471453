#include "tests/gallery/network.h"

#include <QFile>

namespace wharf::gallery {

void layCable(const Programs &programs)
{
    // No duplicate address detection: it keeps an IPv6 address from being used for seconds.
    const QByteArray servers = "link set lo up\n"
                               "netns add client\n"
                               "link add wan type veth peer name eth0 netns client\n"
                               "addr add 203.0.113.1/24 dev wan\n"
                               "addr add 203.0.113.10/24 dev wan\n"
                               "addr add 203.0.113.20/24 dev wan\n"
                               "addr add 203.0.113.30/24 dev wan\n"
                               "addr add 203.0.113.40/24 dev wan\n"
                               "addr add 203.0.113.53/24 dev wan\n"
                               "addr add 203.0.113.54/24 dev wan\n"
                               "addr add 203.0.113.80/24 dev wan\n"
                               "addr add fd00:113::1/64 dev wan nodad\n"
                               "addr add fd00:113::10/64 dev wan nodad\n"
                               "link set wan up\n";
    const QByteArray client = "link set lo up\n"
                              "link set eth0 up\n"
                              "addr add 203.0.113.100/24 dev eth0\n"
                              "addr add fd00:113::100/64 dev eth0 nodad\n"
                              "route add default via 203.0.113.1\n"
                              "route add default via inet6 fd00:113::1\n";
    const Said one = programs.run(Side::Servers, { QStringLiteral("ip"), QStringLiteral("-batch"), QStringLiteral("-") }, servers);
    const Said two = programs.run(Side::Client, { QStringLiteral("ip"), QStringLiteral("-batch"), QStringLiteral("-") }, client);
    if (one.exitStatus != 0 || two.exitStatus != 0)
        throw Broken { QStringLiteral("No network: ") + QString::fromUtf8(one.all() + two.all()) };
}

Names::Names(Programs &programs, QString folder)
    : m_programs(programs)
    , m_folder(std::move(folder))
    , m_names { { QStringLiteral("registry.example.com"), { at::registry } },
                { QStringLiteral("gitlab.example.com"), { at::gitlab } },
                { QStringLiteral("other.example.com"), { at::other } },
                { QStringLiteral("storage.example.com"), { at::storage } },
                { QStringLiteral("proxy.example.com"), { at::proxy } } }
{
}

void Names::serve()
{
    if (m_serving)
        return;
    m_serving = true;
    start(at::dns, m_names);
}

void Names::serveOther(const QString &address, const QMap<QString, QStringList> &names)
{
    start(address, names);
}

void Names::start(const QString &address, const QMap<QString, QStringList> &names)
{
    const QString file = m_folder + QLatin1String("/names-") + address;
    QFile hosts(file);
    if (!hosts.open(QIODevice::WriteOnly))
        throw Broken { file };
    for (auto name = names.cbegin(); name != names.cend(); ++name) {
        for (const QString &one : name.value())
            hosts.write(one.toUtf8() + ' ' + name.key().toUtf8() + '\n');
    }
    hosts.close();
    QProcess &server = m_programs.serve(Side::Servers, QStringLiteral("dnsmasq-") + address,
                                        { QStringLiteral("dnsmasq"), QStringLiteral("--keep-in-foreground"), QStringLiteral("--conf-file=/dev/null"),
                                          QStringLiteral("--user=root"), QStringLiteral("--pid-file="), QStringLiteral("--no-resolv"), QStringLiteral("--no-hosts"),
                                          QStringLiteral("--bind-interfaces"), QStringLiteral("--listen-address=") + address,
                                          QStringLiteral("--addn-hosts=") + file, QStringLiteral("--local=/com/internal/invalid/io/localdomain/"),
                                          QStringLiteral("--log-queries"), QStringLiteral("--log-facility=-") });
    m_programs.awaitPort(server, 53, address);
}

} // namespace wharf::gallery
