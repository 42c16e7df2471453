#include "core/registry/image_reference.h"

#include <QRegularExpression>

#include <algorithm>

namespace wharf::registry {

namespace {

tl::unexpected<Failure> refuse(const char *reason)
{
    return fail({ .stage = Stage::Input, .kind = Kind::Malformed, .subject = QLatin1String(reason) });
}

bool hasCapitals(const QString &text)
{
    return text.toLower() != text;
}

/// Whether the first of several components names a registry; otherwise the image is Docker Hub's.
bool namesHost(const QString &component)
{
    return component == QLatin1String("localhost") || component.contains(QLatin1Char('.'))
        || component.contains(QLatin1Char(':')) || component.startsWith(QLatin1Char('['));
}

bool isRepository(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral(
        "\\A[a-z0-9]++(?:(?:[._]|__|-+)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:[._]|__|-+)[a-z0-9]++)*+)*+\\z"));
    return pattern.match(text).hasMatch();
}

bool isTag(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\\z"));
    return pattern.match(text).hasMatch();
}

/// The three algorithms that Docker knows, with exactly their length in lower case (opencontainers/go-digest).
bool isDigest(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\A(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})\\z"));
    return pattern.match(text).hasMatch();
}

/// 64 hexadecimal digits alone are an image's id to Docker, never a name.
bool isImageId(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[0-9a-f]{64}\\z"));
    return pattern.match(text).hasMatch();
}

} // namespace

Result<ImageReference> ImageReference::parse(const QString &text)
{
    // Docker's limit is on the repository alone; no valid reference comes near this one.
    constexpr qsizetype longest = 4096;
    constexpr qsizetype longestRepository = 255;

    QString rest = text.trimmed();
    if (rest.isEmpty())
        return refuse("empty");
    if (rest.size() > longest)
        return refuse("too-long");
    if (rest.contains(QLatin1String("://")))
        return refuse("scheme");
    if (std::any_of(rest.begin(), rest.end(), [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Control; }))
        return refuse("spaces");
    if (isImageId(rest))
        return refuse("repository");

    ImageReference result;
    const qsizetype at = rest.indexOf(QLatin1Char('@'));
    if (at >= 0) {
        result.digest = rest.mid(at + 1);
        rest.truncate(at);
        if (!isDigest(result.digest))
            return refuse("digest");
    }
    const qsizetype slash = rest.indexOf(QLatin1Char('/'));
    QString host;
    if (slash > 0 && namesHost(rest.left(slash))) {
        host = rest.left(slash);
        rest.remove(0, slash + 1);
    }
    const qsizetype colon = rest.indexOf(QLatin1Char(':'));
    if (colon >= 0) {
        result.tag = rest.mid(colon + 1);
        rest.truncate(colon);
        if (!isTag(result.tag))
            return refuse("tag");
    }
    if (host.isEmpty())
        host = QStringLiteral("docker.io");
    const auto parsedHost = RegistryHost::parse(host);
    if (!parsedHost)
        return refuse("host");
    result.host = *parsedHost;

    if (hasCapitals(rest))
        return refuse("capitals");
    if (!isRepository(rest))
        return refuse("repository");
    if (result.host.isDockerHub() && !rest.contains(QLatin1Char('/')))
        rest.prepend(QLatin1String("library/"));
    if (rest.size() > longestRepository)
        return refuse("too-long");
    result.repository = rest;
    return result;
}

QString ImageReference::toString() const
{
    QString text = host.name() + QLatin1Char('/') + repository;
    if (!tag.isEmpty())
        text += QLatin1Char(':') + tag;
    if (!digest.isEmpty())
        text += QLatin1Char('@') + digest;
    return text;
}

} // namespace wharf::registry
