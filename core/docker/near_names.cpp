#include "core/docker/near_names.h"

#include <QHostAddress>
#include <QStringList>

#include <algorithm>
#include <numeric>
#include <vector>

namespace wharf::docker {

namespace {

QString withoutPort(const QString &host)
{
    const qsizetype colon = host.lastIndexOf(QLatin1Char(':'));
    return colon > host.lastIndexOf(QLatin1Char(']')) ? host.left(colon) : host;
}

/// What was registered: `example.com`, `example.co.uk`. Empty for addresses and single words.
QString registeredPart(const QString &host)
{
    const QStringList labels = host.split(QLatin1Char('.'), Qt::SkipEmptyParts);
    if (labels.size() < 2 || !QHostAddress(host).isNull())
        return {};
    const bool country = labels.last().size() == 2 && labels[labels.size() - 2].size() <= 3 && labels.size() > 2;
    return labels.mid(labels.size() - (country ? 3 : 2)).join(QLatin1Char('.'));
}

/// Hubs of many customers: only names of the same make look alike there.
bool isShared(const QString &registered)
{
    static const QStringList hubs { QStringLiteral("amazonaws.com"), QStringLiteral("azurecr.io"), QStringLiteral("pkg.dev"),
                                    QStringLiteral("herokuapp.com"), QStringLiteral("github.io"), QStringLiteral("jfrog.io") };
    return hubs.contains(registered);
}

} // namespace

qsizetype distance(const QString &a, const QString &b)
{
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size() + 1));
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto at = static_cast<std::size_t>(j + 1);
            const qsizetype above = row[at];
            row[at] = std::min({ above + 1, row[at - 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1) });
            diagonal = above;
        }
    }
    return row.back();
}

bool lookAlike(const QString &a, const QString &b)
{
    if (a == b)
        return false;
    const QString one = withoutPort(a);
    const QString other = withoutPort(b);
    if (one == other)
        return true;
    if (!QHostAddress(one).isNull() || !QHostAddress(other).isNull())
        return false; // a neighbouring address is another machine
    const QString registered = registeredPart(one);
    if (!registered.isEmpty() && registered == registeredPart(other)) {
        if (registered == QLatin1String("amazonaws.com"))
            return one.contains(QLatin1String(".dkr.ecr.")) && other.contains(QLatin1String(".dkr.ecr."));
        if (registered == QLatin1String("pkg.dev"))
            return true;
        if (!isShared(registered))
            return true;
    }
    // A slip in a short name is another name.
    return std::min(one.size(), other.size()) >= 8 && std::max(one.size(), other.size()) <= 253 && distance(one, other) <= 2;
}

} // namespace wharf::docker
