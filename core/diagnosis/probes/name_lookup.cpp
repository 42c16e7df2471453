#include "core/diagnosis/probes/name_lookup.h"

#include "core/async/later.h"

#include <QDnsLookup>
#include <QFile>
#include <QHostAddress>
#include <QHostInfo>
#include <QNetworkProxy>
#include <QTimer>
#include <QUdpSocket>

#include <algorithm>

namespace wharf::diagnosis {

namespace {

QString bare(QString host)
{
    if (host.endsWith(QLatin1Char('.')))
        host.chop(1);
    return host.toLower();
}

bool isLocalName(const QString &host)
{
    const QString name = bare(host);
    return name == QLatin1String("localhost") || name.endsWith(QLatin1String(".localhost"));
}

/// One look-up that answers once: with what came, at its limit, or when it is stopped.
template <class T>
class Lookup : public QObject {
public:
    Lookup(std::chrono::milliseconds limit, const std::shared_ptr<Stop> &stop, T atLimit)
    {
        connect(&m_timer, &QTimer::timeout, this, [this, atLimit] { answer(atLimit); });
        connect(stop.get(), &Stop::stopped, this, [this] { answer({}); });
        m_timer.setSingleShot(true);
        m_timer.start(limit);
    }

    void answer(T value)
    {
        if (later.isSet())
            return;
        m_timer.stop();
        later.set(std::move(value));
    }

    Later<T> later;

private:
    QTimer m_timer;
};

Looked read(const QHostInfo &info)
{
    Looked looked;
    const auto addresses = info.addresses();
    for (const QHostAddress &address : addresses)
        looked.addresses << address.toString();
    if (looked.addresses.isEmpty())
        looked.problem = info.error() == QHostInfo::HostNotFound || info.error() == QHostInfo::NoError ? QStringLiteral("not-found")
                                                                                                       : QStringLiteral("temporary");
    return looked;
}

/// By the name of its slot: Qt 6.4 never frees a function that waits for a lookup that is aborted.
class HostLookup final : public Lookup<Looked> {
    Q_OBJECT
public:
    using Lookup<Looked>::Lookup;

public Q_SLOTS:
    void take(const QHostInfo &info) { answer(read(info)); }
};

Task<QStringList> ask(QDnsLookup::Type type, QString host, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop)
{
    // Whoever answers may be what lets go of it.
    const std::shared_ptr<Lookup<QStringList>> lookup(new Lookup<QStringList>(limit, stop, {}), [](auto *unheld) { unheld->deleteLater(); });
    auto *dns = new QDnsLookup(type, host, lookup.get());
    QObject::connect(dns, &QDnsLookup::finished, lookup.get(), [dns, raw = lookup.get()] {
        QStringList addresses;
        const auto records = dns->hostAddressRecords();
        for (const QDnsHostAddressRecord &record : records)
            addresses << record.value().toString();
        raw->answer(addresses);
    });
    dns->lookup();
    QStringList addresses = co_await lookup->later;
    co_return addresses;
}

bool hasRoute(const char *documentationAddress)
{
    QUdpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    // A UDP socket that is connected sends nothing, and the kernel has chosen the way it would take.
    socket.connectToHost(QHostAddress(QLatin1String(documentationAddress)), 9);
    const QHostAddress own = socket.localAddress();
    return socket.state() == QAbstractSocket::ConnectedState && !own.isNull() && !own.isLoopback() && !own.isLinkLocal();
}

} // namespace

Task<Looked> lookUp(QString host, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop)
{
    if (stop->isStopped())
        co_return Looked {};
    const std::shared_ptr<HostLookup> lookup(new HostLookup(limit, stop, { {}, QStringLiteral("timeout") }),
                                             [](auto *unheld) { unheld->deleteLater(); });
    const int id = QHostInfo::lookupHost(host, lookup.get(), SLOT(take(QHostInfo)));
    const Looked looked = co_await lookup->later;
    QHostInfo::abortHostLookup(id);
    co_return looked;
}

Task<QStringList> askNameServer(QString host, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop)
{
    // RFC 6761 §6.3: such a name is never asked for.
    if (stop->isStopped() || isLocalName(host))
        co_return QStringList {};
    Task<QStringList> ipv4 = ask(QDnsLookup::A, host, limit, stop);
    Task<QStringList> ipv6 = ask(QDnsLookup::AAAA, host, limit, stop);
    QStringList addresses = co_await ipv4;
    addresses += co_await ipv6;
    co_return addresses;
}

QStringList hostsFileAddresses(const QString &path, const QString &host)
{
    QFile file(path);
    QStringList addresses;
    if (!file.open(QIODevice::ReadOnly))
        return addresses;
    constexpr qint64 limit = 1 << 20;
    const QStringList lines = QString::fromUtf8(file.read(limit)).split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        QStringList words = line.section(QLatin1Char('#'), 0, 0).simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (words.size() < 2)
            continue;
        const QHostAddress address(words.takeFirst());
        const bool named = std::any_of(words.cbegin(), words.cend(), [&host](const QString &name) { return bare(name) == bare(host); });
        if (named && !address.isNull() && !addresses.contains(address.toString()))
            addresses << address.toString();
    }
    return addresses;
}

QStringList localFamilies()
{
    // RFC 5737 and RFC 3849: nobody lives there.
    QStringList families;
    if (hasRoute("192.0.2.1"))
        families << QStringLiteral("ipv4");
    if (hasRoute("2001:db8::1"))
        families << QStringLiteral("ipv6");
    return families;
}

Looked withForeignFamilies(Looked looked, const QStringList &otherwiseKnown, const QStringList &families)
{
    if (!looked.addresses.isEmpty() || looked.problem == QLatin1String("timeout"))
        return looked;
    for (const QString &text : otherwiseKnown) {
        const bool ipv6 = QHostAddress(text).protocol() == QAbstractSocket::IPv6Protocol;
        if (!families.contains(ipv6 ? QStringLiteral("ipv6") : QStringLiteral("ipv4")) && !looked.addresses.contains(text))
            looked.addresses << text;
    }
    if (!looked.addresses.isEmpty())
        looked.problem.clear();
    return looked;
}

} // namespace wharf::diagnosis

#include "name_lookup.moc"
