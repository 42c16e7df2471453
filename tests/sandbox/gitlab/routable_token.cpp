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

} // namespace

QString routableToken(const QByteArray &prefix, const QByteArray &routing)
{
    constexpr int randomSize = 16;
    const QByteArray bytes = routing + '\n' + randomBytes(randomSize) + static_cast<char>(randomSize);
    const QByteArray payload = bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    const QByteArray checked = prefix + payload + '.' + base36(static_cast<quint64>(payload.size()), 2);
    const uLong crc = crc32(0, reinterpret_cast<const Bytef *>(checked.constData()), static_cast<uInt>(checked.size()));
    return QString::fromLatin1(checked + base36(crc, 7));
}

QString classicToken(const QByteArray &prefix)
{
    constexpr int letters = 20;
    const QByteArray token = randomBytes(letters).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).left(letters);
    return QString::fromLatin1(prefix + token);
}

} // namespace wharf::sandbox
