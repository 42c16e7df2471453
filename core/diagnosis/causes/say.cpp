#include "core/diagnosis/causes/say.h"

#include <QLocale>
#include <QRegularExpression>

namespace wharf::diagnosis::causes {

QString block(const QString &line) { return u"    "_s + line; }

QStringList blocks(const QString &lines)
{
    QStringList all;
    for (const QString &line : lines.split(u'\n'))
        all.append(block(line));
    return all;
}

QString hostAndPort(const QUrl &url)
{
    const int own = url.scheme() == "http"_L1 ? 80 : 443;
    const QString host = url.host().contains(u':') ? u'[' + url.host() + u']' : url.host();
    return url.port(own) == own ? host : u"%1:%2"_s.arg(host).arg(url.port());
}

QString registryName(const Evidence &evidence)
{
    if (!evidence.target.registry.isEmpty())
        return evidence.target.registry;
    const QString fromApi = hostAndPort(QUrl(evidence.challenge.api));
    return fromApi.isEmpty() ? Say::tr("the registry") : fromApi;
}

QString realmName(const Evidence &evidence)
{
    const QString host = hostAndPort(QUrl(evidence.challenge.realmUrl));
    if (!host.isEmpty())
        return host;
    return evidence.challenge.isBasicOnly() ? registryName(evidence) : Say::tr("the token server");
}

QString accountName(const Evidence &evidence)
{
    return evidence.credential.userName.isEmpty() ? Say::tr("this account") : evidence.credential.userName;
}

QString answered(const QString &who, const Answer &answer)
{
    if (!answer.answered())
        return Say::tr("%1 gave no answer.").arg(who);
    const QString said = answer.errorMessage().section(QLatin1String(". "), 0, 0).left(160);
    return said.isEmpty() ? Say::tr("%1 answered %2.").arg(who).arg(answer.status)
                          : Say::tr("%1 answered %2: “%3”.").arg(who).arg(answer.status).arg(said);
}

QStringList threeWays(const Evidence &evidence)
{
    const ExperimentEvidence &trials = evidence.experiment;
    const QString realm = realmName(evidence);
    QStringList lines;
    if (trials.anonymous.made)
        lines.append(Say::tr("Without a credential: %1").arg(answered(realm, trials.anonymous.last())));
    if (trials.wrong.made)
        lines.append(Say::tr("With a deliberately wrong one: %1").arg(answered(realm, trials.wrong.last())));
    if (trials.real.made)
        lines.append(Say::tr("With the real one: %1").arg(answered(realm, trials.real.last())));
    return lines;
}

QString span(qint64 seconds)
{
    const qint64 size = qAbs(seconds);
    if (size < 120)
        return Say::tr("%1 s", "a duration").arg(size);
    if (size < 7200)
        return Say::tr("%1 min", "a duration").arg(size / 60);
    if (size < 172800)
        return Say::tr("%1 h", "a duration").arg(size / 3600);
    return Say::tr("%1 days", "a duration, two or more").arg(size / 86400);
}

QString instant(const QDateTime &when) { return QLocale().toString(when.toLocalTime(), QLocale::ShortFormat); }

QString loginCommand(const Evidence &evidence)
{
    // Harbor's `robot$ci` must not be the shell's to read, and a helper's `<token>` is no name.
    static const QRegularExpression plain(u"^[A-Za-z0-9._@+-]+$"_s);
    QString user = evidence.credential.userName;
    if (!plain.match(user).hasMatch())
        user = u'\'' + user.replace(u'\'', "'\\''"_L1) + u'\'';
    const bool named = !evidence.credential.userName.isEmpty() && !evidence.credential.identityToken;
    const bool podman = evidence.client(u"podman"_s) && !evidence.client(u"docker"_s);
    return (podman ? u"podman login "_s : u"docker login "_s) + registryName(evidence) + (named ? u" -u "_s + user : QString());
}

} // namespace wharf::diagnosis::causes
