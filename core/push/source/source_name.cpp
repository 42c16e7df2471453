#include "core/push/source/source_name.h"

#include <QFileInfo>

#include <array>

namespace wharf::push {

namespace {

using Kind = SourceName::Kind;

struct Prefix {
    QLatin1String text;
    Kind kind;
};

constexpr std::array prefixes {
    Prefix { QLatin1String("docker"), Kind::Docker },
    Prefix { QLatin1String("podman"), Kind::Podman },
    Prefix { QLatin1String("docker-archive"), Kind::DockerArchive },
    Prefix { QLatin1String("oci"), Kind::OciLayout },
    Prefix { QLatin1String("oci-archive"), Kind::OciArchive },
};

tl::unexpected<Failure> malformed(const char *subject)
{
    return fail({ .stage = Stage::Input, .kind = wharf::Kind::Malformed, .subject = QLatin1String(subject) });
}

/// `C:\image.tar`: the colon there ends no path.
bool isDrive(const QString &text, qsizetype colon)
{
    return colon == 1 && text.at(0).isLetter() && text.size() > 2 && (text.at(2) == u'\\' || text.at(2) == u'/');
}

/// Where the path ends: the longest that is there, else the first colon, as skopeo has it.
qsizetype pathEnd(const QString &text)
{
    if (QFileInfo::exists(text))
        return text.size();
    for (qsizetype colon = text.lastIndexOf(u':'); colon > 0; colon = text.lastIndexOf(u':', colon - 1)) {
        if (QFileInfo::exists(text.left(colon)))
            return colon;
    }
    qsizetype colon = text.indexOf(u':');
    if (isDrive(text, colon))
        colon = text.indexOf(u':', colon + 1);
    return colon < 0 ? text.size() : colon;
}

} // namespace

Result<SourceName> SourceName::parse(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return malformed("empty");
    const qsizetype colon = trimmed.indexOf(u':');
    const QString rest = trimmed.mid(colon + 1);
    for (const Prefix &prefix : prefixes) {
        if (colon < 0 || trimmed.left(colon) != prefix.text)
            continue;
        if (rest.startsWith(QLatin1String("//")) && (prefix.kind == Kind::Docker || prefix.kind == Kind::Podman))
            break; // skopeo's `docker://HOST/…` is a registry
        SourceName name { .kind = prefix.kind, .place = rest, .reference = {} };
        if (!name.isEngine()) {
            const qsizetype end = pathEnd(rest);
            name.place = rest.left(end);
            name.reference = rest.mid(end + 1);
        }
        if (name.place.isEmpty())
            return malformed("empty");
        return name;
    }
    return malformed("source");
}

QString SourceName::toString() const
{
    QString text;
    for (const Prefix &prefix : prefixes) {
        if (prefix.kind == kind)
            text = prefix.text + u':' + place;
    }
    return reference.isEmpty() ? text : text + u':' + reference;
}

} // namespace wharf::push
