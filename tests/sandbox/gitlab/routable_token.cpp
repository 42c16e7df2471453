#include "tests/sandbox/gitlab/routable_token.h"

#include <QRandomGenerator>

#include <zlib.h>

namespace wharf::sandbox {

namespace {

QByteArray randomBytes(qsizetype size)
{
    QByteArray bytes;
    while (bytes.size() < size)
        bytes += static_cast<char>(QRandomGenerator::system()->bounded(256));
    return bytes;
}

QByteArray base36(quint64 number, int width)
{
    return QByteArray::number(number, 36).rightJustified(width, '0');
}

constexpr int randomSize = 16;

/// `version`: with its dot, or empty.
QString withChecksum(const QByteArray &prefix, const QByteArray &bytes, const QByteArray &version)
{
    const QByteArray payload = bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    const QByteArray checked = prefix + payload + '.' + version + base36(static_cast<quint64>(payload.size()), 2);
    const uLong crc = crc32(0, reinterpret_cast<const Bytef *>(checked.constData()), static_cast<uInt>(checked.size()));
    return QString::fromLatin1(checked + base36(crc, 7));
}

} // namespace

QString routableToken(const QByteArray &prefix, const QByteArray &routing)
{
    return withChecksum(prefix, routing + '\n' + randomBytes(randomSize) + static_cast<char>(randomSize), {});
}

QString versionedToken(const QByteArray &prefix, const QByteArray &routing)
{
    return withChecksum(prefix, randomBytes(randomSize) + routing + static_cast<char>(routing.size()), "01.");
}

QString classicToken(const QByteArray &prefix)
{
    constexpr int letters = 20;
    const QByteArray token = randomBytes(letters).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).left(letters);
    return QString::fromLatin1(prefix + token);
}

} // namespace wharf::sandbox
